"""Reading the cohort in a thread: all rows of the table, or derived as of an earlier point."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from timeline_tui.background import Ticket
from timeline_tui.cohort.course_row import OF_COURSE, SELECT, CourseRow
from timeline_tui.cohort.opening import connect_readonly
from timeline_tui.session import Session

_CHUNK = 1_000


@contextmanager
def reading(session: Session) -> Iterator[sqlite3.Connection]:
    """A connection for one read. Raises StoreError where SQLite fails, in the store's words."""
    from timeline.store import translated_errors

    with translated_errors(session.path):
        connection = connect_readonly(session.path)
        try:
            yield connection
        finally:
            connection.close()


def read_rows(session: Session, ticket: Ticket) -> list[CourseRow]:
    """Every patient as the `course` table has them now."""
    rows: list[CourseRow] = []
    words: dict[object, object] = {}
    with reading(session) as connection:
        cursor = connection.execute(f"SELECT {SELECT} FROM course ORDER BY patient")
        while found := cursor.fetchmany(_CHUNK):
            ticket.check()
            rows += [
                CourseRow._make(
                    words.setdefault(value, value) if type(value) is str else value for value in row
                )
                for row in found
            ]
            ticket.progress(len(rows))
    return rows


def read_row(session: Session, patient: str) -> CourseRow | None:
    """One patient as the `course` table has them now."""
    with reading(session) as connection:
        found = connection.execute(
            f"SELECT {SELECT} FROM course WHERE patient = ?",
            (patient,),
        ).fetchone()
    return CourseRow._make(found) if found else None


def read_head(session: Session) -> int:
    """The last seq of the store."""
    with reading(session) as connection:
        (head,) = connection.execute("SELECT seq FROM head").fetchone()
    return int(head)


def tables_are_stale(session: Session) -> bool:
    """Whether the stored tables stand behind the events, or were built by other rules."""
    from timeline.query import is_stale

    with session.open() as store:
        return is_stale(store)


def derive_rows(session: Session, as_of: int | None, ticket: Ticket) -> list[CourseRow]:
    """Every patient as of a seq, derived in memory; nothing is written."""
    from timeline.query import read_table

    with session.open() as store:
        table = read_table(store, "course", as_of=as_of, all_patients=True, columns=OF_COURSE)
        ticket.check()
        waiting = read_table(
            store, "issue_review", as_of=as_of, all_patients=True, columns=("patient", "unsettled")
        )
    ticket.check()
    counts = Counter(patient for patient, unsettled in waiting.rows if unsettled)
    return [CourseRow._make((*row, counts[row[0]])) for row in table.rows]


def refresh_tables(session: Session, ticket: Ticket) -> None:
    """Bring the stored tables up to the last event, telling how many patients are done."""
    from timeline.replay import refresh

    with session.open() as store:
        refresh(store, progress=ticket.progress)

"""Replay: projection tables kept true to the events, whole or only where something changed.

Refreshing step by step gives the same tables, cell for cell, as replaying from nothing, because a
touched patient is always derived from all of the patient's effective events.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from timeline.affected import affected_projections
from timeline.changes import Change, compare_tables
from timeline.deriving import Tables, derive_as_of
from timeline.errors import Problem
from timeline.events import Draft
from timeline.history import all_revisions, resolve_as_of
from timeline.projection_tables import (
    checkpoint,
    create_table,
    create_views,
    definition_fingerprint,
    drop_views,
    insert_rows,
)
from timeline.projections.declarations import PROJECTIONS, find_projection
from timeline.protocol import Protocol
from timeline.protocols import current_protocol
from timeline.recording import rehearsal
from timeline.store import Store

Progress = Callable[[int, int], None]
"""Told how many patients are done, of how many."""

BLOCK = 10_000
"""Patients derived at a time on a full replay."""
DIFF_BLOCK = 2_000
"""Patients derived at both points between two words of progress."""

_PATIENTS = (
    "WITH RECURSIVE each(patient) AS (SELECT min(patient) FROM events UNION ALL"
    " SELECT (SELECT min(patient) FROM events WHERE patient > each.patient) FROM each"
    " WHERE each.patient IS NOT NULL) SELECT patient FROM each WHERE patient IS NOT NULL"
)
"""SQL for every patient, in order: from one to the next in the index, not over every event."""


@dataclass(frozen=True)
class Replayed:
    """What a replay did: patients derived, the seq the tables stand at, whether all anew."""

    patients: int
    seq: int
    rebuilt: bool


@dataclass(frozen=True)
class Preview:
    """What an append would change, and what it would warn of. Nothing has been kept."""

    changes: list[Change]
    warnings: list[Problem]


def refresh(store: Store, *, progress: Progress | None = None) -> Replayed:
    """Bring every table up to the last event, deriving only the patients touched since, and of
    these only the tables that the changes may have moved.

    Where the tables are missing, or were built by other rules, everything is replayed.
    """
    protocol = current_protocol(store)
    with store.writing() as connection:
        seq = store.head().seq
        at = checkpoint(store, protocol)
        if at is None:
            return _rebuild(store, connection, protocol, seq, progress)
        if at == seq:
            return Replayed(0, seq, rebuilt=False)
        touched = [
            patient
            for (patient,) in connection.execute(
                "SELECT DISTINCT +patient FROM events WHERE seq > ?", (at,)
            )
        ]
        names = affected_projections(connection, at)
        for start in range(0, len(touched), BLOCK):
            block = touched[start : start + BLOCK]
            tables = derive_as_of(store, protocol, as_of=seq, patients=block, names=names)
            _replace(connection, tables, block)
            if progress:
                progress(start + len(block), len(touched))
        _set_checkpoints(connection, protocol, seq)
        return Replayed(len(touched), seq, rebuilt=False)


def replay(store: Store, *, progress: Progress | None = None) -> Replayed:
    """Derive everything from nothing beside the live tables, then swap, in one transaction."""
    protocol = current_protocol(store)
    with store.writing() as connection:
        return _rebuild(store, connection, protocol, store.head().seq, progress)


def replay_patient(store: Store, patient: str) -> Replayed:
    """Derive one patient anew. Raises UnknownPatient."""
    all_revisions(store, patient)
    refresh(store)
    protocol = current_protocol(store)
    with store.writing() as connection:
        seq = store.head().seq
        _replace(
            connection, derive_as_of(store, protocol, as_of=seq, patients=[patient]), [patient]
        )
    return Replayed(1, seq, rebuilt=False)


def check(store: Store, *, progress: Progress | None = None) -> list[Change]:
    """Where the live tables differ from a replay from nothing; nothing where all is well.

    `old` is what the table says, `new` what the events themselves say: columns kept beside the
    store are not trusted here.
    """
    protocol = current_protocol(store)
    with store.reading() as connection:
        at = checkpoint(store, protocol)
        seq = store.head().seq if at is None else at
        fresh = derive_as_of(store, protocol, as_of=seq, cached=False)
        changes: list[Change] = []
        for done, (name, declaration) in enumerate(PROJECTIONS.items(), 1):
            live = (
                connection.execute(f'SELECT * FROM "{name}"').fetchall() if at is not None else []
            )
            changes += compare_tables(declaration, live, fresh[name].rows())
            if progress:
                progress(done, len(PROJECTIONS))
    return changes


def preview(store: Store, drafts: Iterable[Draft], *, actor: str) -> Preview:
    """The cells that would change if the drafts were appended; they are validated as on saving."""
    drafts = list(drafts)
    protocol = current_protocol(store)
    patients = sorted({draft.patient for draft in drafts})
    with rehearsal(store, drafts, actor=actor) as appended:
        head, last = appended.first_seq - 1, appended.last_seq
        before, after = (
            derive_as_of(store, protocol, as_of=seq, patients=patients) for seq in (head, last)
        )
        because = _changed_facts(store, head, last)
    return Preview(_compare_all(before, after, PROJECTIONS, because), appended.warnings)


def diff(
    store: Store,
    a: str | int,
    b: str | int,
    names: Iterable[str] | None = None,
    *,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> list[Change]:
    """The cells that moved between two points in record time, with the facts behind each.

    `progress` is told how many patients' courses were derived at both points. Raises UnknownAsOf,
    UnknownProjection.
    """
    wanted = [find_projection(name).name for name in names or PROJECTIONS]
    protocol = current_protocol(store)
    with store.reading() as connection:
        old_seq, new_seq = resolve_as_of(store, a), resolve_as_of(store, b)
        low, high = sorted((old_seq, new_seq))
        patients = [
            patient
            for (patient,) in connection.execute(
                "SELECT DISTINCT +patient FROM events WHERE seq > ? AND seq <= ? ORDER BY 1",
                (low, high),
            )
        ]
        because = _changed_facts(store, low, high)
        moved: dict[str, list[Change]] = {name: [] for name in wanted}
        for start in range(0, len(patients), DIFF_BLOCK):
            if progress:
                progress(start, len(patients))
            block = patients[start : start + DIFF_BLOCK]
            before, after = (
                derive_as_of(store, protocol, as_of=seq, patients=block, names={*wanted, "course"})
                for seq in (old_seq, new_seq)
            )
            excluded = _excluded(after if new_seq >= old_seq else before)
            for change in _compare_all(before, after, wanted, because):
                if all_patients or change.key["patient"] not in excluded:
                    moved[change.projection].append(change)
    return [change for name in wanted for change in moved[name]]


def _excluded(tables: Tables) -> set[str]:
    course = tables["course"]
    return set(course["patient"][~course["included"]].tolist())


def _rebuild(
    store: Store,
    connection: sqlite3.Connection,
    protocol: Protocol,
    seq: int,
    progress: Progress | None,
) -> Replayed:
    for name, declaration in PROJECTIONS.items():
        connection.execute(f'DROP TABLE IF EXISTS "{name}__next"')
        connection.execute(create_table(declaration, f"{name}__next"))
    patients = [patient for (patient,) in connection.execute(_PATIENTS)]
    blocks: list[list[str] | None] = [
        patients[start : start + BLOCK] for start in range(0, len(patients), BLOCK)
    ]
    if len(blocks) == 1:
        blocks = [None]
    done = 0
    for block in blocks:
        tables = derive_as_of(store, protocol, as_of=seq, patients=block)
        for name, declaration in PROJECTIONS.items():
            insert = insert_rows(declaration, f"{name}__next")
            connection.executemany(insert, tables[name].rows())
        done += len(block or patients)
        if progress:
            progress(done, len(patients))
    drop_views(connection)
    for name in PROJECTIONS:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        connection.execute(f'ALTER TABLE "{name}__next" RENAME TO "{name}"')
    for sql in create_views():
        connection.execute(sql)
    _set_checkpoints(connection, protocol, seq)
    return Replayed(len(patients), seq, rebuilt=True)


def _replace(connection: sqlite3.Connection, tables: Tables, patients: list[str]) -> None:
    """Put the derived rows of some patients in the place of what the tables had of them."""
    for name, table in tables.items():
        connection.executemany(
            f'DELETE FROM "{name}" WHERE patient = ?',
            [(patient,) for patient in patients],
        )
        connection.executemany(insert_rows(PROJECTIONS[name], name), table.rows())


def _set_checkpoints(connection: sqlite3.Connection, protocol: Protocol, seq: int) -> None:
    built = (seq, definition_fingerprint(), protocol.fingerprint)
    connection.execute("DELETE FROM checkpoints")
    connection.executemany(
        "INSERT INTO checkpoints (projection, seq, definition, protocol) VALUES (?, ?, ?, ?)",
        [(name, *built) for name in PROJECTIONS],
    )


def _changed_facts(store: Store, low: int, high: int) -> dict[str, list[tuple[str, str]]]:
    """The facts (kind, id) that were said or revised in (low, high], by patient."""
    changed: dict[str, dict[tuple[str, str], None]] = {}
    for patient, kind, fact in store.rows(
        "SELECT patient, kind, fact FROM events WHERE seq > ? AND seq <= ? ORDER BY seq",
        (low, high),
    ):
        changed.setdefault(patient, {})[kind, fact] = None
    return {patient: list(facts) for patient, facts in changed.items()}


def _compare_all(
    before: Tables,
    after: Tables,
    names: Iterable[str],
    because: dict[str, list[tuple[str, str]]],
) -> list[Change]:
    changes: list[Change] = []
    for name in names:
        declaration = PROJECTIONS[name]
        old, new = before[name].rows(), after[name].rows()
        changes += compare_tables(declaration, old, new, because)
    return changes

"""The first screenful: read straight from the `course` table, before anything heavy is imported."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from timeline_tui.cohort.course_row import SELECT, CourseRow

SCREENFUL = 100


@dataclass(frozen=True)
class Opening:
    """What is known of the store before the first paint. `stands_at` is None without tables."""

    rows: list[CourseRow] = field(default_factory=list)
    head: int = 0
    stands_at: int | None = None


def connect_readonly(path: Path) -> sqlite3.Connection:
    """A plain connection that only reads, also where the store's folder cannot be written."""
    location = f"file:{quote(str(path.absolute()))}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        location += "&immutable=1"
    return sqlite3.connect(location, uri=True, isolation_level=None, timeout=1.0)


def read_opening(path: Path) -> Opening:
    """The first patients by id and where the tables stand.

    Raises StoreError where the file is missing, no store, damaged or of a newer version.
    """
    try:
        if not path.is_file():
            raise sqlite3.OperationalError("no file")
        connection = connect_readonly(path)
        try:
            (head,) = connection.execute("SELECT seq FROM head").fetchone()
            return _read(connection, head)
        finally:
            connection.close()
    except sqlite3.Error:
        from timeline.store import Store

        with Store.open(path):
            return Opening()


def _read(connection: sqlite3.Connection, head: int) -> Opening:
    try:
        found = connection.execute(
            "SELECT seq FROM checkpoints WHERE projection = 'course'"
        ).fetchone()
        if found is None:
            return Opening(head=head)
        rows = connection.execute(
            f"SELECT {SELECT} FROM course WHERE included ORDER BY patient LIMIT {SCREENFUL}"
        ).fetchall()
    except sqlite3.OperationalError:
        return Opening(head=head)
    return Opening([CourseRow._make(row) for row in rows], head, found[0])

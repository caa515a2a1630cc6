"""The schema of a timeline store, step by step.

`NAMES` lists every step in order, so that opening an up-to-date store costs one query and no
import of sqlite-utils; `steps.py` holds the steps themselves.
"""

from __future__ import annotations

import sqlite3

MIGRATION_SET = "timeline"
NAMES = (
    "m001_events",
    "m002_locks",
    "m003_projections",
    "m004_protocols",
    "m005_effective_events",
    "m006_imports",
)


def applied(connection: sqlite3.Connection) -> list[str]:
    """The names of the steps that a store has had, oldest first; none for an empty file."""
    known = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    ).fetchone()
    if not known:
        return []
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (MIGRATION_SET,)
    )
    return [name for (name,) in rows]


def migrate(connection: sqlite3.Connection, *, stop_before: str | None = None) -> None:
    """Apply the steps that are pending, each in its own transaction."""
    from sqlite_utils import Database

    from timeline_migrations.steps import migrations

    migrations.apply(Database(connection), stop_before=stop_before)

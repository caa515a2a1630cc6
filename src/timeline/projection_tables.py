"""The projections' tables in the store, and the checkpoints that say what they were built from.

Reading a checkpoint needs no pandas, so that a question whose answer stands in a table is quick.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from timeline.projections.declaration import Declaration
from timeline.projections.declarations import PROJECTIONS
from timeline.protocol import Protocol
from timeline.store import Store

SQL_TYPES = {
    "text": "TEXT",
    "date": "TEXT",
    "partial_date": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
}
_DEFINING = (
    "projections",
    "criteria",
    "effective.py",
    "loading.py",
    "event_columns.py",
    "sql_columns.py",
    "column_cache",
    "payload_columns.py",
    "deriving.py",
    "dates.py",
    "upcasts.py",
)


@cache
def definition_fingerprint() -> str:
    """Sixteen hexadecimal digits that change with the text of any rule that a projection runs.

    A table built by other rules is rebuilt by itself.
    """
    digest = hashlib.sha256()
    for name in _DEFINING:
        for file in _python_files(files("timeline").joinpath(name)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _python_files(place: Traversable) -> list[Traversable]:
    if place.is_dir():
        inside = sorted(place.iterdir(), key=lambda entry: entry.name)
        return [file for entry in inside for file in _python_files(entry)]
    return [place] if place.name.endswith(".py") else []


def checkpoint(store: Store, protocol: Protocol) -> int | None:
    """The seq that every table stands at; None where they do not exist or rules have changed."""
    wanted = (definition_fingerprint(), protocol.fingerprint)
    rows = store.rows("SELECT projection, seq, definition, protocol FROM checkpoints")
    found: dict[str, int] = {name: seq for name, seq, *built in rows if tuple(built) == wanted}
    if set(found) != set(PROJECTIONS) or len(set(found.values())) != 1:
        return None
    if not {*PROJECTIONS, *map(view_of, PROJECTIONS)} <= _tables_and_views(store):
        return None
    return next(iter(found.values()))


def _tables_and_views(store: Store) -> set[str]:
    found = store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return {name for (name,) in found}


def view_of(name: str) -> str:
    """The view of a projection's table that has the patients of the analysis alone."""
    return f"analysis_{name}"


def create_table(declaration: Declaration, name: str) -> str:
    """The SQL that creates a projection's table under a name.

    An ordinary table: WITHOUT ROWID, long evidence would go to pages of its own, three times the
    bytes.
    """
    columns = ", ".join(
        f'"{column}" {SQL_TYPES[spec.dtype]}' for column, spec in declaration.columns.items()
    )
    key = ", ".join(f'"{column}"' for column in declaration.key)
    return f'CREATE TABLE "{name}" ({columns}, PRIMARY KEY ({key}))'


def insert_rows(declaration: Declaration, name: str) -> str:
    """The SQL that inserts one row into a projection's table."""
    marks = ", ".join("?" * len(declaration.columns))
    return f'INSERT INTO "{name}" VALUES ({marks})'


def drop_views(connection: sqlite3.Connection) -> None:
    """Take the views of all tables away, while the tables are exchanged: those of a projection that
    another version has as well.
    """
    pattern = view_of("%").replace("_", r"\_")
    views = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE ? ESCAPE '\\'", (pattern,)
    ).fetchall()
    for (name,) in views:
        connection.execute(f'DROP VIEW "{name}"')


def create_views() -> list[str]:
    """The SQL of a view for each table, of the patients that the study included.

    It is what `timeline query` answers from, for tools that open the store themselves.
    """
    included = 'SELECT patient FROM "course" WHERE included'
    return [
        f'CREATE VIEW "{view_of(name)}" AS SELECT * FROM "{name}" WHERE patient IN ({included})'
        for name in PROJECTIONS
    ]

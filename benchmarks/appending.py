"""Bulk append, validated and chained, against `executemany` of the same rows into the same table.

The baseline's table has the columns, types and indexes of the store's and no triggers or checks; it
commits every 5,000 rows, WAL, synchronous=FULL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, ratio
from benchmarks.stores import built_store
from benchmarks.synthetic import synthetic_drafts
from timeline.recording import append
from timeline.store import EVENT_COLUMNS, Store

BATCH = 5_000


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    drafts = synthetic_drafts(events)
    with Store.open(built_store(folder, events)) as built:
        rows = built.rows(f"SELECT {EVENT_COLUMNS} FROM events ORDER BY seq")
        schema = _bare_schema(built)
    place = folder / "append.db"

    def ours() -> None:
        _remove(place)
        with Store.open(place, create=True) as store:
            append(store, drafts, actor="benchmark")

    def theirs() -> None:
        _remove(place)
        connection = sqlite3.connect(place, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        for sql in schema:
            connection.execute(sql)
        marks = ", ".join("?" * len(rows[0]))
        insert = f"INSERT INTO events ({EVENT_COLUMNS}) VALUES ({marks})"
        for start in range(0, len(rows), BATCH):
            connection.execute("BEGIN")
            connection.executemany(insert, rows[start : start + BATCH])
            connection.execute("COMMIT")
        connection.close()

    value, detail = ratio(ours, theirs, rounds=rounds)
    yield Figure("bulk append, validated and chained ÷ executemany", value, "×", 1.7, detail)
    size = built_store(folder, events).stat().st_size / events
    yield Figure("bytes an event in the store, tables included", size, "B", None)


def _bare_schema(store: Store) -> list[str]:
    """The events' table and indexes without checks."""
    found = store.rows(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'events' AND type IN ('table', 'index')"
        " AND sql IS NOT NULL ORDER BY type DESC"
    )
    return [_without_checks(sql) for (sql,) in found]


def _without_checks(sql: str) -> str:
    bare = re.sub(r" CHECK \((?:[^()]|\([^()]*\))*\)", "", sql)
    return re.sub(r"precision TEXT AS \(.*?\) VIRTUAL,", "", bare, flags=re.DOTALL)


def _remove(place: Path) -> None:
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        place.with_name(name).unlink(missing_ok=True)

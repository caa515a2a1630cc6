"""Nothing recorded is changed or lost: the file itself refuses, whoever opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses import ACTOR, Patient, correct, put_in_force, tell
from timeline.chain import verify
from timeline.events import LockDraft
from timeline.recording import append
from timeline.store import Store
from timeline_migrations.triggers import TRIGGERS


@pytest.fixture
def raw(tmp_path: Path, store: Store) -> Iterator[sqlite3.Connection]:
    """A plain connection of somebody else to a store with two facts, a lock and a protocol."""
    tell(store, Patient().afp("2010-08-20", 9).afp("2010-10-24", 5))
    correct(store, "P07/lab/afp-2010-08-20", value=10)
    append(store, [LockDraft(name="interim", reason="first look")], actor=ACTOR)
    put_in_force(store)
    connection = sqlite3.connect(store.path)
    yield connection
    connection.close()
    assert verify(store).seq == 3


REFUSED = [
    "UPDATE {table} SET rowid = rowid",
    "UPDATE OR REPLACE {table} SET reason = 'other'",
    "DELETE FROM {table}",
    "INSERT OR REPLACE INTO {table} SELECT {columns} FROM {table} LIMIT 1",
    "REPLACE INTO {table} SELECT {columns} FROM {table} LIMIT 1",
]


@pytest.mark.parametrize("table", ["events", "locks", "protocols"])
@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_the_file_refuses(
    raw: sqlite3.Connection, table: str, statement: str, recursive: str
) -> None:
    raw.execute(f"PRAGMA recursive_triggers = {recursive}")
    columns = ", ".join(name for _, name, *_ in raw.execute(f"PRAGMA table_info({table})"))
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} are append-only|seq must follow"):
        raw.execute(statement.format(table=table, columns=columns))


def test_the_file_refuses_an_upsert(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="locks are append-only"):
        raw.execute(
            "INSERT INTO locks SELECT * FROM locks WHERE true"
            " ON CONFLICT (name) DO UPDATE SET seq = 0"
        )


def insert(raw: sqlite3.Connection, **changes: object) -> None:
    """The last event once more, as event 4 with some columns changed."""
    cursor = raw.execute("SELECT * FROM events ORDER BY seq DESC LIMIT 1")
    row = dict(zip((name for name, *_ in cursor.description), cursor.fetchone(), strict=True))
    del row["precision"]
    row |= {"seq": 4, "fact": "P07/lab/x", "revision": 1, "supersedes": None, **changes}
    raw.execute(
        f"INSERT INTO events ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )


@pytest.mark.parametrize("seq", [0, -1, 2, 5, 1000])
def test_the_file_refuses_a_seq_that_does_not_follow(raw: sqlite3.Connection, seq: int) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="seq must follow the last event"):
        insert(raw, seq=seq)


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": 4, "supersedes": 3},  # skips revision 3
        {"revision": 3, "supersedes": 1},  # follows one that is not the last
        {"revision": 3, "supersedes": 2},  # follows another fact
        {"revision": 3, "supersedes": 99},
        {"revision": 3, "supersedes": 3, "patient": "P08"},
        {"revision": 3, "supersedes": 3, "kind": "note"},
    ],
)
def test_the_file_refuses_a_revision_that_does_not_follow_the_last_of_its_fact(
    raw: sqlite3.Connection, changes: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="a revision must follow the last of its fact"):
        insert(raw, fact="P07/lab/afp-2010-08-20", **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": 0},
        {"action": "delete"},
        {"patient": None},
        {"hash": b"short"},
        {"supersedes": 3},
        {"revision": 3, "supersedes": 3, "fact": "P07/lab/afp-2010-08-20", "reason": ""},
    ],
)
def test_the_file_refuses_a_row_that_cannot_be_an_event(
    raw: sqlite3.Connection, changes: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"constraint failed|must follow"):
        insert(raw, **changes)


def test_every_trigger_stands_in_the_file_as_it_is_written(store: Store) -> None:
    found = dict(store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert found == TRIGGERS

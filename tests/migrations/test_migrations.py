"""An older store is brought up to date when it is opened, and keeps everything it had."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from courses import Patient, correct, put_in_force, row, tell
from timeline.chain import verify
from timeline.errors import StoreError
from timeline.store import APPLICATION_ID, Store
from timeline_migrations import NAMES, applied, migrate
from timeline_migrations.triggers import TRIGGERS


def schema(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
    )
    return set(found.fetchall())


def old_store(path: Path, stop_before: str) -> Path:
    """A store as the version before a step left it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(connection, stop_before=stop_before)
    connection.close()
    return path


def test_the_steps_are_listed_in_the_order_they_are_applied(store: Store) -> None:
    assert applied(store.connection) == list(NAMES)


def test_an_empty_file_has_had_no_step() -> None:
    connection = sqlite3.connect(":memory:")
    assert applied(connection) == []
    connection.close()


@pytest.mark.parametrize("step", NAMES[1:])
def test_an_older_store_gets_the_schema_of_a_new_one(
    store: Store, tmp_path: Path, step: str
) -> None:
    path = old_store(tmp_path / "old.db", step)
    with Store.open(path) as opened:
        assert applied(opened.connection) == list(NAMES)
        assert schema(opened.connection) == schema(store.connection)
        assert {name for kind, name, _ in schema(opened.connection) if kind == "trigger"} == set(
            TRIGGERS
        )


@pytest.mark.parametrize("step", NAMES[1:])
def test_it_keeps_its_events_and_its_chain(store: Store, tmp_path: Path, step: str) -> None:
    tell(store, Patient().registered().irradiated("2010-08-23").died("2011-04-11"))
    correct(store, "P07/vital_status/death", on="2011-04-12", status="dead")
    path = old_store(tmp_path / "old.db", step)
    old = sqlite3.connect(path)
    old.execute("ATTACH ? AS new", (str(store.path),))
    columns = ", ".join(name for _, name, *_ in old.execute("PRAGMA table_info(events)"))
    old.execute(f"INSERT INTO events ({columns}) SELECT {columns} FROM new.events ORDER BY seq")
    old.execute(
        "UPDATE head SET (seq, recorded_at, hash) = (SELECT seq, recorded_at, hash FROM new.head)"
    )
    old.commit()
    old.close()
    with Store.open(path) as opened:
        assert opened.events() == store.events()
        assert verify(opened) == store.head()
        assert row(opened, "os")["days"] == 232
        put_in_force(opened, ("count_first_day = false", "count_first_day = true"))
        assert row(opened, "os")["days"] == 233


def test_opening_a_store_that_is_up_to_date_applies_nothing(store: Store) -> None:
    before = store.rows("SELECT * FROM _sqlite_migrations")
    with Store.open(store.path) as again:
        assert again.rows("SELECT * FROM _sqlite_migrations") == before


def test_an_older_store_that_may_only_be_read_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = old_store(tmp_path / "old.db", NAMES[-1])
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store.open(path, readonly=True)
    assert str(refused.value) == (f"{path}: an older store that must be migrated is read-only")
    assert path.read_bytes() == before

"""An archive holds the whole history, and a store made of it is the same one, hash for hash."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given

from courses import Patient, tell
from random_courses import Clerk, Step, new_store, records
from timeline.archiving.archive import archive
from timeline.archiving.restore import restore
from timeline.chain import verify
from timeline.errors import BrokenChain, ExportError, StoreError
from timeline.store import Store

TABLES = ("events", "locks", "protocols", "imports", "head")


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES}


def test_a_restored_store_is_the_archived_one(told: Store, archived: Path, tmp_path: Path) -> None:
    head = restore(archived, tmp_path / "again.db")
    assert head == told.head()
    with Store.open(tmp_path / "again.db") as again:
        assert everything(again) == everything(told)
        assert verify(again) == told.head()


def test_it_is_its_owners_alone(archived: Path, tmp_path: Path) -> None:
    restore(archived, tmp_path / "again.db")
    assert stat.S_IMODE(archived.stat().st_mode) == 0o700
    for path in (*archived.iterdir(), tmp_path / "again.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_says_what_happened_to_whom(archived: Path) -> None:
    lines = (archived / "events.jsonl").read_text().splitlines()
    last = json.loads(lines[-1])
    assert (last["action"], last["revision"], last["reason"]) == ("retract", 2, "of another")
    assert last["payload"]["status"] == "dead"
    assert json.loads((archived / "locks.jsonl").read_text())["name"] == "final"


def test_a_store_grows_on_where_its_archive_ended(archived: Path, tmp_path: Path) -> None:
    restore(archived, tmp_path / "again.db")
    with Store.open(tmp_path / "again.db") as again:
        before = again.head().seq
        tell(again, Patient("P08").seen("2010-08-23"))
        assert verify(again).seq > before


def test_nothing_is_written_over(told: Store, archived: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="something is here already; name another"):
        archive(told, archived)
    (tmp_path / "precious.db").write_text("precious")
    with pytest.raises(StoreError, match="a file is here already; name another"):
        restore(archived, tmp_path / "precious.db")
    assert (tmp_path / "precious.db").read_text() == "precious"


def test_a_broken_store_is_not_archived(told: Store, tmp_path: Path) -> None:
    told.connection.execute("DROP TRIGGER events_no_update")
    told.connection.execute("UPDATE events SET actor = 'x' WHERE seq = 3")
    with pytest.raises(BrokenChain, match="event 3 is not the one that was written"):
        archive(told, tmp_path / "never")
    assert not (tmp_path / "never").exists()


def test_what_is_stopped_leaves_nothing_behind(told: Store, archived: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        archive(told, tmp_path / "never", progress=stop)
    with pytest.raises(KeyboardInterrupt):
        restore(archived, tmp_path / "never.db", progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@given(told=records)
def test_any_history_comes_back_hash_for_hash(told: list[Step]) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in told:
            clerk.take(step)
        folder = store.path.parent
        archive(store, folder / "archive")
        restore(folder / "archive", folder / "again.db")
        with Store.open(folder / "again.db") as again:
            assert everything(again) == everything(store)

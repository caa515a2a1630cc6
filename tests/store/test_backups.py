"""Copies of a store, made while it is in use."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from courses import Patient, row, tell
from timeline.backups import back_up
from timeline.chain import verify
from timeline.errors import StoreError
from timeline.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
    assert row(store, "os")["days"] == 231
    return store


def test_a_copy_is_a_whole_store_of_its_owners_alone(told: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    seen: list[tuple[int, int]] = []
    back_up(told, copy, progress=lambda done, total: seen.append((done, total)))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert seen[-1][0] == seen[-1][1]
    with Store.open(copy) as opened:
        assert verify(opened) == told.head()
        assert opened.rows("SELECT days FROM os") == [(231,)]


def test_it_holds_one_state_whoever_writes_meanwhile(told: Store, tmp_path: Path) -> None:
    with Store.open(told.path) as writer:

        def write(done: int, total: int) -> None:
            tell(writer, Patient("P08").seen("2010-08-23"))

        back_up(told, tmp_path / "copy.db", progress=write)
    with Store.open(tmp_path / "copy.db") as opened:
        assert verify(opened).seq in (27, 28)


def test_a_copy_is_used_apart_from_its_store(told: Store, tmp_path: Path) -> None:
    back_up(told, tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        tell(copy, Patient("P08").seen("2010-08-23"))
    assert told.head().seq == 27


def test_no_file_is_overwritten_by_one(told: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="a file is here already; name another"):
        back_up(told, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_copy_that_fails_leaves_no_file_behind(told: Store, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(told, tmp_path / "copy.db", progress=stop)
    with pytest.raises(StoreError, match="cannot be created: No such file or directory"):
        back_up(told, tmp_path / "gone" / "copy.db")
    assert {path.name for path in tmp_path.iterdir()} <= {
        "timeline.db", "timeline.db-wal", "timeline.db-shm",
    }  # fmt: skip

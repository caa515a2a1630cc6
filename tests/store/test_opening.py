"""Opening, making and closing a store: what is one, what is none, and who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from courses import Patient, row, tell
from timeline.errors import BrokenChain, StoreError
from timeline.store import Store


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(StoreError) as refused:
        Store.open(path, **options)
    return str(refused.value)


def test_a_missing_store_is_made_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    assert refusal(path) == f"{path}: no store here; `timeline init --db {path}` makes one"
    assert refusal(path, create=True, readonly=True).startswith(f"{path}: no store here")
    assert list(tmp_path.iterdir()) == []
    with Store.open(path, create=True) as store:
        assert (store.head().seq, store.head().hash) == (0, bytes(32))
    with Store.open(path, create=True) as again:
        assert again.head().seq == 0


def test_a_store_and_what_sqlite_writes_beside_it_are_its_owners_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "timeline.db", create=True) as store:
        tell(store, Patient().seen("2010-08-23"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["timeline.db", "timeline.db-shm", "timeline.db-wal"], 0o600)


def test_it_says_in_its_header_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    Store.open(path, create=True).close()
    assert path.read_bytes()[68:72] == b"tlne"


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: a folder, not a store"


def test_a_pipe_is_no_store_and_nobody_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal(path) == f"{path}: a device or pipe, not a store"


def test_no_store_is_made_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "timeline.db"
    assert refusal(path, create=True) == f"{path}: cannot be created: No such file or directory"


@pytest.mark.parametrize("content", [b"", b"patient,occurred_on\n", bytes(4096)])
def test_a_file_of_another_sort_is_no_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lab.csv"
    path.write_bytes(content)
    for create in (False, True):
        assert refusal(path, create=create) == (
            f"{path}: not a timeline store (not an SQLite file)"
        )
    assert path.read_bytes() == content


def test_the_sqlite_file_of_another_program_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE events (seq INTEGER)")
    other.close()
    before = path.read_bytes()
    assert refusal(path) == f"{path}: not a timeline store (an SQLite file of another)"
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [50, 1000, 8192])
def test_a_truncated_store_is_recognised(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "timeline.db"
    with Store.open(path, create=True) as store:
        tell(store, Patient().irradiated("2010-08-23"))
    size = path.stat().st_size
    os.truncate(path, kept)
    assert f"the store is truncated ({kept} of {size} bytes)" in refusal(path) or (
        kept < 100 and "the store is truncated" in refusal(path)
    )


def test_a_store_whose_pages_were_overwritten_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    Store.open(path, create=True).close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 2000)
    assert refusal(path).endswith("restore it from a backup")


def test_the_store_of_a_newer_timeline_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('timeline', 'm999_streams', '2031-01-01')"
        )
    newer.close()
    assert refusal(path) == (
        f"{path}: written by a newer timeline (it has m999_streams); upgrade timeline to open it"
    )


def test_a_store_without_its_head_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "timeline.db"
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM head")
    raw.close()
    with pytest.raises(BrokenChain, match="the head that names the last event is gone"):
        Store.open(path)


class TestReadOnly:
    def test_a_store_opened_for_reading_takes_nothing_in(self, tmp_path: Path) -> None:
        path = tmp_path / "timeline.db"
        with Store.open(path, create=True) as store:
            tell(store, Patient().seen("2010-08-23"))
        with Store.open(path, readonly=True) as reader:
            with pytest.raises(StoreError, match="the store is read-only"):
                tell(reader, Patient().seen("2010-08-24"))
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.connection.execute("DELETE FROM checkpoints")
            assert reader.head().seq == 1

    def test_it_answers_in_memory_where_its_tables_are_stale(self, tmp_path: Path) -> None:
        path = tmp_path / "timeline.db"
        with Store.open(path, create=True) as store:
            tell(store, Patient().irradiated("2010-08-23").seen("2010-12-01"))
            assert row(store, "os")["event"] is False
            tell(store, Patient().died("2011-04-11"))
        with Store.open(path, readonly=True) as reader:
            assert row(reader, "os")["days"] == 231
            assert reader.rows("SELECT days FROM os") == [(100,)]

    def test_a_name_with_signs_that_mean_something_to_sqlite_is_a_name(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "time?line #1 %20.db"
        with Store.open(path, create=True) as store:
            tell(store, Patient().seen("2010-08-23"))
        with Store.open(path, readonly=True) as reader:
            assert reader.head().seq == 1
        assert path.exists()

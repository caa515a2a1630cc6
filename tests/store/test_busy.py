"""Two processes and one store: a writer waits a bounded time, a reader does not wait at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from courses import Patient, row, tell
from timeline import store as store_module
from timeline.chain import verify
from timeline.errors import StoreBusy
from timeline.query import is_stale
from timeline.store import Store

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        yield
        other.stdin.close()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one patient, whose writers wait for a tenth of a second."""
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.1)
    with Store.open(tmp_path / "timeline.db", create=True) as store:
        tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
        assert row(store, "os")["days"] == 231
    return tmp_path / "timeline.db"


def test_a_writer_gives_up_with_nothing_changed(path: Path) -> None:
    with Store.open(path) as store:
        with held_by_another_process(path), pytest.raises(StoreBusy) as busy:
            tell(store, Patient("P08").seen("2010-08-24"))
        assert str(busy.value) == (
            f"{path}: another process is writing to the store; tried for 0.1 s, nothing was"
            " changed; try again"
        )
        assert store.head().seq == 27
        assert tell(store, Patient("P08").seen("2010-08-24")).last_seq == 28
        assert verify(store).seq == 28


def test_a_reader_reads_on(path: Path) -> None:
    with held_by_another_process(path), Store.open(path) as store:
        assert row(store, "os")["days"] == 231
        assert verify(store).seq == 27


def test_a_question_about_stale_tables_is_answered_while_another_process_writes(
    path: Path,
) -> None:
    with Store.open(path) as store:
        tell(store, Patient("P08").irradiated("2010-08-23").died("2010-10-23"))
        with held_by_another_process(path):
            assert row(store, "os", "P08")["days"] == 61
            assert row(store, "os")["days"] == 231
            assert is_stale(store)
        assert row(store, "os", "P08")["days"] == 61
        assert not is_stale(store)


def test_a_question_hardly_waits_and_a_writer_waits_again_after_it(path: Path) -> None:
    with Store.open(path) as store:
        with store.patience(0.02):
            assert store.rows("PRAGMA busy_timeout") == [(20,)]
        assert store.rows("PRAGMA busy_timeout") == [(100,)]


def test_another_writers_events_are_seen_at_the_next_question(path: Path) -> None:
    with Store.open(path) as mine, Store.open(path) as theirs:
        tell(theirs, Patient("P08").irradiated("2010-08-23").died("2010-10-23"))
        assert row(mine, "os", "P08")["days"] == 61
        assert row(theirs, "os", "P08")["days"] == 61


def test_within_a_reading_everything_is_of_one_state(path: Path) -> None:
    with Store.open(path) as mine, Store.open(path) as theirs, mine.reading():
        assert mine.head().seq == 27
        tell(theirs, Patient("P08").seen("2010-08-24"))
        assert mine.head().seq == 27
        assert mine.rows("SELECT max(seq) FROM events") == [(27,)]

"""Whatever is done to the file behind the store's back, `verify` names the first wrong event."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import ACTOR, Patient, correct, retract, tell
from timeline.chain import _AS_JSON, link, verify
from timeline.errors import BrokenChain
from timeline.events import LockDraft
from timeline.recording import append
from timeline.store import EVENT_COLUMNS, Store
from timeline_migrations.triggers import TRIGGERS

COLUMNS = [name.strip() for name in EVENT_COLUMNS.split(",")]
EVENTS = 9
LOCKED_AT = 5
TEXTS = ("fact", "patient", "kind", "occurred_on", "actor", "source", "reason", "payload")
NUMBERS = ("revision", "supersedes", "recorded_at", "schema_version")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of nine events, two of them revisions, with a lock at the fifth."""
    path = tmp_path_factory.mktemp("original") / "timeline.db"
    with Store.open(path, create=True) as store:
        told = Patient().registered().afp("2010-08-20", 9).afp("2010-10-24", 5)
        tell(store, told, Patient("P08").registered().seen("2010-08-23"))
        append(store, [LockDraft(name="interim", reason="first look")], actor=ACTOR)
        correct(store, "P07/lab/afp-2010-08-20", value=10)
        retract(store, "P08/vital_status/2010-08-23")
        tell(store, Patient().died("2011-04-11"), Patient("P08").seen("2010-09-23"))
        assert verify(store).seq == store.head().seq == EVENTS
    return path


@contextmanager
def behind_the_stores_back(original: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the store, opened by somebody who takes the triggers off and puts them back."""
    copy = original.with_name("copy.db")
    shutil.copy(original, copy)
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for sql in TRIGGERS.values():
            connection.execute(sql)
        connection.commit()
    finally:
        connection.close()


def first_wrong(original: Path) -> int:
    with Store.open(original.with_name("copy.db")) as store, pytest.raises(BrokenChain) as broken:
        verify(store)
    return broken.value.seq


def test_a_copy_that_nobody_touched_is_whole(original: Path) -> None:
    with behind_the_stores_back(original):
        pass
    with Store.open(original.with_name("copy.db")) as store:
        assert verify(store).seq == EVENTS


@given(
    seq=st.integers(1, EVENTS),
    change=st.one_of(
        st.tuples(st.sampled_from(TEXTS), st.text(min_size=1, max_size=20)),
        st.tuples(st.sampled_from(NUMBERS), st.integers(0, 2**62)),
        st.tuples(st.just("action"), st.sampled_from(["record", "correct", "retract"])),
        st.tuples(st.just("hash"), st.binary(min_size=32, max_size=32)),
        st.tuples(st.sampled_from(TEXTS), st.binary(max_size=20)),
    ),
)
def test_an_edit_of_any_column_of_any_event_is_found(
    original: Path, seq: int, change: tuple[str, Any]
) -> None:
    column, value = change
    with behind_the_stores_back(original) as raw:
        ((before,),) = raw.execute(f"SELECT {column} FROM events WHERE seq = ?", (seq,))
        if column == "fact" or (column == "revision" and value in (1, 2)):
            value = f"{value}/elsewhere" if column == "fact" else 7
        raw.execute(f"UPDATE events SET {column} = ? WHERE seq = ?", (value, seq))
        ((after,),) = raw.execute(f"SELECT {column} FROM events WHERE seq = ?", (seq,))
    if after != before:
        assert first_wrong(original) == seq


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "seq"])
@pytest.mark.parametrize("seq", [1, 6, EVENTS])
def test_no_column_is_left_out(original: Path, column: str, seq: int) -> None:
    value: Any = {"action": "reinstate", "hash": bytes(range(32))}.get(column, "x")
    if column in NUMBERS:
        value = 77
    with behind_the_stores_back(original) as raw:
        raw.execute(f"UPDATE events SET {column} = ? WHERE seq = ?", (value, seq))
    assert first_wrong(original) == seq


@pytest.mark.parametrize(("text", "put"), [("YWJj", b"abc"), ("", b"")])
def test_bytes_are_not_taken_for_the_text_that_they_are_written_as(
    original: Path, text: str, put: bytes
) -> None:
    """In JSON bytes are base64: a source `YWJj` could become b"abc" and keep its link."""
    with behind_the_stores_back(original) as raw:
        rewrite_history(raw, 7, f"source = '{text}'")
        raw.execute("UPDATE head SET hash = (SELECT hash FROM events WHERE seq = ?)", (EVENTS,))
        raw.execute("UPDATE events SET source = ? WHERE seq = 7", (put,))
    assert first_wrong(original) == 7


@given(seq=st.integers(1, EVENTS), by=st.integers(EVENTS, 10**6))
def test_an_event_that_was_moved_away_is_missed(original: Path, seq: int, by: int) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("UPDATE events SET seq = seq + ? WHERE seq = ?", (by, seq))
    assert first_wrong(original) == seq


@pytest.mark.parametrize("seq", range(1, EVENTS + 1))
def test_an_event_that_was_removed_is_missed(original: Path, seq: int) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("DELETE FROM events WHERE seq = ?", (seq,))
    assert first_wrong(original) == seq


@pytest.mark.parametrize("first", range(1, EVENTS + 1))
def test_a_tail_that_was_cut_off_is_missed(original: Path, first: int) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("DELETE FROM events WHERE seq >= ?", (first,))
    assert first_wrong(original) == first


@pytest.mark.parametrize("first", range(1, LOCKED_AT + 1))
def test_a_lock_remembers_a_tail_that_was_cut_off_with_the_head_set_back(
    original: Path, first: int
) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("DELETE FROM events WHERE seq >= ?", (first,))
        last = raw.execute("SELECT seq, recorded_at, hash FROM events ORDER BY seq DESC LIMIT 1")
        raw.execute(
            "UPDATE head SET seq = ?, recorded_at = ?, hash = ?",
            last.fetchone() or (0, 0, bytes(32)),
        )
    assert first_wrong(original) == first


@pytest.mark.parametrize("gap_closed", [False, True])
@given(seq=st.integers(1, EVENTS))
def test_a_removed_event_is_missed_although_the_rest_moves_up(
    original: Path, gap_closed: bool, seq: int
) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("DELETE FROM events WHERE seq = ?", (seq,))
        if gap_closed:
            for later in range(seq + 1, EVENTS + 1):
                raw.execute("UPDATE events SET seq = ? WHERE seq = ?", (later - 1, later))
    assert first_wrong(original) == seq


@given(st.lists(st.integers(1, EVENTS), min_size=2, max_size=2, unique=True))
def test_two_events_that_were_swapped_are_found(original: Path, pair: list[int]) -> None:
    with behind_the_stores_back(original) as raw:
        for now, then in ((pair[0], 0), (pair[1], pair[0]), (0, pair[1])):
            raw.execute("UPDATE events SET seq = ? WHERE seq = ?", (then, now))
    assert first_wrong(original) == min(pair)


@pytest.mark.parametrize("hashed", [False, True])
@given(after=st.integers(0, EVENTS))
def test_an_event_that_was_put_in_is_found(original: Path, hashed: bool, after: int) -> None:
    """Also where it fits the one before: then what follows does not, nor does a lock."""
    with behind_the_stores_back(original) as raw:
        for later in range(EVENTS, after, -1):
            raw.execute("UPDATE events SET seq = ? WHERE seq = ?", (later + 1, later))
        row = event(raw, 2 if after != 1 else 3)
        genesis: dict[str, Any] = {"recorded_at": 0, "hash": bytes(32)}
        before = event(raw, after) if after else genesis
        row |= {
            "seq": after + 1, "fact": "P07/lab/put-in", "recorded_at": before["recorded_at"],
        }  # fmt: skip
        if hashed:
            row["hash"] = link(before["hash"], tuple(row[name] for name in COLUMNS[:-1]))
        marks = ", ".join("?" * len(row))
        raw.execute(f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    fits = hashed and after + 1 not in (LOCKED_AT, EVENTS + 1)
    assert first_wrong(original) == (after + 2 if fits else after + 1)


def event(raw: sqlite3.Connection, seq: int) -> dict[str, Any]:
    found = raw.execute(f"SELECT {EVENT_COLUMNS} FROM events WHERE seq = ?", (seq,)).fetchone()
    return dict(zip(COLUMNS, found, strict=True))


def rewrite_history(raw: sqlite3.Connection, seq: int, edit: str = "reason = 'better'") -> None:
    """Edit an event and chain it and everything after it anew, as one could who knows how."""
    raw.execute(f"UPDATE events SET {edit} WHERE seq = ?", (seq,))
    previous = event(raw, seq - 1)["hash"] if seq > 1 else bytes(32)
    for later in range(seq, EVENTS + 1):
        row = event(raw, later)
        previous = link(previous, tuple(row[name] for name in COLUMNS[:-1]))
        raw.execute("UPDATE events SET hash = ? WHERE seq = ?", (previous, later))


def test_a_history_that_was_rewritten_does_not_fit_the_lock(original: Path) -> None:
    with behind_the_stores_back(original) as raw:
        rewrite_history(raw, 2)
        raw.execute("UPDATE head SET hash = (SELECT hash FROM events WHERE seq = ?)", (EVENTS,))
    assert first_wrong(original) == LOCKED_AT


def test_nor_does_one_rewritten_after_the_lock_fit_the_head(original: Path) -> None:
    with behind_the_stores_back(original) as raw:
        rewrite_history(raw, 7)
    assert first_wrong(original) == EVENTS


def test_no_history_goes_back_in_time_however_well_it_is_chained(original: Path) -> None:
    with behind_the_stores_back(original) as raw:
        rewrite_history(raw, 7, "recorded_at = 1")
        raw.execute("UPDATE head SET hash = (SELECT hash FROM events WHERE seq = ?)", (EVENTS,))
    assert first_wrong(original) == 7


@pytest.mark.parametrize(
    ("sql", "seq"),
    [
        ("UPDATE head SET seq = 8", 9),
        ("UPDATE head SET seq = 10", 10),
        ("UPDATE head SET hash = zeroblob(32)", EVENTS),
        ("UPDATE head SET recorded_at = recorded_at + 1", EVENTS),
        ("UPDATE locks SET hash = zeroblob(32)", LOCKED_AT),
        ("UPDATE locks SET seq = 4", 4),
        ("UPDATE locks SET seq = 0", 0),
        ("UPDATE locks SET seq = 99", 10),
        ("INSERT INTO locks SELECT 'other', seq, zeroblob(32), 0, 'x', 'x' FROM locks", LOCKED_AT),
    ],
)
def test_an_edit_of_the_head_or_a_lock_is_found(original: Path, sql: str, seq: int) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute(sql)
    assert first_wrong(original) == seq


@pytest.mark.parametrize("seq", [1, 6, EVENTS])
def test_a_text_whose_bytes_no_longer_are_text_is_found(original: Path, seq: int) -> None:
    with behind_the_stores_back(original) as raw:
        raw.execute("UPDATE events SET actor = CAST(x'ff80' AS TEXT) WHERE seq = ?", (seq,))
    assert first_wrong(original) == seq


@pytest.mark.parametrize("seq", [1, 6, EVENTS])
@pytest.mark.parametrize("sql", ["UPDATE events SET reason = 'x'", "DELETE FROM events"])
def test_the_first_wrong_event_is_named_where_the_triggers_stay_off(
    original: Path, sql: str, seq: int
) -> None:
    with behind_the_stores_back(original):
        pass
    with sqlite3.connect(original.with_name("copy.db")) as raw:
        for name in TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(f"{sql} WHERE seq = ?", (seq,))
    raw.close()
    assert first_wrong(original) == seq


@pytest.mark.parametrize("name", TRIGGERS)
@pytest.mark.parametrize(
    "instead", [None, "CREATE TRIGGER {name} BEFORE UPDATE ON events BEGIN SELECT 1; END"]
)
def test_a_trigger_that_is_gone_or_changed_is_found(
    original: Path, name: str, instead: str | None
) -> None:
    with behind_the_stores_back(original):
        pass
    with sqlite3.connect(original.with_name("copy.db")) as raw:
        raw.execute(f"DROP TRIGGER {name}")
        if instead:
            raw.execute(instead.format(name=name))
    raw.close()
    with (
        Store.open(original.with_name("copy.db")) as store,
        pytest.raises(BrokenChain, match=f"the trigger {name} that keeps the store append-only"),
    ):
        verify(store)


def test_a_store_is_whole_although_sqlite_writes_its_arrays_in_another_way(
    original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    otherwise = _AS_JSON.replace("json_array(", "' ' || json_array(")
    monkeypatch.setattr("timeline.chain._AS_JSON", otherwise)
    with Store.open(original) as store:
        assert verify(store) == store.head()


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**63), 2**63 - 1))
def test_sqlite_writes_the_array_that_is_chained(text: str, number: int) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        values = (number, text, None)
        sql = "SELECT CAST(json_array(?, ?, ?) AS BLOB)"
        ((told,),) = connection.execute(sql, values).fetchall()
    assert link(bytes(32), values) == sha256(bytes(32) + told).digest()


@pytest.mark.parametrize("block", [1, 2, 9, 10])
def test_events_are_read_in_blocks(
    original: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr("timeline.chain.BLOCK", block)
    told: list[int] = []
    progress: Callable[[int], None] = told.append
    with Store.open(original) as store:
        assert verify(store, progress=progress).seq == EVENTS
    assert told == [*range(block, EVENTS, block), EVENTS]

"""Columns kept beside the store: the same tables as without, and nothing is believed blindly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import Patient, correct, put_in_force, rows, stated, tell
from random_courses import Clerk, Step, new_store, records, stored_tables
from timeline import loading
from timeline.column_cache import block_files, folder, reading
from timeline.column_cache.block_files import read_block, write_block
from timeline.column_cache.folder import folder_of
from timeline.deriving import derive_as_of
from timeline.event_columns import Fields
from timeline.events import Draft
from timeline.kinds import KINDS
from timeline.loading import load
from timeline.protocols import current_protocol
from timeline.replay import check, replay
from timeline.sql_columns import SqlColumns
from timeline.store import Store

EVERYTHING: Fields = {name: kind.payload.__struct_fields__ for name, kind in KINDS.items()}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 5)


def treated(name: str) -> Patient:
    """Fifteen events of many kinds."""
    told = Patient(name).registered(previous_treatments=["TACE", "RFA"]).status("2010", ecog=1)
    told.irradiated("2010-08-23", fractions=5).afp("2010-08-20", 1000).afp("2010-11", 20)
    told.scan("2010-11-01", "PR", new_lesions=["lung"]).suffers("2010-09-01", "nausea", 2)
    told.suffers("2010-09-03", "dermatitis", 1, attribution=["RT", "sorafenib"])
    return told.noted("2010-09-04", 'höher\ttab "quoted"').died("2011-04-11")


@pytest.fixture
def cohort(store: Store) -> Store:
    """Two patients' events, a correction, and one event beyond the last whole block; replayed."""
    tell(store, treated("P01"), treated("P02"))
    correct(store, "P02/vital_status/death", on="2011-04-12", status="dead")
    assert store.head().seq == 31
    replay(store)
    return store


def cells(store: Store, as_of: int, *, cached: bool) -> dict[str, str]:
    """Every projection's table as of a seq, cell for cell."""
    tables = derive_as_of(store, current_protocol(store), as_of=as_of, cached=cached)
    return {name: repr(table.rows()) for name, table in tables.items()}


def columns(store: Store, as_of: int, **options: Any) -> dict[str, Any]:
    """Every column of every kind as of a seq, missing numbers as None."""
    events = load(store, EVERYTHING, as_of=as_of, **options)
    found: dict[str, Any] = {"patients": events.patients.tolist()}
    for kind, names in EVERYTHING.items():
        for name in ("patient", "fact", "revision", "seq", "day", "last_day", *names):
            values = events[kind][name]
            plain = np.where(np.isnan(values), None, values) if values.dtype == float else values
            found[f"{kind}.{name}"] = (values.dtype, plain.tolist())
    return found


def kept(store: Store) -> dict[str, bytes]:
    """The files of the cache."""
    return {path.name: path.read_bytes() for path in sorted(folder_of(store.path).iterdir())}


def label_of(file: Path) -> str:
    with file.open("rb") as opened:
        return block_files._header(opened).label


class Watched:
    """The spans that were read from the store, not from what is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.spans: list[tuple[int, int]] = []
        of_spans = SqlColumns.of_spans

        def watched(columns: SqlColumns, spans: Any) -> Iterator[Any]:
            spans = list(spans)
            self.spans += spans
            return of_spans(columns, spans)

        monkeypatch.setattr(SqlColumns, "of_spans", watched)


@given(records, st.lists(st.integers(0, 40), max_size=3))
def test_cached_and_uncached_columns_and_tables_are_the_same(
    course: list[Step], replayed: list[int]
) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for number, step in enumerate(course):
            clerk.take(step)
            if number in replayed:
                replay(store)
        head = store.head().seq
        for as_of in (head, head - 1, head // 2, head):
            assert cells(store, as_of, cached=True) == cells(store, as_of, cached=False)
            assert columns(store, as_of, cached=True) == columns(store, as_of, cached=False)
        replay(store)
        assert check(store) == []


def test_a_replay_keeps_whole_blocks_and_the_next_reads_only_the_rest(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(kept(cohort)) == [f"{n:012}-{n + 4:012}" for n in range(1, 31, 5)]
    watched = Watched(monkeypatch)
    before = stored_tables(cohort)
    replay(cohort)
    assert watched.spans == [(31, 31)]
    assert stored_tables(cohort) == before
    tell(cohort, treated("P03"))
    replay(cohort)
    assert watched.spans[1:] == [(31, 35), (36, 40), (41, 45), (46, 46)]
    assert len(rows(cohort, "os")) == 3


def test_an_earlier_point_is_read_from_the_blocks_before_it(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    cells(cohort, 17, cached=True)
    assert watched.spans == [(16, 17)]


def test_a_refresh_of_a_patient_does_not_touch_what_is_kept(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder_of(cohort.path))
    load(cohort, EVERYTHING, as_of=31, patients=["P01"])
    assert not folder_of(cohort.path).exists()


@given(records)
def test_many_patients_named_are_read_like_few(course: list[Step]) -> None:
    with new_store() as store, pytest.MonkeyPatch.context() as patch:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        seq = store.head().seq
        for named in (["P2"], ["P3", "P1"], ["P1", "P2", "P3"], ["P2", "nobody"]):
            few = columns(store, seq, patients=named)
            with patch.context() as here:
                here.setattr(loading, "MANY", 1)
                for cached in (False, True, True):
                    assert columns(store, seq, cached=cached, patients=named) == few


def test_a_replay_in_blocks_of_many_patients_reads_what_is_kept(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored_tables(cohort)
    monkeypatch.setattr("timeline.replay.BLOCK", 1)
    monkeypatch.setattr(loading, "MANY", 1)
    watched = Watched(monkeypatch)
    replay(cohort)
    assert watched.spans == [(31, 31), (31, 31)]
    assert stored_tables(cohort) == before


def test_a_small_store_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 50_000)
    tell(store, treated("P01"))
    replay(store)
    assert not folder_of(store.path).exists()


def test_only_its_owner_can_read_what_is_kept(cohort: Store) -> None:
    place = folder_of(cohort.path)
    assert place.name == "timeline.db-columns"
    assert place.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in place.iterdir()} == {0o600}


def test_a_store_opened_for_reading_keeps_nothing_but_uses_what_there_is(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = cells(cohort, 31, cached=False)
    first = next(folder_of(cohort.path).iterdir())
    first.unlink()
    with Store.open(cohort.path, readonly=True) as store:
        watched = Watched(monkeypatch)
        assert cells(store, 31, cached=True) == expected
        assert len(watched.spans) == 2
        assert not first.exists()


class TestWhatIsNotAsItWasWritten:
    @pytest.fixture
    def healed(self, cohort: Store) -> Iterator[Store]:
        """What is spoilt inside is noticed: the same tables, and the same files again."""
        files, tables = kept(cohort), stored_tables(cohort)
        yield cohort
        assert cells(cohort, 31, cached=True) == cells(cohort, 31, cached=False)
        assert columns(cohort, 31, cached=True) == columns(cohort, 31, cached=False)
        assert kept(cohort) == files
        replay(cohort)
        assert stored_tables(cohort) == tables

    @pytest.mark.parametrize("length", [0, 1, 16, 20, 24, 100, 2_000, -1])
    def test_a_file_cut_short(self, healed: Store, length: int) -> None:
        file = sorted(folder_of(healed.path).iterdir())[2]
        file.write_bytes(file.read_bytes()[:length])

    def test_a_file_that_is_gone(self, healed: Store) -> None:
        sorted(folder_of(healed.path).iterdir())[3].unlink()

    def test_a_folder_that_is_gone(self, healed: Store) -> None:
        shutil.rmtree(folder_of(healed.path))

    def test_two_blocks_swapped(self, healed: Store) -> None:
        one, other = sorted(folder_of(healed.path).iterdir())[:2]
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    def test_the_blocks_of_another_store(self, healed: Store, tmp_path: Path) -> None:
        with Store.open(tmp_path / "other.db", create=True) as other:
            tell(other, treated("X01"), treated("X02"))
            replay(other)
            for file in folder_of(other.path).iterdir():
                shutil.copy(file, folder_of(healed.path))

    def test_blocks_of_an_older_program(
        self, healed: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.rmtree(folder_of(healed.path))
        with monkeypatch.context() as patch:
            patch.setattr(folder, "_code_fingerprint", lambda: "older")
            replay(healed)


def test_any_flipped_byte_is_noticed(cohort: Store, tmp_path: Path) -> None:
    """In the mark, the header or the arrays."""
    file = sorted(folder_of(cohort.path).iterdir())[1]
    label = label_of(file)
    names = reading.array_names(EVERYTHING)
    whole = file.read_bytes()
    assert read_block(file, label, names) is not None
    spoilt = tmp_path / "spoilt"
    for place in range(0, len(whole), 3):
        spoilt.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_block(spoilt, label, names) is None, place


def test_a_check_reads_the_events_themselves(cohort: Store) -> None:
    """Even columns that were forged with their checksums do not deceive it."""
    file = sorted(folder_of(cohort.path).iterdir())[5]
    label = label_of(file)
    arrays = read_block(file, label, reading.array_names(EVERYTHING))
    assert arrays is not None
    write_block(file, label, arrays | {"day": arrays["day"] - 1})
    replay(cohort)
    assert {change.key["patient"] for change in check(cohort)} == {"P02"}


class TestWhereNothingCanBeKept:
    def test_a_full_disk_is_no_reason_to_fail(
        self, cohort: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = stored_tables(cohort)
        shutil.rmtree(folder_of(cohort.path))

        def full(*given: Any, **more: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fdopen", full)
        replay(cohort)
        assert stored_tables(cohort) == before
        assert kept(cohort) == {}, "what was begun is taken away"

    def test_nor_is_a_folder_that_cannot_be_made(self, cohort: Store) -> None:
        before = stored_tables(cohort)
        shutil.rmtree(folder_of(cohort.path))
        folder_of(cohort.path).write_text("a file of somebody else")
        replay(cohort)
        assert stored_tables(cohort) == before
        assert folder_of(cohort.path).read_text() == "a file of somebody else"

    def test_what_a_stopped_writer_left_is_taken_away_later(self, cohort: Store) -> None:
        place = folder_of(cohort.path)
        old, new = place / "1.unfinished", place / "2.unfinished"
        for file in (old, new):
            file.write_bytes(b"half")
        os.utime(old, (0, 0))
        tell(cohort, treated("P03"))
        replay(cohort)
        assert new.exists()
        assert not old.exists()


def test_payloads_of_an_older_version_are_kept_as_they_are_read_today(store: Store) -> None:
    old = Draft(
        patient="P01",
        kind="drug_dose",
        occurred_on="2010-08-23",
        payload={"agent": "sorafenib", "dose_mg": 200, "times_daily": 2},
    )
    tell(store, *stated([old], schema_version=1), treated("P01"))
    replay(store)
    found = load(store, {"drug_dose": ("daily_dose_mg",)}, as_of=store.head().seq)
    assert found["drug_dose"]["daily_dose_mg"].tolist() == [400.0]
    assert len(kept(store)) == 3


def test_another_protocol_needs_no_other_columns(
    cohort: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(cohort, ("30.4375", "30.0"))
    watched = Watched(monkeypatch)
    replay(cohort)
    assert watched.spans == [(31, 31)]


EXTENDING = """
import sys
from timeline.column_cache import reading
from timeline.replay import replay
from timeline.store import Store
reading.BLOCK = 5
with Store.open(sys.argv[1]) as store:
    for _ in range(20):
        reading.read_everybody(
            store, {}, {}, as_of=store.head().seq, numbers=reading.Numbers(), cached=True
        )
        for file in reading.Path(f"{sys.argv[1]}-columns").glob("*1-*"):
            file.unlink(missing_ok=True)
"""


def test_processes_that_write_at_once_do_not_disturb_each_other(cohort: Store) -> None:
    script = EXTENDING.replace("reading.Path", "__import__('pathlib').Path")
    command = [sys.executable, "-c", script, str(cohort.path)]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for _ in range(10):
        assert cells(cohort, 31, cached=True) == cells(cohort, 31, cached=False)
    assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [("", 0)] * 2
    replay(cohort)
    assert len(kept(cohort)) == 6
    assert check(cohort) == []

"""Replaying: how much is derived, what makes tables stale, and how a wrong table is found."""

from __future__ import annotations

import pytest

from courses import ACTOR, Patient, correct, put_in_force, retract, row, rows, tell
from timeline import projection_tables
from timeline.errors import StoreError, UnknownPatient
from timeline.query import bring_up_to_date, is_stale
from timeline.recording import append
from timeline.replay import Replayed, check, refresh, replay, replay_patient
from timeline.store import Store


def treated(name: str) -> Patient:
    return Patient(name).irradiated("2010-08-23", fractions=5).died("2011-04-11")


@pytest.fixture
def cohort(store: Store) -> Store:
    """Three patients of seven events each, their tables up to date."""
    tell(store, treated("P01"), treated("P02"), treated("P03"))
    assert refresh(store) == Replayed(patients=3, seq=21, rebuilt=True)
    return store


def test_a_refresh_derives_the_touched_patients_alone(cohort: Store) -> None:
    correct(cohort, "P02/vital_status/death", on="2011-04-12", status="dead")
    assert is_stale(cohort)
    assert refresh(cohort) == Replayed(patients=1, seq=22, rebuilt=False)
    assert row(cohort, "os", "P02")["days"] == 232
    assert check(cohort) == []


def test_a_refresh_with_nothing_new_does_nothing(cohort: Store) -> None:
    assert refresh(cohort) == Replayed(patients=0, seq=21, rebuilt=False)
    assert not is_stale(cohort)


def test_a_replay_derives_everybody(cohort: Store) -> None:
    assert replay(cohort) == Replayed(patients=3, seq=21, rebuilt=True)


def test_one_patient_is_derived_anew(cohort: Store) -> None:
    cohort.connection.execute("UPDATE os SET days = 1 WHERE patient IN ('P01', 'P02')")
    assert replay_patient(cohort, "P02") == Replayed(patients=1, seq=21, rebuilt=False)
    assert [found["days"] for found in rows(cohort, "os")] == [1, 231, 231]
    with pytest.raises(UnknownPatient, match="'P99' is not a patient"):
        replay_patient(cohort, "P99")


def test_a_store_without_events_has_empty_tables(store: Store) -> None:
    assert replay(store) == Replayed(patients=0, seq=0, rebuilt=True)
    assert check(store) == []
    assert rows(store, "course") == []
    tell(store, treated("P01"))
    assert refresh(store) == Replayed(patients=1, seq=7, rebuilt=False)


def test_a_patient_whose_facts_are_all_retracted_leaves_the_tables(cohort: Store) -> None:
    tell(cohort, Patient("P04").noted("2010-08-23", "x"))
    assert len(rows(cohort, "course")) == 4
    retract(cohort, "P04/note/2010-08-23")
    assert len(rows(cohort, "course")) == 3
    assert check(cohort) == []


class TestACheck:
    def test_names_the_cell_that_is_wrong(self, cohort: Store) -> None:
        cohort.connection.execute("UPDATE os SET days = 17 WHERE patient = 'P02'")
        (change,) = check(cohort)
        assert (change.projection, change.key, change.column) == ("os", {"patient": "P02"}, "days")
        assert (change.old, change.new) == (17, 231)

    def test_names_wrong_evidence(self, cohort: Store) -> None:
        cohort.connection.execute("UPDATE os SET evidence = '' WHERE patient = 'P02'")
        (change,) = check(cohort)
        assert (change.column, change.old) == ("evidence", "")

    def test_names_a_row_that_is_missing_and_one_too_many(self, cohort: Store) -> None:
        cohort.connection.execute("DELETE FROM radiotherapy WHERE patient = 'P01'")
        cohort.connection.execute(
            "INSERT INTO radiotherapy (patient, course, total_gy) VALUES ('P99', '1', 45)"
        )
        wrong = [
            (change.key["patient"], change.old, change.new)
            for change in check(cohort)
            if change.column == "total_gy"
        ]
        assert wrong == [("P01", None, 9.0), ("P99", 45.0, None)]

    def test_looks_at_the_tables_as_they_stand(self, cohort: Store) -> None:
        correct(cohort, "P02/vital_status/death", on="2011-04-12", status="dead")
        assert check(cohort) == []
        assert is_stale(cohort)


class TestWhatMakesTheTablesStale:
    def test_another_protocol(self, cohort: Store) -> None:
        put_in_force(cohort, ("30.4375", "30.0"))
        assert is_stale(cohort)
        assert refresh(cohort) == Replayed(patients=3, seq=21, rebuilt=True)

    def test_another_rule(self, cohort: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (projection_tables, __import__("timeline.replay").replay):
            monkeypatch.setattr(module, "definition_fingerprint", lambda: "0123456789abcdef")
        assert is_stale(cohort)
        assert refresh(cohort) == Replayed(patients=3, seq=21, rebuilt=True)
        assert not is_stale(cohort)

    def test_a_checkpoint_that_is_gone(self, cohort: Store) -> None:
        cohort.connection.execute("DELETE FROM checkpoints WHERE projection = 'ttp'")
        assert refresh(cohort) == Replayed(patients=3, seq=21, rebuilt=True)

    def test_a_table_that_is_gone(self, cohort: Store) -> None:
        cohort.connection.execute("DROP TABLE ttp")
        assert is_stale(cohort)
        assert refresh(cohort) == Replayed(patients=3, seq=21, rebuilt=True)

    def test_every_file_with_a_rule_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = projection_tables.definition_fingerprint()
        parts = projection_tables._DEFINING
        for part in parts:
            fewer = tuple(name for name in parts if name != part)
            monkeypatch.setattr(projection_tables, "_DEFINING", fewer)
            projection_tables.definition_fingerprint.cache_clear()
            assert projection_tables.definition_fingerprint() != before, part
        monkeypatch.undo()
        projection_tables.definition_fingerprint.cache_clear()
        assert projection_tables.definition_fingerprint() == before


class TestInterruptions:
    def test_a_replay_that_fails_leaves_the_tables_as_they_were(self, cohort: Store) -> None:
        def fail(done: int, of: int) -> None:
            raise KeyboardInterrupt

        tell(cohort, treated("P04"))
        for run in (refresh, replay):
            with pytest.raises(KeyboardInterrupt):
                run(cohort, progress=fail)
            assert cohort.rows("SELECT count(*) FROM os") == [(3,)]
            assert not cohort.rows("SELECT 1 FROM sqlite_master WHERE name LIKE '%__next'")
        assert refresh(cohort) == Replayed(patients=1, seq=28, rebuilt=False)

    def test_progress_is_told_in_patients(
        self, cohort: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("timeline.replay.BLOCK", 2)
        told: list[tuple[int, int]] = []
        replay(cohort, progress=lambda done, of: told.append((done, of)))
        assert told == [(2, 3), (3, 3)]


def test_an_event_of_a_kind_that_nobody_knows_is_named(cohort: Store) -> None:
    cohort.connection.execute("DROP TRIGGER events_no_update")
    cohort.connection.execute("UPDATE events SET kind = 'labs' WHERE seq = 2")
    with pytest.raises(StoreError, match="events of a kind 'labs' that timeline does not know"):
        replay(cohort)


def test_a_read_only_store_is_not_refreshed(cohort: Store) -> None:
    tell(cohort, treated("P04"))
    with Store.open(cohort.path, readonly=True) as reader:
        assert bring_up_to_date(reader) is False
        for run in (refresh, replay):
            with pytest.raises(StoreError, match="the store is read-only"):
                run(reader)
        assert len(rows(reader, "os")) == 4


def test_a_back_dated_fact_changes_what_was_derived_before_it(cohort: Store) -> None:
    """The classic wrong answer of snapshots: a fact learned late that lies before all others."""
    told = Patient("P02").fraction("2010-08-20", 6)
    append(cohort, told.drafts, actor=ACTOR)
    assert row(cohort, "os", "P02")["origin_on"] == "2010-08-20"
    assert check(cohort) == []

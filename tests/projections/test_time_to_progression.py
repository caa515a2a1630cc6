"""Time to progression: progression on imaging ends it, a death without one censors."""

from __future__ import annotations

from typing import Any

import pytest

from courses import Patient, cells, put_in_force, row, tell
from timeline.store import Store

ENDING = ("ended_on", "days", "event", "reason")
TREATED = "2010-08-23"  # 25 fractions, the last on 2010-09-24
REGULATORY = ('censoring = "death_or_last_contact"', 'censoring = "last_evaluable_imaging"')


def treated() -> Patient:
    return Patient().irradiated(TREATED)


def test_a_scan_that_its_reader_calls_progression_ends_it(store: Store) -> None:
    tell(store, treated().scan("2010-10-24", "PD").scan("2010-12-01", "PD").died("2011-04-11"))
    found = row(store, "ttp")
    assert cells(found, *ENDING) == ("2010-10-24", 62, True, "progression on imaging")
    assert found["evidence"] == "P07/rt_fraction/1-1 P07/imaging/ct-abdomen-2010-10-24"


@pytest.mark.parametrize("shown", [{"new_lesions": ["lung"]}, {"non_target": "PD"}])
def test_a_new_lesion_or_growth_beside_the_targets_is_progression(
    store: Store, shown: dict[str, Any]
) -> None:
    tell(store, treated().scan("2010-10-24", "PR", **shown))
    assert cells(row(store, "ttp"), "days", "event") == (62, True)


@pytest.mark.parametrize("day", ["2010-08-10", TREATED])
def test_progression_up_to_the_origin_is_why_the_patient_is_treated(store: Store, day: str) -> None:
    tell(store, treated().scan(day, "PD").scan("2010-11-02", "SD").seen("2011-01-05"))
    assert cells(row(store, "ttp"), "ended_on", "event") == ("2011-01-05", False)


def test_progression_during_radiotherapy_counts(store: Store) -> None:
    tell(store, treated().scan("2010-09-10", "PD").scan("2010-10-24", "SD"))
    assert cells(row(store, "ttp"), "days", "event") == (18, True)


def test_progression_on_the_day_of_death_is_progression(store: Store) -> None:
    tell(store, treated().scan("2011-04-11", "PD").died("2011-04-11"))
    assert cells(row(store, "ttp"), *ENDING) == ("2011-04-11", 231, True, "progression on imaging")


class TestCensoringInTheStudy:
    def test_death_without_progression_censors_at_death(self, store: Store) -> None:
        tell(store, treated().scan("2010-10-24", "PR").died("2011-04-11"))
        found = row(store, "ttp")
        assert cells(found, *ENDING) == ("2011-04-11", 231, False, "death without progression")
        assert found["evidence"].split() == [
            "P07/rt_fraction/1-1", "P07/vital_status/death", "P07/imaging/ct-abdomen-2010-10-24",
        ]  # fmt: skip

    def test_a_patient_alive_is_censored_at_the_last_contact(self, store: Store) -> None:
        tell(store, treated().scan("2010-10-24", "PR").seen("2011-01-05"))
        assert cells(row(store, "ttp"), *ENDING) == (
            "2011-01-05", 135, False, "last contact without progression",
        )  # fmt: skip

    def test_one_never_imaged_is_censored_at_the_last_marker(self, store: Store) -> None:
        tell(store, treated().afp("2010-09-30", 40).afp("2010-10-25", 38).died("2011-04-11"))
        found = row(store, "ttp")
        assert cells(found, *ENDING) == (
            "2010-10-25", 63, False, "no evaluable imaging; last tumour marker",
        )  # fmt: skip
        assert found["evidence"] == "P07/rt_fraction/1-1 P07/lab/afp-2010-10-25"

    def test_one_with_neither_is_censored_at_the_origin(self, store: Store) -> None:
        told = treated().scan("2010-08-10", "baseline").afp("2010-08-20", 40)
        tell(store, told.says("lab", "2010-10-25", analyte="AST", value=30, unit="IU/L"))
        assert cells(row(store, "ttp"), *ENDING) == (
            TREATED, 0, False, "no evaluable imaging after the origin",
        )  # fmt: skip

    @pytest.mark.parametrize("call", ["NE", "baseline"])
    def test_a_scan_that_assesses_nothing_is_no_assessment(self, store: Store, call: str) -> None:
        tell(store, treated().scan("2010-10-24", call).afp("2010-10-25", 38).died("2011-04-11"))
        assert row(store, "ttp")["ended_on"] == "2010-10-25"

    def test_the_protocol_may_count_no_marker(self, store: Store) -> None:
        tell(store, treated().afp("2010-10-25", 38).died("2011-04-11"))
        put_in_force(store, ('unassessed = "last_marker"', 'unassessed = "origin"'))
        assert cells(row(store, "ttp"), "ended_on", "days") == (TREATED, 0)


class TestRegulatoryCensoring:
    def test_death_without_progression_censors_at_the_last_evaluable_imaging(
        self, store: Store
    ) -> None:
        told = treated().scan("2010-10-24", "PR").scan("2011-01-24", "SD").scan("2011-03-01", "NE")
        tell(store, told.died("2011-04-11"))
        put_in_force(store, REGULATORY)
        found = row(store, "ttp")
        assert cells(found, *ENDING) == (
            "2011-01-24", 154, False, "last evaluable imaging without progression",
        )  # fmt: skip
        assert "P07/imaging/ct-abdomen-2011-01-24" in found["evidence"].split()

    def test_progression_is_progression_all_the_same(self, store: Store) -> None:
        tell(store, treated().scan("2010-10-24", "PD").scan("2011-01-24", "SD"))
        put_in_force(store, REGULATORY)
        assert cells(row(store, "ttp"), "days", "event") == (62, True)

    def test_one_never_imaged_is_censored_at_the_last_marker(self, store: Store) -> None:
        tell(store, treated().afp("2010-10-25", 38).died("2011-04-11"))
        put_in_force(store, REGULATORY)
        assert row(store, "ttp")["ended_on"] == "2010-10-25"


class TestAScanThatIsKnownInPart:
    def test_to_the_month_it_is_placed_on_the_15th(self, store: Store) -> None:
        tell(store, treated().scan("2010-11", "PD"))
        assert cells(row(store, "ttp"), *ENDING) == (
            "2010-11-15", 84, True, "progression on imaging (day imputed)",
        )  # fmt: skip

    def test_a_day_before_the_15th_of_that_month_comes_first(self, store: Store) -> None:
        tell(store, treated().scan("2010-11", "PD").scan("2010-11-10", "PD", region="chest"))
        assert row(store, "ttp")["ended_on"] == "2010-11-10"

    def test_it_is_never_placed_after_the_death(self, store: Store) -> None:
        tell(store, treated().scan("2010-11", "PD").died("2010-11-04"))
        found = row(store, "ttp")
        assert cells(found, "ended_on", "event") == ("2010-11-04", True)
        assert "P07/vital_status/death" in found["evidence"].split()

    def test_to_the_year_alone_it_decides_nothing(self, store: Store) -> None:
        tell(store, treated().scan("2010-10-24", "SD").scan("2011", "PD").seen("2011-03-01"))
        assert cells(row(store, "ttp"), "ended_on", "event") == ("2011-03-01", False)

    def test_the_protocol_says_where_it_is_placed(self, store: Store) -> None:
        tell(store, treated().scan("2010-11", "PD"))
        put_in_force(store, ('progression = "middle"', 'progression = "earliest"'))
        assert row(store, "ttp")["ended_on"] == "2010-11-01"

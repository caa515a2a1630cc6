"""Exposure to sorafenib: the dose as a step function of time, held against what was planned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import Patient, cells, put_in_force, row, rows, tell
from random_courses import new_store
from timeline.store import Store

NAME = "drug_exposure"
AMOUNTS = ("given_mg", "duration_days", "mean_daily_mg", "relative_dose_intensity")


def exposure(store: Store) -> dict[str, object]:
    return row(store, NAME)


class TestTheDoseGiven:
    def test_a_full_dose_to_the_stop_is_all_that_was_planned(self, store: Store) -> None:
        """Ten days from the 1st to the 10th; from the 11th on none."""
        tell(store, Patient().takes("2010-03-01", 800, "start").takes("2010-03-11", 0, "choice"))
        found = exposure(store)
        assert cells(found, "first_on", "last_on", "start_dose_mg", "planned_mg") == (
            "2010-03-01", "2010-03-10", 800, 800,
        )  # fmt: skip
        assert cells(found, *AMOUNTS) == (8000, 10, 800, 1)
        assert cells(found, "stopped_on", "stop_reason", "ended_by") == (
            "2010-03-11", "choice", "stop",
        )  # fmt: skip

    def test_a_reduced_dose_counts_from_its_day(self, store: Store) -> None:
        """17 days of 800 mg and 33 of 600 mg: 33 400 of 40 000 mg."""
        told = Patient().takes("2010-03-15", 800, "start").takes("2010-04-01", 600, "toxicity")
        tell(store, told.takes("2010-05-04", 0, "progression"))
        found = exposure(store)
        assert cells(found, *AMOUNTS) == (33400, 50, 668, 0.835)
        assert cells(found, "days_at_planned_dose", "reductions", "reduction_reasons") == (
            17, 1, "toxicity 2010-04-01",
        )  # fmt: skip
        assert found["steps"] == (
            "800 mg for 17 d from 2010-03-15; 600 mg for 33 d from 2010-04-01 (toxicity);"
            " stopped 2010-05-04 (progression)"
        )

    def test_days_of_an_interruption_count_with_nothing(self, store: Store) -> None:
        """Ten days, a week without, three days: 13 of 20 days' doses."""
        told = Patient().takes("2010-03-01", 800).takes("2010-03-11", 0, "toxicity")
        tell(store, told.takes("2010-03-18", 800, "recovery").takes("2010-03-21", 0, "progression"))
        found = exposure(store)
        assert cells(found, *AMOUNTS) == (10400, 20, 520, 0.65)
        assert cells(found, "interruptions", "interruption_days", "reductions") == (1, 7, 0)

    def test_a_patient_started_on_half_the_dose_has_half_of_the_label(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 400).takes("2010-03-11", 0))
        assert exposure(store)["relative_dose_intensity"] == 0.5

    def test_or_all_of_the_own_start_dose_where_the_protocol_says_so(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 400).takes("2010-03-11", 0))
        put_in_force(store, ('planned = "label"', 'planned = "start_dose"'))
        found = exposure(store)
        assert cells(found, "planned_mg", "relative_dose_intensity") == (400, 1)

    def test_the_label_says_nothing_of_another_drug(self, store: Store) -> None:
        told = Patient().takes("2010-03-01", 800).takes("2010-03-11", 0)
        told.says("drug_dose", "2010-04-01", agent="sunitinib", daily_dose_mg=37.5)
        tell(store, told.seen("2010-04-10"))
        sorafenib, other = rows(store, NAME)
        assert cells(sorafenib, "agent", "planned_mg") == ("sorafenib", 800)
        assert cells(other, "agent", "planned_mg", "relative_dose_intensity", "given_mg") == (
            "sunitinib", None, None, 375,
        )  # fmt: skip


class TestReductionsAndInterruptions:
    @pytest.mark.parametrize(
        ("doses", "reductions", "interruptions"),
        [
            ((800, 400), 1, 0),
            ((800, 400, 600, 400), 2, 0),
            ((800, 0, 800), 0, 1),
            ((800, 0, 400), 1, 1),
            ((800, 0, 0, 800, 0, 800), 0, 2),
            ((400, 800), 0, 0),
            ((800, 0), 0, 0),
            ((0, 800, 800), 0, 0),
        ],
    )
    def test_are_counted(
        self, store: Store, doses: tuple[float, ...], reductions: int, interruptions: int
    ) -> None:
        told = Patient()
        for month, dose in enumerate(doses, 1):
            told.takes(f"2010-{month:02}-01", dose)
        tell(store, told.seen("2010-12-01"))
        found = exposure(store)
        assert cells(found, "reductions", "interruptions") == (reductions, interruptions)

    def test_a_reduction_after_a_pause_has_the_reason_of_the_pause(self, store: Store) -> None:
        told = Patient().takes("2010-03-01", 800).takes("2010-03-11", 0, "toxicity")
        tell(store, told.takes("2010-03-18", 400, "recovery").seen("2010-04-01"))
        assert exposure(store)["reduction_reasons"] == "toxicity 2010-03-11"

    def test_one_without_a_reason_says_so(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).takes("2010-03-11", 400).seen("2010-04-01"))
        assert exposure(store)["reduction_reasons"] == "no reason given 2010-03-11"

    def test_of_two_doses_on_one_day_the_one_recorded_last_counts(self, store: Store) -> None:
        told = Patient().takes("2010-03-01", 800).takes("2010-03-01", 400)
        tell(store, told.takes("2010-03-11", 0))
        found = exposure(store)
        assert cells(found, "start_dose_mg", "given_mg", "reductions") == (400, 4000, 0)


class TestTheEnd:
    def test_without_a_stop_it_counts_up_to_the_last_contact(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).seen("2010-03-20"))
        found = exposure(store)
        assert cells(found, "last_on", "duration_days", "stopped_on", "ended_by") == (
            "2010-03-20", 20, None, "last contact",
        )  # fmt: skip
        assert found["evidence"].split() == [  # type: ignore[attr-defined]
            "P07/drug_dose/sorafenib-2010-03-01", "P07/vital_status/2010-03-20",
        ]  # fmt: skip

    def test_or_to_the_death(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).seen("2010-03-20").died("2010-03-31"))
        found = exposure(store)
        assert cells(found, "last_on", "duration_days", "ended_by") == ("2010-03-31", 31, "death")

    def test_a_stop_noted_after_the_death_does_not_prolong_it(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).died("2010-03-31").takes("2010-04-06", 0))
        found = exposure(store)
        assert cells(found, "last_on", "ended_by") == ("2010-03-31", "death")

    def test_a_dose_after_the_last_contact_was_taken_on_its_day_at_least(
        self, store: Store
    ) -> None:
        tell(store, Patient().seen("2010-02-01").takes("2010-03-01", 800))
        found = exposure(store)
        assert cells(found, "last_on", "duration_days", "ended_by") == (
            "2010-03-01", 1, "last dose",
        )  # fmt: skip

    def test_a_drug_that_was_never_taken_has_no_row(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 0, "choice").seen("2010-03-20"))
        assert rows(store, NAME) == []


class TestBesideRadiotherapy:
    @pytest.mark.parametrize(
        ("first_dose", "days", "concurrent"),
        [
            ("2010-08-23", 0, True),
            ("2010-08-16", 7, True),
            ("2010-08-15", 8, False),
            ("2010-08-30", -7, True),
            ("2010-08-31", -8, False),
        ],
    )
    def test_it_is_concurrent_within_a_week_of_the_first_fraction(
        self, store: Store, first_dose: str, days: int, concurrent: bool
    ) -> None:
        tell(store, Patient().irradiated("2010-08-23").takes(first_dose, 800))
        found = exposure(store)
        assert cells(found, "days_to_first_fraction", "concurrent_with_rt") == (days, concurrent)

    def test_without_radiotherapy_it_is_not_known(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).seen("2010-03-20"))
        found = exposure(store)
        assert cells(found, "days_to_first_fraction", "concurrent_with_rt") == (None, None)

    def test_a_later_course_is_not_the_one_meant(self, store: Store) -> None:
        told = Patient().irradiated("2010-08-23").takes("2011-02-07", 800)
        tell(store, told.irradiated("2011-02-07", course="2", fractions=5))
        assert exposure(store)["concurrent_with_rt"] is False


class TestADoseWhoseDayIsNotKnown:
    def test_counts_from_the_first_of_its_month_and_the_row_says_so(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03", 800).takes("2010-03-11", 0))
        found = exposure(store)
        assert cells(found, "first_on", "duration_days", "imputed") == ("2010-03-01", 10, True)
        assert found["steps"] == "800 mg for 10 d from 2010-03; stopped 2010-03-11"

    def test_is_placed_where_the_protocol_says(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03", 800).takes("2010-04-01", 0))
        put_in_force(store, ('drug_dose = "earliest"', 'drug_dose = "middle"'))
        assert exposure(store)["first_on"] == "2010-03-15"

    def test_decides_nothing_where_only_the_year_is_known(self, store: Store) -> None:
        tell(store, Patient().takes("2010-03-01", 800).takes("2010", 400).takes("2010-03-11", 0))
        assert cells(exposure(store), "given_mg", "imputed") == (8000, False)

    def test_cannot_precede_a_start_whose_day_is_known(self, store: Store) -> None:
        """One day of 800 mg, then 400 mg for the 30 days from 11 January to 9 February."""
        told = Patient().irradiated("2010-01-11").takes("2010-01-10", 800, "start")
        tell(store, told.takes("2010-01", 400, "toxicity").takes("2010-02-10", 0, "progression"))
        found = exposure(store)
        assert cells(found, "first_on", "start_dose_mg", "given_mg", "duration_days") == (
            "2010-01-10", 800, 12800, 31,
        )  # fmt: skip
        assert cells(found, "reductions", "reduction_reasons", "imputed") == (
            1, "toxicity 2010-01", True,
        )  # fmt: skip
        assert cells(found, "days_to_first_fraction", "concurrent_with_rt") == (1, True)
        (imputed,) = (one for one in rows(store, "data_issues") if one["issue"] == "day_imputed")
        assert "it counts as 2010-01-11" in imputed["what"]
        assert cells(row(store, "course"), "start_dose_mg", "dose_mg") == (800, 0)

    def test_is_the_latest_dose_of_the_course_after_such_a_start(self, store: Store) -> None:
        told = Patient().irradiated("2010-01-11").takes("2010-01", 400, "toxicity")
        tell(store, told.takes("2010-01-10", 800))
        assert cells(row(store, "course"), "start_dose_mg", "dose_mg") == (800, 400)

    def test_ends_the_drug_after_such_a_start(self, store: Store) -> None:
        tell(store, Patient().takes("2010-01-10", 800, "start").takes("2010-01", 0, "choice"))
        assert cells(exposure(store), "duration_days", "stopped_on") == (1, "2010-01-11")

    def test_stays_in_its_month_where_the_start_is_on_its_last_day(self, store: Store) -> None:
        """Of two doses on one day the one recorded last counts."""
        told = Patient().takes("2010-01-31", 800, "start").takes("2010-01", 400, "toxicity")
        tell(store, told.takes("2010-02-10", 0))
        found = exposure(store)
        assert cells(found, "first_on", "given_mg") == ("2010-01-31", 4000)
        assert "P07/drug_dose/sorafenib-2010-01-31" in str(found["evidence"]).split()

    def test_stays_where_the_rule_puts_it_if_that_is_after_the_start(self, store: Store) -> None:
        told = Patient().takes("2010-01-10", 800, "start").takes("2010-01", 400, "toxicity")
        tell(store, told.takes("2010-02-10", 0))
        put_in_force(store, ('drug_dose = "earliest"', 'drug_dose = "latest"'))
        assert exposure(store)["days_at_planned_dose"] == 21

    @pytest.mark.parametrize(("first", "later"), [("start", None), (None, "toxicity")])
    def test_may_be_the_start_itself(
        self, store: Store, first: str | None, later: str | None
    ) -> None:
        told = Patient().takes("2010-01", 800, first).takes("2010-01-11", 400, later)
        tell(store, told.takes("2010-02-10", 0))
        found = exposure(store)
        assert cells(found, "first_on", "start_dose_mg", "reductions") == ("2010-01-01", 800, 1)

    def test_is_not_moved_by_another_agent_another_month_or_another_patient(
        self, store: Store
    ) -> None:
        told = Patient().takes("2010-01", 400).takes("2010-02-10", 800)
        told.says("drug_dose", "2010-01-10", agent="sunitinib", daily_dose_mg=50)
        tell(store, told, Patient("P08").takes("2010-01-10", 800))
        assert rows(store, NAME)[0]["first_on"] == "2010-01-01"

    @pytest.mark.parametrize(
        ("fraction", "concurrent"),
        [
            ("2010-02-24", None),  # 23 days after the 1st of the month, 4 days before its end
            ("2010-01-25", None),  # 7 days before the 1st
            ("2010-03-08", False),  # 8 days after the 28th
            ("2010-01-24", False),  # 8 days before the 1st
        ],
    )
    def test_is_concurrent_only_where_every_day_of_the_month_would_be(
        self, store: Store, fraction: str, concurrent: bool | None
    ) -> None:
        told = Patient().prescribed(fraction, fractions=1).fraction(fraction, 1)
        tell(store, told.takes("2010-02", 800).seen("2010-05-01"))
        assert exposure(store)["concurrent_with_rt"] is concurrent

    def test_is_concurrent_where_the_limit_spans_the_month(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-02-15").takes("2010-02", 800).seen("2010-05-01"))
        put_in_force(store, ("concurrency_days = 7", "concurrency_days = 14"))
        assert exposure(store)["concurrent_with_rt"] is True


@given(
    doses=st.lists(
        st.tuples(st.integers(1, 28), st.sampled_from([0, 200, 400, 600, 800])),
        min_size=1,
        max_size=8,
    )
)
def test_the_dose_given_is_what_adding_up_day_by_day_gives(doses: list[tuple[int, int]]) -> None:
    """And no more than the highest dose on every day."""
    told, by_day = Patient(), {}
    for day, dose in doses:
        told.takes(f"2010-03-{day:02}", dose)
        by_day[day] = dose
    daily, dose = {}, 0
    for day in range(1, 32):
        dose = daily[day] = by_day.get(day, dose)
    taken = [day for day, dose in daily.items() if dose > 0]
    with new_store() as store:
        tell(store, told.seen("2010-03-31"))
        found = rows(store, NAME)
    if not taken:
        assert found == []
        return
    assert cells(found[0], "given_mg", "duration_days") == (
        sum(daily.values()), taken[-1] - taken[0] + 1,
    )  # fmt: skip
    assert 0 < found[0]["relative_dose_intensity"] <= 1

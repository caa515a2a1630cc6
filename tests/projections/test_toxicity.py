"""Toxicity by term: what was reported and what laboratory values say, on treatment and late.

The patient of these pages is irradiated from 2010-08-23 to 2010-09-24; on treatment is up to 30
days later, 2010-10-24, and late from 90 days later, 2010-12-23.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import Patient, cells, correct, put_in_force, rows, tell
from random_courses import Clerk, Step, new_store, records
from timeline.store import Store

GRADES = (
    "worst_grade", "baseline_grade", "worst_grade_above_baseline", "worst_on_treatment_grade",
    "worst_acute_grade", "worst_late_grade",
)  # fmt: skip


def treated() -> Patient:
    return Patient().irradiated("2010-08-23").seen("2011-12-01")


def toxicity(store: Store, term: str | None = None) -> dict[str, Any]:
    """The row of a term, or the only one."""
    found = rows(store, "toxicity", patient="P07")
    (row,) = [one for one in found if term in (None, one["term"])]
    return row


def counts(told: Patient, *counted: tuple[str, float]) -> Patient:
    """Platelet counts in 10^9/L, normal from 150."""
    for on, count in counted:
        told.lab(on, "platelets", count, "10^9/L", lower_limit=150)
    return told


class TestReportedGrades:
    def test_an_episode_has_its_worst_grade_its_days_and_its_cause(self, store: Store) -> None:
        told = treated().suffers("2010-08-30", "nausea", 1).suffers("2010-09-03", "nausea", 2)
        tell(store, told.suffers("2010-09-20", "nausea", 0))
        found = toxicity(store)
        assert cells(found, *GRADES) == (2, 0, 2, 2, 2, 0)
        assert cells(found, "first_on", "resolved_on", "attribution", "source") == (
            "2010-08-30", "2010-09-20", "RT", "reported",
        )  # fmt: skip
        assert cells(found, "came_on_under_treatment", "imputed", "not_graded") == (
            True, False, None,
        )  # fmt: skip

    def test_terms_meet_under_their_common_name(self, store: Store) -> None:
        told = treated().suffers("2010-08-30", "Platelets", 1)
        tell(store, told.suffers("2010-09-06", "Platelet count decreased", 2, episode="other"))
        found = toxicity(store)
        assert cells(found, "term", "ctcae_term", "worst_grade") == (
            "thrombocytopenia", "Platelets", 2,
        )  # fmt: skip
        put_in_force(store, ('ctcae_version = "3.0"', 'ctcae_version = "5.0"'))
        assert toxicity(store)["ctcae_term"] == "Platelet count decreased"

    def test_one_episode_that_goes_on_leaves_the_term_unresolved(self, store: Store) -> None:
        told = treated().suffers("2010-08-30", "rash", 1, episode="a")
        told.suffers("2010-09-10", "rash", 0, episode="a")
        tell(store, told.suffers("2010-09-01", "rash", 1, episode="b"))
        assert cells(toxicity(store), "first_on", "resolved_on") == ("2010-08-30", None)

    def test_what_was_there_before_and_stays_is_not_new(self, store: Store) -> None:
        tell(store, treated().suffers("2010-08-01", "fatigue", 1))
        found = toxicity(store)
        assert cells(found, *GRADES) == (1, 1, 0, 1, 1, 1)
        assert cells(found, "came_on_under_treatment", "first_on") == (False, "2010-08-01")

    def test_what_was_over_before_the_origin_is_no_row(self, store: Store) -> None:
        tell(store, treated().suffers("2010-08-01", "rash", 1).suffers("2010-08-10", "rash", 0))
        assert rows(store, "toxicity") == []

    def test_what_began_on_the_day_of_the_origin_began_with_treatment(self, store: Store) -> None:
        tell(store, treated().suffers("2010-08-23", "nausea", 1))
        assert cells(toxicity(store), "baseline_grade", "came_on_under_treatment") == (0, True)

    def test_an_examination_that_found_nothing_is_a_row_of_grade_0(self, store: Store) -> None:
        tell(store, treated().suffers("2010-09-10", "skin reaction", 0))
        assert cells(toxicity(store), "worst_grade", "first_on", "source") == (
            0, None, "reported",
        )  # fmt: skip


class TestWindows:
    @pytest.mark.parametrize(
        ("on", "on_treatment", "acute", "late"),
        [
            ("2010-10-24", 1, 1, 0), ("2010-10-25", 0, 1, 0), ("2010-12-22", 0, 1, 0),
            ("2010-12-23", 0, 0, 1),
        ],
    )  # fmt: skip
    def test_their_ends(
        self, store: Store, on: str, on_treatment: int, acute: int, late: int
    ) -> None:
        tell(store, treated().suffers(on, "cough", 1).suffers(on, "cough", 0))
        assert cells(
            toxicity(store), "worst_on_treatment_grade", "worst_acute_grade", "worst_late_grade"
        ) == (on_treatment, acute, late)

    def test_the_drug_prolongs_treatment_until_it_is_stopped(self, store: Store) -> None:
        told = treated().takes("2010-08-23", 800).takes("2010-11-01", 0)
        told.suffers("2010-11-30", "rash", 1)
        tell(store, told.suffers("2010-12-01", "alopecia", 1))
        assert toxicity(store, "rash")["worst_on_treatment_grade"] == 1
        assert toxicity(store, "alopecia")["worst_on_treatment_grade"] == 0

    def test_a_drug_that_was_not_stopped_is_taken_to_the_last_contact(self, store: Store) -> None:
        tell(store, treated().takes("2010-08-23", 800).suffers("2011-12-20", "rash", 1))
        assert toxicity(store)["worst_on_treatment_grade"] == 1

    def test_late_may_count_from_the_origin(self, store: Store) -> None:
        tell(store, treated().suffers("2010-11-21", "cough", 1))
        assert toxicity(store)["worst_late_grade"] == 1, "it goes on"
        assert toxicity(store)["worst_acute_grade"] == 1
        put_in_force(store, ('after = "last_rt_fraction"\nlandmark', 'after = "origin"\nlandmark'))
        assert cells(toxicity(store), "worst_acute_grade", "worst_late_grade") == (0, 1)

    def test_without_an_origin_nothing_is_on_treatment(self, store: Store) -> None:
        tell(store, Patient().suffers("2010-11-21", "cough", 1))
        assert cells(toxicity(store), *GRADES) == (1, None, None, None, None, None)


class TestLaboratoryGrades:
    def test_a_patient_of_the_study_with_grade_3_before_and_4_on_treatment(
        self, store: Store
    ) -> None:
        told = counts(treated(), ("2010-08-20", 38), ("2010-09-06", 22), ("2010-10-20", 151))
        tell(store, told)
        found = toxicity(store)
        assert cells(found, "term", "source") == ("thrombocytopenia", "laboratory")
        assert cells(found, *GRADES) == (4, 3, 4, 4, 4, None)
        assert cells(found, "first_on", "resolved_on") == ("2010-09-06", "2010-10-20")

    def test_a_grade_that_is_no_worse_than_the_baseline_is_not_above_it(self, store: Store) -> None:
        tell(store, counts(treated(), ("2010-08-20", 38), ("2010-09-06", 30)))
        found = toxicity(store)
        assert cells(found, "worst_grade", "worst_grade_above_baseline") == (3, 0)
        assert found["came_on_under_treatment"] is False

    def test_above_a_baseline_that_nobody_measured_is_not_known(self, store: Store) -> None:
        tell(store, counts(treated(), ("2010-09-06", 40)))
        found = toxicity(store)
        assert cells(found, "worst_grade", "baseline_grade") == (3, None)
        assert cells(found, "worst_grade_above_baseline", "came_on_under_treatment") == (None, None)

    def test_who_died_before_late_toxicity_begins_has_no_late_grade(self, store: Store) -> None:
        told = Patient().irradiated("2010-08-23").suffers("2010-09-06", "nausea", 1)
        tell(store, told.suffers("2010-09-09", "nausea", 0).died("2010-10-01"))
        assert cells(toxicity(store), "worst_acute_grade", "worst_late_grade") == (1, None)

    def test_who_was_seen_then_without_it_has_a_late_grade_of_0(self, store: Store) -> None:
        told = treated().suffers("2010-09-06", "nausea", 1).suffers("2010-09-09", "nausea", 0)
        tell(store, told.seen("2011-06-01"))
        assert cells(toxicity(store), "worst_acute_grade", "worst_late_grade") == (1, 0)

    def test_the_worst_of_one_day_counts(self, store: Store) -> None:
        told = counts(treated(), ("2010-08-20", 200), ("2010-09-06", 40))
        told.lab(
            "2010-09-06", "platelets", 160, "10^9/L", lower_limit=150,
        )  # fmt: skip
        tell(store, told)
        assert toxicity(store)["worst_grade"] == 3

    def test_reports_and_values_of_one_term_are_one_row(self, store: Store) -> None:
        told = counts(treated(), ("2010-08-20", 200), ("2010-09-06", 40), ("2010-10-01", 160))
        told.suffers("2010-09-07", "thrombocytopenia", 2)
        tell(store, told.suffers("2010-10-02", "thrombocytopenia", 0))
        found = toxicity(store)
        assert cells(
            found, "worst_grade", "worst_reported_grade", "worst_laboratory_grade", "source"
        ) == (3, 2, 3, "both")
        assert cells(found, "first_on", "resolved_on") == ("2010-09-06", "2010-10-02")

    @pytest.mark.parametrize(
        ("source", "worst", "told_by"),
        [("reported", 2, "reported"), ("laboratory", 3, "laboratory")],
    )
    def test_the_protocol_says_whose_grades_count(
        self, store: Store, source: str, worst: int, told_by: str
    ) -> None:
        told = counts(treated(), ("2010-08-20", 200), ("2010-09-06", 40))
        tell(store, told.suffers("2010-09-07", "thrombocytopenia", 2))
        put_in_force(store, ('source = "both"', f'source = "{source}"'))
        assert cells(toxicity(store), "worst_grade", "source") == (worst, told_by)

    def test_values_in_order_are_no_row(self, store: Store) -> None:
        tell(store, counts(treated(), ("2010-08-20", 200), ("2010-09-06", 180)))
        assert rows(store, "toxicity") == []

    def test_a_value_that_cannot_be_graded_is_named(self, store: Store) -> None:
        told = treated().lab("2010-09-06", "AST", 90, "IU/L")
        tell(store, told.lab("2010-09-13", "AST", 95, "IU/L"))
        found = toxicity(store)
        assert cells(found, "term", "worst_grade", "not_graded") == (
            "AST elevation", None, "2 × upper limit of normal missing",
        )  # fmt: skip

    def test_units_are_converted(self, store: Store) -> None:
        told = treated().lab("2010-08-20", "platelets", 160_000, "/µL", lower_limit=150_000)
        tell(store, told.lab("2010-09-06", "platelets", 49_999, "/µL", lower_limit=150_000))
        assert toxicity(store)["worst_grade"] == 3

    def test_the_baseline_is_the_last_value_within_the_window(self, store: Store) -> None:
        tell(store, counts(treated(), ("2010-06-23", 40), ("2010-09-06", 140)))
        assert cells(toxicity(store), "baseline_grade", "worst_grade") == (None, 1)
        tell(store, counts(Patient(), ("2010-06-24", 70)))
        assert toxicity(store)["baseline_grade"] == 2

    def test_version_5_grades_again_when_the_baseline_is_corrected(self, store: Store) -> None:
        told = treated()
        for on, value in (("2010-08-20", 80), ("2010-09-06", 130)):
            told.lab(on, "AST", value, "IU/L", upper_limit=40)
        tell(store, told)
        assert toxicity(store)["worst_grade"] == 2
        put_in_force(store, ('ctcae_version = "3.0"', 'ctcae_version = "5.0"'))
        assert cells(toxicity(store), "worst_grade", "baseline_grade") == (1, 1)
        correct(store, "P07/lab/ast-2010-08-20", value=30)
        assert cells(toxicity(store), "worst_grade", "baseline_grade") == (2, 0)


class TestDatesKnownInPart:
    def test_a_beginning_in_the_month_of_the_origin_began_with_treatment(
        self, store: Store
    ) -> None:
        tell(store, treated().suffers("2010-08", "nausea", 1).suffers("2010-10", "nausea", 0))
        found = toxicity(store)
        assert cells(found, "first_on", "resolved_on", "imputed") == ("2010-08", "2010-10", True)
        assert cells(found, "baseline_grade", "came_on_under_treatment") == (0, True)

    def test_a_grade_known_to_the_year_alone_is_named_and_decides_nothing(
        self, store: Store
    ) -> None:
        tell(store, treated().suffers("2010", "nausea", 3))
        assert cells(toxicity(store), "worst_grade", "not_graded") == (
            None, "1 × known to the year alone",
        )  # fmt: skip


@given(course=st.lists(records, min_size=1, max_size=1).map(lambda one: one[0]))
def test_no_grade_is_above_the_worst_and_the_worst_is_one_of_a_source(course: list[Step]) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        found = rows(store, "toxicity")
    for row in found:
        worst = row["worst_grade"]
        for column in GRADES[2:]:
            assert row[column] is None or row[column] <= worst
        if worst is not None:
            assert worst in (row["worst_reported_grade"], row["worst_laboratory_grade"])
        if row["worst_acute_grade"] is not None:
            assert worst == max(row["worst_acute_grade"], row["worst_late_grade"] or 0)
        if row["came_on_under_treatment"]:
            assert row["worst_on_treatment_grade"] > (row["baseline_grade"] or 0)
        assert (row["first_on"] is None) == (not worst)

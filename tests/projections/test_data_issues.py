"""Data issues: what is carried with a name, and what is refused; nothing is dropped silently."""

from __future__ import annotations

from typing import Any

import pytest

from courses import Patient, correct, put_in_force, retract, rows, tell
from timeline.criteria.data_issues import ISSUES, SEVERITIES
from timeline.errors import InvalidEvent, Refused, UnknownUnit
from timeline.store import Store

NAME = "data_issues"
TARGET = {"lesion": "liver 1", "role": "target", "field": "in"}


def issues(store: Store, *names: str) -> list[dict[str, Any]]:
    return [found for found in rows(store, NAME) if not names or found["issue"] in names]


def told(store: Store, name: str) -> list[str]:
    return [found["what"] for found in issues(store, name)]


def complete() -> Patient:
    """A course with nothing to find fault with, from the first fraction to the death."""
    story = Patient().registered().irradiated("2010-08-23")
    story.scan("2010-08-20", "baseline", lesions=[{**TARGET, "longest_mm": 50, "viable_mm": 50}])
    story.scan("2010-10-24", "PR", lesions=[{**TARGET, "longest_mm": 50, "viable_mm": 20}])
    return story.afp("2010-08-20", 1000).died("2011-04-11")


def test_a_course_without_fault_has_none(store: Store) -> None:
    tell(store, complete())
    assert issues(store) == []


def test_every_issue_has_its_meaning_and_what_is_done(store: Store) -> None:
    assert {issue.severity for issue in ISSUES.values()} == set(SEVERITIES)
    assert all(issue.meaning and issue.handling and issue.source for issue in ISSUES.values())


class TestImaging:
    def test_a_reader_who_contradicts_the_measurements(self, store: Store) -> None:
        """From 50 to 20 mm is a fall by 60 %, a response; the reader says stable."""
        tell(store, complete())
        correct(store, "P07/imaging/ct-abdomen-2010-10-24", reported_response="SD")
        (found,) = issues(store)
        assert found["issue"] == "reader_disagrees"
        assert found["what"] == "Imaging of 2010-10-24: reader says SD, mRECIST PR."
        assert (found["severity"], found["occurred_on"]) == ("warning", "2010-10-24")
        assert found["fact"] == "P07/imaging/ct-abdomen-2010-10-24"

    def test_two_reads_on_one_day(self, store: Store) -> None:
        tell(store, complete().scan("2010-10-24", "SD", key="second", lesions=[]))
        (what,) = told(store, "two_reads_on_one_day")
        assert "two reads: abdomen" in what
        assert "readers differ: SD, PR" in what or "readers differ: PR, SD" in what

    def test_a_target_without_a_diameter(self, store: Store) -> None:
        story = complete().scan("2010-12-24", "SD", lesions=[{**TARGET, "longest_mm": 50}])
        tell(store, story)
        assert told(store, "target_without_diameter") == [
            "Imaging of 2010-12-24: target without a viable diameter: liver 1."
        ]

    def test_a_target_that_the_baseline_does_not_have(self, store: Store) -> None:
        both = [{**TARGET, "viable_mm": 20}, {**TARGET, "lesion": "liver 2", "viable_mm": 20}]
        tell(store, complete().scan("2010-12-24", "PR", lesions=both))
        (what,) = told(store, "target_not_in_baseline")
        assert "liver 2" in what

    def test_no_imaging_before_the_treatment(self, store: Store) -> None:
        tell(store, complete())
        retract(store, "P07/imaging/ct-abdomen-2010-08-20")
        assert told(store, "no_baseline_imaging") == [
            "No imaging from 42 days before the origin on 2010-08-23 up to it."
        ]


class TestLaboratory:
    def test_no_afp_before_the_treatment(self, store: Store) -> None:
        tell(store, complete())
        correct(store, "P07/lab/afp-2010-08-20", on="2010-06-23")
        assert told(store, "no_baseline_afp") == [
            "No AFP from 60 days before the origin on 2010-08-23 up to it."
        ]

    @pytest.mark.parametrize(("sign", "where"), [("<", "below"), (">", "above")])
    def test_a_value_beyond_detection(self, store: Store, sign: str, where: str) -> None:
        tell(store, complete().afp("2010-10-24", 2, comparator=sign))
        assert told(store, "beyond_detection") == [
            f"AFP {sign} 2 IU/mL on 2010-10-24 is {where} what the test can tell; it counts as"
            " 2 IU/mL."
        ]

    def test_values_without_the_limit_that_their_grade_needs(self, store: Store) -> None:
        story = complete()
        for day, value, limit in (("01", 60, None), ("02", 60, 40), ("03", 70, None)):
            story.says(
                "lab", f"2010-09-{day}", analyte="AST", value=value, unit="IU/L", upper_limit=limit
            )
        tell(store, story)
        (found,) = issues(store)
        assert found["issue"] == "no_limit_of_normal"
        assert found["what"] == (
            "From 2010-09-01 on there are values without the limit of normal that CTCAE 3.0 needs:"
            " AST."
        )
        assert found["evidence"] == found["fact"] == "P07/lab/ast-2010-09-01"

    def test_a_value_that_is_graded_without_its_limit_is_none(self, store: Store) -> None:
        """Platelets of 40 are grade 3 whatever the lower limit; of 120 grade 0 or 1."""
        story = complete()
        for day, value in (("01", 40), ("02", 120)):
            story.says("lab", f"2010-09-{day}", analyte="platelets", value=value, unit="10^9/L")
        tell(store, story)
        assert told(store, "no_limit_of_normal") == [
            "From 2010-09-02 on there are values without the limit of normal that CTCAE 3.0 needs:"
            " platelets."
        ]

    def test_a_result_dated_after_the_death(self, store: Store) -> None:
        tell(store, complete().afp("2011-04-20", 9))
        (found,) = issues(store)
        assert found["what"] == "A laboratory value of 2011-04-20, after the death by 2011-04-11."
        assert found["evidence"].split() == ["P07/lab/afp-2011-04-20", "P07/vital_status/death"]

    def test_a_unit_without_a_conversion_is_refused(self, store: Store) -> None:
        with pytest.raises(UnknownUnit, match="'ng/dl' is not a unit of AFP; known: IU/mL"):
            tell(store, complete().afp("2010-10-24", 2, "ng/dl"))
        assert issues(store) == []


class TestRadiotherapy:
    def test_a_fraction_keyed_twice(self, store: Store) -> None:
        tell(store, complete(), Patient().fraction("2010-08-24", 2))
        twice, dose = issues(store, "duplicate_fraction", "dose_differs_from_prescription")[::-1]
        assert twice["what"] == (
            "Fraction 2 of course 1 was given twice on 2010-08-24, the second time 1.8 Gy."
        )
        assert (twice["fact"], twice["severity"]) == ("P07/rt_fraction/1-2~2", "error")
        assert dose["what"] == "Course 1: 46.8 Gy in 26 fractions were given, 45 Gy prescribed."
        retract(store, "P07/rt_fraction/1-2~2")
        assert issues(store) == []

    def test_a_course_that_was_broken_off(self, store: Store) -> None:
        tell(store, complete())
        retract(store, "P07/rt_fraction/1-25")
        assert told(store, "dose_differs_from_prescription") == [
            "Course 1: 43.2 Gy in 24 fractions were given, 45 Gy prescribed."
        ]

    def test_a_fraction_on_a_saturday(self, store: Store) -> None:
        tell(store, complete())
        correct(store, "P07/rt_fraction/1-5", on="2010-08-28")
        assert told(store, "fraction_on_a_weekend") == [
            "Fraction 5 of course 1 on 2010-08-28, a Saturday."
        ]


class TestTheDrug:
    def test_a_change_of_dose_without_a_reason(self, store: Store) -> None:
        story = complete().takes("2010-08-23", 800).takes("2010-09-06", 400)
        tell(store, story.takes("2010-09-20", 400).takes("2010-10-04", 0, "progression"))
        assert told(store, "dose_change_without_reason") == [
            "Sorafenib went from 800 to 400 mg/day on 2010-09-06 without a reason."
        ]

    def test_a_dose_taken_again_rests_on_the_first_one_too(self, store: Store) -> None:
        story = complete().takes("2010-08-23", 800, "start").takes("2010-09-06", 0, "toxicity")
        tell(store, story.takes("2010-09-13", 400))
        found = [row for row in issues(store) if row["issue"] == "dose_change_without_reason"]
        assert [row["evidence"].split() for row in found] == [
            [f"P07/drug_dose/sorafenib-2010-{day}" for day in ("09-13", "09-06", "08-23")]
        ]


class TestAdverseEvents:
    def test_an_episode_without_an_end(self, store: Store) -> None:
        story = complete().suffers("2010-09-06", "nausea", 1).suffers("2010-09-13", "nausea", 2)
        tell(store, story.seen("2011-03-01"))
        assert told(store, "episode_without_end") == [
            "Nausea, grade 2 since 2010-09-13, has no end at the last contact on 2011-03-01."
        ]
        tell(store, Patient().suffers("2010-09-20", "nausea", 0))
        assert issues(store) == []

    @pytest.mark.parametrize(
        ("term", "grade", "above"),
        [
            ("alopecia", 2, False),
            ("alopecia", 3, True),
            ("HFS", 4, True),
            ("pneumonitis", 5, False),
        ],
    )
    def test_a_grade_that_the_term_does_not_have(
        self, store: Store, term: str, grade: int, above: bool
    ) -> None:
        """CTCAE 3.0: hair loss ends with grade 2, the hand-foot skin reaction with grade 3."""
        tell(store, complete().suffers("2010-09-06", term, grade))
        assert bool(issues(store, "grade_above_the_term")) is above

    def test_a_landmark_at_which_nobody_saw_the_patient(self, store: Store) -> None:
        tell(store, complete())
        retract(store, "P07/vital_status/death")
        tell(store, Patient().seen("2011-01-10"))
        assert told(store, "no_contact_at_landmark") == [
            "No contact at 6 months (2011-03-23); last seen on 2011-01-10."
        ]


class TestDates:
    def test_a_month_that_was_given_a_day_by_the_protocol(self, store: Store) -> None:
        tell(store, complete().takes("2010-08", 800))
        assert told(store, "day_imputed") == [
            "Of this drug dose only the month is known, 2010-08; it counts as 2010-08-01."
        ]
        put_in_force(store, ('drug_dose = "earliest"', 'drug_dose = "latest"'))
        assert "it counts as 2010-08-31" in told(store, "day_imputed")[0]

    def test_a_year_decides_nothing(self, store: Store) -> None:
        tell(store, complete().scan("2010", "PD"))
        (found,) = issues(store)
        assert (found["issue"], found["occurred_on"]) == ("date_to_the_year", "2010")
        assert found["what"] == "Of this imaging only the year is known, 2010."

    def test_two_deaths(self, store: Store) -> None:
        tell(store, complete().says("vital_status", "2011-05-01", status="dead"))
        assert told(store, "two_deaths") == ["A death on 2011-05-01 after the one by 2011-04-11."]

    def test_a_visit_after_the_death_is_refused(self, store: Store) -> None:
        tell(store, complete())
        with pytest.raises(Refused, match="after the patient's death on 2011-04-11"):
            tell(store, Patient().scan("2011-05-01", "PD"))
        assert issues(store) == []

    def test_a_lesion_measured_twice_in_one_scan_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidEvent, match="measured twice"):
            tell(store, complete().scan("2010-12-24", "PR", lesions=[TARGET, TARGET]))


def test_an_issue_is_about_one_patient_and_goes_with_its_correction(store: Store) -> None:
    tell(store, complete(), Patient("P08").irradiated("2010-08-23").fraction("2010-08-24", 2))
    assert {found["patient"] for found in issues(store, "duplicate_fraction")} == {"P08"}
    retract(store, "P08/rt_fraction/1-2~2")
    assert issues(store, "duplicate_fraction") == []

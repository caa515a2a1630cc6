"""The row of the cohort list: a patient's course at a glance."""

from __future__ import annotations

import pytest

from courses import Patient, cells, correct, retract, row, rows, tell
from timeline.store import Store


def whole() -> Patient:
    """The study's P07, in short."""
    told = Patient().registered("2010-08-01", birth_date="1956-11-30", etiology="HBV",
        diagnosis_basis="histology", previous_treatments=["resection", "TACE"])  # fmt: skip
    told.says("eligibility", "2010-08-02", status="included", group="primary")
    told.status("2010-08-05", ecog=1, child_pugh_score=6, child_pugh_class="A", stage="IVA")
    told.scan("2010-08-10", "baseline").afp("2010-08-20", 23919).takes("2010-08-21", 800, "start")
    told.irradiated("2010-08-23").takes("2010-09-17", 400, "toxicity")
    told.scan("2010-10-24", "PD", new_lesions=["lung"]).afp("2010-10-24", 5958)
    return told.suffers("2010-12-20", "radiation pneumonitis", 1).died("2011-04-11")


def test_a_course_at_a_glance(store: Store) -> None:
    tell(store, whole())
    found = row(store, "course")
    evidence = found.pop("evidence").split()
    assert found == {
        "patient": "P07",
        "included": True,
        "group": "primary",
        "sex": "male",
        "age": 53,
        "etiology": "HBV",
        "diagnosis_basis": "histology",
        "previous_treatments": "resection; TACE",
        "stage": "IVA",
        "ecog": 1,
        "child_pugh": "A6",
        "origin_on": "2010-08-23",
        "rt_site": "liver",
        "rt_target": "primary",
        "rt_technique": "3D-CRT",
        "rt_gy": 45.0,
        "rt_fractions": 25,
        "agent": "sorafenib",
        "start_dose_mg": 800,
        "dose_mg": 400,
        "best_response": "PD",
        "afp_change_percent": pytest.approx(-75.0909, abs=1e-4),
        "afp_decline_over_80": False,
        "ttp_months": 62 / 30.4375,
        "ttp_event": True,
        "os_months": 231 / 30.4375,
        "os_event": True,
        "late_3_months": "G1 radiation pneumonitis",
        "late_6_months": "G1 radiation pneumonitis",
        "skin_reaction": None,
        "first_on": "2010-08-01",
        "last_on": "2011-04-11",
        "events": 37,
        "corrections": 0,
    }
    said = {draft.fact for draft in whole().drafts if draft.fact} | {
        "P07/registration",
        "P07/eligibility",
        "P07/clinical_status/2010-08-05",
        "P07/lab/afp-2010-08-20",
        "P07/lab/afp-2010-10-24",
        "P07/drug_dose/sorafenib-2010-08-21",
        "P07/drug_dose/sorafenib-2010-09-17",
        "P07/rt_prescription/1",
        "P07/imaging/ct-abdomen-2010-10-24",
        "P07/adverse_event/radiation_pneumonitis-2010-12-20",
        *(f"P07/rt_fraction/1-{number}" for number in range(1, 26)),
    }
    assert set(evidence) == said


def test_of_a_patient_hardly_known_most_is_missing(store: Store) -> None:
    tell(store, Patient().noted("2010-08-01", "referred by telephone"))
    found = row(store, "course")
    known = {name: value for name, value in found.items() if value is not None}
    assert known == {
        "patient": "P07",
        "included": True,
        "first_on": "2010-08-01",
        "last_on": "2010-08-01",
        "events": 1,
        "corrections": 0,
        "evidence": "P07/note/2010-08-01",
    }


def test_first_and_last_are_dated_as_far_as_they_are_known(store: Store) -> None:
    told = Patient().noted("2009", "referred").afp("2009-11-20", 400)
    tell(store, told.seen("2010-02-03").noted("2010-04", "heard of by telephone"))
    assert cells(row(store, "course"), "first_on", "last_on") == ("2009", "2010-04")


def test_a_month_begins_before_its_second_day_and_ends_after_none_of_its_days(store: Store) -> None:
    """First and last go by the earliest day that a date may mean."""
    tell(store, Patient().afp("2009-11-02", 400).noted("2009-11", "referred"))
    assert cells(row(store, "course"), "first_on", "last_on") == ("2009-11", "2009-11-02")


def test_a_patient_whose_every_fact_was_retracted_has_no_row(store: Store) -> None:
    tell(store, Patient().noted("2010-08-01", "wrong clinic"), Patient("P08").seen("2010-08-01"))
    retract(store, "P07/note/2010-08-01")
    assert [found["patient"] for found in rows(store, "course")] == ["P08"]


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("1956-08-23", 54),
        ("1956-08-24", 53),
        ("1956-08", 54),
        ("1956-09", 53),
        ("1956", 54),
        ("2008-02-29", 2),
    ],
)
def test_age_is_in_completed_years_at_the_origin(store: Store, birth: str, age: int) -> None:
    """A partial birth date stands for its middle: the 15th, 1 July."""
    tell(store, Patient().registered(birth_date=birth).irradiated("2010-08-23"))
    assert row(store, "course")["age"] == age


def test_stage_and_status_are_the_last_known_up_to_the_origin_each_by_itself(store: Store) -> None:
    told = Patient().status("2010-07-01", ecog=0, stage="III", child_pugh_score=5)
    told.status("2010-08-23", ecog=1).status("2010-09-10", ecog=2, stage="IVB")
    tell(store, told.irradiated("2010-08-23"))
    assert cells(row(store, "course"), "ecog", "stage", "child_pugh") == (1, "III", "5")


def test_what_is_known_only_after_the_origin_is_shown_for_want_of_better(store: Store) -> None:
    told = Patient().status("2010-09-10", ecog=2).status("2010-10-10", ecog=3)
    tell(store, told.irradiated("2010-08-23"))
    assert row(store, "course")["ecog"] == 2


@pytest.mark.parametrize(
    ("scans", "best"),
    [
        ([("2010-10-24", "SD"), ("2010-12-24", "PR"), ("2011-02-24", "SD")], "PR"),
        ([("2010-10-24", "SD"), ("2010-12-24", "PD"), ("2011-02-24", "CR")], "SD"),
        ([("2010-10-24", "PD")], "PD"),
        ([("2010-10-24", "NE"), ("2010-12-24", "PD")], "PD"),
        ([("2010-10-24", "NE")], "NE"),
        ([("2010-08-10", "CR"), ("2010-08-23", "CR")], None),
        ([("2010-10-24", "baseline")], None),
    ],
)
def test_the_best_response_is_the_best_call_after_the_origin_up_to_progression(
    store: Store, scans: list[tuple[str, str]], best: str | None
) -> None:
    told = Patient().irradiated("2010-08-23")
    for day, call in scans:
        told.scan(day, call)
    tell(store, told)
    assert row(store, "course")["best_response"] == best


def test_late_toxicity_is_none_not_evaluable_or_its_grade_and_terms(store: Store) -> None:
    told = Patient().irradiated("2010-08-23").suffers("2010-12-20", "nausea", 2)
    told.suffers("2010-12-21", "fatigue", 1).suffers("2011-01-20", "nausea", 0)
    tell(store, told.suffers("2011-01-20", "fatigue", 0).seen("2011-03-23"))
    tell(store, Patient("P08").irradiated("2010-08-23").seen("2010-12-31"))
    assert cells(row(store, "course"), "late_3_months", "late_6_months") == (
        "G2 nausea; fatigue", "none",
    )  # fmt: skip
    assert cells(row(store, "course", "P08"), "late_3_months", "late_6_months") == ("none", "n/e")


def test_doses_of_all_courses_are_added(store: Store) -> None:
    told = Patient().irradiated("2010-08-23")
    tell(store, told.irradiated("2011-02-07", course="2", fractions=10, each=3))
    assert cells(row(store, "course"), "rt_gy", "rt_fractions") == (75.0, 35)


def test_corrected_facts_are_counted_once_each(store: Store) -> None:
    tell(store, Patient().afp("2010-08-20", 10).afp("2010-09-20", 20))
    correct(store, "P07/lab/afp-2010-08-20", value=11)
    correct(store, "P07/lab/afp-2010-08-20", value=12)
    assert cells(row(store, "course"), "events", "corrections") == (2, 1)

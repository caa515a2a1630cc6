"""Why a number is what it is."""

from __future__ import annotations

import re

import pytest

from courses import Patient, correct, put_in_force, retract, tell
from timeline.errors import UnknownPatient, UnknownProjection
from timeline.explain import Explanation, explain
from timeline.projections.declarations import PROJECTIONS
from timeline.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    story = Patient().registered().irradiated("2010-08-23").scan("2010-10-24", "PR")
    story.afp("2010-08-20", 1000).afp("2010-10-24", 100).suffers("2010-12-20", "nausea", 1)
    tell(store, story.died("2011-04-11"))
    return store


def one(store: Store, name: str, **question: object) -> Explanation:
    return explain(store, "P07", name, **question)[0]  # type: ignore[arg-type]


def test_survival_is_explained_by_its_ends_its_rule_and_its_facts(told: Store) -> None:
    found = one(told, "os")
    assert found.sentence == (
        "Overall survival is 7.6 months (231 days), from the first RT fraction on 2010-08-23 to"
        " 2011-04-11: death."
    )
    assert found.rule.startswith("Overall survival runs from the first RT fraction to death of any")
    assert [event.fact for event in found.facts] == [
        "P07/rt_fraction/1-1",
        "P07/vital_status/death",
    ]
    assert found.history == []


def test_a_correction_on_the_way_is_told_with_who_and_why(told: Store) -> None:
    correct(told, "P07/vital_status/death", on="2011-04-12", status="dead")
    found = one(told, "os")
    assert "(232 days)" in found.sentence
    (told_of,) = found.history
    assert re.fullmatch(
        r"The vital status of 2011-04-11 was recorded on 20\S+ by study.nurse as dead; study.nurse"
        r" corrected it on 20\S+, “keyed wrong”: date 2011-04-11 → 2011-04-12\.",
        told_of,
    )


def test_as_of_an_earlier_point_it_is_explained_as_it_stood(told: Store) -> None:
    before = told.head().seq
    correct(told, "P07/vital_status/death", on="2011-04-12", status="dead")
    found = one(told, "os", as_of=before)
    assert "(231 days)" in found.sentence
    assert found.history == []


def test_a_fact_that_no_longer_counts_is_told(told: Store) -> None:
    retract(told, "P07/adverse_event/nausea-2010-12-20")
    (told_of,) = one(told, "late_toxicity").history
    assert told_of.startswith("The adverse event of 2010-12-20 was recorded on 20")
    assert told_of.endswith(", “wrong patient”, so that it no longer counts.")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "ttp",
            "Time to progression is censored at 7.6 months (231 days), from the first RT fraction"
            " on 2010-08-23 to 2011-04-11: death without progression.",
        ),
        (
            "afp_decline",
            "AFP fell by 90.0 %, from 1000 IU/mL on 2010-08-20 to 100 IU/mL on 2010-10-24; that"
            " counts as a decline.",
        ),
        (
            "late_toxicity",
            "At 3 months after RT (2010-12-23): nausea, worst grade 1, attributed to RT.",
        ),
        (
            "radiotherapy",
            "Course 1 delivered 45 Gy in 25 fractions from 2010-08-23 to 2010-09-24, 33 days in"
            " all: BED 53.1 Gy, EQD2 44.25 Gy, 45 Gy conventional.",
        ),
        ("course", "32 facts are known, 0 of them revised."),
    ],
)
def test_every_table_has_its_sentence(told: Store, name: str, sentence: str) -> None:
    assert one(told, name).sentence == sentence


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_fact_of_the_evidence_is_shown(told: Store, name: str) -> None:
    for found in explain(told, "P07", name):
        assert {event.fact for event in found.facts} == set(found.values["evidence"].split())


def test_the_rule_is_told_in_the_protocols_own_numbers(told: Store) -> None:
    put_in_force(
        told,
        ('censoring = "death_or_last_contact"', 'censoring = "last_evaluable_imaging"'),
        ("decline_percent = 80.0", "decline_percent = 50.0"),
    )
    assert "is censored at the last evaluable imaging" in one(told, "ttp").rule
    assert "strictly more than 50 %" in one(told, "afp_decline").rule


def test_an_unknown_patient_or_table_is_refused(told: Store) -> None:
    with pytest.raises(UnknownPatient):
        explain(told, "P99", "os")
    with pytest.raises(UnknownProjection):
        explain(told, "P07", "survival")


@pytest.mark.parametrize(
    ("doses", "sentence"),
    [
        (
            [("2010-08-16", 800, "start"), ("2010-09-06", 0, "toxicity"),
             ("2010-09-13", 400, "recovery"), ("2010-10-25", 0, "progression")],
            "Sorafenib was taken from 2010-08-16 to 2010-10-24 (70 days), 480 mg a day on average:"
            " 60.0 % of the planned 800 mg. The dose was reduced once (toxicity 2010-09-06) and"
            " interrupted once for 7 days in all. It was stopped on 2010-10-25 (progression). The"
            " first dose was 7 days before the first fraction, concurrent with radiotherapy.",
        ),
        (
            [("2010-08-31", 800, "start")],
            "Sorafenib was taken from 2010-08-31 to 2011-04-11 (224 days), 800 mg a day on average:"
            " 100.0 % of the planned 800 mg. The dose was neither reduced nor interrupted. No stop"
            " is known; it counts up to death. The first dose was 8 days after the first fraction,"
            " not concurrent with radiotherapy.",
        ),
    ],
)  # fmt: skip
def test_exposure_is_told_with_its_changes_its_end_and_the_radiotherapy(
    told: Store, doses: list[tuple[str, float, str]], sentence: str
) -> None:
    """21 days of 800 mg, 7 of none and 42 of 400 mg are 33 600 mg in 70 days."""
    story = Patient()
    for dose in doses:
        story.takes(*dose)
    tell(told, story)
    assert one(told, "drug_exposure").sentence == sentence


@pytest.fixture
def measured(store: Store) -> Store:
    """A target that shrank from 100 to 60 to 50 mm and grew to 60 mm, all of it viable."""
    told = Patient().irradiated("2010-08-23")
    days = ("2010-08-20", "2010-10-24", "2010-12-17", "2011-02-18")
    calls = ("baseline", "PR", "PR", "SD")
    for day, size, call in zip(days, (100, 60, 50, 60), calls, strict=True):
        sizes = {"longest_mm": size, "viable_mm": size}
        told.scan(day, call, lesions=[{"lesion": "A", "role": "target", **sizes}])
    tell(store, told)
    return store


def test_a_response_is_explained_by_its_sums_and_the_readers_call(measured: Store) -> None:
    found = explain(measured, "P07", "response")[0]
    assert found.sentence == (
        "By mRECIST the response on 2010-10-24 is PR (PR in the field, none outside it): the"
        " targets went from 100 to 60 mm (-40.0 %). The reader's call, PR, agrees. The best overall"
        " response is PR."
    )
    assert "mRECIST from day 21 to 60 for the primary tumour" in found.rule
    assert "one assessment" not in found.rule
    put_in_force(measured, ("assessment_span_days = 0", "assessment_span_days = 7"))
    rule = one(measured, "response").rule
    assert "before the first RT fraction. Scans up to 7 days apart are one assessment." in rule


def test_a_day_of_imaging_is_explained_by_the_smallest_sum_and_its_flags(measured: Store) -> None:
    baseline, *_, last = explain(measured, "P07", "response_assessments")[:4]
    assert baseline.sentence == "The baseline by mRECIST is of 2010-08-20: a sum of 100 mm."
    assert last.sentence == (
        "By mRECIST 2011-02-18 shows PD (PD in the field, none outside it): the targets went from"
        " 100 to 60 mm (-40.0 %), +20.0 % from the smallest sum before, 50 mm. The reader's call,"
        " SD, does not agree. To be known: reader says SD, mRECIST PD."
    )


def test_a_response_that_was_not_assessed_is_said_to_be_none(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").scan("2010-08-20", "baseline"))
    assert explain(store, "P07", "response")[0].sentence == (
        "By mRECIST there is no response: not assessed in the window."
    )


def test_the_rule_of_progression_says_when_measurements_make_it(measured: Store) -> None:
    put_in_force(measured, ('progression_by = "reported"', 'progression_by = "criteria"'))
    assert "to the first imaging that measures as progression by mRECIST or RECIST 1.1" in (
        one(measured, "ttp").rule
    )
    assert one(measured, "pfs").rule.startswith(
        "Progression-free survival runs from the first RT fraction to the first imaging that"
        " measures as progression by mRECIST or RECIST 1.1 or death, whichever is first"
    )


def test_the_scan_that_shows_the_progression_is_told_with_it(told: Store) -> None:
    tell(told, Patient().scan("2011-01-10", "PD", new_lesions=["lung"]))
    assert one(told, "ttp").sentence == (
        "Time to progression is 4.6 months (140 days), from the first RT fraction on 2010-08-23 to"
        " 2011-01-10: progression on imaging. The scan of that day is CT abdomen: PD, new lesion"
        " lung."
    )


def test_the_cause_of_a_death_is_told_with_it(told: Store) -> None:
    correct(told, "P07/vital_status/death", cause="hepatic failure")
    assert one(told, "os").sentence.endswith(": death. The cause given is hepatic failure.")


def test_a_data_issue_is_told_with_what_becomes_of_it(told: Store) -> None:
    found = {each.values["issue"]: each.sentence for each in explain(told, "P07", "data_issues")}
    assert found["episode_without_end"] == (
        "Nausea, grade 1 since 2010-12-20, has no end at the last contact on 2010-12-20. Note: it"
        " is in effect to the end of follow-up."
    )

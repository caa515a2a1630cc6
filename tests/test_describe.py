"""Events in a clinician's words."""

from __future__ import annotations

import pytest

from courses import Patient, correct, reinstate, retract, tell
from timeline.describe import changed_fields, describe, describe_payload, moves_in_words
from timeline.history import revisions
from timeline.kinds import KINDS
from timeline.store import Store

TOLD = [
    (
        Patient().registered(birth_date="1956", etiology="HBV", diagnosis_basis="clinical"),
        "registration: male, born 1956, HBV, clinical",
    ),
    (
        Patient().says("eligibility", "2010", status="excluded", reason="bone"),
        "excluded, bone",
    ),
    (
        Patient().status("2010", ecog=0, child_pugh_class="A", child_pugh_score=6, ascites="mild"),
        "ECOG 0, Child–Pugh A6, ascites mild",
    ),
    (
        Patient().prescribed("2010-08-23"),
        "RT course 1: 45 Gy in 25 fractions to liver, 3D-CRT",
    ),
    (Patient().fraction("2010-08-23", 3), "fraction 3 of course 1, 1.8 Gy"),
    (Patient().takes("2010-08-21", 800, "start"), "sorafenib 800 mg/day, start"),
    (Patient().takes("2010-09-17", 0, "toxicity"), "sorafenib held, toxicity"),
    (Patient().afp("2010-08-20", 23919), "AFP 23919 IU/mL"),
    (Patient().afp("2010-08-20", 0.6, "ng/mL", comparator="<"), "AFP < 0.6 ng/mL"),
    (Patient().says("lab", "2010", analyte="INR", value=1.1, unit="1"), "INR 1.1"),
    (
        Patient().scan("2010-10-24", "PD", non_target="PD", new_lesions=["lung", "bone"]),
        "CT abdomen: PD, non-target PD, new lesion lung, bone",
    ),
    (Patient().scan("2010-10-24"), "CT abdomen: no call"),
    (Patient().suffers("2010-12-20", "nausea", 2), "nausea, grade 2, RT"),
    (Patient().suffers("2010-12-20", "nausea", 0, attribution=[]), "nausea, resolved"),
    (Patient().says("procedure", "2009", name="TACE", site="liver"), "TACE, liver"),
    (Patient().says("vital_status", "2011", status="dead", cause="sepsis"), "dead, sepsis"),
    (Patient().noted("2011", "moved"), "moved"),
    (
        Patient().says(
            "review", "2011", verdict="accepted", issue="two_deaths", comment="by the registry"
        ),
        "accepted: two deaths, “by the registry”",
    ),
]


def test_every_kind_is_described() -> None:
    assert {told.drafts[0].kind for told, _ in TOLD} == set(KINDS)


@pytest.mark.parametrize(("told", "words"), TOLD, ids=[words for _, words in TOLD])
def test_an_event_is_described_in_one_line(told: Patient, words: str) -> None:
    (draft,) = told.drafts
    assert describe_payload(draft.kind, draft.payload) == words


def test_each_revision_says_who_did_what_and_what_moved(store: Store) -> None:
    tell(store, Patient().afp("2010-08-20", 9, upper_limit=7))
    fact = "P07/lab/afp-2010-08-20"
    correct(store, fact, value=10, upper_limit=None, on="2010-08")
    retract(store, fact)
    reinstate(store, fact)
    first, second, third, fourth = revisions(store, fact)
    assert describe(second) == "AFP 10 IU/mL"
    assert changed_fields(first, second) == [
        ("occurred_on", "2010-08-20", "2010-08"), ("value", 9.0, 10.0), ("upper_limit", 7.0, None),
    ]  # fmt: skip
    assert changed_fields(second, third) == changed_fields(third, fourth) == []
    assert moves_in_words(first, second) == (
        "date 2010-08-20 → 2010-08, value 9 → 10, upper limit 7 → none"
    )
    assert moves_in_words(second, third) == ""

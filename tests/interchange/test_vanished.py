"""Rows that an earlier export had and this one has not."""

from __future__ import annotations

import pytest

from timeline.history import effective_events

LABS = """
    patient,occurred_on,analyte,value,unit
    P01,2008-01-02,AFP,900,IU/mL
    P01,2008-02-02,AFP,9,IU/mL
    P01,2008-02-02,AFP,9,IU/mL
    P02,2008-03-02,AFP,7,IU/mL
"""


@pytest.fixture
def first(write, bring, patients):
    bring(write("lab.csv", LABS))


def gone(summary):
    return [(one.fact, one.source) for one in summary.vanished]


def test_they_are_named_and_left_alone(store, write, bring, first):
    summary = bring(write("lab.csv", LABS.replace("P02,2008-03-02,AFP,7,IU/mL", "")))
    assert gone(summary) == [("P02/lab/afp-2008-03-02", "lab.csv#5")]
    assert summary.outcomes() == {"unchanged": 3}
    assert [event.kind for event in effective_events(store, "P02")] == ["registration", "lab"]


def test_they_are_retracted_with_a_reason_where_that_is_asked_for(store, write, bring, first):
    shorter = write("lab.csv", LABS.replace("P02,2008-03-02,AFP,7,IU/mL", ""))
    summary = bring(shorter, retract_missing="not in the full export of May")
    assert summary.outcomes() == {"unchanged": 3, "retracted": 1}
    assert [event.kind for event in effective_events(store, "P02")] == ["registration"]
    (last,) = store.events("action = 'retract'")
    assert (last.reason, last.source) == ("not in the full export of May", "lab.csv")
    assert bring(shorter, retract_missing="again").outcomes() == {"unchanged": 3}


def test_a_fact_told_twice_and_now_once_has_lost_its_second(write, bring, first):
    summary = bring(write("lab.csv", LABS.replace("    P01,2008-02-02,AFP,9,IU/mL\n", "", 1)))
    assert gone(summary) == [("P01/lab/afp-2008-02-02~2", "lab.csv#4")]


def test_other_files_and_what_was_recorded_by_hand_are_not_missed(write, bring, first):
    other = write("lab_2009.csv", LABS.replace("2008", "2009"))
    assert gone(bring(other)) == []


def test_what_was_retracted_already_is_not_missed(store, write, bring, first):
    from courses import retract

    retract(store, "P02/lab/afp-2008-03-02")
    shorter = LABS.replace("P02,2008-03-02,AFP,7,IU/mL", "")
    assert gone(bring(write("lab.csv", shorter))) == []


def test_a_file_whose_name_begins_alike_is_another(write, bring, first):
    assert gone(bring(write("lab.csv.csv", LABS.replace("2008", "2010")), kind="lab")) == []

"""Importing what the store knows already: the same file, an edited one, one that was overruled."""

import pytest

from timeline.events import Draft
from timeline.history import (
    draft_correction,
    draft_reinstatement,
    draft_retraction,
    revisions,
)
from timeline.recording import append

LABS = """
    patient,occurred_on,analyte,value,unit
    P01,2007-07-01,AFP,59018,IU/mL
    P01,2007-07-01,AFP,59019,IU/mL
    P02,2007-10-01,AFP,94,ng/mL
"""
FACT = "P02/lab/afp-2007-10-01"


@pytest.fixture
def labs(patients, write, bring):
    path = write("lab.csv", LABS)
    bring(path)
    return path


def by_hand(store, draft):
    append(store, [draft], actor="jc")


def test_the_same_file_again_adds_nothing(store, labs, bring):
    head = store.head()
    assert bring(labs).outcomes() == {"unchanged": 3}
    assert store.head() == head


def test_other_spellings_of_the_same_content_are_the_same_content(store, labs, write, bring):
    path = write("lab.csv", LABS.replace("AFP,94,ng/mL", "afp,94.0,ng/ml"))
    assert bring(path).outcomes() == {"unchanged": 3}


def test_an_edited_row_corrects_its_fact(store, labs, write, bring):
    summary = bring(write("lab.csv", LABS.replace("94", "95")))
    assert summary.outcomes() == {"unchanged": 2, "corrected": 1}
    assert summary.warnings == []
    first, second = revisions(store, FACT)
    assert (first.payload["value"], second.payload["value"]) == (94.0, 95.0)
    assert (second.action, second.reason, second.source) == (
        "correct",
        "re-imported from lab.csv",
        "lab.csv#4",
    )


def test_a_row_edited_twice_is_corrected_twice_and_then_rests(store, labs, write, bring):
    bring(write("lab.csv", LABS.replace("94", "95")))
    path = write("lab.csv", LABS)
    assert bring(path).outcomes() == {"unchanged": 2, "corrected": 1}
    assert bring(path).outcomes() == {"unchanged": 3}


def test_an_appended_row_is_added(store, labs, write, bring):
    path = write("lab.csv", LABS + "    P02,2007-11-01,AFP,90,ng/mL\n")
    assert bring(path).outcomes() == {"unchanged": 3, "added": 1}


def test_a_correction_by_hand_is_not_undone_by_the_file_it_corrected(store, labs, bring):
    by_hand(store, draft_correction(store, FACT, {"value": 940.0}, reason="digit lost"))
    assert bring(labs).outcomes() == {"unchanged": 3}
    assert revisions(store, FACT)[-1].payload["value"] == 940.0


def test_a_retraction_by_hand_is_not_undone_by_the_file_either(store, labs, bring):
    by_hand(store, draft_retraction(store, FACT, reason="another patient's"))
    assert bring(labs).outcomes() == {"unchanged": 3}
    assert revisions(store, FACT)[-1].action == "retract"


def test_a_file_edited_after_a_correction_by_hand_wins_with_a_warning(store, labs, write, bring):
    by_hand(store, draft_correction(store, FACT, {"value": 940.0}, reason="digit lost"))
    summary = bring(write("lab.csv", LABS.replace("94", "950")))
    (warning,) = summary.warnings
    assert str(warning).startswith(
        f"lab.csv, row 4: {FACT} is corrected by the file, over revision 2 of"
    )
    assert str(warning).endswith("by jc (digit lost)")
    assert revisions(store, FACT)[-1].payload["value"] == 950.0


def test_a_file_that_caught_up_with_a_correction_by_hand_is_no_news(store, labs, write, bring):
    by_hand(store, draft_correction(store, FACT, {"value": 940.0}, reason="digit lost"))
    assert bring(write("lab.csv", LABS.replace("94", "940"))).outcomes() == {"unchanged": 3}


def test_an_edited_row_of_a_retracted_fact_is_refused(store, labs, write, refusal):
    by_hand(store, draft_retraction(store, FACT, reason="another patient's"))
    assert refusal(write("lab.csv", LABS.replace("94", "95"))) == [
        f"lab.csv, row 4: fact {FACT} was retracted by jc (another patient's), and the file now"
        " says something else of it; reinstate it first, or take the row out"
    ]


def test_an_edited_row_of_a_reinstated_fact_corrects_it(store, labs, write, bring):
    by_hand(store, draft_retraction(store, FACT, reason="another patient's"))
    by_hand(store, draft_reinstatement(store, FACT, reason="it was P02's after all"))
    summary = bring(write("lab.csv", LABS.replace("94", "95")))
    assert summary.outcomes() == {"unchanged": 2, "corrected": 1}


def test_another_file_with_the_same_content_is_no_news(store, labs, write, bring):
    assert bring(write("lab_2007.csv", LABS)).outcomes() == {"unchanged": 3}


def test_another_file_with_other_content_corrects_and_both_rest(store, labs, write, bring):
    other = write("lab_2007.csv", LABS.replace("94", "95"))
    assert bring(other).outcomes() == {"unchanged": 2, "corrected": 1}
    assert bring(other).outcomes() == {"unchanged": 3}
    assert bring(labs).outcomes() == {"unchanged": 3}


def test_a_file_that_says_otherwise_than_a_record_by_hand_wins_with_a_warning(
    store, patients, write, bring
):
    values = {"analyte": "AFP", "value": 94.0, "unit": "IU/mL"}
    by_hand(store, Draft(patient="P02", kind="lab", occurred_on="2007-10-01", payload=values))
    summary = bring(write("lab.csv", LABS))
    assert summary.outcomes() == {"added": 2, "corrected": 1}
    assert str(summary.warnings[1]).endswith(" by jc (recorded by hand)")


def test_one_call_with_both_files_is_like_one_after_the_other(patients, write, bring):
    one, other = write("lab.csv", LABS), write("lab_2007.csv", LABS.replace("94", "95"))
    summary = bring(one, other)
    assert summary.outcomes() == {"added": 3, "unchanged": 2, "corrected": 1}
    assert f"lab_2007.csv, row 4: {FACT} is corrected by the file, over revision 1 (lab.csv#4)" in [
        str(warning) for warning in summary.warnings
    ]
    assert bring(one, other).outcomes() == {"unchanged": 6}


def test_an_edited_row_that_was_recorded_long_ago_is_corrected_today(store, write, bring):
    text = """
        patient,occurred_on,analyte,value,unit,recorded_at
        P02,2007-10-01,AFP,94,ng/mL,2007-10-02
        P02,2007-11-01,AFP,60,ng/mL,2007-11-02
    """
    bring(write("lab.csv", text))
    by_hand(store, draft_correction(store, FACT, {"comparator": "<"}, reason="below the range"))
    edited = text.replace("94", "95").replace("60", "61")
    assert bring(write("lab.csv", edited)).outcomes() == {"corrected": 2}
    assert revisions(store, FACT)[-1].recorded_at > revisions(store, FACT)[-2].recorded_at


def test_a_dry_run_counts_and_keeps_nothing(store, labs, write, bring):
    head = store.head()
    summary = bring(write("lab.csv", LABS.replace("94", "95")), dry_run=True)
    assert summary.outcomes() == {"unchanged": 2, "corrected": 1}
    assert (summary.dry_run, store.head()) == (True, head)


def test_the_summary_counts_by_file_and_by_kind(patients, write, bring):
    note = write("note.csv", "patient,occurred_on,text\nP01,2007-07-01,Seen\n")
    summary = bring(write("lab.csv", LABS), note)
    assert summary.outcomes(file="lab.csv") == {"added": 3}
    assert summary.outcomes(kind="note") == {"added": 1}
    assert (summary.files, summary.kinds) == (["lab.csv", "note.csv"], ["lab", "note"])


def test_progress_is_told_in_both_phases(patients, write, bring):
    rows = "".join(f"P01,{year}-01-01,Seen\n" for year in range(1960, 2010))
    path = write("note.csv", "patient,occurred_on,text\n" + rows * 30)
    told = []
    bring(path, progress=lambda phase, done, total: told.append((phase, done, total)))
    assert ("recording", 1500, 1500) in told
    assert {phase for phase, _, _ in told} == {"reading", "recording"}

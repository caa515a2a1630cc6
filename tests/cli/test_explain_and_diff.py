"""explain and diff for people: a paragraph, and what moved patient by patient."""

import pytest

from courses import Patient, correct, retract, tell
from timeline.store import Store


@pytest.fixture
def store(run, folder):
    run("init")
    with Store.open(folder / "timeline.db") as opened:
        story = Patient().registered().irradiated("2010-08-23").scan("2010-08-20", "baseline")
        tell(opened, story.scan("2010-10-24", "PR").suffers("2010-12-20", "pneumonitis", 2))
        other = Patient("P08").registered().irradiated("2010-08-23")
        tell(opened, Patient().died("2011-04-11"), other.seen("2011-01-01"))
        yield opened


def test_fractions_that_follow_each_other_are_one_line(run, store):
    lines = run("explain", "P07", "radiotherapy").lines
    assert lines[-1] == (
        "  2010-08-23  to 2010-09-24: 25 fractions of course 1, 1.8 Gy each"
        "  P07/rt_fraction/1-1 … P07/rt_fraction/1-25"
    )


def test_a_corrected_fraction_stands_alone(run, store):
    correct(store, "P07/rt_fraction/1-5", dose_gy=2.0)
    lines = run("explain", "P07", "radiotherapy").lines
    assert [line.split("  ")[2] for line in lines[3:]] == [
        "to 2010-08-26: 4 fractions of course 1, 1.8 Gy each",
        "fraction 5 of course 1, 2 Gy",
        "to 2010-09-24: 20 fractions of course 1, 1.8 Gy each",
    ]


def test_the_rule_of_several_rows_is_told_once(run, store):
    out = run("explain", "P07", "late_toxicity").out
    assert out.count("Late toxicity is what is in effect") == 1


def test_many_revised_facts_stand_in_a_list(run, store):
    for number in (2, 3, 4, 5):
        retract(store, f"P07/rt_fraction/1-{number}")
    lines = run("explain", "P07", "radiotherapy").lines
    at = lines.index("On the way:")
    assert len(lines[at:]) == 5
    assert all(line.endswith("so that it no longer counts.") for line in lines[at + 1 :])


def test_a_difference_is_told_by_patient_with_who_revised_what_and_why(run, store):
    head = str(store.head().seq)
    correct(store, "P07/imaging/ct-abdomen-2010-10-24", reported_response="PD")
    tell(store, Patient("P08").seen("2011-02-01"))
    lines = run("diff", head, "now", "ttp", "os").lines
    assert [line for line in lines if not line.startswith(" ")] == ["P07", "P08"]
    at = lines.index("P08")
    assert lines[1].startswith("  ttp: ended_on 2011-04-11 → 2010-10-24, days 231 → 62,")
    assert lines[1].endswith("[1]")
    assert lines[2].startswith("  [1] imaging of 2010-10-24: study.nurse corrected it on 20")
    assert "“keyed wrong”: reported response PR → PD" in lines[2]
    assert lines[at + 1].startswith("  os: ended_on 2011-01-01 → 2011-02-01, ")
    assert "vital status of 2011-02-01: alive, recorded on 20" in lines[-1]


def test_many_rows_of_one_table_are_counted_unless_it_is_named(run, store):
    head = str(store.head().seq)
    told = Patient("P08")
    for day in range(10, 16):
        told.suffers(f"2010-12-{day}", f"complaint {day}", 1)
    tell(store, told)
    short, long = run("diff", head, "now"), run("diff", head, "now", "toxicity")
    assert "  toxicity: 6 rows moved" in short.lines
    assert sum(line.startswith("  toxicity complaint") for line in long.lines) == 6


def test_a_row_that_comes_or_goes_is_told_by_its_cells(run, store):
    head = str(store.head().seq)
    retract(store, "P08/rt_fraction/1-1")
    tell(store, Patient("P08").takes("2010-08-23", 800).takes("2010-09-06", 0, "choice"))
    there = run("diff", head, "now", "drug_exposure").lines[1]
    assert there.startswith(
        "  drug_exposure sorafenib: now first_on 2010-08-23, last_on 2010-09-05"
    )
    gone = run("diff", "now", head, "drug_exposure").lines[1]
    assert gone.startswith("  drug_exposure sorafenib: no longer first_on 2010-08-23")

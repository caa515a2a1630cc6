"""issues: what is contradictory or missing, counted on standard error."""

import csv
import io
import json

import pytest

from courses import Patient, tell
from timeline.store import Store


@pytest.fixture
def faulty(run, folder):
    run("init")
    told = Patient().registered().irradiated("2010-08-23").afp("2010-08-20", 10)
    told.fraction("2010-08-24", 2).seen("2011-06-01").suffers("2010-09-06", "nausea", 1)
    excluded = Patient("P08").registered().irradiated("2010-08-23").seen("2010-10-01")
    excluded.says("eligibility", "2010-08-20", status="excluded", reason="bone")
    with Store.open(folder / "timeline.db") as store:
        tell(store, told, excluded)


def test_a_table_for_people_and_the_count_on_standard_error(run, faulty):
    said = run("issues")
    assert said.code == 0
    assert said.lines[0].split() == [
        "patient", "severity", "issue", "occurred_on", "status", "what",
    ]  # fmt: skip
    assert [line.split()[:3] for line in said.lines[1:]] == [
        ["P07", "warning", "dose_differs_from_prescription"],
        ["P07", "error", "duplicate_fraction"],
        ["P07", "note", "episode_without_end"],
        ["P07", "warning", "no_baseline_imaging"],
    ]
    assert said.err.endswith("4 issues of 1 patient: 1 error, 2 warnings, 1 note\n")


def test_every_column_for_programs(run, faulty):
    (row,) = csv.DictReader(
        io.StringIO(run("issues", "--where", 'severity = "error"', "--format", "csv").out)
    )
    assert row == {
        "patient": "P07",
        "issue": "duplicate_fraction",
        "fact": "P07/rt_fraction/1-2~2",
        "severity": "error",
        "occurred_on": "2010-08-24",
        "what": "Fraction 2 of course 1 was given twice on 2010-08-24, the second time 1.8 Gy.",
        "status": "open",
        "unsettled": "true",
        **dict.fromkeys(("verdict", "reviewer", "reviewed_on", "comment", "since"), ""),
        "reviews": "0",
        "evidence": "P07/rt_fraction/1-2~2 P07/rt_fraction/1-2",
    }


def test_excluded_patients_only_where_they_are_asked_for(run, faulty):
    def patients(*options):
        found = json.loads(run("issues", "--format", "json", *options).out)
        return {issue["patient"] for issue in found}

    assert patients() == {"P07"}
    assert patients("--all-patients") == {"P07", "P08"}
    assert patients("--patient", "P08") == {"P08"}


def test_none_is_said_so_and_is_no_failure(run, faulty):
    said = run("issues", "--where", 'issue = "two_deaths"')
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith("no issues\n")
    assert run("issues", "--as-of", "1", "--format", "json").out == "[\n]\n"


def test_the_list_says_what_becomes_of_each(run):
    listed = {row["issue"]: row for row in csv.DictReader(
        io.StringIO(run("issues", "--list", "--format", "csv").out)
    )}  # fmt: skip
    assert listed["beyond_detection"]["handling"].startswith("it counts as the limit")


def test_a_condition_on_what_is_no_column_is_refused(run, faulty):
    said = run("issues", "--where", 'grade = "error"')
    assert said.code == 1
    assert "'grade' is not a column" in said.err

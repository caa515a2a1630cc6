"""review: marks and queries from the command line, and where they stand."""

import csv
import io

import pytest

from courses import Patient, tell
from timeline.store import Store

FRACTION = "P07/rt_fraction/1-2~2"
AFP = "P07/lab/afp-2010-08-20"


@pytest.fixture
def faulty(run, folder):
    run("init")
    told = Patient().registered().prescribed("2010-08-23", fractions=3).afp("2010-08-20", 10)
    for day, number in (("2010-08-23", 1), ("2010-08-24", 2), ("2010-08-25", 2)):
        told.fraction(day, number)
    with Store.open(folder / "timeline.db") as store:
        tell(store, told.scan("2010-08-20", "baseline").seen("2011-06-01"))


def listed(run, *options):
    out = run("issues", "--format", "csv", *options).out
    return [(row["issue"], row["status"]) for row in csv.DictReader(io.StringIO(out))]


def review(run, about, *options):
    return run("review", about, "--on", "2011-07-01", "--comment", "both were given", *options)


def test_an_accepted_issue_is_reviewed_and_a_correction_opens_it_again(run, faulty):
    assert listed(run, "--open") == [("duplicate_fraction", "open")]
    said = review(run, FRACTION, "--issue", "duplicate_fraction", "--accept")
    assert said.code == 0
    assert said.lines == ["P07/review/duplicate_fraction-p07_rt_fraction_1-2_2-accepted-2011-07-01"]
    assert listed(run) == [("duplicate_fraction", "reviewed")]
    assert listed(run, "--open") == []
    run("correct", FRACTION, "--on", "2010-08-26", "--reason", "keyed wrong")
    assert listed(run, "--open") == [("duplicate_fraction", "void")]
    run("retract", FRACTION, "--reason", "keyed twice")
    assert listed(run, "--status", "void") == []
    assert listed(run, "--status", "gone") == [("duplicate_fraction", "gone")]


def test_a_query_by_hand_is_listed_until_it_is_closed(run, faulty):
    review(run, AFP, "--query", "--by", "k.monitor")
    assert listed(run, "--status", "queried") == [("query", "queried")]
    assert run("issues").err.endswith("2 issues of 1 patient: 1 error, 1 query\n")
    review(run, AFP, "--answer")
    assert listed(run, "--status", "answered", "--status", "queried") == [("query", "answered")]
    review(run, AFP, "--close")
    assert ("query", "reviewed") in listed(run)


def test_who_looked_and_who_said_so_are_told_apart(run, faulty):
    (fact,) = run("--actor", "clerk", "review", "P07", "--accept", "--comment", "read", "--by",
                  "k.monitor").lines  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(run("issues", "--where", 'issue = "query"',
                                            "--format", "csv").out))  # fmt: skip
    assert (row["reviewer"], row["fact"], row["severity"]) == ("k.monitor", "P07", "query")
    assert "clerk" in run("history", fact).out


def test_what_cannot_be_reviewed_is_refused_in_one_line(run, faulty):
    said = review(run, FRACTION, "--issue", "two_deaths", "--accept")
    assert (said.code, said.err) == (
        1,
        f"timeline: field issue: {FRACTION} has no issue 'two_deaths'; it has:"
        " duplicate_fraction\n",
    )
    assert review(run, "P07/lab/afp-1999", "--accept").code == 1
    assert review(run, AFP).code == 2
    assert run("review", AFP, "--accept").code == 2


def test_a_dry_run_writes_nothing(run, faulty):
    assert review(run, AFP, "--query", "--dry-run").out == ""
    assert listed(run) == [("duplicate_fraction", "open")]

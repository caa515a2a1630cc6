"""`timeline survival`: what is printed, and what programs get."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

TWO_MORE = (
    "patient,occurred_on,sex\nP01,2009-02-20,male\nP02,2009-02-20,female\n",
    "patient,occurred_on,course,site,target,technique,total_dose_gy,fractions,fraction_dose_gy\n"
    "P01,2009-02-25,1,liver,primary,3D-CRT,1.8,1,1.8\n"
    "P02,2009-02-25,1,liver,primary,3D-CRT,1.8,1,1.8\n",
    "patient,occurred_on,course,number,dose_gy\nP01,2009-03-02,1,1,1.8\nP02,2009-03-02,1,1,1.8\n",
    "patient,occurred_on,status\nP01,2009-06-02,dead\nP02,2010-06-01,alive\n",
)
NAMES = ("registration", "rt_prescription", "rt_fraction", "vital_status")


@pytest.fixture
def three(run, treated, folder):
    """P07 died after 245 days, P01 after 92, P02 alive after 456."""
    (folder / "more").mkdir()
    for name, text in zip(NAMES, TWO_MORE, strict=True):
        (folder / "more" / f"{name}.csv").write_text(text)
    assert run("import", *(f"more/{name}.csv" for name in NAMES)).code == 0


def test_a_table_to_read_with_everybody_who_is_left_out(run, three):
    said = run("survival", "os", "--ci", "log", "--at", "6,12")
    assert said.lines == [
        "patients  n  events  median mo (95 % CI)  6 mo (95 % CI)  12 mo (95 % CI)  follow-up mo",
        "all       3       2  8.0 (3.0–n/r)        67 % (30–100)   33 % (7–100)             15.0",
    ]
    assert said.err == (
        "left out, no time origin: 1 patient (P08)\n"
        "Overall survival; intervals of medians log; n/r: not reached\n"
    )


def test_groups_are_compared(run, three):
    # By hand: 2 deaths against 2/3 + 1/2 expected, V = 2/9 + 1/4, chi-square 25/17.
    said = run("survival", "os", "--by", "sex", "--cox", "--ci", "symmetric")
    assert [line.split()[:3] for line in said.lines[:3]] == [
        ["sex", "n", "events"], ["female", "1", "0"], ["male", "2", "2"],
    ]  # fmt: skip
    assert said.lines[3:] == [
        "log-rank: chi-square 1.47, 1 df, p = 0.225",
        "hazard ratio, male over female: not estimable, no event in female: the likelihood is"
        " monotone",
    ]
    assert "intervals of medians symmetric, of survival plain" in said.err


def test_csv_has_a_row_a_group_unrounded(run, three):
    said = run("survival", "os", "--by", "sex", "--format", "csv", "--at", "6")
    female, male = csv.DictReader(io.StringIO(said.out))
    assert female["median"] == ""
    assert (male["group"], male["n"], male["events"]) == ("male", "2", "2")
    assert float(male["median"]) == 92 / 30.4375
    assert (male["at_risk_6"], male["survival_6"]) == ("1", "0.5")


def test_json_has_the_steps_of_the_curve(run, three):
    found = json.loads(run("survival", "os", "--format", "json").out)
    (group,) = found["groups"]
    assert [step["at_risk"] for step in group["steps"]] == [3, 2]
    assert group["censored_at"] == [456 / 30.4375]
    assert (found["interval"], found["log_rank"]) == (
        {"median": "log-log", "survival": "log-log"}, None,
    )  # fmt: skip
    assert found["without_time"] == ["P08"]


def test_the_curve_is_drawn_at_a_terminal_alone(run, three, monkeypatch):
    assert "at risk" not in run("survival", "os").out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    lines = run("survival", "os").lines
    assert "at risk" in lines
    assert lines[-1].startswith("── all  3 ")


def test_a_figure_is_written_for_its_owner_alone(run, three, folder):
    said = run("survival", "os", "--plot", "os.svg")
    assert "os.svg: written" in said.err
    assert (folder / "os.svg").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--plot", "os.gif"), "os.gif: .gif is not a kind of figure; known: .svg, .pdf, .png"),
        (("--by", "sexx"), "'sexx' is not a column of course to group by; known: "),
        (("--where", "sexx = male"), "at character 1 of 'sexx = male': 'sexx' is not a column"),
        (
            ("--plot", "nowhere/os.svg"),
            "nowhere/os.svg: cannot be written: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(run, three, arguments, complaint):
    said = run("survival", "os", *arguments)
    assert said.code == 1
    assert f"timeline: {complaint}" in said.err


@pytest.mark.parametrize(
    "arguments", [("course",), ("os", "--at", "6;12"), ("os", "--at", "-1"), ("os", "--level", "1")]
)
def test_wrong_usage(run, three, arguments):
    assert run("survival", *arguments).code == 2


def test_a_store_without_patients(run):
    run("init")
    said = run("survival", "os", "--by", "sex")
    assert said.code == 0
    assert "nobody to count" in said.err

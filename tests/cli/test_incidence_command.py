"""`timeline incidence`"""

from __future__ import annotations

import csv
import io
import json
import sys


def test_a_table_csv_and_json(run, treated):
    """P07 died 241 days after the last fraction, without late toxicity."""
    said = run("incidence", "late_toxicity", "--at", "3,9")
    assert said.lines == [
        "patients  n  events  deaths before  3 mo (95 % CI)  9 mo (95 % CI)",
        "all       1       0              1  0 %             0 %",
    ]
    assert "left out, no time origin: 1 patient (P08)" in said.err
    (row,) = csv.DictReader(
        io.StringIO(run("incidence", "late_toxicity", "--at", "3", "--format", "csv").out)
    )
    assert (row["n"], row["competing"], row["at_risk_3"], row["incidence_3"]) == (
        "1",
        "1",
        "1",
        "0.0",
    )
    found = json.loads(run("incidence", "late_toxicity", "--format", "json").out)
    assert found["groups"][0]["steps"][0]["competing"] == 1


def test_curve_and_figure(run, treated, folder, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    said = run("incidence", "late_toxicity", "--plot", "late.svg")
    assert "at risk" in said.lines
    assert (folder / "late.svg").stat().st_mode & 0o777 == 0o600


def test_wrong_usage_and_an_ending_that_is_no_figure(run, treated):
    assert run("incidence", "ttp").code == 2
    said = run("incidence", "late_toxicity", "--plot", "late.doc")
    assert (said.code, said.err.split(";")[0]) == (
        1, "timeline: late.doc: .doc is not a kind of figure",
    )  # fmt: skip

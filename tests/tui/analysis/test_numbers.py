"""What the charts say is what was worked out by hand, and what the command line prints."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from timeline.cli import main
from timeline_tui.analysis.chart import Options, Request
from timeline_tui.analysis.groupings import read_offer, read_offers
from timeline_tui.analysis.late_toxicity import LATE_TOXICITY
from timeline_tui.analysis.survival import SURVIVAL
from timeline_tui.background import Ticket
from timeline_tui.session import Session


async def waited(job: Callable[[Ticket], Any]) -> Any:
    """The job's answer, in a thread as on screen."""
    ticket = Ticket()
    return await asyncio.to_thread(job, ticket)


async def read(
    chart: Any,
    path: Path,
    patients: frozenset[str] | None = None,
    seq: int | None = None,
    **by: Any,
) -> Any:
    options = Options(by.pop("by", None), by)
    request = Request(Session(path, actor="jc"), patients, seq, options)
    return await waited(lambda ticket: chart.read(request, ticket))


def asked(path: Path, *words: str) -> Any:
    """What the command line says, as JSON."""
    said = io.StringIO()
    with redirect_stdout(said):
        assert main(["--db", str(path), *words, "--format", "json"]) == 0
    return json.loads(said.getvalue())


async def test_survival_by_hand(store_path: Path) -> None:
    """P09 dead after 114 days, P07 after 245, P08 alive after 420: 2/3, 1/3; P10 not treated."""
    data = await read(SURVIVAL, store_path)
    (curve,) = data.curves
    assert curve.patients == ("P09", "P07", "P08")
    days = [step.months * 30.4375 for step in curve.steps]
    assert days == pytest.approx([114, 245, 420])
    assert [step.level for step in curve.steps] == pytest.approx([2 / 3, 1 / 3, 1 / 3])
    assert [step.at_risk for step in curve.steps] == [3, 2, 1]
    assert curve.median == pytest.approx(245 / 30.4375)
    (note,) = data.notes
    assert (note.words, note.patients) == ("1 patient without a time from the origin", ("P10",))


@pytest.mark.parametrize("endpoint", ["os", "ttp", "pfs"])
@pytest.mark.parametrize("by", ["group", "age >= 60", "late_toxicity: max_grade >= 1"])
async def test_survival_is_what_the_command_line_says(study: Path, endpoint: str, by: str) -> None:
    data = await read(SURVIVAL, study, by=by, endpoint=endpoint)
    said = asked(study, "survival", endpoint, "--by", by)
    assert [curve.name for curve in data.curves] == [group["group"] for group in said["groups"]]
    for curve, group in zip(data.curves, said["groups"], strict=True):
        assert len(curve.patients) == group["n"]
        assert sum(len(step.met) for step in curve.steps) == group["events"]
        assert curve.median == group["median"]["value"]
        falls = [step for step in curve.steps if step.met]
        assert [(s.months, s.at_risk, len(s.met)) for s in falls] == [
            (s["months"], s["at_risk"], s["events"]) for s in group["steps"]
        ]
        assert [s.level for s in falls] == pytest.approx([s["survival"] for s in group["steps"]])
        censored = [s.months for s in curve.steps for _ in s.censored]
        assert censored == group["censored_at"]
    p = said["log_rank"]["p"]
    assert data.remarks[0] == f"log-rank p = {p:.3f}"


async def test_the_interval_of_a_step_is_the_command_line_s(study: Path) -> None:
    data = await read(SURVIVAL, study, by="group")
    at = "7.8"
    said = asked(study, "survival", "os", "--by", "group", "--at", at)
    for curve, group in zip(data.curves, said["groups"], strict=True):
        (found,) = group["at"]
        step = [step for step in curve.steps if step.months <= float(at)][-1]
        assert (step.level, step.low, step.high) == pytest.approx(
            (found["value"], found["low"], found["high"])
        )
        assert curve.number_at_risk(float(at)) == found["at_risk"]


async def test_the_legend_says_the_published_medians(study: Path) -> None:
    data = await read(SURVIVAL, study, by="group")
    assert [curve.cells for curve in data.curves] == [
        ("5", "4", "15.7 (2.6–n/r)"),
        ("13", "11", "7.8 (5.4–16.4)"),
    ]
    assert data.remarks == ("log-rank p = 0.755", "HR 0.83 (0.26–2.69) primary : metastasis")


async def test_only_the_chosen_patients_are_shown(study: Path) -> None:
    those = frozenset({"P01", "P02", "M05", "nobody"})
    data = await read(SURVIVAL, study, those, by="group")
    assert {curve.name: curve.patients for curve in data.curves} == {
        "metastasis": ("M05",), "primary": ("P01", "P02"),
    }  # fmt: skip


async def test_an_earlier_point_has_the_survival_known_then(store_path: Path) -> None:
    data = await read(SURVIVAL, store_path, seq=0)
    assert data.curves == ()
    assert data.empty == "Overall survival: there are no patients to show"


@pytest.mark.parametrize("by", [None, "group"])
async def test_incidence_is_what_the_command_line_says(study: Path, by: str | None) -> None:
    data = await read(LATE_TOXICITY, study, by=by, late_view="incidence")
    said = asked(study, "incidence", "late_toxicity", *(["--by", by] if by else []), "--at", "3,6")
    for curve, group in zip(data.curves, said["groups"], strict=True):
        assert len(curve.patients) == group["n"]
        assert sum(len(step.met) for step in curve.steps) == group["events"]
        assert sum(len(step.competing) for step in curve.steps) == group["competing"]
        for found in group["at"]:
            levels = [0.0, *(s.level for s in curve.steps if s.months <= found["months"])]
            assert levels[-1] == pytest.approx(found["value"])


async def test_late_toxicity_at_the_landmarks(study: Path) -> None:
    """Of the study's 18 patients 16 are evaluable at 3 months, 4 of them with it; 9 at 6, none."""
    data = await read(LATE_TOXICITY, study)
    three, six = data.bars
    assert (len(three.everybody), len(three.evaluable), len(three.present)) == (18, 16, 4)
    assert three.worst == "G2"
    assert three.of("2") == ("M02",)
    assert (len(six.evaluable), len(six.present), six.worst) == (9, 0, "")
    assert [(term.name, len(term.patients[3, 0])) for term in data.terms] == [
        ("radiation pneumonitis", 2), ("gastrointestinal discomfort", 1),
        ("radiation proctitis", 1),
    ]  # fmt: skip


async def test_who_could_not_be_evaluated_died_or_was_not_seen_again(study: Path) -> None:
    data = await read(LATE_TOXICITY, study)
    _, six = data.bars
    table = asked(study, "query", "late_toxicity")
    missing = {row["patient"] for row in table if row["landmark_months"] == 6 and not
               row["evaluable"]}  # fmt: skip
    assert set(six.of("died", "lost")) == missing
    course = {row["patient"]: row for row in asked(study, "query", "course")}
    assert all(course[who]["os_event"] for who in six.of("died"))
    assert six.of("lost") == ("M03", "P05")


async def test_what_divides_the_patients_is_offered_with_its_counts(study: Path) -> None:
    session = Session(study, actor="jc")
    offers = await waited(lambda ticket: read_offers(Request(session), ticket))
    found = {offer.by: offer.words for offer in offers}
    assert found["group"] == "metastasis 5 · primary 13"
    assert found["best_response"] == "PD 6 · PR 8 · SD 2 · in none 2"
    assert any(by.startswith("age >= ") for by in found)
    assert "patient" not in found
    typed = await waited(lambda ticket: read_offer("sex", Request(session), ticket))
    assert typed.words == "female 1 · male 17"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


async def test_the_numbers_behind_the_curves_are_a_row_a_patient(
    store_path: Path, tmp_path: Path
) -> None:
    data = await read(SURVIVAL, store_path)
    SURVIVAL.write(data, tmp_path / "os.csv")
    rows = rows_of(tmp_path / "os.csv")
    assert [(row["patient"], row["event"], row["at_risk"]) for row in rows] == [
        ("P09", "true", "3"), ("P07", "true", "2"), ("P08", "false", "1"),
    ]  # fmt: skip


async def test_the_numbers_behind_the_landmarks_say_why_somebody_is_missing(
    study: Path, tmp_path: Path
) -> None:
    data = await read(LATE_TOXICITY, study, by="group")
    LATE_TOXICITY.write(data, tmp_path / "late.csv")
    rows = rows_of(tmp_path / "late.csv")
    assert len(rows) == 36
    (one,) = [r for r in rows if (r["patient"], r["landmark_months"]) == ("P01", "3")]
    assert (one["evaluable"], one["not_evaluable_because"]) == ("false", "died before")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
@pytest.mark.parametrize(
    ("chart", "options"),
    [(SURVIVAL, {}), (LATE_TOXICITY, {}), (LATE_TOXICITY, {"late_view": "incidence"})],
    ids=["survival", "landmarks", "incidence"],
)
async def test_every_chart_is_written_as_a_figure(
    study: Path, tmp_path: Path, chart: Any, options: dict[str, str], ending: str
) -> None:
    data = await read(chart, study, by="group", **options)
    path = tmp_path / f"figure.{ending}"
    chart.write(data, path)
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[ending]
    assert path.read_bytes().startswith(begins)
    assert path.stat().st_mode & 0o777 == 0o600

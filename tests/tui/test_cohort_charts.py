"""What the charts of the cohort have in common: earlier states, some patients, hardly any data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from timeline.events import Draft
from timeline.recording import append
from timeline.store import Store
from timeline_tui.analysis.chart import Chart, Options, Pen, Request
from timeline_tui.analysis.dose import DOSE
from timeline_tui.analysis.swimmer import SWIMMER
from timeline_tui.analysis.toxicity import TOXICITY
from timeline_tui.analysis.waterfall import WATERFALL
from timeline_tui.background import Ticket
from timeline_tui.session import Session


def say(patient: str, kind: str, on: str, **payload: Any) -> Draft:
    return Draft(patient=patient, kind=kind, occurred_on=on, payload=payload)


CHARTS: tuple[Chart, ...] = (WATERFALL, SWIMMER, TOXICITY, DOSE)
each = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)


async def read(
    chart: Chart,
    path: Path,
    patients: frozenset[str] | None = None,
    seq: int | None = None,
    by: str | None = None,
) -> Any:
    return chart.read(Request(Session(path, actor="jc"), patients, seq, Options(by)), Ticket())


@each
async def test_as_of_the_last_event_it_is_what_it_is_now(chart: Chart, store_path: Path) -> None:
    with Store.open(store_path) as store:
        head = store.head().seq
    assert await read(chart, store_path, seq=head) == await read(chart, store_path)


async def test_before_a_retraction_the_table_has_what_was_retracted(store_path: Path) -> None:
    with Store.open(store_path) as store:
        before = store.head().seq - 1
    names = [row.name for row in (await read(TOXICITY, store_path, seq=before)).rows]
    assert "fatigue" in names
    assert "fatigue" not in [row.name for row in (await read(TOXICITY, store_path)).rows]


@each
async def test_of_some_patients_only_these_are_behind_its_spots(
    chart: Chart, store_path: Path
) -> None:
    data = await read(chart, store_path, frozenset({"P07", "B01"}))
    spots = chart.draw(data, 120, 40, Pen(), "").spots if not data.empty else ()
    behind = {who for spot in spots for one in spot.selections for who in one.patients}
    assert behind <= {"P07", "B01"}
    if chart is not WATERFALL:
        assert "P07" in behind


@each
async def test_groups_leave_nobody_out_unsaid(chart: Chart, store_path: Path) -> None:
    data = await read(chart, store_path, by="rt_technique")
    spots = chart.draw(data, 120, 40, Pen(), "").spots
    behind = {who for spot in spots for one in spot.selections for who in one.patients}
    assert "P07" in behind or "P08" in behind
    shown = "".join(part for part, _ in chart.draw(data, 160, 40, Pen(), "").lines[0])
    assert "by rt_technique" in shown


@each
@pytest.mark.parametrize("registered", [0, 1])
async def test_a_store_with_hardly_anything_says_why_there_is_nothing_to_draw(
    chart: Chart, registered: int, tmp_path: Path
) -> None:
    path = tmp_path / "small.db"
    with Store.open(path, create=True) as store:
        if registered:
            append(store, [say("P01", "registration", "2010-01-01", sex="male")], actor="import")
    data = await read(chart, path)
    assert data.empty
    assert len(data.empty.splitlines()[0]) < 80


async def test_nothing_that_is_read_stops_the_screen_in_an_empty_store(
    desk: Any, tmp_path: Path
) -> None:
    path = tmp_path / "empty.db"
    Store.open(path, create=True).close()
    async with desk((80, 24), path=path) as at:
        at.app.open_analysis()
        await at.settle()
        for chart in CHARTS:
            await at.press(chart.key, "down", "right", "enter", "t", "s", "pagedown", "end")
            assert chart.title in at.line(1)
            assert "nobody" in at.text.lower() or "no patients" in at.text


async def test_a_change_of_four_thousand_percent_is_cut_and_told(
    desk: Any, store_path: Path
) -> None:
    with Store.open(store_path) as store:
        late = say("P08", "lab", "2009-03-01", analyte="AFP", value=3854, unit="IU/mL")
        gone = [
            say("P10", "lab", "2009-08-30", analyte="AFP", value=5, unit="IU/mL"),
            say(
                "P10",
                "rt_prescription",
                "2009-09-02",
                course="1",
                site="liver",
                target="primary",
                technique="3D-CRT",
                total_dose_gy=2.0,
                fractions=1,
                fraction_dose_gy=2.0,
            ),
            say("P10", "rt_fraction", "2009-09-02", course="1", number=1, dose_gy=2.0),
            say("P10", "lab", "2009-10-30", analyte="AFP", value=205, unit="IU/mL"),
        ]
        append(store, [late, *gone], actor="import")
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("2", "e", "e", "e", "home")
        # (205 − 5) / 5 = +4 000 %
        assert "P10 +4 000 %" in at.text
        assert "▲ beyond +100 %" in at.text
        assert "P10 · +4 000 % · AFP did not" in at.text

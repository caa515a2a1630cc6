"""The swimmer plot: lines, marks, order, groups, thousands of courses, and who is behind them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline.reports.figures.swimmer_courses import Dose, Swimmer
from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.cursor import across, along, find
from timeline_tui.analysis.groups import Divided
from timeline_tui.analysis.swimmer_data import SwimmerData
from timeline_tui.analysis.swimmer_plot import Months, draw_swimmer
from timeline_tui.analysis.swimmer_reading import swimmer_data, write_swimmer

P07 = Swimmer(
    "P07", 8.0, True, 4.0, 6.0, ((0.0, 1.0),), ((0.0, 5.0),),
    doses=(Dose(0.0, 2.0, 800), Dose(2.0, 3.0, 400), Dose(3.0, 4.0, 0), Dose(4.0, 5.0, 800)),
    planned_mg=800, responses=((2.0, "PR"), (4.0, "PD")), child_pugh="A5",
)  # fmt: skip
P08 = Swimmer("P08", 10.0, False, None, None, ((-0.5, 0.5),), ())
P09 = Swimmer("P09", 2.0, True, 1.0, None, (), ())


def of(*found: Swimmer, order: str = "followed", **divided: Any) -> SwimmerData:
    groups = divided.pop("groups", dict.fromkeys((one.patient for one in found), 0))
    return swimmer_data(
        found, Divided(divided.get("by"), divided.get("titles", ("",)), groups),
        order=order, agent="sorafenib", origin="the first RT fraction",
    )  # fmt: skip


def many(count: int) -> SwimmerData:
    return of(*(Swimmer(f"P{n:05}", 60 - n * 59 / count, n % 3 > 0, None, None, ((0, 1),), ())
                for n in range(count)))  # fmt: skip


def draw(data: SwimmerData, width: int = 120, height: int = 36, at: str = "", **pen: Any) -> Any:
    return draw_swimmer(data, width, height, Pen(**pen), at)


def text(drawing: Drawing) -> list[str]:
    return ["".join(part for part, _ in line) for line in drawing.lines]


def test_the_drugs_line_is_as_thick_as_its_dose_and_broken_where_it_is_held() -> None:
    found = draw(of(P07), width=99, height=10)
    line = text(found)[1]
    months = Months(0.0, 8.0, 99 - 6 - 9)
    cell = {month: line[6 + months.column(month)] for month in (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)}
    assert cell == {0.5: "▄", 1.5: "▄", 2.5: "▂", 3.5: "╌", 4.5: "▄", 5.5: "─"}
    marks = {month: line[6 + months.column(month)] for month in (2.0, 4.0, 6.0, 8.0)}
    assert marks == {2.0: "▼", 4.0: "▲", 6.0: "◆", 8.0: "†"}


def test_radiotherapy_is_a_block_even_without_colour_or_blocks() -> None:
    assert "█" in text(draw(of(P07), flavour="plain"))[1]
    ascii_line = text(draw(of(P07), ascii=True))[1]
    assert "###" in ascii_line
    assert ascii_line.removeprefix("►").isascii()


def test_bars_and_ticks_ask_one_mapping() -> None:
    months = Months(-0.5, 10.0, 106)
    assert (months.column(-0.5), months.column(0.0), months.column(10.0)) == (0, 5, 105)
    assert months.ticks() == [float(month) for month in range(11)]


@pytest.mark.parametrize(
    ("order", "patients"),
    [
        ("followed", ["P08", "P07", "P09"]),
        ("treated", ["P07", "P08", "P09"]),
        ("progressed", ["P09", "P07", "P08"]),
        ("patient", ["P07", "P08", "P09"]),
    ],
)
def test_courses_come_in_the_order_that_was_asked_for(order: str, patients: list[str]) -> None:
    assert [one.patient for one in of(P07, P08, P09, order=order).courses] == patients


def test_a_pause_is_not_time_on_the_drug() -> None:
    assert of(P07).courses[0].months_on_drug == 4.0


def test_groups_have_headings_and_are_sorted_within() -> None:
    data = of(P07, P08, P09, by="group", titles=("metastasis", "primary"),
              groups={"P07": 1, "P08": 0, "P09": 1})  # fmt: skip
    shown = [line for line in text(draw(data)) if line.strip()]
    assert shown[1].strip() == "│ metastasis · 1 patient"
    assert shown[3].strip() == "+ primary · 2 patients"
    assert [spot.lane for spot in draw(data).spots if spot.name in ("P08", "P07")] == [0, 1]


def test_the_cursor_walks_the_marks_of_a_course_and_says_each() -> None:
    spots = draw(of(P07, P08)).spots
    here = find(spots, "P07")
    assert here is not None
    assert here.words == (
        "P07 · 8.0 mo, died · progression at 4.0 mo · late toxicity at 6.0 mo"
    )  # fmt: skip
    assert here.detail == (
        "2 of 2 · Child–Pugh A5 · sorafenib 800 → 400 → held → 800 mg"
    )  # fmt: skip
    assert along(spots, here, -2).words == "P07 · progression at 4.0 mo"
    said = [spot.words.removeprefix("P07 · ") for spot in spots if spot.name.startswith("P07 ")]
    assert said == [
        "radiotherapy from 0.0 to 1.0 mo",
        "sorafenib 800 mg a day from 0.0 to 2.0 mo",
        "sorafenib 400 mg a day from 2.0 to 3.0 mo",
        "PR at 2.0 mo",
        "sorafenib held from 3.0 to 4.0 mo",
        "sorafenib 800 mg a day from 4.0 to 5.0 mo",
        "PD at 4.0 mo",
        "progression at 4.0 mo",
        "late toxicity at 6.0 mo",
    ]
    assert here.selections[0].patients == ("P07",)
    assert [one.words for one in here.selections[1:]] == [
        "1 patient died", "1 patient alive at last contact", "1 patient progressed",
        "1 patient with late toxicity",
    ]  # fmt: skip


def test_ten_thousand_courses_scroll_and_cost_a_step_little() -> None:
    data = many(10_000)
    drawing = draw(data)
    at = "P00000"
    for _ in range(40):
        here = find(drawing.spots, at)
        assert here is not None
        at = across(drawing.spots, here, 1).name
        drawing = draw(data, at=at)
    assert at.startswith("P00040")
    assert any("►P00040" in line for line in text(drawing))
    here = find(drawing.spots, at)
    assert here is not None
    began = time.perf_counter()
    at = across(drawing.spots, here, 9000).name
    drawing = draw(data, at=at)
    assert time.perf_counter() - began < 1.0
    assert any("►P09040" in line for line in text(drawing))


@pytest.mark.parametrize("width", [24, 40, 80, 200])
@pytest.mark.parametrize("height", [4, 12, 24, 50])
def test_no_size_breaks_it(width: int, height: int) -> None:
    long = Swimmer("P" * 200, 480.0, True, None, None, ((0, 1),), ())
    for data in (
        of(P07),
        of(long, P07),
        many(300),
        of(Swimmer("Z", 0.0, True, None, None, (), ())),
    ):
        drawing = draw(data, width, height)
        assert len(drawing.lines) <= height
        assert all(len(line) <= width for line in text(drawing))
        assert drawing.spots


def test_the_figure_of_too_many_is_refused_in_words_for_the_screen(tmp_path: Path) -> None:
    from timeline.errors import InvalidFigure

    with pytest.raises(InvalidFigure, match="61 patients, more than the 60 rows"):
        write_swimmer(many(61), tmp_path / "s.svg")
    write_swimmer(of(P07), tmp_path / "s.csv")
    head, row = (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True)) == {
        "group": "", "patient": "P07", "months": "8.0", "died": "true", "progression_months": "4.0",
        "late_toxicity_months": "6.0", "rt_start_months": "0.0", "rt_end_months": "1.0",
        "drug_start_months": "0.0", "drug_end_months": "5.0", "months_on_drug": "4.0",
        "doses_mg": "800; 400; 0; 800", "responses": "PR 2.00; PD 4.00",
    }  # fmt: skip


async def test_the_tab_sorts_and_opens_a_patient(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("3")
        assert "longest followed first" in at.line(2)
        assert "1 without a time origin" in at.line(2)
        await at.press("s", "s", "s")
        assert "by patient" in at.line(2)
        await at.press("home")
        assert "P08 · sorafenib 800 mg a day from −0.2 to 13.8 mo" in at.text
        await at.press("enter")
        assert "[P08]  1 patient" in at.line(0)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_courses_are_those_that_were_looked_at(
    desk: Any, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with desk(size) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("3", "down")
        golden(f"swimmer-{size[0]}x{size[1]}", at.text)

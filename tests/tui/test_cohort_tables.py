"""The tables of toxicity and of doses on screen: their cells, widths, groups and who is behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline.reports.dose_table import Measure, summarise
from timeline.reports.toxicity_by_term import any_term, toxicity_by_term
from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.dose_reading import Measured, dose_table, write_doses
from timeline_tui.analysis.groups import Divided
from timeline_tui.analysis.table_data import TableData
from timeline_tui.analysis.table_plot import draw_table
from timeline_tui.analysis.toxicity_reading import Counted, toxicity_table, write_toxicity


def counted(title: str, patients: int, **terms: dict[str, int]) -> Counted:
    """A group of so many patients, with the worst grade of each who had a term."""
    rows = [
        {"patient": who, "term": term, "worst_grade": grade, "attribution": None}
        for term, grades in terms.items()
        for who, grade in grades.items()
    ]
    found = toxicity_by_term(rows)
    every = {one.term: one for one in [any_term(found), *found]}
    return Counted(title, tuple(f"P{n}" for n in range(1, patients + 1)), every)


def toxicity(*groups: Counted, order: str = "common") -> TableData:
    by = "group" if len(groups) > 1 else None
    return toxicity_table(groups, Divided(by, tuple(one.title for one in groups), {}), order, ())


ONE = counted("", 8, nausea={"P1": 1, "P2": 1, "P3": 3}, rash={"P1": 4}, anemia={"P4": 2, "P1": 2})


def doses(*values: float | None) -> TableData:
    rows = [{"patient": f"P{n}", "gy": value} for n, value in enumerate(values, start=1)]
    found = summarise(rows, (Measure("gy", "dose", "Gy"),))
    group = Measured("", tuple(f"P{n}" for n in range(1, len(values) + 1)), tuple(found))
    return dose_table([group], "Radiotherapy", "")


def text(drawing: Drawing) -> list[str]:
    return ["".join(part for part, _ in line) for line in drawing.lines]


def draw(data: TableData, width: int = 120, height: int = 20, at: str = "", **pen: Any) -> Drawing:
    return draw_table(data, width, height, Pen(**pen), at)


def test_cells_have_counts_and_percentages_of_all_patients() -> None:
    lines = text(draw(toxicity(ONE)))
    # Of 8: 4 any (50 %), P1 worst 4, P3 worst 3, P4 worst 2, P2 worst 1 (12.5 % each, to 13).
    assert lines[2].split()[:3] == ["►any", "adverse", "event"]
    assert lines[2].split()[3:15] == [
        "4", "(50)", "1", "(13)", "1", "(13)", "1", "(13)", "1", "(13)", "·", "2",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[3:6]] == ["nausea", "anemia", "rash"]


@pytest.mark.parametrize(
    ("order", "names"),
    [("severe", ["nausea", "rash", "anemia"]), ("name", ["anemia", "nausea", "rash"])],
)
def test_terms_come_in_the_order_that_was_asked_for(order: str, names: list[str]) -> None:
    assert [row.name for row in toxicity(ONE, order=order).rows[1:]] == names


def test_a_cell_says_and_opens_its_patients() -> None:
    spots = {spot.name: spot for spot in draw(toxicity(ONE)).spots}
    spot = spots["nausea|1"]
    assert spot.words == "nausea · worst grade 1: 2 patients of 8 (25 %)"
    assert spot.detail == "P1, P2"
    assert spot.selections[0].patients == ("P1", "P2")
    assert spots["nausea|5"].selections == ()


def test_groups_stand_side_by_side_under_their_names() -> None:
    other = counted("metastasis", 2, rash={"P9": 1})
    first = counted("primary", 4, nausea={"P1": 3})
    data = toxicity(first, other)
    lines = text(draw(data))
    assert "│ primary" in lines[1]
    assert "+ metastasis" in lines[1]
    assert [cell.text for cell in data.rows[0].cells] == ["1 (25)", "1 (25)", "1 (50)", "·"]


def test_where_it_is_narrow_grades_lose_their_percentages_before_they_go() -> None:
    line = text(draw(toxicity(ONE), width=80))[3]
    assert line.split()[:5] == ["nausea", "3", "(38)", "2", "·"]


def test_with_a_hundred_columns_those_around_the_cursor_are_in_sight() -> None:
    groups = [counted(f"group {n}", 3, rash={"P1": 1}) for n in range(8)]
    data = toxicity(*groups)
    assert "group 7" in text(draw(data, width=60, at="rash|15"))[1]
    assert "group 0" in text(draw(data, width=60, at="rash|0"))[1]


@pytest.mark.parametrize("width", [16, 40, 80, 200])
@pytest.mark.parametrize("height", [3, 12, 50])
def test_no_size_and_no_term_breaks_it(width: int, height: int) -> None:
    hostile = counted("", 1, **{"x" * 200: {"P1": 1}, "\x1b[31mred": {"P1": 5}, "痛み": {"P1": 2}})
    many = counted("", 1, **{f"term {n}": {"P1": 1} for n in range(300)})
    for data in (toxicity(hostile), toxicity(many), doses(1, 2, None), doses(*range(500))):
        for at in ("", "term 299|0", "gy|0"):
            drawing = draw(data, width, height, at)
            assert len(drawing.lines) <= height
            assert all(len(line) <= width for line in text(drawing))
            assert "\x1b" not in "".join(text(drawing))


def test_nobody_and_nothing_are_said_in_words() -> None:
    assert toxicity(counted("", 0)).empty == "There are no patients to show"
    assert toxicity(counted("", 3)).empty.startswith("Nobody of 3 patients had an adverse event")
    assert doses(None, None).empty == "Radiotherapy: nobody of 2 patients"


def test_a_summary_says_all_of_its_numbers_and_who_has_none() -> None:
    (row,) = doses(60, 30, None, 50, 40).rows
    assert [cell.text for cell in row.cells] == ["4", "45", "37.5–52.5", "30–60", "45 ± 12.91"]
    assert row.cells[0].detail == "4 values of 4 patients · 1 without a value: P3"
    assert row.cells[0].selections[1].patients == ("P3",)


def test_a_bin_of_the_histogram_opens_its_patients() -> None:
    spots = [spot for spot in draw(doses(30, 30, 60)).spots if spot.lane == 0]
    assert spots[-1].words == "dose · 57.5 to 60 Gy: 1 patient"
    assert spots[-1].selections[0].patients == ("P3",)
    assert spots[-2].selections[0].patients == ("P1", "P2")


def test_the_tables_are_written_as_numbers(tmp_path: Path) -> None:
    write_toxicity(toxicity(ONE), tmp_path / "t.csv")
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "group,term,grade,patients,of,percent,names"
    assert ",nausea,1,2,8,25.0,P1 P2" in lines
    assert ",any adverse event,>=3,2,8,25.0,P1 P3" in lines
    write_doses(doses(30, 60), tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text(encoding="utf-8").splitlines()[1].startswith(
        ",gy,Gy,2,2,0,45.0,37.5,52.5,30.0,60.0,45.0,"
    )  # fmt: skip


async def test_toxicity_switches_period_and_attribution_and_opens_a_cell(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("4")
        # P07 had hand-foot skin reaction up to grade 3, of 4 patients included.
        assert "hand-foot skin reaction" in at.text
        await at.press("t")
        assert "on treatment" in at.line(2)
        await at.press("f")
        assert "Nobody of 4 patients had an adverse event" in at.text
        await at.press("f")
        assert "attributed to sorafenib" in at.line(2)
        await at.press("down", "enter")
        assert "1 patient" in at.line(0)
        assert "P07" in at.text


async def test_doses_switch_from_radiotherapy_to_the_drug(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("6")
        # 45 Gy, 30 Gy and 54 Gy were delivered; P10 was not irradiated.
        assert "3 courses of 3 patients" in at.line(2)
        assert "1 patient without it: P10" in at.text
        assert "total dose · median 45 Gy, quartiles 37.5–49.5, range 30–54" in at.text
        await at.press("t")
        assert "Sorafenib as taken" in at.line(2)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("key", "name"), [("4", "toxicity"), ("6", "dose")])
async def test_the_table_is_the_one_that_was_looked_at(
    desk: Any, golden: Callable[[str, str], None], key: str, name: str, size: tuple[int, int]
) -> None:
    async with desk(size) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press(key, "down", "right")
        golden(f"{name}-{size[0]}x{size[1]}", at.text)

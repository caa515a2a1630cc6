"""Curves of steps, drawn: what a reader measures on the screen is what was estimated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.step_lines import StepCanvas, corners
from timeline_tui.analysis.step_plot import draw_steps, lay_out
from timeline_tui.analysis.steps import StepsData
from tui.analysis.made import curve, survival

FOUR = curve("a", (2.0, True), (4.0, False), (6.0, True), (12.0, False))


def lines(drawing: Drawing) -> list[str]:
    return ["".join(text for text, _ in line) for line in drawing.lines]


def drawn(data: StepsData, width: int = 80, height: int = 19, at: str = "") -> Drawing:
    return draw_steps(data, width, height, Pen(), at)


def test_the_number_at_risk_stands_under_its_tick() -> None:
    text = lines(drawn(survival(FOUR)))
    months, risk = text[-3], text[-1]
    assert months.split() == ["months", *(str(month) for month in range(0, 13, 2))]
    for tick, count in ((0, "4"), (2, "4"), (4, "3"), (6, "2"), (8, "1"), (12, "1")):
        column = lay_out(survival(FOUR), 80, 19, legend_rows=0)
        at = column.left + column.axes.column(tick)
        assert risk[at] == count, tick


def test_the_curve_runs_where_its_levels_are_labelled() -> None:
    data = survival(FOUR)
    frame = lay_out(data, 80, 19, legend_rows=0)
    text = lines(drawn(data))
    row = frame.top + frame.axes.row(0.75)
    assert text[row].lstrip().startswith("75")
    between = frame.left + frame.axes.column(3.0)
    assert 0x2800 < ord(text[row][between]) < 0x2900


def test_the_cursor_walks_over_events_and_censorings_with_all_that_is_known() -> None:
    first, second, third, fourth = drawn(survival(FOUR)).spots
    assert first.words == "2.0 mo · a · 1 death: a1"
    assert first.detail == "survival 75.0 % (95 % CI 10.0–90.0) · 4 at risk before"
    assert second.words == "4.0 mo · a · 1 censored: a2"
    assert third.detail.startswith("survival 37.5 %")
    assert [one.words for one in third.selections] == [
        "1 death at 6.0 mo, a", "at risk at 6.0 mo", "a: 4 patients",
    ]  # fmt: skip
    assert list(third.selections[1].patients) == ["a3", "a4"]
    assert list(fourth.selections[0].patients) == ["a4"]


def test_a_step_of_the_cursor_changes_no_more_than_its_marks() -> None:
    spots = drawn(survival(FOUR)).spots
    one = lines(drawn(survival(FOUR), at=spots[0].name))
    two = lines(drawn(survival(FOUR), at=spots[1].name))
    columns = {
        x for a, b in zip(one, two, strict=True)
        for x, (p, q) in enumerate(zip(a.ljust(80), b.ljust(80), strict=True)) if p != q
    }  # fmt: skip
    assert columns <= {spots[0].x, spots[1].x}


def test_groups_differ_without_colour() -> None:
    other = curve("b", (1.0, True), (3.0, True), (9.0, False), (10.0, False))
    text = "\n".join(lines(draw_steps(survival(FOUR, other), 80, 19, Pen(ascii=True), "")))
    assert "| a" in text
    assert "+ b" in text
    braille = "\n".join(lines(drawn(survival(FOUR, other))))
    assert "⠒⠒⠒⠒⠒⠒" in braille or "⠤⠤⠤⠤⠤⠤" in braille
    assert "⠤⠄" in braille or "⠒⠂" in braille or "⠉⠁" in braille


@pytest.mark.parametrize("size", [(80, 19), (120, 35), (200, 45), (60, 14)])
@pytest.mark.parametrize("surviving", [1.0, 0.5])
def test_the_legend_hides_no_curve(size: tuple[int, int], surviving: float) -> None:
    many = curve("h", *[(float(month), month > 24 * surviving) for month in range(1, 25)])
    curves = tuple(replace(one, cells=("24", "1")) for one in (many, FOUR))
    data = replace(survival(*curves), columns=("n", "events"))
    text = lines(draw_steps(data, *size, Pen(), ""))
    assert sum(" h " in f"{line} " for line in text) == 2, "the legend and those at risk"
    frame = lay_out(data, *size, legend_rows=0 if "100 %" in text[1] else 3)
    canvas = StepCanvas(frame.axes)
    for one in curves:
        canvas.draw(corners(frame.axes, one, 1.0), "1", 0)
    for row, column in canvas.canvas.cells:
        shown = text[frame.top + row].ljust(size[0])[frame.left + column]
        assert not shown.isalnum(), (row, column, shown)


def test_thousands_of_steps_are_told_by_the_cell() -> None:
    many = curve("m", *[(number / 100, number % 3 == 0) for number in range(1, 3001)])
    drawing = drawn(survival(many))
    assert len(drawing.spots) <= 80
    assert sum(len(spot.selections[0].patients) for spot in drawing.spots if "death" in
               spot.selections[0].words) == 1000  # fmt: skip
    assert "deaths" in drawing.spots[0].words


def test_limits_are_drawn_when_asked() -> None:
    without = "".join(lines(drawn(survival(FOUR))))
    having = "".join(lines(drawn(survival(FOUR, limits=True))))
    assert having != without


def test_any_size_is_drawn_without_complaint() -> None:
    other = curve("a very long name of a group indeed", (1.0, True))
    for width in (20, 40, 60, 80, 300):
        for height in (3, 6, 10, 19, 60):
            text = lines(draw_steps(survival(FOUR, other), width, height, Pen(), ""))
            assert len(text) == height
            assert all(len(line) <= width for line in text)


def test_nobody_followed_for_a_day_is_still_drawn() -> None:
    assert drawn(survival(curve("z", (0.0, False)))).spots[0].words == "0.0 mo · z · 1 censored: z1"

"""The AFP axis: labels and points share one mapping."""

from __future__ import annotations

import pytest

from timeline_tui.lanes.afp import draw_afp, log_scale, value_iu_per_ml
from timeline_tui.lanes.course import arrange
from timeline_tui.lanes.grid import Grid
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.scale import fitted
from tui.lanes.demo_course import Made, lab


@pytest.mark.parametrize("rows", [2, 3, 5, 9, 14, 30])
def test_the_label_of_100_and_a_point_of_100_fall_on_the_same_row(rows: int) -> None:
    events = [lab("AFP", 0, 8320), lab("AFP", 30, 100), lab("AFP", 60, 3)]
    course = arrange(events)
    grid = Grid(60, rows)
    chart, gutter = grid.area(0, 10, rows, 50), grid.area(0, 0, rows, 10)
    pen = Pen(fitted(course.first, course.end, 50), Look(), threshold=200)
    draw_afp(chart, gutter, pen, course.items, None)
    labelled = [row for row in range(rows) if "".join(grid.characters[row][:10]).strip() == "100"]
    point = grid.spots[1]
    assert grid.characters[point.row][point.column] == "●"
    if rows > 3:
        assert labelled == [point.row]
    axis = log_scale((3.0, 8320.0), 200, rows)
    assert axis.row(100) == point.row


def test_every_decade_on_the_axis_has_a_label_where_there_is_room() -> None:
    axis = log_scale((5.0, 23919.0), 200, 20)
    assert [value for _, value in axis.labels()] == [10_000, 1000, 100, 10]


def test_higher_values_are_never_drawn_lower() -> None:
    axis = log_scale((1.0, 1e6), 200, 12)
    rows = [axis.row(10 ** (power / 10)) for power in range(61)]
    assert rows == sorted(rows, reverse=True)
    assert rows[0] > rows[-1]


def test_values_off_the_axis_lie_on_its_edge() -> None:
    axis = log_scale((10.0, 1000.0), 200, 10)
    assert axis.row(0) == axis.row(1e-9) == 9
    assert axis.row(1e12) == 0


def test_values_in_other_units_are_converted_and_unknown_units_left_out() -> None:
    def item(unit: str) -> Made:
        return Made("lab", "2009-03-02", {"analyte": "AFP", "value": 121.0, "unit": unit})

    values = [value_iu_per_ml(arrange([item(unit)]).items[0]) for unit in ("ng/mL", "IU/mL", "x")]
    assert values == [pytest.approx(100.0), 121.0, None]


def test_a_value_below_the_detection_limit_has_a_mark_of_its_own() -> None:
    course = arrange([lab("AFP", 0, 8320), lab("AFP", 30, 5, comparator="<")])
    grid = Grid(50, 6)
    pen = Pen(fitted(course.first, course.end, 50), Look())
    draw_afp(grid.area(0, 0, 6, 50), grid.area(0, 0, 6, 0), pen, course.items, None)
    spot = grid.spots[1]
    assert grid.characters[spot.row][spot.column] == "▽"
    assert any("<5" in line for line in grid.lines())


def test_the_axis_stays_where_it_was_pinned() -> None:
    course = arrange([lab("AFP", 0, 500)])
    grid = Grid(50, 12)
    pen = Pen(fitted(course.first, course.end, 40), Look())
    draw_afp(grid.area(0, 10, 12, 40), grid.area(0, 0, 12, 10), pen, course.items, (1.0, 1e5))
    assert [line[:10].strip() for line in grid.lines() if line[:10].strip()] == [
        "100k", "10k", "1k", "100", "10", "1",
    ]  # fmt: skip

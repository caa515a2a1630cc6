"""Curves: labels and points share one mapping; bands, grades and limits of detection."""

from __future__ import annotations

import pytest

from timeline_tui.lanes.axes import LinearAxis, linear_axis, row
from timeline_tui.lanes.course import arrange
from timeline_tui.lanes.curve import draw_curve
from timeline_tui.lanes.grid import Grid
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.readings import axis_of, in_unit, readings, unit_of
from timeline_tui.lanes.scale import fitted
from tui.lanes.demo_course import Made, lab, made


@pytest.mark.parametrize("rows", [2, 3, 5, 9, 14, 30])
def test_the_label_of_100_and_a_point_of_100_fall_on_the_same_row(rows: int) -> None:
    events = [lab("AFP", 0, 8320), lab("AFP", 30, 100), lab("AFP", 60, 3)]
    course = arrange(events)
    grid = Grid(60, rows)
    chart, gutter = grid.area(0, 10, rows, 50), grid.area(0, 0, rows, 10)
    pen = Pen(fitted(course.first, course.end, 50), Look(), threshold=200)
    draw_curve(chart, gutter, pen, "AFP", course.items, None)
    labelled = [at for at in range(rows) if "".join(grid.characters[at][:10]).strip() == "100"]
    point = grid.spots[1]
    assert grid.characters[point.row][point.column] == "●"
    if rows > 3:
        assert labelled == [point.row]
    axis = axis_of("AFP", (3.0, 8320.0), 200, rows)
    assert row(axis, 100) == point.row


def test_every_decade_on_the_axis_has_a_label_where_there_is_room() -> None:
    axis = axis_of("AFP", (5.0, 23919.0), 200, 20)
    assert [value for _, value in axis.labels()] == [10_000, 1000, 100, 10]


def test_higher_values_are_never_drawn_lower() -> None:
    axis = axis_of("AFP", (1.0, 1e6), 200, 12)
    rows = [row(axis, 10 ** (power / 10)) for power in range(61)]
    assert rows == sorted(rows, reverse=True)
    assert rows[0] > rows[-1]


def test_values_off_the_axis_lie_on_its_edge() -> None:
    axis = axis_of("AFP", (10.0, 1000.0), 200, 10)
    assert row(axis, 0) == row(axis, 1e-9) == 9
    assert row(axis, 1e12) == 0


def test_values_in_other_units_are_converted_and_unknown_units_left_out() -> None:
    def item(unit: str) -> Made:
        return Made("lab", "2009-03-02", {"analyte": "AFP", "value": 121.0, "unit": unit})

    values = [
        in_unit("AFP", arrange([item(unit)]).items[0], "value") for unit in ("ng/mL", "IU/mL", "x")
    ]
    assert values == [pytest.approx(100.0), 121.0, None]


def test_a_value_below_the_detection_limit_has_a_mark_of_its_own() -> None:
    course = arrange([lab("AFP", 0, 8320), lab("AFP", 30, 5, comparator="<")])
    grid = Grid(50, 6)
    pen = Pen(fitted(course.first, course.end, 50), Look())
    draw_curve(grid.area(0, 0, 6, 50), grid.area(0, 0, 6, 0), pen, "AFP", course.items, None)
    spot = grid.spots[1]
    assert grid.characters[spot.row][spot.column] == "▽"
    assert any("<5" in line for line in grid.lines())


def test_the_axis_stays_where_it_was_pinned() -> None:
    course = arrange([lab("AFP", 0, 500)])
    grid = Grid(50, 12)
    pen = Pen(fitted(course.first, course.end, 40), Look())
    draw_curve(
        grid.area(0, 10, 12, 40), grid.area(0, 0, 12, 10), pen, "AFP", course.items, (1.0, 1e5)
    )
    assert [line[:10].strip() for line in grid.lines() if line[:10].strip()] == [
        "100k", "10k", "1k", "100", "10", "1",
    ]  # fmt: skip


def drawn(events: list[Made], analyte: str, rows: int = 9, **look: object) -> Grid:
    """A chart of 40 columns beside a gutter of 10."""
    course = arrange(events)
    grid = Grid(50, rows)
    pen = Pen(
        fitted(course.first, course.end, 40),
        Look(**look),  # type: ignore[arg-type]
        grade=lambda payload: 3 if payload["value"] < 50 else 0,
    )
    chart, gutter = grid.area(0, 10, rows, 40), grid.area(0, 0, rows, 10)
    draw_curve(chart, gutter, pen, analyte, course.items, None)
    return grid


def test_a_linear_axis_says_round_values() -> None:
    axis = linear_axis((48.0, 400.0), 9)
    assert [value for _, value in axis.labels()] == [400, 200]
    assert [value for _, value in LinearAxis(0.0, 4.4, 9).labels()] == [4, 2, 0]


def test_a_linear_axis_copes_with_one_value_and_with_extremes() -> None:
    for span in ((5.0, 5.0), (0.0, 0.0), (1e-300, 1e-300), (-1e17, 1e17), (1e17, 1e17), None):
        axis = linear_axis(span, 6)
        assert axis.high > axis.low
        assert all(0 <= at < 6 for at, _ in axis.labels())


def test_platelets_lie_on_a_shade_between_their_limits() -> None:
    """Limits 150 to 400: of nine rows from 26.9 to 421.1 the upper six are normal."""
    events = [lab("platelets", 0, 182), lab("platelets", 30, 48), lab("platelets", 60, 141)]
    grid = drawn(events, "platelets")
    shaded = [at for at in range(9) if "+b" in grid.roles[at][20]]
    assert shaded == [1, 2, 3, 4, 5] or shaded == [0, 1, 2, 3, 4, 5]
    low = grid.spots[1]
    assert "+b" not in grid.roles[low.row][low.column]


def test_without_true_colour_the_band_is_a_pattern() -> None:
    events = [lab("platelets", 0, 182), lab("platelets", 60, 141)]
    assert any("⋅" in line for line in drawn(events, "platelets", flavour="plain").lines())
    plain = drawn(events, "platelets", flavour="plain", ascii=True)
    assert all(line.isascii() for line in plain.lines())
    assert any(line.count("'") > 9 for line in plain.lines())


def test_a_graded_value_is_its_digit_on_the_curve() -> None:
    grid = drawn([lab("platelets", 0, 182), lab("platelets", 30, 48)], "platelets")
    low, normal = grid.spots[1], grid.spots[0]
    assert grid.characters[low.row][low.column] == "3"
    assert grid.roles[low.row][low.column] == "lab3"
    assert grid.characters[normal.row][normal.column] == "●"


def test_a_value_above_what_can_be_measured_points_up_and_says_so() -> None:
    grid = drawn([lab("AFP", 0, 20000, comparator=">"), lab("AFP", 30, 100)], "AFP")
    spot = grid.spots[0]
    assert grid.characters[spot.row][spot.column] == "△"
    assert any(">20000" in line for line in grid.lines())


def test_limits_are_converted_with_their_value() -> None:
    """34.2 µmol/L of bilirubin is 2 mg/dL, its upper limit of 17.1 is 1."""
    event = made(
        "lab", 0, analyte="bilirubin", value=34.2, unit="µmol/L", lower_limit=1.71, upper_limit=17.1
    )
    items = arrange([event]).items
    (one,) = readings("bilirubin", items)
    assert (one.value, one.low, one.high) == pytest.approx((2.0, 0.1, 1.0))
    assert unit_of("bilirubin", items) == "mg/dL"

"""Months and levels to cells: curve, tick and label ask the same mapping."""

from __future__ import annotations

from itertools import pairwise

import pytest

from timeline_tui.analysis.axes import Axes


@pytest.mark.parametrize("rows", [5, 9, 13, 17, 29])
def test_a_level_and_its_label_are_in_one_row(rows: int) -> None:
    axes = Axes(36.0, 60, rows)
    for level in axes.levels():
        assert axes.row(level) == axes.y(level) // 4
    assert axes.row(1.0) == 0
    assert axes.row(0.0) == rows - 1


def test_the_axis_begins_at_its_first_cell_and_ends_at_its_last() -> None:
    axes = Axes(20.0, 40, 10)
    assert (axes.column(0.0), axes.column(20.0)) == (0, 39)
    assert axes.column(10.0) in (19, 20)


@pytest.mark.parametrize(
    ("longest", "columns", "ticks"),
    [
        (39.9, 100, [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]),
        (39.9, 64, [0, 6, 12, 18, 24, 30, 36]),
        (2.0, 60, [0, 1, 2]),
        (480.0, 60, [0, 60, 120, 180, 240, 300, 360, 420, 480]),
    ],
)
def test_ticks_divide_years_and_leave_room_for_their_numbers(
    longest: float, columns: int, ticks: list[float]
) -> None:
    axes = Axes(longest, columns, 10)
    assert axes.ticks() == ticks
    places = [axes.column(tick) for tick in axes.ticks()]
    assert all(b - a >= 6 for a, b in pairwise(places))

"""The legend of curves: a small table, put where it hides none of them, else above the plot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from timeline_tui.analysis.axes import Axes
from timeline_tui.analysis.chart import Pen
from timeline_tui.analysis.step_lines import PATTERNS, corners
from timeline_tui.analysis.steps import StepsData
from timeline_tui.lanes.canvas import ACROSS, DOWN, Canvas
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import Role

SAMPLE = 4
"""Cells of a line that show how a group's is drawn."""

LONGEST_TITLE = 26
Cell = tuple[str, Role]


def place_legend(
    grid: Grid,
    data: StepsData,
    axes: Axes,
    left: int,
    top: int,
    pen: Pen,
    *,
    measure: bool = False,
    above: int = 0,
) -> bool:
    """Draw the legend; only tell whether there is room within the plot, with `measure`.

    `above` are the rows kept for it above the plot; without them it goes inside.
    """
    if len(data.curves) < 2 and not data.columns:
        return True
    most = grid.width - left - 2
    for columns in range(len(data.columns), -1, -1):
        table = legend_table(data, columns)
        widths = [max(cells(row[at]) for row in table) for at in range(len(table[0]))]
        width = SAMPLE + 1 + sum(widths) + 2 * len(widths)
        if width > most:
            continue
        if above:
            _draw(grid.area(top - above, left, above, most), table, widths, data, pen)
            return True
        spot = _free(data, axes, width, len(table))
        if spot is not None:
            if not measure:
                row, column = spot
                area = grid.area(top + row, left + column, len(table), width)
                _draw(area, table, widths, data, pen)
            return True
        if columns < len(data.columns):
            return False
    return False


def legend_table(data: StepsData, columns: int) -> list[list[str]]:
    """The heads and a row a group, with so many of the columns."""
    rows = [[cut(curve.title, LONGEST_TITLE), *curve.cells[:columns]] for curve in data.curves]
    return [["", *data.columns[:columns]], *rows] if columns else rows


def _free(data: StepsData, axes: Axes, width: int, height: int) -> tuple[int, int] | None:
    """The upper left cell of a place without a curve: at the right above, or below; else left."""
    right = axes.columns - width
    bottom = axes.rows - height
    if right < 0 or bottom < 0:
        return None
    taken = _taken(data, axes)
    for row, column in ((0, right), (1, right), (bottom - 1, 1), (0, 1), (bottom // 2, right)):
        cells_of_it = range(max(0, column - 1), min(axes.columns, column + width))
        rows = range(max(0, row), row + height)
        if row >= 0 and not any(
            low in rows or high in rows or low < rows.start <= high
            for at in cells_of_it
            for low, high in taken.get(at, ())
        ):
            return row, column
    return None


def _taken(data: StepsData, axes: Axes) -> dict[int, list[tuple[int, int]]]:
    """By column the rows that each curve reaches from and to there."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for curve in data.curves:
        path = corners(axes, curve, data.starts_at)
        for (x0, y0), (x1, y1) in pairwise(path):
            for column in range(x0 // ACROSS, x1 // ACROSS + 1):
                taken.setdefault(column, []).append((y0 // DOWN, y0 // DOWN))
            rows = sorted((y0 // DOWN, y1 // DOWN))
            taken.setdefault(x1 // ACROSS, []).append((rows[0], rows[1]))
    return taken


def _draw(
    area: Area, table: Sequence[Sequence[str]], widths: Sequence[int], data: StepsData, pen: Pen
) -> None:
    heads = len(table) - len(data.curves)
    for row, texts in enumerate(table):
        number = row - heads
        area.fill(row, 0, area.columns, " ", "text")
        role: Role = pen.role(number) if number >= 0 else "faint"
        column = SAMPLE + 1
        if number >= 0:
            area.put(row, 0, sample(number, pen), role)
        for at, (text, width) in enumerate(zip(texts, widths, strict=True)):
            indent = width - cells(text) if at else 0
            area.put(row, column + indent, text, role)
            column += width + 2


def sample(number: int, pen: Pen) -> str:
    """A piece of a group's line with its mark."""
    canvas, pattern = Canvas(SAMPLE, 1), PATTERNS[number % len(PATTERNS)]
    for x in range(SAMPLE * ACROSS):
        if pattern[x % len(pattern)] == "1":
            canvas.dot(x, 2)
    drawn = [
        canvas.character(canvas.cells.get((0, column), 0), ascii=pen.ascii)
        if (0, column) in canvas.cells
        else " "
        for column in range(SAMPLE)
    ]
    drawn[1] = pen.mark(number)
    return "".join(drawn)

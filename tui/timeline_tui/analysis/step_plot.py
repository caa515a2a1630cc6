"""Curves of steps drawn whole: heading, levels, lines, marks, legend, axis, number at risk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from timeline_tui.analysis.axes import Axes
from timeline_tui.analysis.chart import Drawing, Pen, Spot
from timeline_tui.analysis.cursor import find
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.legend import place_legend
from timeline_tui.analysis.step_lines import (
    LIMITS,
    PATTERNS,
    StepCanvas,
    corners,
    limit_corners,
    mark_cells,
)
from timeline_tui.analysis.step_spots import step_spots
from timeline_tui.analysis.steps import StepsData
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import Role
from timeline_tui.wording import grouped

LONGEST_NAME = 22
GAP = "   "


@dataclass(frozen=True)
class Frame:
    """Where the parts of the drawing are: the plot's upper left cell, and the rows below it."""

    axes: Axes
    left: int
    top: int
    legend_rows: int

    @property
    def axis(self) -> int:
        return self.top + self.axes.rows


def draw_steps(data: StepsData, width: int, height: int, pen: Pen, at: str) -> Drawing:
    """The curves in so many cells with the cursor on the spot named `at`."""
    drawn, frame, spots = _without_cursor(data, width, height, pen)
    here = find(spots, at)
    if here is None:
        return Drawing(lines_of(drawn), spots)
    grid = Grid(width, height)
    grid.characters = [list(row) for row in drawn.characters]
    grid.roles = [list(row) for row in drawn.roles]
    plot = grid.area(frame.top, frame.left, frame.axes.rows, frame.axes.columns)
    _hairline(plot, here.x - frame.left, "." if pen.ascii else "╎")
    whole = grid.area(0, 0, height, width)
    whole.put(frame.axis, here.x, "▲", "key")
    if here.y < height and here.x < width:
        character = grid.characters[here.y][here.x]
        whole.put(here.y, here.x, character if character.strip() else "●", "title-cursor")
    return Drawing(lines_of(grid), spots)


@lru_cache(maxsize=2)
def _without_cursor(
    data: StepsData, width: int, height: int, pen: Pen
) -> tuple[Grid, Frame, list[Spot]]:
    """What a step of the cursor leaves as it is."""
    grid = Grid(width, height)
    whole = grid.area(0, 0, height, width)
    frame = lay_out(data, width, height, legend_rows=0)
    if not place_legend(grid, data, frame.axes, frame.left, frame.top, pen, measure=True):
        frame = lay_out(data, width, height, legend_rows=len(data.curves) + bool(data.columns))
    axes = frame.axes
    _heading(whole, data)
    plot = grid.area(frame.top, frame.left, axes.rows, axes.columns)
    _curves(plot, data, axes, pen)
    place_legend(grid, data, axes, frame.left, frame.top, pen, above=frame.legend_rows)
    _levels(whole, frame)
    _medians(plot, data, axes, pen)
    _axis(whole, frame)
    _number_at_risk(whole, data, frame, pen)
    return grid, frame, step_spots(data, axes, frame.left, frame.top)


def lay_out(data: StepsData, width: int, height: int, *, legend_rows: int) -> Frame:
    """Give the plot what the rows around it leave: a heading, an axis, its numbers, those at risk.

    Where it is low the line that says `at risk` goes first.
    """
    groups = len(data.curves)
    longest_name = max((cells(curve.title) for curve in data.curves), default=0)
    digits = max((len(grouped(len(curve.patients))) for curve in data.curves), default=1)
    left = max(8, min(longest_name, LONGEST_NAME, width // 5) + 4 + (digits - 1) // 2)
    below = 2 + groups + (height - groups >= 14)
    rows = max(2, height - 1 - legend_rows - below)
    columns = max(4, width - left - 3)
    highest = 1.0
    if data.starts_at == 0:
        top = max((step.level for curve in data.curves for step in curve.steps), default=0.0)
        highest = next(level for level in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if top <= level)
    return Frame(Axes(data.longest, columns, rows, highest), left, 1 + legend_rows, legend_rows)


def _heading(whole: Area, data: StepsData) -> None:
    """The title, what is drawn, and as many remarks as leave the title whole."""
    remarks = list(data.remarks)
    while len(remarks) > 1 and cells(data.title + GAP + GAP.join(remarks)) > whole.columns - 2:
        remarks.pop()
    end = put_end(whole, 0, GAP.join(remarks), "strong") if remarks else whole.columns
    title = cut(data.title, end - 2)
    whole.put(0, 1, title, "strong")
    start = 1 + cells(title) + 2
    if end - start > 12:
        whole.put(0, start, cut(data.subtitle, end - start - 2), "soft")


def _curves(plot: Area, data: StepsData, axes: Axes, pen: Pen) -> None:
    canvas = StepCanvas(axes)
    for number, curve in enumerate(data.curves):
        if data.limits:
            for side in ("low", "high"):
                for path in limit_corners(axes, curve, side):
                    canvas.draw(path, LIMITS, number)
    for number, curve in enumerate(data.curves):
        canvas.draw(corners(axes, curve, data.starts_at), PATTERNS[number % 8], number)
    for (row, column), bits in canvas.canvas.cells.items():
        owners = canvas.owners[row, column]
        role: Role = pen.role(next(iter(owners))) if len(owners) == 1 else "strong"
        plot.put(row, column, canvas.canvas.character(bits, ascii=pen.ascii), role)
    for number, curve in enumerate(data.curves):
        for row, column in mark_cells(axes, curve, lambda step: step.competing):
            plot.put(row, column, "†", pen.role(number))
        for row, column in mark_cells(axes, curve, lambda step: step.censored):
            plot.put(row, column, pen.mark(number), pen.role(number))


def _levels(whole: Area, frame: Frame) -> None:
    """The labels of the levels, and a dotted line at each."""
    axes = frame.axes
    for level in axes.levels():
        row = frame.top + axes.row(level)
        label = f"{level * 100:.0f}" + (" %" if level == axes.highest else "  ")
        whole.put(row, frame.left - 1 - cells(label), label, "faint")
        for column in range(0, axes.columns, 4):
            whole.back(row, frame.left + column, "·", "grid")


def _medians(plot: Area, data: StepsData, axes: Axes, pen: Pen) -> None:
    """A line along a half to the last median, and down from each curve's own."""
    medians = [curve.median for curve in data.curves if curve.median is not None]
    if not medians or data.starts_at == 0:
        return
    row = axes.row(0.5)
    for column in range(axes.column(max(medians))):
        if column % 2 == 0:
            plot.back(row, column, "╌", "axis")
    for number, curve in enumerate(data.curves):
        if curve.median is not None:
            for below in range(row + 1, axes.rows):
                plot.back(below, axes.column(curve.median), "┊", pen.role(number))


def _hairline(plot: Area, column: int, character: str) -> None:
    for row in range(plot.rows):
        plot.back(row, column, character, "dots")


def _axis(whole: Area, frame: Frame) -> None:
    axes, row = frame.axes, frame.axis
    whole.put(row, frame.left - 1, "└" + "─" * axes.columns, "axis")
    whole.put(row + 1, 1, "months", "faint")
    for tick in axes.ticks():
        whole.put(row, frame.left + axes.column(tick), "┬", "axis")
        _under(whole, row + 1, frame.left + axes.column(tick), f"{tick:g}", "soft")


def _number_at_risk(whole: Area, data: StepsData, frame: Frame, pen: Pen) -> None:
    row = frame.axis + 2
    if whole.rows - row > len(data.curves):
        whole.put(row, 1, "number at risk", "faint")
        row += 1
    for number, curve in enumerate(data.curves):
        name = cut(curve.title, frame.left - 4 - (len(grouped(len(curve.patients))) - 1) // 2)
        role = pen.role(number)
        whole.put(row + number, 1, f"{pen.mark(number)} {name}", role)
        for tick in frame.axes.ticks():
            text = grouped(curve.number_at_risk(tick))
            _under(whole, row + number, frame.left + frame.axes.column(tick), text, role)


def _under(whole: Area, row: int, column: int, text: str, role: Role) -> None:
    """A number with its middle under a cell, kept within the drawing."""
    start = min(column - (len(text) - 1) // 2, whole.columns - len(text))
    whole.put(row, start, text, role)

"""Curves of steps on the canvas of dots: each group with a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from timeline_tui.analysis.axes import Axes
from timeline_tui.analysis.steps import Curve, Step
from timeline_tui.lanes.canvas import ACROSS, DOWN, Canvas

PATTERNS = ("1", "11111000", "1100", "1111100100", "1000", "111111110000", "11101000", "110000")
"""The dots of each group's line, over and over: solid, dashed, dotted, dash and dot …"""

LIMITS = "100"
"""The dots of a confidence limit."""


class StepCanvas:
    """A canvas that remembers whose dots are in a cell."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.canvas = Canvas(axes.columns, axes.rows)
        self.owners: dict[tuple[int, int], set[int]] = {}

    def draw(self, path: Sequence[tuple[int, int]], pattern: str, owner: int) -> None:
        """A path of steps: along to each corner's x, then up or down to its y."""
        for place, (x, y) in enumerate(_dots(path)):
            if pattern[place % len(pattern)] == "1":
                self.canvas.dot(x, y)
                self.owners.setdefault((y // DOWN, x // ACROSS), set()).add(owner)


def corners(axes: Axes, curve: Curve, starts_at: float) -> list[tuple[int, int]]:
    """The curve's corners in dots, from its start to the end of follow-up."""
    path = [(0, axes.y(starts_at))]
    path += [(axes.x(step.months), axes.y(step.level)) for step in curve.steps]
    return [*path, (axes.x(curve.last), path[-1][1])]


def limit_corners(axes: Axes, curve: Curve, side: str) -> list[list[tuple[int, int]]]:
    """The corners of the lower or upper limit: one path for each run of steps that have it."""
    paths: list[list[tuple[int, int]]] = [[]]
    for step in curve.steps:
        limit = step.low if side == "low" else step.high
        x = axes.x(step.months)
        if limit is not None:
            paths[-1].append((x, axes.y(limit)))
        elif paths[-1]:
            paths[-1].append((x, paths[-1][-1][1]))
            paths.append([])
    if paths[-1]:
        paths[-1].append((axes.x(curve.last), paths[-1][-1][1]))
    return [path for path in paths if path]


def _dots(path: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    x, y = path[0]
    yield x, y
    for to_x, to_y in path[1:]:
        while x < to_x:
            x += 1
            yield x, y
        while y != to_y:
            y += 1 if to_y > y else -1
            yield x, y


def apart(columns: Sequence[int], least: int) -> list[int]:
    """Of rising columns those that keep a distance from the one before."""
    kept: list[int] = []
    for column in columns:
        if not kept or column - kept[-1] >= least:
            kept.append(column)
    return kept


def mark_cells(axes: Axes, curve: Curve, whose: Callable[[Step], object]) -> list[tuple[int, int]]:
    """(row, column) of the steps with somebody to mark; where the marks would hide the curve, only
    some of them.
    """
    at = {axes.column(step.months): step for step in curve.steps if whose(step)}
    columns = sorted(at)
    crowded = len(columns) > max(12, axes.columns // 4)
    return [(axes.row(at[column].level), column) for column in apart(columns, 4 if crowded else 1)]

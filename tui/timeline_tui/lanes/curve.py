"""A curve: axis, normal band, line and points, with the grade or the limit of detection of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from timeline_tui.lanes.axes import Axis, Span, axis_label, dot, joined, row
from timeline_tui.lanes.canvas import ACROSS, DOWN, Canvas
from timeline_tui.lanes.course import Item
from timeline_tui.lanes.grid import BACKGROUND, Area
from timeline_tui.lanes.labels import place_beside, place_left
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.readings import AFP, Reading, axis_of, readings, span_of
from timeline_tui.lanes.text import cells, short_number
from timeline_tui.paints import PAINTED

_LIMITS = {"<": "below", ">": "above", "<=": "below", ">=": "above"}


def draw_curve(
    area: Area, labels: Area, pen: Pen, analyte: str, items: Sequence[Item], span: Span | None
) -> None:
    """One analyte; `span` pins the axis while the events come and go."""
    known = readings(analyte, items)
    axis = axis_of(analyte, joined(span, span_of(analyte, items)), pen.threshold, area.rows)
    draw_axis_labels(area, labels, pen, axis)
    if analyte == AFP:
        _draw_threshold(area, pen, axis)
    draw_line(area, pen, axis, [(one.item.day, one.value) for one in known])
    for one in known:
        _draw_point(area, pen, axis, one)
    if analyte == AFP:
        _label_threshold(area, pen, axis)
    if area.rows >= 4:
        _draw_values(area, pen, axis, known)
    _shade_normal(area, pen, axis, known)


def draw_axis_labels(area: Area, labels: Area, pen: Pen, axis: Axis) -> None:
    """The values of the axis in the gutter, each with a dotted line over the chart."""
    for at, value in axis.labels():
        place_left(labels, at, labels.columns - 1, [axis_label(value)], "value")
        for column in range(2, area.columns, 4):
            if area.role(at, column) == "":
                area.put(at, column, pen.glyph("dots"), "dots")


def draw_line(
    area: Area, pen: Pen, axis: Axis, points: Sequence[tuple[int, float]], role: str = "curve"
) -> None:
    """Straight from one (day, value) to the next."""
    canvas = Canvas(area.columns, area.rows)
    places = [(pen.scale.dot(day), round(dot(axis, value))) for day, value in points]
    for start, stop in pairwise(places):
        if stop[0] >= 0 and start[0] < area.columns * ACROSS:
            canvas.line(start, stop)
    for (at, column), bits in canvas.cells.items():
        area.put(at, column, canvas.character(bits, ascii=pen.look.ascii), role)


def _draw_threshold(area: Area, pen: Pen, axis: Axis) -> None:
    if area.rows >= 3:
        at = row(axis, pen.threshold)
        area.fill(at, 0, area.columns, pen.glyph("threshold"), "threshold")


def _label_threshold(area: Area, pen: Pen, axis: Axis) -> None:
    """Its value at the left end of the line, or the right one if the curve is in the way."""
    if area.rows < 3:
        return
    text, at = short_number(pen.threshold), row(axis, pen.threshold)
    for start in (0, area.columns - len(text)):
        cells_there = range(max(0, start), min(area.columns, start + len(text)))
        if all(area.role(at, column) == "threshold" for column in cells_there):
            area.put(at, start, text, "threshold")
            return


def _sign(one: Reading) -> str:
    sign = str(one.item.payload.get("comparator", "none"))
    return "" if sign == "none" else sign


def _draw_point(area: Area, pen: Pen, axis: Axis, one: Reading) -> None:
    """An arrow at a limit of detection, the digit of a grade, else a point."""
    item, grade = one.item, pen.grade_of(one.item)
    at, column = row(axis, one.value), pen.column(item)
    area.spot(item.index, at, column)
    name, role = _LIMITS.get(_sign(one), "point"), "point"
    if name == "point" and grade:
        area.put(at, column, str(min(grade, 9)), pen.role(item, f"lab{min(grade, 5)}"))
        return
    if name == "point" and item.event.fact in pen.evidence:
        name = "point-evidence"
    elif name == "point" and item.corrected:
        name = "point-corrected"
    area.put(at, column, pen.glyph(name), pen.role(item, role))


def _draw_values(area: Area, pen: Pen, axis: Axis, known: Sequence[Reading]) -> None:
    """The first, the last, the lowest and the highest value, and limits of detection, where
    there is room beside their points.
    """
    visible = [one for one in known if pen.scale.shows(one.item.day)]
    if not visible:
        return
    lowest = min(known, key=lambda one: one.value)
    chosen = [known[0], known[-1], lowest, max(known, key=lambda one: one.value)]
    chosen += [one for one in visible if _sign(one)]
    for one in {reading.item.index: reading for reading in chosen}.values():
        at, column = row(axis, one.value), pen.column(one.item)
        text = pen.words(_sign(one)) + short_number(one.value)
        width = cells(text)
        under, over, across = (at + 1, column), (at - 1, column), (at, column + 2)
        before = (at, column - width - 1)
        spots = [over, across, before, under, (at - 1, column - width)]
        if one is lowest:
            spots = [under, across, over, before, (at + 1, column - width)]
        place_beside(area, spots, [text], "point-text")


def _shade_normal(area: Area, pen: Pen, axis: Axis, known: Sequence[Reading]) -> None:
    """The rows between the limits in force: each draw's hold until the next one's."""
    limited = [one for one in known if one.low is not None or one.high is not None]
    if not limited or area.rows < 3:
        return
    starts = [pen.column(one.item) for one in limited]
    for column in range(area.columns):
        one = limited[max(0, bisect_right(starts, column) - 1)]
        for at in _rows_between(axis, one.low, one.high):
            shade(area, pen, at, column)


def _rows_between(axis: Axis, low: float | None, high: float | None) -> range:
    """The rows whose middle lies between two values; at least one where any of it is in sight."""
    top = 0.0 if high is None else axis.place(high)
    bottom = axis.rows * DOWN - 1.0 if low is None else axis.place(low)
    if bottom < 0 or top > axis.rows * DOWN - 1:
        return range(0)
    top, bottom = max(0.0, top), min(bottom, axis.rows * DOWN - 1.0)
    first, last = round(top / DOWN), round((bottom + 1) / DOWN)
    first = min(first, int(bottom) // DOWN)
    return range(first, max(last, first + 1))


def shade(area: Area, pen: Pen, at: int, column: int) -> None:
    """Lay the normal band behind a cell: a shade in true colour, a pattern elsewhere."""
    role = area.role(at, column)
    name, mark, rest = role.partition("+")
    if role in BACKGROUND:
        if pen.look.flavour in PAINTED:
            area.mark(at, column, f"{name or 'band'}+b")
        elif role == "" and (column + at) % 2 == 0:
            area.put(at, column, pen.glyph("band"), "band")
    elif pen.look.flavour in PAINTED and name in (
        "curve",
        "point",
        "point-text",
        "threshold",
        "death",
    ):
        area.mark(at, column, f"{name}+b{mark}{rest}")

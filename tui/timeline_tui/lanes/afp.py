"""The AFP lane: a curve on a log axis; labels and points ask one mapping for their row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from timeline.criteria.laboratory_units import standard_value
from timeline.errors import UnknownUnit
from timeline_tui.lanes.canvas import ACROSS, DOWN, Canvas
from timeline_tui.lanes.course import Item, finite
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_beside, place_left
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.text import cells, short_number

UNIT = "IU/mL"
Span = tuple[float, float]
_MARGIN = 0.12
"""Of a decade, above the highest and below the lowest value."""


@dataclass(frozen=True, slots=True)
class LogScale:
    """Values to rows between two powers of ten, the higher one at the top."""

    low: float
    high: float
    rows: int

    def dot(self, value: float) -> float:
        """Braille dots from the top; values off the axis lie on its edge."""
        power = log10(value) if value > 0 else self.low
        share = (self.high - power) / (self.high - self.low)
        return max(0.0, min(share, 1.0)) * (self.rows * DOWN - 1)

    def row(self, value: float) -> int:
        """The row of a value; the label of 100 and a point of 100 ask this alike."""
        return round(self.dot(value)) // DOWN

    def labels(self) -> list[tuple[int, float]]:
        """(row, value) of the decades on the axis, with 2 and 5 between where few are."""
        values = [10.0**power for power in range(ceil(self.low), floor(self.high) + 1)]
        if len(values) < 2 and self.rows >= 4:
            around = range(floor(self.low), ceil(self.high) + 1)
            values += [times * 10.0**power for power in around for times in (2, 5)]
            values = [v for v in values if self.low <= log10(v) <= self.high]
        taken: dict[int, float] = {}
        for value in values:
            taken.setdefault(self.row(value), value)
        return sorted(taken.items())


def decade_label(value: float) -> str:
    """A value of the axis in few cells: `100k`, `1k`, `20`, `0.1`."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def value_iu_per_ml(item: Item) -> float | None:
    """The value in IU/mL, or None where its unit is not known."""
    value = finite(item.payload.get("value"))
    if value is None:
        return None
    try:
        return standard_value("AFP", value, str(item.payload.get("unit")))
    except UnknownUnit:
        return None


def span_of(items: Iterable[Item]) -> Span | None:
    """The lowest and the highest value, as far as there are any above zero."""
    values = [v for v in map(value_iu_per_ml, items) if v is not None and v > 0]
    return (min(values), max(values)) if values else None


def joined(one: Span | None, other: Span | None) -> Span | None:
    """The span over both."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def log_scale(span: Span | None, threshold: float, rows: int) -> LogScale:
    """An axis with all values and the threshold on it, two decades at the least."""
    low, high = joined(span, (threshold, threshold)) or (1.0, 100.0)
    bottom, top = log10(low) - _MARGIN, log10(high) + _MARGIN
    if top - bottom < 2:
        middle = (top + bottom) / 2
        bottom, top = middle - 1, middle + 1
    return LogScale(bottom, top, max(1, rows))


def draw_afp(area: Area, labels: Area, pen: Pen, items: Sequence[Item], span: Span | None) -> None:
    """Axis, threshold, curve and points; `span` pins the axis while the events come and go."""
    known = [(item, value) for item in items if (value := value_iu_per_ml(item)) is not None]
    axis = log_scale(joined(span, span_of(items)), pen.threshold, area.rows)
    for row, value in axis.labels():
        place_left(labels, row, labels.columns - 1, [decade_label(value)], "value")
        for column in range(2, area.columns, 4):
            if area.role(row, column) == "":
                area.put(row, column, pen.glyph("dots"), "dots")
    _draw_threshold(area, pen, axis)
    _draw_curve(area, pen, axis, known)
    for item, value in known:
        _draw_point(area, pen, axis, item, value)
    _label_threshold(area, pen, axis)
    if area.rows >= 4:
        _draw_values(area, pen, axis, known)


def _draw_threshold(area: Area, pen: Pen, axis: LogScale) -> None:
    if area.rows < 3:
        return
    row = axis.row(pen.threshold)
    area.fill(row, 0, area.columns, pen.glyph("threshold"), "threshold")


def _label_threshold(area: Area, pen: Pen, axis: LogScale) -> None:
    """Its value at the left end of the line, or the right one if the curve is in the way."""
    if area.rows < 3:
        return
    text, row = short_number(pen.threshold), axis.row(pen.threshold)
    for start in (0, area.columns - len(text)):
        cells_there = range(max(0, start), min(area.columns, start + len(text)))
        if all(area.role(row, column) == "threshold" for column in cells_there):
            area.put(row, start, text, "threshold")
            return


def _draw_curve(area: Area, pen: Pen, axis: LogScale, known: Sequence[tuple[Item, float]]) -> None:
    canvas = Canvas(area.columns, area.rows)
    places = [(pen.scale.dot(item.day), round(axis.dot(value))) for item, value in known]
    for start, stop in pairwise(places):
        if stop[0] >= 0 and start[0] < area.columns * ACROSS:
            canvas.line(start, stop)
    for (row, column), bits in canvas.cells.items():
        area.put(row, column, canvas.character(bits, ascii=pen.look.ascii), "curve")


def _draw_point(area: Area, pen: Pen, axis: LogScale, item: Item, value: float) -> None:
    comparator = item.payload.get("comparator", "none")
    name = {"<": "below", ">": "above"}.get(str(comparator), "point")
    if name == "point" and item.event.fact in pen.evidence:
        name = "point-evidence"
    elif name == "point" and item.corrected:
        name = "point-corrected"
    row, column = axis.row(value), pen.column(item)
    area.put(row, column, pen.glyph(name), pen.role(item, "point"))
    area.spot(item.index, row, column)


def _draw_values(area: Area, pen: Pen, axis: LogScale, known: Sequence[tuple[Item, float]]) -> None:
    """The first, the lowest and the last value beside their points, where there is room."""
    visible = [(item, value) for item, value in known if pen.scale.shows(item.day)]
    if not visible:
        return
    chosen = [known[0], known[-1], min(known, key=lambda pair: pair[1])]
    chosen.append(max(known, key=lambda pair: pair[1]))
    for item, value in dict.fromkeys(chosen):
        row, column = axis.row(value), pen.column(item)
        sign = pen.words(item.payload.get("comparator", "none")).replace("none", "")
        text = sign + short_number(value)
        width = cells(text)
        under, over, across = (row + 1, column), (row - 1, column), (row, column + 2)
        before = (row, column - width - 1)
        spots = [over, across, before, under, (row - 1, column - width)]
        if (item, value) == chosen[2]:
            spots = [under, across, over, before, (row + 1, column - width)]
        place_beside(area, spots, [text], "point-text")

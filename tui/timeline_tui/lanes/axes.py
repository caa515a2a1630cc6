"""The axes of curves: values to rows on a log or a linear scale, the highest at the top.

Labels and points ask one mapping for their row.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Protocol

from timeline_tui.lanes.canvas import DOWN

Span = tuple[float, float]
_MARGIN = 0.12
"""Of a decade, above the highest and below the lowest value."""
_LINEAR_MARGIN = 0.06
_ROWS_A_LABEL = 3


class Axis(Protocol):
    """What a curve asks of its axis."""

    @property
    def rows(self) -> int: ...
    def place(self, value: float) -> float:
        """Braille dots from the top; may lie outside the axis."""

    def labels(self) -> list[tuple[int, float]]:
        """(row, value) of what the axis says."""


def dot(axis: Axis, value: float) -> float:
    """Braille dots from the top; values off the axis lie on its edge."""
    return max(0.0, min(axis.place(value), axis.rows * DOWN - 1.0))


def row(axis: Axis, value: float) -> int:
    """The row of a value; the label of 100 and a point of 100 ask this alike."""
    return round(dot(axis, value)) // DOWN


@dataclass(frozen=True, slots=True)
class LogAxis:
    """Between two powers of ten."""

    low: float
    high: float
    rows: int

    def place(self, value: float) -> float:
        if value <= 0:
            return self.rows * DOWN - 1.0
        return (self.high - log10(value)) / (self.high - self.low) * (self.rows * DOWN - 1)

    def labels(self) -> list[tuple[int, float]]:
        """The decades on the axis, with 2 and 5 between where few are."""
        values = [10.0**power for power in range(ceil(self.low), floor(self.high) + 1)]
        if len(values) < 2 and self.rows >= 4:
            around = range(floor(self.low), ceil(self.high) + 1)
            values += [times * 10.0**power for power in around for times in (2, 5)]
            values = [v for v in values if v > 0 and self.low <= log10(v) <= self.high]
        taken: dict[int, float] = {}
        for value in values:
            taken.setdefault(row(self, value), value)
        return sorted(taken.items())


@dataclass(frozen=True, slots=True)
class LinearAxis:
    """Between two values."""

    low: float
    high: float
    rows: int

    def place(self, value: float) -> float:
        return (self.high - value) / (self.high - self.low) * (self.rows * DOWN - 1)

    def labels(self) -> list[tuple[int, float]]:
        """Multiples of 1, 2 or 5 of a power of ten, about one for three rows."""
        step = _round_step((self.high - self.low) / max(2, self.rows // _ROWS_A_LABEL))
        start = ceil(self.low / step - 1e-9)
        stop = min(floor(self.high / step + 1e-9), start + self.rows)
        taken: dict[int, float] = {}
        for count in range(start, stop + 1):
            taken.setdefault(row(self, count * step), count * step)
        return sorted(taken.items())


def _round_step(least: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(least))
    return next((times * power for times in (1, 2, 5) if times * power >= least), 10 * power)


def joined(one: Span | None, other: Span | None) -> Span | None:
    """The span over both."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def log_axis(span: Span | None, rows: int, *, decades: float) -> LogAxis:
    """An axis with all of a span above zero on it, so many decades at the least."""
    low, high = span or (1.0, 100.0)
    bottom, top = log10(low) - _MARGIN, log10(high) + _MARGIN
    if top - bottom < decades:
        middle = (top + bottom) / 2
        bottom, top = middle - decades / 2, middle + decades / 2
    return LogAxis(bottom, top, max(1, rows))


def linear_axis(span: Span | None, rows: int) -> LinearAxis:
    """An axis with all of a span on it and a little more; below zero only where values are."""
    low, high = span or (0.0, 1.0)
    margin = (high - low) * _LINEAR_MARGIN or abs(high) * 0.1 or 1.0
    bottom, top = low - margin, high + margin
    if low >= 0:
        bottom = max(0.0, bottom)
    if log_of_share(top, bottom) is None:
        bottom, top = bottom - 1, top + 1
    return LinearAxis(bottom, top, max(1, rows))


def log_of_share(top: float, bottom: float) -> float | None:
    """The power of ten of what lies between, None where that is too little to be told apart."""
    apart = top - bottom
    return log10(apart) if apart > 1e-300 and apart > abs(top) * 1e-12 else None


def axis_label(value: float) -> str:
    """A value of the axis in few cells: `100k`, `1k`, `20`, `0.1`."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.6g}{letter}"
    return f"{value:.6g}"

"""Days to columns and back. Ticks, labels and marks all ask this one mapping."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

DOTS = 2
CLOSEST = 1 / 12
ZOOM_STEP = 1.5


@dataclass(frozen=True, slots=True)
class Scale:
    """`columns` cells from day `start` on, `days` of them a cell (below 1: a day is wide)."""

    start: float
    days: float
    columns: int

    def column(self, day: float) -> int:
        """The cell that a day begins in; may lie outside the window."""
        return floor((day - self.start) / self.days + 1e-9)

    def dot(self, day: float) -> int:
        """The same at braille resolution: two dots a cell."""
        return floor((day - self.start) / self.days * DOTS + 1e-9)

    def day(self, column: float) -> float:
        """The day at the left edge of a cell."""
        return self.start + column * self.days

    def shows(self, day: float) -> bool:
        """Whether the day's first cell is in the window."""
        return 0 <= self.column(day) < self.columns

    def zoomed(self, steps: int, around: float) -> Scale:
        """Closer by `steps` (away where negative); the day `around` keeps its column."""
        days = max(CLOSEST, min(self.days / ZOOM_STEP**steps, 4000.0))
        share = (around - self.start) / self.days
        return replace(self, days=days, start=around - share * days)

    def panned(self, columns: int) -> Scale:
        """Moved to later days by so many cells."""
        return replace(self, start=self.start + columns * self.days)

    def within(self, first: float, last: float) -> Scale:
        """Moved, if need be, so that the window meets the days from `first` to `last`."""
        reach = self.columns * self.days
        margin = min(reach / 4, max(last - first, 1.0))
        start = max(first - reach + margin, min(self.start, last - margin))
        return replace(self, start=start)

    def revealing(self, day: float) -> Scale:
        """The same window, or one moved so that the day is well inside it."""
        if self.shows(day):
            return self
        quarter = self.columns // 4 if self.column(day) < 0 else self.columns - self.columns // 4
        return replace(self, start=day - quarter * self.days)


def fitted(first: float, last: float, columns: int) -> Scale:
    """All days from `first` to `last`, both inclusive, with a cell to spare before and two after.

    A course of few days is not spread over more than four cells a day.
    """
    columns = max(1, columns)
    days = max((last - first) / max(1, columns - 4), 1 / 4)
    return Scale(first - days, days, columns)

"""Months and levels to dots and cells. Curves, marks, ticks and labels all ask this one mapping."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from timeline_tui.lanes.canvas import ACROSS, DOWN

STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
"""Months between ticks, the first with which their numbers have room."""

LEAST_BETWEEN = 7


@dataclass(frozen=True)
class Axes:
    """`columns` × `rows` cells for 0 to `longest` months and levels from 0, below, to `highest`."""

    longest: float
    columns: int
    rows: int
    highest: float = 1.0

    def x(self, months: float) -> int:
        """The dot of a time, from the left."""
        return round(months / self.longest * (self.columns * ACROSS - 1))

    def y(self, level: float) -> int:
        """The dot of a level, from the top."""
        return round((1 - level / self.highest) * (self.rows * DOWN - 1))

    def column(self, months: float) -> int:
        """The cell of a time."""
        return self.x(months) // ACROSS

    def row(self, level: float) -> int:
        """The cell of a level."""
        return self.y(level) // DOWN

    def ticks(self) -> list[float]:
        """Months from 0 on, in steps that divide years, as many as have room."""
        room = LEAST_BETWEEN * self.longest / max(1, self.columns - 1)
        step = next((step for step in STEPS if step >= room), ceil(self.longest))
        return [float(step * number) for number in range(int(self.longest / step) + 1)]

    def levels(self) -> list[float]:
        """The levels that have a label: quarters of the axis, or its halves where it is low."""
        parts = 4 if self.rows >= 9 else 2
        return [self.highest * part / parts for part in range(parts + 1)]

"""Where the bars of a waterfall stand, and how tall they are: one mapping for all that is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from timeline_tui.analysis.chart import window
from timeline_tui.analysis.waterfall_data import Bar, Column, WaterfallData

EIGHTHS = 8
LOWEST = -100.0
PITCHES = ((5, 2), (4, 1), (3, 1), (2, 1), (1, 1), (1, 0))
"""Cells of a bar and of the gap after it, the widest that has room."""

BETWEEN_GROUPS = 2


@dataclass(frozen=True)
class Levels:
    """Percent to eighths of a row: rows above and below the row of the zero line.

    The first and the last row are left for the letters of the longest bars.
    """

    rows: int
    top: float

    @property
    def above(self) -> int:
        """The rows that bars can fill above the zero line."""
        room = max(2, self.rows - 3)
        return max(1, min(room - 1, round(room * self.top / (self.top - LOWEST))))

    @property
    def below(self) -> int:
        return max(1, max(2, self.rows - 3) - self.above)

    @property
    def zero(self) -> int:
        """The row of the zero line."""
        return self.above + 1

    @property
    def per_row(self) -> float:
        """Percent in a row, the same above and below."""
        return max(self.top / self.above, -LOWEST / self.below)

    def eighths(self, percent: float) -> int:
        """The length of a bar; of one that is not 0, at least one eighth."""
        percent = min(percent, self.top) if percent > 0 else max(percent, LOWEST)
        length = round(abs(percent) / self.per_row * EIGHTHS)
        return max(1, length) if percent else 0

    def line(self, percent: float) -> tuple[int, int]:
        """The row in which a level lies, and whether high (0), in the middle (1) or low (2) in it.

        It is where a bar of so many percent ends.
        """
        if not percent:
            return self.zero, 1
        full, rest = divmod(self.eighths(percent), EIGHTHS)
        if rest == 0:
            full, rest = full - 1, EIGHTHS
        third = 0 if rest <= 2 else 1 if rest <= 5 else 2
        return (self.zero - 1 - full, 2 - third) if percent > 0 else (self.zero + 1 + full, third)


def columns_of(data: WaterfallData, width: int, at: str) -> list[Column]:
    """The columns from left to right in so many cells; those out of sight have an x of −1.

    Where there are more bars than cells, several share a column, or the columns pan with the bar
    named `at`.
    """
    groups = _by_group(data)
    gaps = BETWEEN_GROUPS * (len(groups) - 1)
    count = len(data.bars)
    fitting = (pitch for pitch in PITCHES if count * sum(pitch) - pitch[1] + gaps <= width)
    pitch = next(fitting, None)
    if pitch is not None:
        return _placed([[Column((bar,)) for bar in group] for group in groups], pitch)
    if data.whole:
        each = ceil(count / max(1, width - gaps - len(groups)))
        binned = [
            [Column(tuple(group[start : start + each])) for start in range(0, len(group), each)]
            for group in groups
        ]
        return _placed(binned, (1, 0))
    return _panned(data, width, at)


def _by_group(data: WaterfallData) -> list[Sequence[Bar]]:
    found: dict[int, list[Bar]] = {}
    for bar in data.bars:
        found.setdefault(bar.group, []).append(bar)
    return [found[number] for number in sorted(found)]


def _placed(groups: list[list[Column]], pitch: tuple[int, int]) -> list[Column]:
    x, found = 0, []
    for group in groups:
        for column in group:
            found.append(replace(column, x=x, width=pitch[0]))
            x += sum(pitch)
        x += BETWEEN_GROUPS
    return found


def _panned(data: WaterfallData, width: int, at: str) -> list[Column]:
    """A column a bar, those around the cursor's in sight."""
    room = max(1, width // 2)
    first = window(len(data.bars), room, data.places.get(at, 0))
    found = [Column((bar,)) for bar in data.bars]
    for number in range(first, min(first + room, len(found))):
        found[number] = replace(found[number], x=2 * (number - first))
    return found

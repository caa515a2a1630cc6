"""Labels that never collide: the first of several wordings that fits beside a mark, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.text import cells

LINES = frozenset({"death"})
"""Roles that a label may touch."""


def place_right(area: Area, row: int, column: int, wordings: Iterable[str], role: str) -> bool:
    """Write the first wording with room from `column` on and a blank after it. False: none had."""
    for words in wordings:
        width = cells(words)
        if not words or not area.free(row, column, width):
            continue
        if not _apart(area, row, column + width):
            continue
        area.put(row, column, words, role)
        return True
    return False


def place_left(area: Area, row: int, stop: int, wordings: Iterable[str], role: str) -> bool:
    """The same for wordings that end just before the column `stop`."""
    for words in wordings:
        width = cells(words)
        start = stop - width
        if not words or not area.free(row, start, width):
            continue
        if not _apart(area, row, start - 1):
            continue
        area.put(row, start, words, role)
        return True
    return False


def _apart(area: Area, row: int, column: int) -> bool:
    """Whether a label may end beside this cell: a blank, a line or the area's edge."""
    outside = not 0 <= column < area.columns
    return outside or area.free(row, column, 1) or area.role(row, column) in LINES


def place_beside(
    area: Area, spots: Sequence[tuple[int, int]], wordings: Sequence[str], role: str
) -> bool:
    """The first wording that fits at one of several (row, column) places, tried in order."""
    return any(
        place_right(area, row, column, [words], role) for words in wordings for row, column in spots
    )

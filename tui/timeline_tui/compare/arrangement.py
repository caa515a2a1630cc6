"""How many courses a terminal shows at once, and how they lie. Pure."""

from __future__ import annotations

from typing import Literal

MOST = 3
LEAST_HEIGHT = 11
"""Rows of a course, its head among them, below which lanes are not worth looking at."""


def most_of(width: int, height: int) -> int:
    """How many courses a terminal shows at once: two, three in a large one."""
    return MOST if width >= 200 and height >= 50 else 2


def arrangement(width: int, height: int, courses: int) -> Literal["above", "beside"]:
    """One above the other, so that days stand under days; side by side in a wide, low terminal."""
    low = height < courses * LEAST_HEIGHT + 2
    return "beside" if low and width >= 70 * courses else "above"

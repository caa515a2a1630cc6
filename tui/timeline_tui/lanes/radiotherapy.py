"""The radiotherapy lane: fractions as bars by day or column, what was given of what was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import floor

from timeline_tui.lanes.course import Course, Item
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_left, place_right
from timeline_tui.lanes.pen import Pen

LONG_GAP_DAYS = 4
"""From one fraction to the next: a weekend makes three, more is an interruption."""


def courses(course: Course) -> dict[str, list[Item]]:
    """Delivered fractions by course."""
    found: dict[str, list[Item]] = {}
    for item in course.of("rt_fraction"):
        found.setdefault(str(item.payload.get("course", "1")), []).append(item)
    return found


def draw_radiotherapy(area: Area, pen: Pen, course: Course) -> None:
    """Courses on as many rows as there are, the rest together on the last one."""
    plans = {str(i.payload.get("course", "1")): i for i in course.of("rt_prescription")}
    given = courses(course)
    for number, fractions in enumerate(given.values()):
        row = min(number, area.rows - 1)
        _draw_gap(area, row, pen, fractions)
        _draw_fractions(area, row, pen, fractions)
    for number, (name, fractions) in enumerate(given.items()):
        row = min(number, area.rows - 1)
        wordings = [pen.words(words) for words in delivered(fractions, plans.get(name))]
        _label(area, row, pen, fractions, wordings)
    for name, plan in plans.items():
        column = pen.column(plan)
        number = list(given).index(name) if name in given else 0
        row = min(number, area.rows - 1)
        area.spot(plan.index, row, column)
        if name not in given:
            place_right(area, row, column, [f"({_gray(plan)} Gy)"], pen.role(plan, "rt-text"))


def _label(
    area: Area, row: int, pen: Pen, fractions: Sequence[Item], wordings: Sequence[str]
) -> None:
    """Right of the bars, else left of them; at the window's edge where they lie outside it."""
    start, last = pen.column(fractions[0]), pen.column(fractions[-1])
    stop = max(pen.scale.column(fractions[-1].day + 1), last + 1)
    if stop <= 0:
        wordings = [f"{pen.glyph('more-left')} {words}" for words in wordings]
    elif start >= area.columns:
        wordings = [f"{words} {pen.glyph('more-right')}" for words in wordings]
    if not place_right(area, row, max(0, stop + 1), wordings, "rt-text"):
        place_left(area, row, min(area.columns, start - 1), wordings, "rt-text")


def _gray(plan: Item) -> str:
    return f"{plan.number('total_dose_gy'):g}"


def delivered(fractions: Sequence[Item], plan: Item | None) -> list[str]:
    """Delivered of prescribed, wordings from long to short: `45/45 Gy · 25/25 fx · gap 9 d`."""
    total = sum(round(item.number("dose_gy") * 1000) for item in fractions) / 1000
    dose, count = f"{total:g}", str(len(fractions))
    if plan is not None:
        dose += f"/{_gray(plan)}"
        count += f"/{plan.payload.get('fractions', '?')}"
    gap = longest_gap(fractions)
    short = f"{dose} Gy"
    middle = f"{short} · {count} fx"
    wordings = [middle, f"{short} {count} fx", short, f"{total:g}"]
    return [f"{middle} · gap {gap} d", *wordings] if gap > LONG_GAP_DAYS else wordings


def longest_gap(fractions: Sequence[Item]) -> int:
    """The most days from one fraction to the next."""
    days = [item.day for item in fractions]
    return max((after - before for before, after in pairwise(days)), default=0)


def _draw_gap(area: Area, row: int, pen: Pen, fractions: Sequence[Item]) -> None:
    """A dotted line from the first fraction to the last: what is not a bar was a day without."""
    start, stop = pen.column(fractions[0]), pen.column(fractions[-1])
    area.fill(row, start, stop, pen.glyph("rt-gap"), "rt-gap")


def _draw_fractions(area: Area, row: int, pen: Pen, fractions: Sequence[Item]) -> None:
    """Bars as high as the share of a column's days that had a fraction; a wide day is one bar."""
    scale = pen.scale
    wide = max(1, floor(1 / scale.days) - 1)
    by_column = Counter(pen.column(item) for item in fractions)
    for item in fractions:
        column = pen.column(item)
        share = by_column[column] / max(1.0, scale.days * 5 / 7)
        bar = pen.look.block(min(1.0, max(share, 0.3)))
        area.put(row, column, bar * wide, pen.role(item, "rt"))
        area.spot(item.index, row, column, wide)

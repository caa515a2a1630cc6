"""The time axis: ticks in years, months, weeks or days by zoom, in dates or days from RT start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from timeline.dates import EPOCH_ORDINAL, day_to_date
from timeline_tui.lanes.course import Course
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_right
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.scale import Scale
from timeline_tui.lanes.text import cells

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_APART = (1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640, 7280)
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_LEAST_GAP = 8
"""Columns from one tick to the next at the least: a label and a blank or two."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with its label; `long` is said where there is room, `major` begins a year or month."""

    day: int
    label: str
    long: str
    major: bool = False


def ticks(scale: Scale, origin: int | None) -> list[Tick]:
    """The ticks of a window; with an `origin` in days from it, else in calendar dates."""
    first, last = int(scale.day(0)), int(scale.day(scale.columns)) + 1
    first, last = max(first, -700_000), min(last, 2_900_000)
    if origin is not None:
        apart = next((d for d in _DAYS_APART if d / scale.days >= _LEAST_GAP), _DAYS_APART[-1])
        start = (first - origin) // apart
        stop = (last - origin) // apart + 1
        days = [origin + count * apart for count in range(start, stop + 1)]
        found = [
            Tick(day, _signed(day - origin), _signed(day - origin), day == origin) for day in days
        ]
    elif 7 / scale.days >= _LEAST_GAP:
        step = next(d for d in (1, 2, 7) if d / scale.days >= _LEAST_GAP)
        found = list(_daily(first, last, step))
    else:
        found = list(_monthly(first, last, scale))
    return [tick for tick in found if scale.shows(tick.day)]


def _signed(days: int) -> str:
    return f"D{days:+d}"


def _daily(first: int, last: int, step: int) -> Iterator[Tick]:
    """Days by the calendar: every one, every other of a month, or Mondays."""
    for number in range(first, last + 1):
        day = day_to_date(number)
        month = MONTHS[day.month - 1]
        if step == 7:
            wanted, major = day.weekday() == 0, day.day <= 7
        else:
            wanted = step == 1 or (day.day % 2 == 1 and day.day < 31)
            major = day.day == 1
        if wanted:
            short = f"{day.day} {month}"
            yield Tick(number, short, f"{short} {day.year}", major)


def _monthly(first: int, last: int, scale: Scale) -> Iterator[Tick]:
    """Firsts of months; a January says its year."""
    apart = next(
        (m for m in _MONTHS_APART if m * 30.4 / scale.days >= _LEAST_GAP), _MONTHS_APART[-1]
    )
    at = day_to_date(first)
    month = at.year * 12 + (at.month - 1) // apart * apart if apart < 12 else at.year // 10 * 120
    while month // 12 <= 9998 and month // 12 >= 1:
        day = date(month // 12, month % 12 + 1, 1)
        number = day.toordinal() - EPOCH_ORDINAL
        if number > last:
            return
        if apart >= 12:
            if day.year % (apart // 12) == 0:
                yield Tick(number, str(day.year), str(day.year))
            month += 12
            continue
        name = MONTHS[day.month - 1]
        short = str(day.year) if day.month == 1 else name
        yield Tick(number, short, f"{name} {day.year}" if day.month > 1 else short, day.month == 1)
        month += apart


def draw_axis(area: Area, pen: Pen, origin: int | None, grid: Area) -> None:
    """Labels over a line with ticks (labels alone on a single row), and lines down `grid`."""
    found = ticks(pen.scale, origin)
    line = area.rows - 1
    if area.rows > 1:
        area.fill(line, 0, area.columns, pen.glyph("axis"), "axis")
    for number, tick in enumerate(found):
        column = pen.scale.column(tick.day)
        role = "tick-major" if tick.major else "tick"
        wordings = [tick.long, tick.label] if number == 0 else [tick.label]
        room = [words for words in wordings if _leaves_room(words, column, found, number, pen)]
        place_right(area, 0, column, room or wordings[-1:], role)
        if area.rows > 1:
            area.put(line, column, pen.glyph("tick"), "axis")
        for row in range(grid.rows):
            grid.back(row, column, pen.glyph("grid"), "grid")


def count_outside(area: Area, pen: Pen, course: Course) -> None:
    """On the axis' line, at either end, how many events lie beyond it: `◂3`."""
    if area.rows < 2:
        return
    columns = [pen.column(item) for item in course.items]
    before = sum(1 for column in columns if column < 0)
    after = sum(1 for column in columns if column >= area.columns)
    if before:
        area.put(area.rows - 1, 0, f"{pen.glyph('more-left')}{before} ", "label")
    if after:
        text = f" {after}{pen.glyph('more-right')}"
        area.put(area.rows - 1, area.columns - len(text), text, "label")


def _leaves_room(words: str, column: int, found: list[Tick], number: int, pen: Pen) -> bool:
    """Whether the next tick's label still has a blank before it."""
    if number + 1 >= len(found):
        return True
    return column + cells(words) < pen.scale.column(found[number + 1].day)


def days_a_column(scale: Scale) -> str:
    """How much time a column is: `5.7 d/col`; closer than a day, how wide a day is."""
    if scale.days >= 10:
        return f"{scale.days:.0f} d/col"
    if scale.days >= 1:
        return f"{scale.days:.1f} d/col"
    return f"{1 / scale.days:.0f} col/d"


def calendar_text(day: int) -> str:
    """A day as ISO text."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()

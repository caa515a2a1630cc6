"""What one course's window and cursor mean on another's, counted from their days 0. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from timeline_tui.lanes.course import Course, Day
from timeline_tui.lanes.cursor import Cursor
from timeline_tui.lanes.frame import ALL, Frame
from timeline_tui.lanes.scale import Scale


def joint_days(
    days: Sequence[tuple[Day, Day, Day]], origins: Sequence[Day]
) -> tuple[Day, Day, Day]:
    """First day, day of the first look and last day over all courses, from each one's day 0."""
    relative = [
        tuple(day - origin for day in own) for own, origin in zip(days, origins, strict=True)
    ]
    firsts, openings, lasts = zip(*relative, strict=True)
    return min(firsts), min(openings), max(lasts)


def window_on(scale: Scale, origin: Day, other: Day) -> Scale:
    """The same window on another course: as far from its day 0."""
    return replace(scale, start=scale.start - origin + other)


def cursor_on(course: Course, frame: Frame | None, lane: str, day: Day) -> Cursor:
    """The event nearest to a day, in the lane of that name where the course has one."""
    named = frame.lane(lane) if frame is not None else None
    known = range(len(course.items))
    items = named.items if named is not None and named.items else known
    index = min(items, key=lambda at: abs(course.items[at].day - day), default=-1)
    return Cursor(named.id if named is not None and named.items else ALL, index)

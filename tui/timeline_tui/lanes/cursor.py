"""The cursor: from event to event within a lane or over all, from lane to lane."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from timeline_tui.lanes.course import Course
from timeline_tui.lanes.frame import ALL
from timeline_tui.lanes.strands import Lane


@dataclass(frozen=True, slots=True)
class Cursor:
    """The lane and the event, by its place in the course; -1 where there is none."""

    lane: str = ALL
    index: int = -1
    anchor: int = -1
    """The event that changing lanes began at, so that going up and down again does not drift."""


def lane_of(lanes: Sequence[Lane], name: str) -> Lane:
    """A lane by id, the one over everything where it is not drawn."""
    return next((lane for lane in lanes if lane.id == name), lanes[0])


def nearest(course: Course, items: Sequence[int], index: int) -> int:
    """Of a lane's events the one whose day is nearest to that of another event."""
    if not items:
        return -1
    if not 0 <= index < len(course.items):
        return items[0]
    day = course.items[index].day
    at = bisect_left(items, index)
    if at < len(items) and items[at] == index:
        return index
    beside = [items[place] for place in (at, at - 1) if 0 <= place < len(items)]
    return min(beside, key=lambda other: abs(course.items[other].day - day))


def step(course: Course, lane: Lane, cursor: Cursor, by: int) -> Cursor:
    """So many events on in the lane, one after another even on the same day; stops at the ends."""
    items = lane.items
    if not items:
        return cursor
    at = bisect_left(items, cursor.index)
    if at < len(items) and items[at] == cursor.index:
        target = at + by
    else:
        target = at + by - (1 if by > 0 else 0)
    return Cursor(cursor.lane, items[max(0, min(target, len(items) - 1))])


def edge(lane: Lane, cursor: Cursor, *, last: bool) -> Cursor:
    """The lane's first or last event."""
    return Cursor(cursor.lane, lane.items[-1 if last else 0]) if lane.items else cursor


def change_lane(course: Course, lanes: Sequence[Lane], cursor: Cursor, by: int) -> Cursor:
    """The next lane up or down that has events, at the event nearest in time."""
    used = [lane for lane in lanes if lane.items]
    if not used:
        return cursor
    here = lane_of(used, cursor.lane)
    lane = used[max(0, min(used.index(here) + by, len(used) - 1))]
    anchor = cursor.anchor if cursor.anchor >= 0 else cursor.index
    return Cursor(lane.id, nearest(course, lane.items, anchor), anchor)


def same_day(course: Course, lane: Lane, cursor: Cursor) -> tuple[int, int]:
    """Which of how many events of the lane on the cursor's day this is, counted from one."""
    day = course.items[cursor.index].day
    mates = [index for index in lane.items if course.items[index].day == day]
    return (mates.index(cursor.index) + 1 if cursor.index in mates else 0), len(mates)

"""What the foot of the lanes says of the cursor's event, in full."""

from __future__ import annotations

from datetime import UTC, datetime

from timeline.dates import day_bounds
from timeline.describe import describe_payload, number
from timeline_tui.lanes.context import within_course
from timeline_tui.lanes.course import Course, Item, finite
from timeline_tui.lanes.cursor import Cursor, same_day
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.sizes import in_words
from timeline_tui.lanes.strands import Lane

Span = tuple[str, str]


def when(item: Item, origin: int) -> str:
    """The date and the days from the origin: `2009-04-07 D+36`.

    A date known in part has a `~` and both ends of what it may mean: `~2009-04 D+30…+59`.
    """
    if item.exact:
        return f"{item.event.occurred_on} D{item.day - origin:+d}"
    earliest, latest = day_bounds(item.event.occurred_on)
    return f"~{item.event.occurred_on} D{earliest - origin:+d}…{latest - origin:+d}"


def what(item: Item, pen: Pen) -> str:
    """The event in words, a laboratory value with its limits and grade, a scan with its lesions."""
    words = describe_payload(item.event.kind, item.payload)
    get = item.payload.get
    if item.event.kind == "lab":
        low, high = get("lower_limit"), get("upper_limit")
        if low is not None or high is not None:
            shown = [number(limit) if limit is not None else "" for limit in (low, high)]
            words += f" ({shown[0]}–{shown[1]})"
        grade = pen.grade_of(item)
        words += f", CTCAE grade {grade}" if grade else ""
    elif item.event.kind == "imaging" and get("lesions"):
        sizes = [finite(lesion.get("longest_mm")) for lesion in get("lesions") or ()]
        total = sum(size for size in sizes if size is not None)
        count = len(sizes)
        words += f"; {count} lesion{'' if count == 1 else 's'}"
        if (judged := pen.sizes.of(item)) is not None:
            words += f" · {in_words(judged)}"
        elif total:
            words += f", {number(total)} mm"
    return pen.words(words, 2000)


def provenance(item: Item, pen: Pen) -> str:
    """Revision, who wrote it when and why, and the source it came from."""
    event = item.event
    verb = "corrected" if item.corrected else "recorded"
    words = f"r{event.revision} {verb} {_recorded_on(event.recorded_at)} by {event.actor}"
    if event.reason:
        words += f": “{event.reason}”"
    if event.source:
        words += f" · source {event.source}"
    return pen.words(words, 2000)


def _recorded_on(microseconds: int) -> str:
    try:
        return datetime.fromtimestamp(microseconds // 1_000_000, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return "at an unknown time"


def foot(course: Course, lane: Lane, cursor: Cursor, pen: Pen) -> tuple[list[Span], list[Span]]:
    """Two lines, each what stands at the left; the first one ends with the place in the lane."""
    if not 0 <= cursor.index < len(course.items):
        return [("No event here.", "foot-soft")], []
    item = course.items[cursor.index]
    first = [
        (when(item, course.origin), "foot-strong"),
        (_joined(what(item, pen), pen.words(within_course(item, course), 400)), "foot"),
    ]
    second = [(provenance(item, pen), "foot-corrected" if item.corrected else "foot-soft")]
    return first, second


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


def standing(course: Course, lane: Lane, cursor: Cursor) -> str:
    """Where the cursor stands: `2 of 3 on this day · 4/12`."""
    if not 0 <= cursor.index < len(course.items) or cursor.index not in lane.items:
        return ""
    nth, mates = same_day(course, lane, cursor)
    several = f"{nth} of {mates} on this day · " if mates > 1 else ""
    return f"{several}{lane.items.index(cursor.index) + 1}/{len(lane.items)}"

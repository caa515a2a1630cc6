"""What an event is within the course: the gap before a fraction, the dose's step, the episode."""

from __future__ import annotations

from timeline.dates import day_to_date
from timeline.describe import counted
from timeline_tui.lanes.adverse_events import grade_of
from timeline_tui.lanes.course import Course, Day, Item
from timeline_tui.lanes.radiotherapy import LONG_GAP_DAYS, courses

_WEEKEND = 5


def within_course(item: Item, course: Course) -> str:
    """A few words more than the event itself says; empty where there are none."""
    match item.event.kind:
        case "rt_fraction":
            return _fraction(item, course)
        case "drug_dose":
            return _dose(item, course)
        case "adverse_event":
            return _episode(item, course)
        case _:
            return ""


def weekdays_between(day: Day, later: Day) -> int:
    """Mondays to Fridays after a day and before a later one."""
    weeks, rest = divmod(max(0, later - day - 1), 7)
    start = day_to_date(day + 1).weekday() if rest else 0
    return weeks * 5 + sum(1 for number in range(rest) if (start + number) % 7 < _WEEKEND)


def _fraction(item: Item, course: Course) -> str:
    """`30.6 Gy so far, 10 days after the one before: 7 weekdays without`."""
    fractions = courses(course).get(str(item.payload.get("course", "1")), [])
    at = next((n for n, one in enumerate(fractions) if one.index == item.index), None)
    if at is None:
        return ""
    given = sum(round(one.number("dose_gy") * 1000) for one in fractions[: at + 1]) / 1000
    words = f"{given:.6g} Gy so far"
    if at == 0:
        return words
    before = fractions[at - 1].day
    missed = weekdays_between(before, item.day)
    if not missed:
        return words
    gap = counted(item.day - before, "day")
    name = "interruption, " if item.day - before > LONG_GAP_DAYS else ""
    return f"{words}; {name}{gap} after the one before: {counted(missed, 'weekday')} missed"


def _dose(item: Item, course: Course) -> str:
    """`from 800 mg/day (−50 %), for 32 days until 2009-05-11`."""
    doses = course.agents.get(str(item.payload.get("agent", "?")), ())
    at = next((n for n, one in enumerate(doses) if one.index == item.index), None)
    if at is None:
        return ""
    words = []
    dose = item.number("daily_dose_mg")
    if at:
        before = doses[at - 1].number("daily_dose_mg")
        change = f" ({(dose - before) / before * 100:+.0f} %)" if before > 0 else ""
        words.append(f"from {before:.6g} mg/day{change}".replace("-", "−"))
    if at + 1 < len(doses):
        after = doses[at + 1]
        lasted = counted(after.day - item.day, "day")
        words.append(f"for {lasted} until {after.event.occurred_on}")
    elif dose > 0:
        words.append("the last step known")
    return ", ".join(words)


def _episode(item: Item, course: Course) -> str:
    """`day 16 of an episode from 2009-03-23 to 2009-06-22, worst grade 3`."""
    key = _episode_key(item)
    mates = [one for one in course.of("adverse_event") if _episode_key(one) == key]
    if len(mates) < 2:
        return ""
    first, last = mates[0], mates[-1]
    ended = f"to {last.event.occurred_on}" if grade_of(last) == 0 else "not known to have ended"
    worst = max(grade_of(one) for one in mates)
    return (
        f"day {item.day - first.day + 1} of an episode from {first.event.occurred_on} {ended},"
        f" worst grade {worst}"
    )


def _episode_key(item: Item) -> str:
    return str(item.payload.get("episode") or item.payload.get("term"))

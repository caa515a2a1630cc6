"""What happened in a course, mark by mark: where it stands, its glyph, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Selection, Spot
from timeline_tui.analysis.swimmer_data import Course, SwimmerData
from timeline_tui.look import RESPONSES, Role
from timeline_tui.wording import grouped, number, plural

if TYPE_CHECKING:
    from timeline.reports.figures.swimmer_courses import Swimmer

RANKS = {"†": 9, "►": 9, "▲": 8, "★": 7, "▼": 6, "◆": 5, "▬": 4, "?": 3}
"""Of marks in one cell the one of the highest rank is drawn."""

LATE: tuple[str, Role] = ("◆", "key")


@dataclass(frozen=True)
class Mark:
    """Something at a month of a course; without a glyph it only has words."""

    name: str
    month: float
    words: str
    glyph: str = ""
    role: Role = "text"

    @property
    def rank(self) -> int:
        return RANKS.get(self.glyph, 0)


def months_text(months: float) -> str:
    return f"{round_half_up(months, 1)}".replace("-", "−")


def marks_of(course: Course, agent: str) -> list[Mark]:
    """All of a course in order of time, its end last; the end has the patient's own name."""
    one, found = course.one, []
    for place, (start, stop) in enumerate(one.radiotherapy):
        words = f"radiotherapy from {months_text(start)} to {months_text(stop)} mo"
        found.append(Mark(f"rt {place}", start, words))
    for place, dose in enumerate(one.doses):
        what = f"{number(dose.daily_mg)} mg a day" if dose.daily_mg else "held"
        words = f"{agent} {what} from {months_text(dose.start)} to {months_text(dose.stop)} mo"
        found.append(Mark(f"dose {place}", dose.start, words))
    for place, (month, call) in enumerate(one.responses):
        glyph, role = RESPONSES.get(call, ("?", "faint"))
        if one.progressed is not None and month > one.progressed:
            role = "faint"
        words = f"{call} at {months_text(month)} mo"
        found.append(Mark(f"response {place}", month, words, glyph, role))
    if one.progressed is not None:
        words = f"progression at {months_text(one.progressed)} mo"
        found.append(Mark("progression", one.progressed, words, *RESPONSES["PD"]))
    if one.late is not None:
        found.append(Mark("late", one.late, f"late toxicity at {months_text(one.late)} mo", *LATE))
    ended: tuple[str, Role] = ("†", "death") if one.died else ("►", "strong")
    found.sort(key=lambda mark: mark.month)
    return [*found, Mark("", one.until, summary(course), *ended)]


def summary(course: Course) -> str:
    """A course in a few words: `7.8 mo, died · progression at 4.1 mo`."""
    one = course.one
    parts = [f"{months_text(one.until)} mo, {'died' if one.died else 'alive at last contact'}"]
    if one.progressed is not None:
        parts.append(f"progression at {months_text(one.progressed)} mo")
    if one.late is not None:
        parts.append(f"late toxicity at {months_text(one.late)} mo")
    return " · ".join(parts)


def spot_name(course: Course, mark: Mark) -> str:
    return f"{course.patient} {mark.name}" if mark.name else course.patient


def course_spots(data: SwimmerData) -> list[Spot]:
    """One spot a course, at its end, as if out of sight."""
    count = len(data.courses)
    shared = _shared(data)
    return [
        Spot(
            course.patient,
            -1,
            -1,
            f"{course.patient} · {summary(course)}",
            _detail(data, course, place, count),
            (Selection(f"{course.patient}", (course.patient,)), *shared[course.group]),
            lane=place,
        )
        for place, course in enumerate(data.courses)
    ]


def _shared(data: SwimmerData) -> list[tuple[Selection, ...]]:
    """By group the patients that any of its courses leads to."""
    of_all: list[tuple[str, Callable[[Swimmer], bool]]] = [
        ("died", lambda one: one.died),
        ("alive at last contact", lambda one: not one.died),
        ("progressed", lambda one: one.progressed is not None),
        ("with late toxicity", lambda one: one.late is not None),
    ]
    found = []
    for words, holds in of_all:
        who = tuple(course.patient for course in data.courses if holds(course.one))
        if who:
            found.append(Selection(f"{plural(len(who), 'patient')} {words}", who))
    every = []
    for number_of, title in enumerate(data.groups):
        own: tuple[Selection, ...] = ()
        if len(data.groups) > 1:
            who = tuple(c.patient for c in data.courses if c.group == number_of)
            own = (Selection(f"{title}: {plural(len(who), 'patient')}", who),)
        every.append((*own, *found, *data.notes))
    return every


def _detail(data: SwimmerData, course: Course, place: int, count: int) -> str:
    one = course.one
    parts = [f"{grouped(place + 1)} of {grouped(count)}"]
    if len(data.groups) > 1:
        parts.append(data.groups[course.group])
    if one.child_pugh:
        parts.append(f"Child–Pugh {one.child_pugh}")
    if one.doses:
        doses = [number(dose.daily_mg) if dose.daily_mg else "held" for dose in one.doses]
        shown = doses if len(doses) <= 8 else [*doses[:7], "…"]
        parts.append(f"{data.agent} {' → '.join(shown)} mg")
    return " · ".join(parts)

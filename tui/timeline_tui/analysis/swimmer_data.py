"""The courses of a cohort as a swimmer plot draws them, and their lines in an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Selection, Spot
from timeline_tui.lanes.text import cells

if TYPE_CHECKING:
    from timeline.reports.figures.swimmer_courses import Swimmer


@dataclass(frozen=True)
class Course:
    """A patient's course, and the number of the patient's group."""

    one: Swimmer
    group: int = 0

    @property
    def patient(self) -> str:
        return self.one.patient

    @property
    def months_on_drug(self) -> float:
        """How long the drug was taken, pauses left out."""
        return sum(dose.stop - dose.start for dose in self.one.doses if dose.daily_mg > 0)


@dataclass(frozen=True)
class SwimmerData:
    """What a swimmer plot draws: courses by group, sorted. `origin` says what month 0 is.

    `spots` has one for each course, in their order, as if out of sight.
    """

    order: str
    courses: tuple[Course, ...]
    agent: str
    origin: str
    groups: tuple[str, ...] = ("",)
    by: str | None = None
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    empty: str = ""
    spots: Sequence[Spot] = field(default=(), compare=False)

    @cached_property
    def last(self) -> float:
        """The month in which the axis ends."""
        return max((course.one.until for course in self.courses), default=0.0) or 1.0

    @cached_property
    def first(self) -> float:
        """The month in which the axis begins: 0, or when treatment began before it."""
        starts = [
            min(start for start, _ in spans)
            for course in self.courses
            if (spans := (*course.one.radiotherapy, *course.one.drug))
        ]
        return max(min(0.0, *starts, 0.0) if starts else 0.0, -self.last / 10)

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """What each line shows: the place of a course; of a group's heading −1 − its number."""
        if len(self.groups) < 2:
            return tuple(range(len(self.courses)))
        found: list[int] = []
        group = -1
        for place, course in enumerate(self.courses):
            if course.group != group:
                group = course.group
                found.append(-1 - group)
            found.append(place)
        return tuple(found)

    @cached_property
    def line_of(self) -> dict[int, int]:
        """The line of each course."""
        return {place: line for line, place in enumerate(self.lines) if place >= 0}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each patient's course."""
        return {course.patient: place for place, course in enumerate(self.courses)}

    @cached_property
    def widths(self) -> tuple[int, int]:
        """The cells of the longest name and of the longest Child–Pugh score."""
        return (
            max((cells(course.patient) for course in self.courses), default=4),
            max((cells(course.one.child_pugh) for course in self.courses), default=0),
        )

    @cached_property
    def notes(self) -> tuple[Selection, ...]:
        """Who is not drawn, and why."""
        found = (("without a time origin", self.missing), ("in no group", self.left_out))
        return tuple(Selection(f"{len(who)} {why}", who) for why, who in found if who)


ORDERS = (
    ("followed", "longest followed first"),
    ("treated", "longest on the drug first"),
    ("progressed", "earliest progression first"),
    ("patient", "by patient"),
)


def in_order(courses: Sequence[Course], order: str) -> tuple[Course, ...]:
    """The courses by group, and in it in one of `ORDERS`; those without the time come last."""

    def key(course: Course) -> tuple[float, ...]:
        one = course.one
        match order:
            case "treated":
                return (-course.months_on_drug, -one.until)
            case "progressed":
                late = one.progressed if one.progressed is not None else float("inf")
                return (late, -one.until)
            case "patient":
                return ()
        return (-one.until,)

    return tuple(sorted(courses, key=lambda one: (one.group, *key(one), one.patient)))

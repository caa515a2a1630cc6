"""The lanes of one of the patients that are compared."""

from __future__ import annotations

from timeline_tui.compare.linking import cursor_on, window_on
from timeline_tui.lanes.course import Day
from timeline_tui.lanes.scale import Scale
from timeline_tui.lanes.widget import PatientLanes


class ComparedLanes(PatientLanes):
    """Lanes that others follow: whatever moves here, moves there by as many days from day 0."""

    def __init__(self, patient: str) -> None:
        super().__init__(classes="compared")
        self.patient = patient
        self.others: list[ComparedLanes] = []
        self._following = False

    @property
    def origin(self) -> Day:
        """Day 0 of this course."""
        return self.course.origin

    @property
    def days(self) -> tuple[Day, Day, Day]:
        """The first day of the course, the one that a first look begins on, and the last."""
        return self._view.days

    def reach(self, first: Day, opening: Day, last: Day) -> None:
        """Fit the window over these days, counted from day 0."""
        self._view.reach(first + self.origin, opening + self.origin, last + self.origin)
        self._paint()

    def _paint(self) -> None:
        super()._paint()
        if self.has_focus and not self._following:
            self.lead()

    def lead(self) -> None:
        """Have the others look where this one looks."""
        scale, pointed = self.scale, self._view.pointed
        if scale is None:
            return
        for other in self.others:
            day = pointed.day - self.origin if pointed is not None else None
            other.follow(window_on(scale, self.origin, other.origin), self.cursor.lane, day)

    def follow(self, scale: Scale, lane: str, day: int | None) -> None:
        """Look through a window, with the cursor at the event nearest to a day from day 0."""
        view = self._view
        changed = view.follow(scale)
        if day is not None and view.course.items:
            cursor = cursor_on(view.course, view.frame, lane, day + self.origin)
            changed = changed or cursor != view.cursor
            view.cursor = cursor
        if changed:
            self._following = True
            self._paint()
            self._following = False

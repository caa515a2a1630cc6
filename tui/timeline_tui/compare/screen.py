"""Two patients, or three, with one scale of days from the start of radiotherapy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.geometry import Size

from timeline.errors import TimelineError
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.compare.arrangement import arrangement
from timeline_tui.compare.lanes import ComparedLanes
from timeline_tui.compare.linking import joint_days
from timeline_tui.patient.figures import endpoint_spans, who
from timeline_tui.patient.on_lanes import show_course
from timeline_tui.patient.reading import PatientCourse, derive_endpoints, read_course
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.workbench_screen import WorkbenchScreen


class CompareScreen(WorkbenchScreen[None]):
    """Courses under or beside each other. Tab goes to the next one; all of them move together."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_course(1)", "Next course", id="compare.next"),
        Binding("shift+tab", "next_course(-1)", "Course before", show=False, id="compare.previous"),
        Binding("o", "open_patient", "Open the patient", id="compare.open"),
        Binding("a", "app.as_of", "As-of", id="as_of"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(self, patients: Sequence[str]) -> None:
        self.patients = list(patients)
        super().__init__()
        self._courses: dict[str, PatientCourse] = {}
        self._problem = ""

    def compose_body(self) -> ComposeResult:
        with Container(id="courses"):
            for patient in self.patients:
                with Vertical(classes="course"):
                    yield Bar()
                    yield ComparedLanes(patient)

    @property
    def all_lanes(self) -> list[ComparedLanes]:
        return list(self.query(ComparedLanes))

    @property
    def current(self) -> ComparedLanes:
        """The lanes that the keys move."""
        return next((lanes for lanes in self.all_lanes if lanes.has_focus), self.all_lanes[0])

    def _size_known(self, size: Size) -> None:
        super()._size_known(size)
        beside = arrangement(size.width, size.height, len(self.patients)) == "beside"
        self.set_class(beside, "-beside")

    def on_mount(self) -> None:
        super().on_mount()
        for lanes in self.all_lanes:
            lanes.others = [other for other in self.all_lanes if other is not lanes]
        self.all_lanes[0].focus()
        self.load()

    def title_left(self) -> list[Span]:
        found: list[Span] = [(" · ".join(self.patients), "head")]
        found.append((f"  {self._problem or 'days from RT start'}", "head-soft"))
        return found

    def load(self) -> None:
        """Read the patients as of the moment that is set."""
        start(self, self._load, group="load")

    async def _load(self) -> None:
        session, seq = self.bench.session, self.bench.as_of_seq
        origins = {row.patient: row.origin_on for row in self.bench.rows}

        def job(ticket: Ticket) -> dict[str, PatientCourse]:
            from dataclasses import replace

            found: dict[str, PatientCourse] = {}
            for patient in self.patients:
                ticket.check()
                course = read_course(session, patient, seq, origins.get(patient))
                if course.endpoints is None:
                    endpoints = derive_endpoints(session, patient, seq)
                    course = replace(course, endpoints=endpoints)
                found[patient] = course
            return found

        try:
            self._courses, self._problem = await in_thread(job), ""
        except TimelineError as error:
            self._problem = str(error)
            self.show_title()
            return
        self._draw()

    def _draw(self) -> None:
        """Give every course its events, then all of them one window."""
        for lanes in self.all_lanes:
            course = self._courses.get(lanes.patient)
            if course is None:
                continue
            row = course.endpoints.row if course.endpoints else None
            lanes.from_origin = True
            show_course(lanes, course, self.bench.as_of, row.origin_on if row else None)
        drawn = [lanes for lanes in self.all_lanes if lanes.course.items]
        if drawn:
            joint = joint_days([one.days for one in drawn], [one.origin for one in drawn])
            for lanes in drawn:
                lanes.reach(*joint)
            self.current.lead()
        self._show_heads()
        self.show_title()

    def _show_heads(self) -> None:
        for lanes in self.all_lanes:
            course = self._courses.get(lanes.patient)
            if course is not None:
                row = course.endpoints.row if course.endpoints else None
                here = lanes is self.current
                words = head(course, who(row, lanes.patient), here, lanes.size.width)
                self._head(lanes).show(words)

    def _head(self, lanes: ComparedLanes) -> Bar:
        assert lanes.parent is not None
        return lanes.parent.query_one(Bar)

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        self._show_heads()

    def action_next_course(self, by: int) -> None:
        lanes = self.all_lanes
        lanes[(lanes.index(self.current) + by) % len(lanes)].focus()

    def action_open_patient(self) -> None:
        event = self.current.highlighted
        self.bench.open_patient(self.current.patient, fact=event.fact if event else None)

    @on(ComparedLanes.EventOpened)
    def _open(self, event: ComparedLanes.EventOpened) -> None:
        lanes = self.current
        facts = [known.fact for known in self._courses[lanes.patient].events]
        self.bench.open_event(lanes.patient, facts, event.event.fact)

    def action_reload(self) -> None:
        self.load()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._show_heads)

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.load()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        if patient in self.patients:
            self.load()

    def look_changed(self) -> None:
        super().look_changed()
        self._draw()


def head(course: PatientCourse, title: list[Span], here: bool, width: int) -> list[Span]:
    """Over a course: whose it is and the endpoints; a sign where the keys go."""
    sign: Span = ("► " if here else "  ", "bar-key")
    name = title[0][0]
    spans: list[Span] = [sign, (f"{name}  ", "bar-strong" if here else "bar")]
    if course.endpoints is None:
        return [*spans, ("no endpoints", "bar-soft")]
    room = width - 4 - cell_len(name)
    spans += endpoint_spans(course.endpoints, None, frozenset(), room)
    described = "".join(text for text, _ in title[1:])
    return [*spans, (f"  {described}", "bar-soft")]

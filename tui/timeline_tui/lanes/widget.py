"""The widget: a patient's course on one time axis, with a cursor that goes from event to event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from timeline_tui.lanes.course import Course, CourseEvent, as_day
from timeline_tui.lanes.cursor import Cursor
from timeline_tui.lanes.frame import Frame
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Grade, ungraded
from timeline_tui.lanes.scale import Scale
from timeline_tui.lanes.sheet import Sheet
from timeline_tui.lanes.sizes import Assessment
from timeline_tui.lanes.strips import to_strips
from timeline_tui.lanes.view import View
from timeline_tui.paints import Flavour


class PatientLanes(Sheet, can_focus=True, can_focus_children=False):
    """Lanes of one patient. `show` gives it the events; the rest is keys, or their actions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Event", key_display="←→", id="lanes.previous"),
        Binding("right", "step(1)", "Next event", show=False, id="lanes.next"),
        Binding("shift+left", "step_any(-1)", "Any event before", show=False, id="lanes.before"),
        Binding("shift+right", "step_any(1)", "Any event after", show=False, id="lanes.after"),
        Binding("up", "lane(-1)", "Lane", key_display="↑↓", id="lanes.up"),
        Binding("down", "lane(1)", "Lane below", show=False, id="lanes.down"),
        Binding("home", "edge(False)", "First event", show=False, id="lanes.first"),
        Binding("end", "edge(True)", "Last event", show=False, id="lanes.last"),
        Binding("plus,equals_sign", "zoom(1)", "Zoom", key_display="+ −", id="lanes.zoom-in"),
        Binding("minus", "zoom(-1)", "Zoom out", show=False, id="lanes.zoom-out"),
        Binding("left_square_bracket", "pan(-1)", "Pan", key_display="[ ]", id="lanes.pan-left"),
        Binding("right_square_bracket", "pan(1)", "Pan right", show=False, id="lanes.pan-right"),
        Binding("0", "fit", "Fit", id="lanes.fit"),
        Binding("v", "curve", "Curve", id="lanes.curve"),
        Binding("V", "curves", "Choose a curve", show=False, id="lanes.curves"),
        Binding("t,colon", "day", "To a day", show=False, id="lanes.day"),
        Binding("m", "measure", "Measure of response", show=False, id="lanes.measure"),
        Binding("x", "axis", "Date/day", id="lanes.axis"),
        Binding("enter", "open", "Open", key_display="↵", id="lanes.open"),
    ]

    hidden_after: reactive[date | None] = reactive(None, repaint=False, init=False)
    """The last day that may be seen; what lies after it is hatched."""
    evidence: reactive[frozenset[str]] = reactive(frozenset(), repaint=False, init=False)
    """Fact ids to light up; everything else is faded while there are any."""
    from_origin: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the axis counts days from RT start instead of calendar dates."""

    class EventHighlighted(Message):
        """The cursor came to an event."""

        def __init__(self, lanes: PatientLanes, event: CourseEvent) -> None:
            super().__init__()
            self.lanes = lanes
            self.event = event

        @property
        def control(self) -> PatientLanes:
            return self.lanes

    class EventOpened(EventHighlighted):
        """Enter was pressed on an event, or it was clicked twice."""

    def __init__(
        self,
        *,
        flavour: Flavour | None = None,
        ascii: bool | None = None,
        grade: Grade = ungraded,
        threshold: float = 200.0,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`grade` gives the CTCAE grade of a laboratory payload; `threshold` is AFP in IU/mL.

        The look is the app's own (`app.flavour`, `app.session.ascii`) where it is not given.
        """
        super().__init__(id=id, classes=classes)
        self._flavour, self._ascii = flavour, ascii
        self._view = View(grade, threshold)
        self._events: tuple[CourseEvent, ...] = ()
        self._origin_day: int | None = None
        self._end: int | None = None

    def show(
        self,
        events: Iterable[CourseEvent],
        *,
        origin_day: date | int | None = None,
        end: date | int | None = None,
        threshold: float | None = None,
        grades: Mapping[str, int | None] | None = None,
        assessments: Iterable[Assessment] = (),
    ) -> None:
        """Draw these effective events. Time runs from `origin_day`, else the first fraction.

        For the same patient the window and the cursor's event stay; `end` keeps the axis reaching
        a day that these events do not know of. Numbers are days since 1970-01-01. `threshold` is
        AFP's in IU/mL, where the protocol has another one. `grades` has by fact the CTCAE grades
        that are known already.
        """
        self._view.grades = grades or {}
        self._view.judge(assessments)
        if threshold is not None:
            self._view.threshold = threshold
        self._events = tuple(events)
        self._origin_day, self._end = as_day(origin_day), as_day(end)
        self._arrange()

    @property
    def course(self) -> Course:
        """The events in order, sorted into strands."""
        return self._view.course

    @property
    def frame(self) -> Frame | None:
        """What is drawn, once there is a size."""
        return self._view.frame

    @property
    def cursor(self) -> Cursor:
        """The lane and the place of the event in the course."""
        return self._view.cursor

    @property
    def scale(self) -> Scale | None:
        """The window on the time axis, once there is a size."""
        return self._view.scale

    @property
    def highlighted(self) -> CourseEvent | None:
        """The cursor's event."""
        return self._view.pointed.event if self._view.pointed is not None else None

    def holds(self, fact: str) -> bool:
        """Whether a fact is among the events shown."""
        return any(item.event.fact == fact for item in self.course.items)

    def select(self, fact: str, *, own_lane: bool = False) -> bool:
        """Put the cursor on a fact, over all lanes or in its own. False where it is not shown."""
        found = self._view.select(fact, own_lane=own_lane)
        self._after(found)
        return found or (self.highlighted is not None and self.highlighted.fact == fact)

    @property
    def look(self) -> Look:
        """What the terminal can show."""
        flavour: Flavour = self._flavour or getattr(self.app, "flavour", None) or "colour"
        session = getattr(self.app, "session", None)
        plain = self._ascii if self._ascii is not None else bool(getattr(session, "ascii", False))
        return Look(flavour, plain)

    def _arrange(self) -> None:
        self._view.show(
            self._events,
            origin_day=self._origin_day,
            end=self._end,
            hidden_after=as_day(self.hidden_after),
        )
        self._paint()
        self._tell()

    def _paint(self) -> None:
        width, height = self.size
        if width > 1 and height > 0:
            look = self.look
            self.put(to_strips(self._view.draw(width, height, look), look.flavour))

    def _tell(self) -> None:
        event = self.highlighted
        if event is not None:
            self.post_message(self.EventHighlighted(self, event))

    def _after(self, changed: bool, *, tell: bool = True) -> None:
        if changed:
            self._paint()
            if tell:
                self._tell()

    def action_step(self, by: int) -> None:
        self._after(self._view.step(by))

    def action_step_any(self, by: int) -> None:
        self._after(self._view.step(by, any_lane=True))

    def action_lane(self, by: int) -> None:
        self._after(self._view.change_lane(by))

    def action_edge(self, last: bool) -> None:
        self._after(self._view.go_to_edge(last=last))

    def action_zoom(self, steps: int) -> None:
        self._after(self._view.zoom(steps), tell=False)

    def action_pan(self, direction: int) -> None:
        self._after(self._view.pan(direction), tell=False)

    def action_fit(self) -> None:
        self._after(self._view.fit(), tell=False)

    def action_axis(self) -> None:
        self.from_origin = not self.from_origin

    def action_curve(self) -> None:
        """The lane's analyte as a curve, or as a row again; elsewhere choose one."""
        if self._view.analyte:
            self.toggle_curve(self._view.analyte)
        else:
            self.action_curves()

    def action_day(self) -> None:
        """Ask for a day, and go to the lane's event that is nearest to it."""
        from timeline_tui.lanes.day_prompt import DayPrompt

        def go(day: int | None) -> None:
            if day is not None:
                self._after(self._view.go_to_day(day))

        self.app.push_screen(DayPrompt(self.course.origin), go)

    def action_measure(self) -> None:
        """The reader's calls of response, or a criterion's: overall, in or out of the field."""
        self._after(self._view.change_measure())

    def action_curves(self) -> None:
        """Choose among the patient's analytes."""
        from timeline_tui.lanes.curve_picker import CurvePicker

        if self.course.analytes:
            picker = CurvePicker(self.course, self._view.shown_curves, self._view.analyte)
            self.app.push_screen(picker, lambda name: self.toggle_curve(name or ""))

    def toggle_curve(self, analyte: str) -> None:
        """Open an analyte as a curve, or close it, with the cursor in its lane."""
        self._after(self._view.toggle_curve(analyte))

    def action_open(self) -> None:
        event = self.highlighted
        if event is not None:
            self.post_message(self.EventOpened(self, event))

    def on_click(self, event: events.Click) -> None:
        found = self._view.point_at(*self.at_pointer(event))
        self._after(found)
        if found and event.chain == 2:
            self.action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, -1)

    def on_mouse_scroll_left(self) -> None:
        self.action_pan(-1)

    def on_mouse_scroll_right(self) -> None:
        self.action_pan(1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        """The wheel zooms around the day that the mouse is at; with shift it pans."""
        event.stop()
        if event.shift:
            self.action_pan(-by)
        else:
            self._after(self._view.zoom(by, at=self.at_pointer(event)[0]), tell=False)

    def on_resize(self) -> None:
        self._paint()

    def watch_hidden_after(self) -> None:
        self._arrange()

    def watch_evidence(self) -> None:
        self._view.light(self.evidence)
        self._paint()

    def watch_from_origin(self) -> None:
        self._view.from_origin, self._view.frame = self.from_origin, None
        self._paint()

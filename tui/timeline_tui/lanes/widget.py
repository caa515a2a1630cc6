"""The widget: a patient's course on one time axis, with a cursor that goes from event to event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.lanes import cursor as cursors
from timeline_tui.lanes.afp import Span, joined, span_of
from timeline_tui.lanes.course import Course, CourseEvent, arrange, as_day
from timeline_tui.lanes.cursor import Cursor
from timeline_tui.lanes.frame import ALL, Frame, chart_columns, draw_frame
from timeline_tui.lanes.labs import AFP
from timeline_tui.lanes.overlay import with_cursor
from timeline_tui.lanes.palette import Flavour, Look
from timeline_tui.lanes.pen import Grade, Pen, ungraded
from timeline_tui.lanes.scale import Scale, fitted
from timeline_tui.lanes.strips import changed_columns, to_strips


class PatientLanes(Widget, can_focus=True):
    """Lanes of one patient. `show` gives it the events; the rest is keys, or the actions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Event", key_display="←→", id="lanes.previous"),
        Binding("right", "step(1)", "Next event", show=False, id="lanes.next"),
        Binding(
            "shift+left", "step_any(-1)", "Event before, any lane", False, id="lanes.any-previous"
        ),
        Binding("shift+right", "step_any(1)", "Event after, any lane", False, id="lanes.any-next"),
        Binding("up", "lane(-1)", "Lane", key_display="↑↓", id="lanes.lane-up"),
        Binding("down", "lane(1)", "Lane below", show=False, id="lanes.lane-down"),
        Binding("home", "edge(False)", "First event", show=False, id="lanes.first"),
        Binding("end", "edge(True)", "Last event", show=False, id="lanes.last"),
        Binding("plus,equals_sign", "zoom(1)", "Zoom", key_display="+ −", id="lanes.zoom-in"),
        Binding("minus", "zoom(-1)", "Zoom out", show=False, id="lanes.zoom-out"),
        Binding("left_square_bracket", "pan(-1)", "Pan", key_display="[ ]", id="lanes.pan-left"),
        Binding("right_square_bracket", "pan(1)", "Pan right", show=False, id="lanes.pan-right"),
        Binding("0", "fit", "Fit", id="lanes.fit"),
        Binding("x", "axis", "Date/day", id="lanes.axis"),
        Binding("enter", "open", "Open", key_display="↵", id="lanes.open"),
    ]
    DEFAULT_CSS = """
    PatientLanes { width: 1fr; height: 1fr; min-width: 1; min-height: 1; }
    """

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
        self._grade, self._threshold = grade, threshold
        self._events: tuple[CourseEvent, ...] = ()
        self._origin_day: int | None = None
        self._end: int | None = None
        self._course = Course()
        self._cursor = Cursor()
        self._scale: Scale | None = None
        self._fits = True
        self._patient = ""
        self._afp_span: Span | None = None
        self._frame: Frame | None = None
        self._strips: list[Strip] = []

    # What is shown

    def show(
        self,
        events: Iterable[CourseEvent],
        *,
        origin_day: date | int | None = None,
        end: date | int | None = None,
    ) -> None:
        """Draw these effective events. Time runs from `origin_day`, else the first fraction.

        For the same patient the window, the cursor's event and AFP's axis stay; `end` keeps the
        axis reaching a day that these events do not know of. Days count from 1970-01-01.
        """
        self._events = tuple(events)
        self._origin_day, self._end = as_day(origin_day), as_day(end)
        patient = self._events[0].fact.partition("/")[0] if self._events else ""
        if patient != self._patient:
            self._patient, self._fits, self._afp_span = patient, True, None
            self._cursor = Cursor()
        self._arrange()

    @property
    def course(self) -> Course:
        """The events in order, sorted into strands."""
        return self._course

    @property
    def frame(self) -> Frame | None:
        """What is drawn, once there is a size."""
        return self._frame

    @property
    def cursor(self) -> Cursor:
        return self._cursor

    @property
    def scale(self) -> Scale | None:
        """The window on the time axis, once there is a size."""
        return self._scale

    @property
    def highlighted(self) -> CourseEvent | None:
        """The cursor's event."""
        index = self._cursor.index
        return self._course.items[index].event if 0 <= index < len(self._course.items) else None

    def select(self, fact: str) -> bool:
        """Put the cursor on a fact, whatever the lane. False where it is not shown."""
        for item in self._course.items:
            if item.event.fact == fact:
                return self._move(Cursor(ALL, item.index))
        return False

    def lines(self) -> list[str]:
        """The frame as plain text, without colour."""
        return [strip.text.rstrip() for strip in self._strips]

    # How it comes about

    @property
    def look(self) -> Look:
        flavour: Flavour = self._flavour or getattr(self.app, "flavour", None) or "colour"
        session = getattr(self.app, "session", None)
        plain = self._ascii if self._ascii is not None else bool(getattr(session, "ascii", False))
        return Look(flavour, plain)

    def _pen(self, scale: Scale) -> Pen:
        return Pen(scale, self.look, self.evidence, self._grade, self._threshold)

    def _arrange(self) -> None:
        held = self.highlighted
        self._course = arrange(
            self._events,
            origin_day=self._origin_day,
            end=self._end,
            hidden_after=as_day(self.hidden_after),
        )
        spans = span_of(self._course.analytes.get(AFP, ()))
        self._afp_span = joined(self._afp_span, spans)
        facts = {item.event.fact: item.index for item in self._course.items}
        index = facts.get(held.fact, -1) if held is not None else -1
        if index < 0 and self._course.items:
            index = min(max(self._cursor.index, 0), len(self._course.items) - 1)
        self._cursor = replace(self._cursor, index=index)
        self._draw()
        self._tell()

    def _draw(self) -> None:
        """Everything anew; only what looks different is sent to the terminal."""
        width, height = self.size
        if width < 2 or height < 1:
            return
        if self._fits or self._scale is None:
            self._scale = fitted(self._course.first, self._course.end, chart_columns(width))
        self._scale = replace(self._scale, columns=chart_columns(width))
        self._frame = draw_frame(
            self._course,
            self._pen(self._scale),
            width,
            height,
            from_origin=self.from_origin,
            afp_span=self._afp_span,
        )
        self._paint()

    def _paint(self) -> None:
        """The frame with its cursor as strips, and a refresh of the columns that changed."""
        if self._frame is None or self._scale is None:
            return
        pen = self._pen(self._scale)
        grid = with_cursor(self._frame, self._course, self._cursor, pen)
        before, self._strips = self._strips, to_strips(grid, pen.look.flavour)
        if len(before) != len(self._strips):
            self.refresh()
            return
        regions = []
        for row, (old, new) in enumerate(zip(before, self._strips, strict=True)):
            span = changed_columns(old, new)
            if span is not None:
                regions.append(Region(span[0], row, span[1] - span[0], 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        if y < len(self._strips) and self._strips[y].cell_length == self.size.width:
            return self._strips[y]
        return Strip.blank(self.size.width)

    # Keys and mouse

    def _move(self, cursor: Cursor) -> bool:
        if cursor == self._cursor:
            return False
        moved = cursor.index != self._cursor.index
        self._cursor = cursor
        if self._scale is not None and 0 <= cursor.index < len(self._course.items):
            scale = self._scale.revealing(self._course.items[cursor.index].day)
            if scale != self._scale:
                self._scale, self._fits = scale, False
                self._draw()
        self._paint()
        if moved:
            self._tell()
        return True

    def _tell(self) -> None:
        event = self.highlighted
        if event is not None:
            self.post_message(self.EventHighlighted(self, event))

    def action_step(self, by: int) -> None:
        if self._frame is not None:
            lane = self._frame.lane(self._cursor.lane)
            self._move(cursors.step(self._course, lane, self._cursor, by))

    def action_step_any(self, by: int) -> None:
        if self._frame is not None:
            lane = self._frame.lane(ALL)
            self._move(cursors.step(self._course, lane, self._cursor, by))

    def action_lane(self, by: int) -> None:
        if self._frame is not None:
            self._move(cursors.change_lane(self._course, self._frame.lanes, self._cursor, by))

    def action_edge(self, last: bool) -> None:
        if self._frame is not None:
            lane = self._frame.lane(self._cursor.lane)
            self._move(cursors.edge(lane, self._cursor, last=last))

    def action_zoom(self, steps: int) -> None:
        if self._scale is not None:
            index = self._cursor.index
            middle = self._scale.day(self._scale.columns / 2)
            known = 0 <= index < len(self._course.items)
            around = self._course.items[index].day if known else middle
            self._look_through(self._scale.zoomed(steps, around))

    def action_pan(self, direction: int) -> None:
        if self._scale is not None:
            self._look_through(self._scale.panned(direction * max(1, self._scale.columns // 4)))

    def action_fit(self) -> None:
        self._fits = True
        self._draw()

    def action_axis(self) -> None:
        self.from_origin = not self.from_origin

    def action_open(self) -> None:
        event = self.highlighted
        if event is not None:
            self.post_message(self.EventOpened(self, event))

    def _look_through(self, scale: Scale) -> None:
        self._scale = scale.within(self._course.first, self._course.end)
        self._fits = False
        self._draw()

    def on_click(self, event: events.Click) -> None:
        index = self._event_at(event.x, event.y)
        if index is not None and self._frame is not None:
            lane = next((ln for ln in self._frame.lanes[1:] if index in ln.items), None)
            self._move(Cursor(lane.id if lane else ALL, index))
            if event.chain == 2:
                self.action_open()

    def _event_at(self, x: int, y: int) -> int | None:
        """The event drawn nearest to a cell, within a few columns of its row."""
        spots = self._frame.grid.spots if self._frame is not None else {}
        near = [
            (abs(spot.row - y) * 4 + max(spot.column - x, x - spot.column - spot.width + 1, 0), i)
            for i, spot in spots.items()
        ]
        best = min(near, default=None)
        return best[1] if best is not None and best[0] <= 6 else None

    def on_resize(self) -> None:
        self._strips = []
        self._draw()

    def watch_hidden_after(self) -> None:
        self._arrange()

    def watch_evidence(self) -> None:
        self._draw()

    def watch_from_origin(self) -> None:
        self._draw()

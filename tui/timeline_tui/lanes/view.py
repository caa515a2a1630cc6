"""What is looked at, and how: the course, the window on its time axis and the cursor.

State without a terminal: the widget turns keys into these verbs and shows what `draw` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from timeline_tui.lanes import cursor as cursors
from timeline_tui.lanes.axes import Span, joined
from timeline_tui.lanes.course import Course, CourseEvent, Day, Item, arrange
from timeline_tui.lanes.cursor import Cursor
from timeline_tui.lanes.frame import ALL, Frame, draw_frame
from timeline_tui.lanes.grid import Grid
from timeline_tui.lanes.labs import lane_of_analyte
from timeline_tui.lanes.overlay import with_cursor
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Grade, Pen, ungraded
from timeline_tui.lanes.readings import AFP, span_of
from timeline_tui.lanes.scale import Scale, fitted
from timeline_tui.lanes.sizes import MEASURES, SUMS, Assessment, Sizes
from timeline_tui.lanes.strands import chart_columns

_REACH = 6
"""How far from an event a click may be: columns, a row counting for four."""


@dataclass
class View:
    """One patient's lanes as somebody looks at them. Every verb says whether anything changed."""

    grade: Grade = ungraded
    threshold: float = 200.0
    grades: Mapping[str, int | None] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    from_origin: bool = False
    sizes: Sizes = field(default_factory=Sizes)
    curves: tuple[str, ...] = (AFP, SUMS)
    """The analytes drawn as curves where there is room, the one opened last first."""
    course: Course = field(default_factory=Course)
    cursor: Cursor = field(default_factory=Cursor)
    scale: Scale | None = None
    frame: Frame | None = None
    _patient: str = ""
    _fits: bool = True
    _before_evidence: tuple[Scale, bool] | None = None
    _whole: bool = False
    _spans: dict[str, Span | None] = field(default_factory=dict)
    _days: tuple[Day, Day, Day] | None = None
    """The first day, the one that the opening look begins on, and the last."""

    def show(
        self,
        events: Iterable[CourseEvent],
        *,
        origin_day: Day | None = None,
        end: Day | None = None,
        hidden_after: Day | None = None,
    ) -> None:
        """Look at these events. For the same patient the window and the cursor's event stay.

        As of a day, the axes of time and of the curves keep what they reached before, so that
        stepping through a history does not move the picture.
        """
        held = self.pointed
        self.course = arrange(events, origin_day=origin_day, end=end, hidden_after=hidden_after)
        items = self.course.items
        patient = items[0].event.fact.partition("/")[0] if items else ""
        if items and patient != self._patient:
            self._patient, self._fits, self._whole = patient, True, False
            self.cursor, held, self._spans, self._days = Cursor(), None, {}, None
        spans = {name: span_of(name, drawn) for name, drawn in self.course.analytes.items()}
        days = (self.course.first, self.course.opening, self.course.end)
        if hidden_after is not None:
            before_spans = self._spans
            names = dict.fromkeys([*before_spans, *spans])
            spans = {name: joined(before_spans.get(name), spans.get(name)) for name in names}
            before = self._days or days
            days = (min(days[0], before[0]), min(days[1], before[1]), max(days[2], before[2]))
        self._spans, self._days = spans, days
        self.cursor = Cursor(self.cursor.lane, self._index_of(held))
        self.frame = None

    def _index_of(self, held: Item | None) -> int:
        """Where the cursor's event is now, or its neighbour; at first the first one in view."""
        for item in self.course.items:
            if held is not None and item.event.fact == held.event.fact:
                return item.index
        if self.cursor.index < 0:
            seen = (item.index for item in self.course.items if item.day >= self.course.opening)
            return next(seen, -1)
        return min(self.cursor.index, len(self.course.items) - 1)

    @property
    def pointed(self) -> Item | None:
        """The cursor's event."""
        index = self.cursor.index
        return self.course.items[index] if 0 <= index < len(self.course.items) else None

    def draw(self, width: int, height: int, look: Look) -> Grid:
        """The sheet at a size, cursor and all. The frame beneath is kept while it holds."""
        columns = chart_columns(width)
        if self._fits or self.scale is None:
            self.scale = self._fitted(columns)
        self.scale = replace(self.scale, columns=columns)
        pen = Pen(
            self.scale, look, self.evidence, self.grade, self.threshold, self.grades, self.sizes
        )
        size = (self.frame.grid.width, self.frame.grid.height) if self.frame else None
        if self.frame is None or size != (width, height):
            self.frame = draw_frame(
                self.course,
                pen,
                width,
                height,
                from_origin=self.from_origin,
                curves=self.curves,
                spans=self._spans,
            )
        return with_cursor(self.frame, self.course, self.cursor, pen)

    # The cursor

    def move(self, cursor: Cursor) -> bool:
        """Put the cursor somewhere, and the window so that it is seen."""
        if cursor == self.cursor:
            return False
        self.cursor = cursor
        if self.pointed is not None and self.scale is not None:
            self._look_through(self.scale.revealing(self.pointed.day))
        return True

    def step(self, by: int, *, any_lane: bool = False) -> bool:
        """Events on or back, in the cursor's lane or over all."""
        if self.frame is None:
            return False
        lane = self.frame.lane(ALL if any_lane else self.cursor.lane)
        return self.move(cursors.step(self.course, lane, self.cursor, by))

    def change_lane(self, by: int) -> bool:
        """Lanes down or up."""
        if self.frame is None:
            return False
        return self.move(cursors.change_lane(self.course, self.frame.lanes, self.cursor, by))

    def go_to_edge(self, *, last: bool) -> bool:
        """The lane's first or last event."""
        if self.frame is None:
            return False
        return self.move(cursors.edge(self.frame.lane(self.cursor.lane), self.cursor, last=last))

    def go_to_day(self, day: Day) -> bool:
        """The lane's event nearest to a day, and a window that shows the day."""
        if self.frame is None or self.scale is None:
            return False
        items = self.frame.lane(self.cursor.lane).items
        index = min(items, key=lambda at: abs(self.course.items[at].day - day), default=-1)
        moved = self.move(Cursor(self.cursor.lane, index)) if index >= 0 else False
        return self._look_through(self.scale.revealing(day)) or moved

    def select(self, fact: str, *, own_lane: bool = False) -> bool:
        """The event of a fact, over all lanes or in its own."""
        found = next((i.index for i in self.course.items if i.event.fact == fact), None)
        if found is None:
            return False
        return self.move(Cursor(self._lane_of(found) if own_lane else ALL, found))

    def _lane_of(self, index: int) -> str:
        """The first lane with an event, beside the one over everything."""
        lanes = self.frame.lanes[1:] if self.frame is not None else ()
        return next((lane.id for lane in lanes if index in lane.items), ALL)

    def light(self, evidence: frozenset[str]) -> None:
        """Light up these facts, and look at a time in which all of them lie."""
        self.evidence, self.frame = evidence, None
        days = [item.day for item in self.course.items if item.event.fact in evidence]
        if not days or self.scale is None:
            if not evidence and self._before_evidence is not None:
                self.scale, self._fits = self._before_evidence
                self._before_evidence = None
            return
        if all(self.scale.shows(day) for day in days):
            return
        if self._before_evidence is None:
            self._before_evidence = (self.scale, self._fits)
        shown = (self.scale.day(1), self.scale.day(self.scale.columns - 2))
        self.scale = fitted(min(*days, shown[0]), max(*days, shown[1]), self.scale.columns)
        self._fits = False

    def point_at(self, column: int, row: int) -> bool:
        """The event drawn nearest to a cell, if one is near, in its own lane."""
        if self.frame is None:
            return False
        near = [
            (abs(spot.row - row) * 4 + max(spot.column - column, column - spot.stop + 1, 0), index)
            for index, spot in (*self.frame.grid.spots.items(), *self.frame.grid.more_spots)
        ]
        distance, index = min(near, default=(_REACH + 1, -1))
        if distance > _REACH:
            return False
        return self.move(Cursor(self._lane_of(index), index)) or True

    # The curves

    @property
    def analyte(self) -> str:
        """The analyte of the cursor's lane, or of its event in the row that many share.

        The imaging lane's is the sum of diameters.
        """
        if self.cursor.lane == "imaging":
            return SUMS
        found = [name for name in self.course.analytes if lane_of_analyte(name) == self.cursor.lane]
        if found or self.cursor.lane != "labs" or self.pointed is None:
            return next(iter(found), "")
        return str(self.pointed.payload.get("analyte", "?"))

    @property
    def shown_curves(self) -> frozenset[str]:
        """The analytes that are drawn as curves now."""
        shown = {lane.id for lane in self.frame.lanes if lane.curve} if self.frame else set()
        return frozenset(name for name in self.curves if lane_of_analyte(name) in shown)

    def toggle_curve(self, name: str) -> bool:
        """Draw an analyte as a curve, or as a row again, with the cursor in its lane."""
        if name == SUMS:
            return self._toggle_sums()
        if name not in self.course.analytes:
            return False
        closes = name in self.shown_curves
        others = tuple(known for known in self.curves if known != name)
        self.curves = others if closes else (name, *others)
        items = [item.index for item in self.course.analytes[name]]
        index = cursors.nearest(self.course, items, self.cursor.index)
        self.frame = None
        self.move(Cursor(lane_of_analyte(name), index))
        return True

    def _toggle_sums(self) -> bool:
        if not self.sizes.sums(self.course.of("imaging")):
            return False
        shown = self.frame is not None and self.frame.rows.sums > 0
        others = tuple(known for known in self.curves if known != SUMS)
        self.curves, self.frame = (others if shown else (SUMS, *others)), None
        return True

    def judge(self, assessments: Iterable[Assessment]) -> None:
        """What the projections say of the scans."""
        self.sizes, self.frame = replace(self.sizes, assessments=tuple(assessments)), None

    def change_measure(self) -> bool:
        """The next of the reader's calls and each criterion's of each part, as far as judged."""
        judged = {one.criterion for one in self.sizes.assessments}
        known = [one for one in MEASURES if not one.criterion or one.criterion in judged]
        at = known.index(self.sizes.measure) + 1 if self.sizes.measure in known else 0
        self.sizes, self.frame = replace(self.sizes, measure=known[at % len(known)]), None
        return len(known) > 1

    # The window

    @property
    def days(self) -> tuple[Day, Day, Day]:
        """The first day, the one that a first look begins on, and the last."""
        return self._days or (0, 0, 0)

    def reach(self, first: Day, opening: Day, last: Day) -> None:
        """Fit and bound the window by these days, where another course is looked at beside."""
        self._days, self._fits, self.frame = (first, opening, last), True, None

    def follow(self, scale: Scale) -> bool:
        """Look through another's window, whatever is seen there."""
        if self.scale is None or scale == self.scale:
            return False
        self.scale, self._fits, self.frame = replace(scale, columns=self.scale.columns), False, None
        return True

    def zoom(self, steps: int, *, at: int | None = None) -> bool:
        """Closer or away, around the cursor's event where the window shows it, or around a cell."""
        if self.scale is None:
            return False
        around = self.scale.day(self.scale.columns / 2)
        gutter = self.frame.gutter if self.frame is not None else 0
        if at is not None and at >= gutter:
            around = self.scale.day(at - gutter)
        elif self.pointed is not None and self.scale.shows(self.pointed.day):
            around = self.pointed.day
        return self._look_through(self.scale.zoomed(steps, around))

    def pan(self, quarters: int) -> bool:
        """To later or earlier days by quarters of the window."""
        if self.scale is None:
            return False
        return self._look_through(self.scale.panned(quarters * max(1, self.scale.columns // 4)))

    def fit(self) -> bool:
        """The course at one look; where that is shown already, its history as well."""
        if self.scale is None:
            return False
        self._whole = not self._whole and self.scale == self._fitted(self.scale.columns)
        self._fits, self.frame = True, None
        return True

    def _fitted(self, columns: int) -> Scale:
        first, opening, last = self._days or (0, 0, 0)
        return fitted(first if self._whole else opening, last, columns)

    def _look_through(self, scale: Scale) -> bool:
        first, _, last = self._days or (0, 0, 0)
        scale = scale.within(first, last)
        if scale == self.scale:
            return False
        self.scale, self._fits, self.frame = scale, False, None
        return True

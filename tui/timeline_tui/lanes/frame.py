"""One frame: every lane that has events, drawn at its rows on one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from timeline_tui.lanes.adverse_events import bouts, pack
from timeline_tui.lanes.axes import Span
from timeline_tui.lanes.axis import calendar_text, count_outside, days_a_column, draw_axis
from timeline_tui.lanes.course import Course
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.layout import Rows, Wants, lay_out
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.radiotherapy import courses
from timeline_tui.lanes.readings import AFP
from timeline_tui.lanes.sizes import SUMS
from timeline_tui.lanes.status import draw_end, status_items
from timeline_tui.lanes.strands import (
    Drawing,
    Lane,
    adverse_event_lane,
    curve_lanes,
    drug_lanes,
    imaging_lane,
    lab_lanes,
    label_limit,
    rt_lane,
    status_lane,
)
from timeline_tui.lanes.text import cells

ALL = "all"
FEWEST_ROWS_OF_A_CURVE = 4
NO_SPANS: Mapping[str, Span | None] = {}


@dataclass(frozen=True, slots=True)
class Frame:
    """What was drawn, and where."""

    grid: Grid
    lanes: tuple[Lane, ...]
    rows: Rows
    gutter: int

    def lane(self, name: str) -> Lane:
        """A lane by its id; the one over everything where this is not drawn."""
        return next((lane for lane in self.lanes if lane.id == name), self.lanes[0])


def draw_frame(
    course: Course,
    pen: Pen,
    width: int,
    height: int,
    *,
    from_origin: bool = False,
    curves: Sequence[str] = (AFP,),
    spans: Mapping[str, Span | None] = NO_SPANS,
) -> Frame:
    """The course at a size. `from_origin` counts days from RT start.

    `curves` are the analytes drawn as curves, the most wanted first: those that do not fit are
    rows like the others. `spans` pins their axes.
    """
    drawing = Drawing(course, pen, width, height)
    columns = pen.scale.columns
    found = bouts(course)
    placed, high = pack(found, pen, label_limit(drawing))
    rows, open_curves = _laid_out(height, _wants(course, high, bool(found), pen), course, curves)
    title = "Day" if from_origin else "Date"
    drawing.lane(ALL, title, rows.axis, course.items, days_a_column(pen.scale))
    axis = drawing.grid.area(0, drawing.gutter, rows.axis, columns)
    body = drawing.grid.area(rows.axis, drawing.gutter, rows.body + rows.spare, columns)
    if course.items:
        draw_axis(axis, pen, course.origin if from_origin else None, body)
        count_outside(axis, pen, course)
    draw_end(axis, body, pen, course)
    rt_lane(drawing, rows.rt)
    drug_lanes(drawing, rows.drugs)
    curve_lanes(drawing, rows.curves, open_curves, spans)
    lab_lanes(drawing, rows.labs, open_curves)
    imaging_lane(drawing, rows.imaging, rows.sums)
    adverse_event_lane(drawing, rows.adverse, placed, found)
    status_lane(drawing, rows.status)
    if not course.items:
        words = pen.words("No events yet.")
        body.put(body.rows // 2, max(0, (columns - cells(words)) // 2), words, "label")
    _draw_hidden(axis, body, pen, course)
    _mark_evidence(drawing)
    return Frame(drawing.grid, tuple(drawing.lanes), rows, drawing.gutter)


def _wants(course: Course, high: int, any_bouts: bool, pen: Pen) -> Wants:
    return Wants(
        rt=max(len(courses(course)), bool(course.of("rt_prescription"))),
        drugs=len(course.agents),
        imaging=bool(course.of("imaging")),
        first=_lanes_with_evidence(course, pen),
        sums=bool(pen.sizes.sums(course.of("imaging"))),
        adverse=max(high, int(any_bouts)),
        status=bool(status_items(course)),
    )


_LANE_OF_KIND = {
    "rt_prescription": "rt", "rt_fraction": "rt", "drug_dose": "drugs", "imaging": "imaging",
    "adverse_event": "adverse",
}  # fmt: skip


def _lanes_with_evidence(course: Course, pen: Pen) -> frozenset[str]:
    """The lanes that have to be seen because what is lit up lies in them."""
    found = set()
    for item in course.items if pen.evidence else ():
        if item.event.fact in pen.evidence:
            kind = item.event.kind
            lane = "labs" if item.payload.get("analyte") != AFP else "curves"
            found.add(lane if kind == "lab" else _LANE_OF_KIND.get(kind, "status"))
    return frozenset(found)


def _laid_out(
    height: int, wants: Wants, course: Course, curves: Sequence[str]
) -> tuple[Rows, list[str]]:
    """The rows, and which of the curves there is room for."""
    known = [name for name in dict.fromkeys(curves) if name in course.analytes]
    wants = replace(wants, sums=wants.sums and SUMS in curves)
    if wants.sums and curves[0] == SUMS:
        wants = replace(wants, first=wants.first | {"imaging", "sums"})
    for count in range(len(known), 0, -1):
        asked = replace(wants, curves=count, labs=len(course.analytes) - count)
        rows = lay_out(height, asked)
        if rows.curves >= FEWEST_ROWS_OF_A_CURVE * count or count == 1:
            return rows, known[:count]
    return lay_out(height, replace(wants, labs=len(course.analytes))), []


def _draw_hidden(axis: Area, body: Area, pen: Pen, course: Course) -> None:
    """Everything after the as-of day hatched, behind a double line that says so."""
    if course.hidden_after is None:
        return
    column = max(0, pen.scale.column(course.hidden_after + 1))
    for row in range(body.rows):
        for at in range(column, body.columns):
            body.back(row, at, pen.glyph("hatch"), "hatch")
        body.put(row, column, pen.glyph("as-of-line"), "as-of")
    axis.put(axis.rows - 1, column, pen.glyph("as-of-line"), "as-of")
    day = calendar_text(course.hidden_after)
    for row, words, role in ((0, f"as of {day}", "as-of"), (1, "later facts hidden", "as-of-text")):
        if column + 3 + len(words) < body.columns:
            body.put(row, column + 1, f" {words} ", role)


def _mark_evidence(drawing: Drawing) -> None:
    """With evidence to show, everything else in the chart is faded; its lanes get a mark."""
    if not drawing.pen.evidence:
        return
    for roles in drawing.grid.roles:
        for column in range(drawing.gutter, drawing.grid.width):
            if not roles[column].endswith("+e"):
                roles[column] = "~" + roles[column]
    facts = {i.index: i.event.fact for i in drawing.course.items}
    for lane in drawing.lanes[1:]:
        if any(facts[index] in drawing.pen.evidence for index in lane.items):
            row = drawing.grid.area(lane.row, 0, 1, 1)
            row.put(0, 0, drawing.pen.glyph("evidence-lane"), "label+e")

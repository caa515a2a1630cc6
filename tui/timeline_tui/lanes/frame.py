"""One frame: every lane that has events, drawn at its rows on one sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from timeline_tui.lanes.adverse_events import (
    Bout,
    Placed,
    bouts,
    draw_adverse_events,
    pack,
    visible,
)
from timeline_tui.lanes.afp import Span, draw_afp
from timeline_tui.lanes.axis import calendar_text, count_outside, days_a_column, draw_axis
from timeline_tui.lanes.course import Course, Item
from timeline_tui.lanes.drug_dose import draw_drug
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.imaging import draw_imaging
from timeline_tui.lanes.labels import place_right
from timeline_tui.lanes.labs import AFP, draw_labs, lab_rows, short_name
from timeline_tui.lanes.layout import Rows, Wants, lay_out
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.radiotherapy import courses, draw_radiotherapy
from timeline_tui.lanes.status import draw_end, draw_status, status_items
from timeline_tui.lanes.text import cells

ALL = "all"
Areas = tuple[Area, Area]


@dataclass(frozen=True, slots=True)
class Lane:
    """A strand on the frame: its label's row and the events that the cursor finds on it."""

    id: str
    title: str
    row: int
    items: tuple[int, ...]


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


def gutter_width(width: int) -> int:
    """Columns left of the chart for names and values."""
    for least, columns in ((160, 24), (110, 15), (70, 10)):
        if width >= least:
            return columns
    return min(8, width // 2)


def chart_columns(width: int) -> int:
    """Columns of the chart beside the gutter."""
    return max(1, width - gutter_width(width))


class Drawing:
    """A frame in the making: what each lane's drawing needs, handed from the top down."""

    def __init__(self, course: Course, pen: Pen, width: int, height: int) -> None:
        self.course, self.pen = course, pen
        self.gutter = gutter_width(width)
        self.grid = Grid(width, height)
        self.lanes: list[Lane] = []
        self.row = 0
        self.columns = pen.scale.columns
        if course.hidden_after is not None:
            self.columns = max(0, min(self.columns, pen.scale.column(course.hidden_after + 1)))

    def next(self, rows: int) -> Areas:
        """The chart's and the gutter's part of the next rows."""
        chart = self.grid.area(self.row, self.gutter, rows, self.columns)
        gutter = self.grid.area(self.row, 0, rows, self.gutter)
        self.row += rows
        return chart, gutter

    def lane(self, lane: str, title: str, rows: int, items: Iterable[Item], *under: str) -> Areas:
        """The next rows, for a lane whose name, and small words under it, go in the gutter."""
        row = self.row
        areas = self.next(rows)
        self.lanes.append(Lane(lane, title, row, tuple(sorted(item.index for item in items))))
        gutter = self.grid.area(row, 1, rows, self.gutter - 1)
        words = self.pen.words(title, self.gutter - 1)
        place_right(gutter, 0, 0, [words], "label")
        for number, text in enumerate(under, 1):
            place_right(gutter, number, 0, [text], "value")
        return areas


def draw_frame(
    course: Course,
    pen: Pen,
    width: int,
    height: int,
    *,
    from_origin: bool = False,
    afp_span: Span | None = None,
) -> Frame:
    """The course at a size. `from_origin` counts days from RT start; `afp_span` pins AFP's axis."""
    drawing = Drawing(course, pen, width, height)
    columns = pen.scale.columns
    found = bouts(course)
    placed, high = pack(found, pen, _label_limit(drawing))
    rows = lay_out(height, _wants(course, high, bool(found)))
    title = "Day" if from_origin else "Date"
    drawing.lane(ALL, title, rows.axis, course.items, days_a_column(pen.scale))
    axis = drawing.grid.area(0, drawing.gutter, rows.axis, columns)
    body = drawing.grid.area(rows.axis, drawing.gutter, rows.body + rows.spare, columns)
    if course.items:
        draw_axis(axis, pen, course.origin if from_origin else None, body)
        count_outside(axis, pen, course)
    draw_end(axis, body, pen, course)
    _draw_rt(drawing, rows.rt)
    _draw_drugs(drawing, rows.drugs)
    _draw_afp(drawing, rows.afp, afp_span)
    _draw_labs(drawing, rows.labs)
    _draw_imaging(drawing, rows.imaging)
    _draw_adverse(drawing, rows.adverse, placed, found)
    _draw_status(drawing, rows.status)
    if not course.items:
        words = pen.words("No events yet.")
        body.put(body.rows // 2, max(0, (columns - cells(words)) // 2), words, "label")
    _draw_hidden(axis, body, pen, course)
    _mark_evidence(drawing)
    return Frame(drawing.grid, tuple(drawing.lanes), rows, drawing.gutter)


def _label_limit(drawing: Drawing) -> int:
    """The column that terms stay left of: death's, the as-of day's or the edge."""
    death = drawing.course.death
    column = drawing.pen.column(death) if death is not None else drawing.columns
    return min(drawing.columns, column) if column > 0 else drawing.columns


def _wants(course: Course, high: int, any_bouts: bool) -> Wants:
    return Wants(
        rt=max(len(courses(course)), bool(course.of("rt_prescription"))),
        drugs=len(course.agents),
        afp=AFP in course.analytes,
        labs=sum(1 for name in course.analytes if name != AFP),
        imaging=bool(course.of("imaging")),
        adverse=max(high, int(any_bouts)),
        status=bool(status_items(course)),
    )


def _draw_rt(drawing: Drawing, rows: int) -> None:
    if rows:
        course = drawing.course
        items = (*course.of("rt_prescription"), *course.of("rt_fraction"))
        chart, _ = drawing.lane("rt", "RT", rows, items)
        draw_radiotherapy(chart, drawing.pen, course)


def _draw_drugs(drawing: Drawing, rows: int) -> None:
    agents = list(drawing.course.agents.items())
    shown = agents[:rows]
    for number, (agent, doses) in enumerate(shown):
        share = rows // len(shown) + (number < rows % len(shown))
        more = f" +{len(agents) - rows}" if number == len(shown) - 1 and len(agents) > rows else ""
        unit = () if share < 3 else ("mg/day",)
        title = agent[:1].upper() + agent[1:] + more
        chart, gutter = drawing.lane(f"drug:{agent}", title, share, doses, *unit)
        draw_drug(chart, gutter, drawing.pen, doses, drawing.course.until)


def _draw_afp(drawing: Drawing, rows: int, span: Span | None) -> None:
    if rows:
        items = drawing.course.analytes[AFP]
        unit = ("IU/mL",) if rows > 2 else ()
        chart, gutter = drawing.lane("afp", AFP, rows, items, *unit)
        draw_afp(chart, gutter, drawing.pen, items, span)


def _draw_labs(drawing: Drawing, rows: int) -> None:
    for lab in lab_rows(drawing.course, rows):
        title = short_name(lab.name, drawing.gutter - 10)
        chart, gutter = drawing.lane(lab.lane, title, 1, lab.items)
        draw_labs(chart, 0, gutter, drawing.pen, lab)


def _draw_imaging(drawing: Drawing, rows: int) -> None:
    if rows:
        chart, _ = drawing.lane("imaging", "Imaging", rows, drawing.course.of("imaging"))
        draw_imaging(chart, drawing.pen, drawing.course)


def _draw_adverse(drawing: Drawing, rows: int, placed: list[Placed], found: list[Bout]) -> None:
    if rows:
        pen, fitted = drawing.pen, placed
        if any(one.row >= rows for one in placed):
            fitted, _ = pack(found, pen, _label_limit(drawing), rows)
        missing = len(visible(found, pen)) - len(fitted)
        title = "AE (CTCAE)" if drawing.gutter > 12 and not missing else "AE"
        title += f" +{missing}" if missing else ""
        chart, _ = drawing.lane("ae", title, rows, drawing.course.of("adverse_event"))
        draw_adverse_events(chart, pen, fitted)


def _draw_status(drawing: Drawing, rows: int) -> None:
    if rows:
        chart, _ = drawing.lane("status", "Status", rows, status_items(drawing.course))
        draw_status(chart, drawing.pen, drawing.course)


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

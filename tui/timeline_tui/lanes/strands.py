"""The lanes of a frame, each drawn on the next rows of the sheet from the top down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline_tui.lanes.adverse_events import Bout, Placed, draw_adverse_events, pack, visible
from timeline_tui.lanes.axes import Span
from timeline_tui.lanes.course import Course, Item
from timeline_tui.lanes.curve import draw_curve
from timeline_tui.lanes.drug_dose import draw_drug
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.imaging import draw_imaging
from timeline_tui.lanes.labels import place_right
from timeline_tui.lanes.labs import draw_labs, lab_rows, lane_of_analyte, short_name
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.radiotherapy import draw_radiotherapy
from timeline_tui.lanes.readings import AFP, limits_in_words, unit_of
from timeline_tui.lanes.sizes import READER
from timeline_tui.lanes.status import draw_status, status_items
from timeline_tui.lanes.sums import draw_sums

Areas = tuple[Area, Area]


@dataclass(frozen=True, slots=True)
class Lane:
    """A strand on the frame: its label's row and the events that the cursor finds on it."""

    id: str
    title: str
    row: int
    items: tuple[int, ...]
    curve: bool = False


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


def label_limit(drawing: Drawing) -> int:
    """The column that terms stay left of: death's, the as-of day's or the edge."""
    death = drawing.course.death
    column = drawing.pen.column(death) if death is not None else drawing.columns
    return min(drawing.columns, column) if column > 0 else drawing.columns


def rt_lane(drawing: Drawing, rows: int) -> None:
    """Radiotherapy."""
    if rows:
        course = drawing.course
        items = (*course.of("rt_prescription"), *course.of("rt_fraction"))
        chart, _ = drawing.lane("rt", "RT", rows, items)
        draw_radiotherapy(chart, drawing.pen, course)


def drug_lanes(drawing: Drawing, rows: int) -> None:
    """An agent each; those without a row are counted."""
    agents = list(drawing.course.agents.items())
    shown = agents[:rows]
    for number, (agent, doses) in enumerate(shown):
        share = rows // len(shown) + (number < rows % len(shown))
        more = f" +{len(agents) - rows}" if number == len(shown) - 1 and len(agents) > rows else ""
        unit = () if share < 3 else ("mg/day",)
        title = agent[:1].upper() + agent[1:] + more
        chart, gutter = drawing.lane(f"drug:{agent}", title, share, doses, *unit)
        draw_drug(chart, gutter, drawing.pen, doses, drawing.course.until)


def curve_lanes(
    drawing: Drawing, rows: int, curves: Sequence[str], spans: Mapping[str, Span | None]
) -> None:
    """The curves beneath each other, AFP first, then in the order of the rows of labs."""
    shown = [lab.name for lab in lab_rows(drawing.course, 10_000, ()) if lab.name in curves]
    for number, name in enumerate(shown[:rows]):
        share = rows // len(shown) + (number < rows % len(shown))
        items = drawing.course.analytes[name]
        under = [drawing.pen.words(unit_of(name, items), drawing.gutter - 1)] * (share > 2)
        under += [limits_in_words(name, items)] * (share > 3 and name != AFP)
        title = short_name(name, drawing.gutter - 5)
        chart, gutter = drawing.lane(lane_of_analyte(name), title, share, items, *under)
        drawing.lanes[-1] = replace(drawing.lanes[-1], curve=True)
        draw_curve(chart, gutter, drawing.pen, name, items, spans.get(name))


def lab_lanes(drawing: Drawing, rows: int, curves: Sequence[str]) -> None:
    for lab in lab_rows(drawing.course, rows, curves):
        title = short_name(lab.name, drawing.gutter - 10)
        chart, gutter = drawing.lane(lab.lane, title, 1, lab.items)
        draw_labs(chart, 0, gutter, drawing.pen, lab)


def imaging_lane(drawing: Drawing, rows: int, sums: int) -> None:
    """Calls of response, and on rows of their own the sums of diameters."""
    if not rows:
        return
    course, pen = drawing.course, drawing.pen
    measure = [] if pen.sizes.measure == READER or rows < 2 else [pen.sizes.measure.words]
    chart, _ = drawing.lane("imaging", "Imaging", rows, course.of("imaging"), *measure)
    draw_imaging(chart, pen, course)
    if sums:
        row = drawing.row
        chart, gutter = drawing.next(sums)
        names = drawing.grid.area(row, 1, sums, drawing.gutter - 1)
        for at, words in enumerate(pen.sizes.unit_words):
            place_right(names, at, 0, [*words, words[-1][: drawing.gutter - 1]], "value")
        draw_sums(chart, gutter, pen, course)


def adverse_event_lane(
    drawing: Drawing, rows: int, placed: list[Placed], found: list[Bout]
) -> None:
    if rows:
        pen, fitted = drawing.pen, placed
        if any(one.row >= rows for one in placed):
            fitted, _ = pack(found, pen, label_limit(drawing), rows)
        missing = len(visible(found, pen)) - len(fitted)
        title = "AE (CTCAE)" if drawing.gutter > 12 and not missing else "AE"
        title += f" +{missing}" if missing else ""
        chart, _ = drawing.lane("ae", title, rows, drawing.course.of("adverse_event"))
        draw_adverse_events(chart, pen, fitted)


def status_lane(drawing: Drawing, rows: int) -> None:
    """Status, and the end."""
    if rows:
        chart, _ = drawing.lane("status", "Status", rows, status_items(drawing.course))
        draw_status(chart, drawing.pen, drawing.course)

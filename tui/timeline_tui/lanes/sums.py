"""The curve of the sums of diameters, under the calls of response."""

from __future__ import annotations

from timeline_tui.lanes.axes import linear_axis, row
from timeline_tui.lanes.course import Course
from timeline_tui.lanes.curve import draw_axis_labels, draw_line
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_beside
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.text import cells, short_number


def draw_sums(area: Area, labels: Area, pen: Pen, course: Course) -> None:
    """The sums from zero up; a cross is a day with a new lesion. First, smallest and last are
    said where there is room.
    """
    known = pen.sizes.sums(course.of("imaging"))
    highest = max((value for _, value in known), default=1.0)
    axis = linear_axis((0.0, max(highest, 1.0)), area.rows)
    draw_axis_labels(area, labels, pen, axis)
    draw_line(area, pen, axis, [(item.day, value) for item, value in known], "sum-line")
    for item, value in known:
        at, column = row(axis, value), pen.column(item)
        new = item.payload.get("new_lesions")
        name = "new-lesion" if new else "point-corrected" if item.corrected else "point"
        role = "worse" if new else "sum-point"
        area.put(at, column, pen.glyph(name), pen.role(item, role))
        area.spot_too(item.index, at, column)
    if area.rows < 3 or not known:
        return
    smallest = min(known, key=lambda pair: pair[1])
    for item, value in dict.fromkeys([known[0], known[-1], smallest]):
        at, column = row(axis, value), pen.column(item)
        text = short_number(value)
        spots = [
            (at, column + 2), (at - 1, column), (at + 1, column), (at, column - cells(text) - 1)
        ]  # fmt: skip
        place_beside(area, spots, [text], "sum-text")

"""The imaging lane: a glyph and letters for each call of response."""

from __future__ import annotations

from timeline_tui.lanes.course import Course, Item
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_right
from timeline_tui.lanes.pen import Pen

RESPONSES: dict[str, tuple[str, str, str, int]] = {
    "baseline": ("BL", "BL", "unclear", 1),
    "CR": ("CR", "CR", "good", 3),
    "PR": ("PR", "PR", "partial", 3),
    "SD": ("SD", "SD", "stable", 2),
    "non-PD": ("SD", "non-PD", "stable", 2),
    "PD": ("PD", "PD", "worse", 4),
    "NE": ("NE", "NE", "unclear", 0),
}
"""By call: the glyph's name, letters, role, and rank where two share a column."""


def draw_imaging(area: Area, pen: Pen, course: Course) -> None:
    """Letters beside the glyph on one row, beneath it on two; none where they would collide."""
    scans = [item for item in course.of("imaging") if pen.scale.shows(item.day)]
    shown: dict[int, Item] = {}
    for item in scans:
        column = pen.column(item)
        area.spot(item.index, 0, column)
        if column not in shown or _rank(item, pen) >= _rank(shown[column], pen):
            shown[column] = item
    for column, item in shown.items():
        name, _, role, _ = _call(item, pen)
        area.put(0, column, pen.glyph(name), pen.role(item, role))
    for column, item in sorted(shown.items(), key=lambda pair: -_rank(pair[1], pen)):
        _, letters, role, _ = _call(item, pen)
        mark = pen.glyph("corrected") if item.corrected else ""
        wordings = [letters + mark, letters]
        if area.rows > 1:
            new = ", ".join(map(str, item.payload.get("new_lesions") or ()))
            if new:
                wordings.insert(0, pen.words(f"{letters}{mark} new {new}", 24))
            if column == 0 or area.free(1, column - 1, 1):
                place_right(area, 1, column, wordings, pen.role(item, role))
        else:
            place_right(area, 0, column + 1, wordings, pen.role(item, role))


def _call(item: Item, pen: Pen) -> tuple[str, str, str, int]:
    call = str(item.payload.get("reported_response") or "")
    modality = pen.words(item.payload.get("modality") or "", 6)
    return RESPONSES.get(call, ("scan", modality, "unclear", 0))


def _rank(item: Item, pen: Pen) -> int:
    return _call(item, pen)[3]

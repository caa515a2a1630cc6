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
    "none": ("scan", "–", "unclear", 0),
    "NE": ("NE", "NE", "unclear", 0),
}
"""By call: the glyph's name, letters, role, and rank where two share a column."""


def draw_imaging(area: Area, pen: Pen, course: Course) -> None:
    """Letters beside the glyph on one row, beneath it on two; none where they would collide.

    `+` is a new lesion, `≠` a reader's call that the measurements do not bear out.
    """
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
        other = pen.glyph("differs") if pen.sizes.differs(item) else ""
        wordings = [letters + mark + other, letters + other, letters]
        if area.rows > 1:
            new = ", ".join(map(str, item.payload.get("new_lesions") or ()))
            if new:
                wordings.insert(0, pen.words(f"{letters}{mark}{other} new {new}", 24))
                wordings.insert(1, f"{letters}{mark}{other}+")
            if column == 0 or area.free(1, column - 1, 1):
                place_right(area, 1, column, wordings, pen.role(item, role))
        else:
            if item.payload.get("new_lesions"):
                wordings.insert(0, f"{letters}{mark}{other}+")
            place_right(area, 0, column + 1, wordings, pen.role(item, role))


def _call(item: Item, pen: Pen) -> tuple[str, str, str, int]:
    call = pen.sizes.call(item)
    modality = pen.words(item.payload.get("modality") or "", 6)
    return RESPONSES.get(call, ("scan", modality, "unclear", 0))


def _rank(item: Item, pen: Pen) -> int:
    return _call(item, pen)[3]

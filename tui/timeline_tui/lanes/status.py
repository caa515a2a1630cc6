"""The status lane: clinical status, procedures and notes, then † death or ▷ the last contact."""

from __future__ import annotations

from timeline_tui.lanes.course import ALL_KINDS_OF_STATUS, Course, Item
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_left, place_right
from timeline_tui.lanes.pen import Pen


def status_items(course: Course) -> list[Item]:
    """What this lane holds, in order of days."""
    return [item for item in course.items if item.event.kind in ALL_KINDS_OF_STATUS]


def draw_status(area: Area, pen: Pen, course: Course) -> None:
    """Marks with labels that never collide, the end first, for it matters most."""
    items = status_items(course)
    end = course.death or course.last_contact
    ordered = ([end] if end is not None else []) + [i for i in reversed(items) if i is not end]
    for item in items:
        area.spot(item.index, 0, pen.column(item))
        _, glyph, role = _mark(item, pen, end)
        area.put(0, pen.column(item), glyph, pen.role(item, role))
    for item in ordered:
        words, _, role = _mark(item, pen, end)
        column = pen.column(item)
        first = words.partition(" ")[0]
        wordings = [pen.words(words, 40), pen.words(first, 16)] if words else []
        if not pen.scale.shows(item.day) or not wordings:
            continue
        if item is end and place_left(area, 0, column - 1, wordings, pen.role(item, role)):
            continue
        place_right(area, 0, column + 1, wordings, pen.role(item, role))


def draw_end(axis: Area, body: Area, pen: Pen, course: Course) -> None:
    """The end on the axis; a death's line goes down through all lanes."""
    contact, death = course.last_contact, course.death
    if contact is not None and death is None:
        axis.put(axis.rows - 1, pen.column(contact), pen.glyph("contact"), "contact")
    if death is not None:
        column = pen.column(death)
        axis.put(axis.rows - 1, column, pen.glyph("death"), "death")
        for row in range(body.rows):
            body.put(row, column, pen.glyph("death-line"), "death")


def _mark(item: Item, pen: Pen, last: Item | None) -> tuple[str, str, str]:
    """(label, glyph, role) of an event."""
    get = item.payload.get
    match item.event.kind:
        case "vital_status" if get("status") == "dead":
            cause = f" {get('cause')}" if get("cause") else ""
            return f"{item.event.occurred_on}{cause}", pen.glyph("death"), "death"
        case "vital_status":
            return ("alive" if item is last else ""), pen.glyph("contact"), "contact"
        case "procedure":
            return str(get("name", "")), pen.glyph("procedure"), "status"
        case "clinical_status":
            return _liver(item), pen.glyph("clinical_status"), "status"
        case kind:
            return "", pen.glyph(kind), "status"


def _liver(item: Item) -> str:
    get = item.payload.get
    score = get("child_pugh_score")
    letter = get("child_pugh_class") or ""
    parts = [f"{letter}{score if score is not None else ''}"]
    if get("ecog") is not None:
        parts.append(f"PS{get('ecog')}")
    return " ".join(part for part in parts if part)

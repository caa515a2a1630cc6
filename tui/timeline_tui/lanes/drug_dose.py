"""The drug lane: the daily dose as a stepped area, written in each step; H where it was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from timeline_tui.lanes.course import Day, Item
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_left, place_right
from timeline_tui.lanes.pen import Pen

_FOR_GOOD = frozenset({"completed", "progression", "choice"})


@dataclass(frozen=True, slots=True)
class Step:
    """One daily dose from a day up to, not with, another."""

    item: Item
    start: Day
    stop: Day
    dose_mg: float
    last: bool


def steps(doses: Sequence[Item], until: Day) -> list[Step]:
    """The dose as a function of time; the last one lasts up to `until`."""
    found = []
    for item, after in zip(doses, [*doses[1:], None], strict=True):
        stop = after.day if after is not None else max(until, item.day + 1)
        dose = item.number("daily_dose_mg")
        found.append(Step(item, item.day, stop, dose, after is None))
    return found


def draw_drug(area: Area, labels: Area, pen: Pen, doses: Sequence[Item], until: Day) -> None:
    """One agent on all rows of the area, the highest dose at the top; `labels` is the gutter."""
    highest = max((item.number("daily_dose_mg") for item in doses), default=0)
    for step in steps(doses, until):
        if step.dose_mg > 0:
            _draw_step(area, pen, step, step.dose_mg / highest)
        else:
            _draw_hold(area, pen, step)
    if area.rows > 1 and highest > 0:
        for dose in (highest, highest / 2):
            row = area.rows - ceil(dose / highest * area.rows)
            text = f"{dose:g}"
            if dose == highest or row > 0:
                place_left(labels, row, labels.columns - 1, [text], "value")


def _span(pen: Pen, step: Step) -> tuple[int, int]:
    """Columns of a step; one that is too short to be seen takes one."""
    start, stop = pen.scale.column(step.start), pen.scale.column(step.stop)
    return start, max(stop, start + 1)


def _draw_step(area: Area, pen: Pen, step: Step, share: float) -> None:
    start, stop = _span(pen, step)
    height = share * area.rows
    full = int(height + 1e-9)
    for level in range(ceil(height - 1e-9)):
        row = area.rows - 1 - level
        if level < full and area.rows > 1:
            area.fill(row, start, stop, pen.look.solid, "drug")
        else:
            block = pen.look.block(height - level if level >= full else 1.0)
            area.fill(row, start, stop, block, "drug-edge")
    inside = area.rows > 1 and full >= 1
    row = area.rows - 1
    role = pen.role(step.item, "drug" if inside else "drug-text")
    text = f"{step.dose_mg:g}"
    mark = pen.glyph("corrected") if step.item.corrected else ""
    shown = max(start, 0)
    room = min(stop, area.columns) - shown
    wording = next((words for words in (text + mark, text) if len(words) <= room), "")
    area.put(row, shown, wording, role)
    if not wording and room > 0 and (mark or step.item.event.fact in pen.evidence):
        area.put(row, start, pen.look.solid if inside else text[:1], role)
    area.spot(step.item.index, row, start, max(1, len(wording)))


def _draw_hold(area: Area, pen: Pen, step: Step) -> None:
    """A hold until the next dose; a stop for good is a square and its reason."""
    start, stop = _span(pen, step)
    row = area.rows - 1
    reason = pen.words(step.item.payload.get("reason") or "", 40)
    ended = step.last and reason in _FOR_GOOD
    if not ended and not step.last:
        area.fill(row, start + 1, stop, pen.glyph("hold-line"), "hold-line")
    area.put(row, start, pen.glyph("stop" if ended else "hold"), pen.role(step.item, "hold"))
    area.spot(step.item.index, row, start)
    if step.last and reason:
        place_right(area, row, start + 2, [f"stopped: {reason}", reason], "hold-line")

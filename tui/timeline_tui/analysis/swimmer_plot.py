"""The swimmer plot drawn: a line a patient, radiotherapy in blocks, the drug thick as its dose."""

from __future__ import annotations

from dataclasses import dataclass, replace

from timeline_tui.analysis.axes import LEAST_BETWEEN, STEPS
from timeline_tui.analysis.chart import Drawing, Pen, Spot, window
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.swimmer_data import Course, SwimmerData
from timeline_tui.analysis.swimmer_marks import LATE, Mark, marks_of, months_text, spot_name
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.palette import BLOCKS
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import RESPONSES, Role
from timeline_tui.wording import plural

RIGHT = 9
SCORES_FROM = 100
"""Columns from which on Child–Pugh has room."""

FULL_DOSE = 4
"""Eighths of a cell that the full daily dose fills."""

ASCII = {"★": "*", "▼": "v", "▬": "s", "▲": "^", "†": "D", "►": ">", "◆": "#", "?": "?"}


@dataclass(frozen=True)
class Months:
    """Months to columns. Bars, marks and ticks all ask this one mapping."""

    first: float
    last: float
    columns: int

    def column(self, month: float) -> int:
        share = (month - self.first) / (self.last - self.first)
        return round(share * (self.columns - 1))

    def ticks(self) -> list[float]:
        room = LEAST_BETWEEN * (self.last - self.first) / max(1, self.columns - 1)
        step = next((step for step in STEPS if step >= room), max(1, round(room)))
        return [float(month) for month in range(0, int(self.last) + 1, step)]


def draw_swimmer(data: SwimmerData, width: int, height: int, pen: Pen, at: str) -> Drawing:
    """The courses around the one under the cursor in so many cells."""
    grid = Grid(width, height)
    whole = grid.area(0, 0, height, width)
    rows = max(1, height - 4)
    place, mark_name = _standing(data, at)
    pitch = 2 if 2 * len(data.lines) <= rows + 1 else 1
    first = window(len(data.lines), rows, data.line_of.get(place, 0))
    shown = data.lines[first : first + rows]
    left = _left(data, width)
    months = Months(data.first, data.last, max(4, width - left - RIGHT))
    plot = grid.area(1, left, max(0, len(shown) * pitch - pitch + 1), months.columns)
    _heading(whole, data)
    spots: list[Spot] = []
    for line, number in enumerate(shown):
        row = line * pitch
        if number < 0:
            _group_title(whole, row + 1, data, -1 - number, pen)
            continue
        course = data.courses[number]
        found = _row(plot, row, course, data, months, pen)
        _sides(whole, row + 1, course, left, here=number == place)
        spots += [
            _spot(data.spots[number], course, mark, left + column, row + 1)
            for mark, column in found
        ]
        if number == place:
            _cursor(plot, row, found, course, mark_name)
    _axis(whole, data, months, left, plot.rows + 1)
    _legend(whole, height - 1, data, pen)
    behind = {number for number in shown if number >= 0}
    low = min(behind, default=0)
    every = [*data.spots[:low], *spots, *data.spots[max(behind, default=-1) + 1 :]]
    return Drawing(lines_of(grid), every)


def _standing(data: SwimmerData, at: str) -> tuple[int, str]:
    """The place of the course that a spot belongs to, and the name of the spot."""
    if at in data.place_of:
        return data.place_of[at], at
    patient = at.rsplit(" ", 1)[0] if at.endswith((" progression", " late")) else at
    patient = patient if patient in data.place_of else at.rsplit(" ", 2)[0]
    return data.place_of.get(patient, 0), at


def _left(data: SwimmerData, width: int) -> int:
    """The columns of the names, and of Child–Pugh where there is room."""
    longest, scores = data.widths
    names = min(longest, max(6, width // 5)) + 3
    return names + (scores + 1 if width >= SCORES_FROM and scores else 0)


def _heading(whole: Area, data: SwimmerData) -> None:
    count = plural(len(data.courses), "patient")
    parts = [data.order, f"months from {data.origin}", f"by {data.by}" if data.by else ""]
    parts += [note.words for note in data.notes]
    room = put_end(whole, 0, count, "strong") - 2
    whole.put(0, 1, "Courses", "strong")
    whole.put(0, 10, cut(" · ".join(part for part in parts if part), max(0, room - 9)), "soft")


def _group_title(whole: Area, row: int, data: SwimmerData, group: int, pen: Pen) -> None:
    count = sum(course.group == group for course in data.courses)
    words = f"{pen.mark(group)} {data.groups[group]} · {plural(count, 'patient')}"
    whole.put(row, 1, cut(words, whole.columns - 2), pen.role(group))


def _row(
    plot: Area, row: int, course: Course, data: SwimmerData, months: Months, pen: Pen
) -> list[tuple[Mark, int]]:
    """Draw a course; its marks with their columns."""
    one, end = course.one, months.column(course.one.until)
    plot.fill(row, months.column(0.0), end + 1, "." if pen.ascii else "─", "axis")
    for dose in one.doses:
        start, stop = months.column(dose.start), months.column(dose.stop)
        share = dose.daily_mg / one.planned_mg if one.planned_mg else 1.0
        glyph, role = _thickness(share, pen) if dose.daily_mg else (_hold(pen), "bad")
        plot.fill(row, start, max(stop, start + 1), glyph, role)
    for begin, finish in one.radiotherapy:
        start, stop = months.column(begin), months.column(finish)
        for column in range(start, max(stop, start + 1)):
            _irradiated(plot, row, column, pen)
    marks = [(mark, months.column(mark.month)) for mark in marks_of(course, data.agent)]
    for mark, column in sorted(marks, key=lambda pair: pair[0].rank):
        if mark.glyph:
            glyph = ASCII[mark.glyph] if pen.ascii else mark.glyph
            plot.put(row, column, glyph, mark.role)
    return [(mark, max(0, min(column, plot.columns - 1))) for mark, column in marks]


def _thickness(share: float, pen: Pen) -> tuple[str, Role]:
    """The drug's line, as thick as the share of the full dose."""
    if pen.ascii:
        return ("=" if share > 0.99 else "-"), "drug"
    return BLOCKS[max(1, min(len(BLOCKS) - 2, round(share * FULL_DOSE)))], "drug"


def _hold(pen: Pen) -> str:
    return ":" if pen.ascii else "╌"


def _irradiated(plot: Area, row: int, column: int, pen: Pen) -> None:
    """A cell of radiotherapy; the drug that was taken as well stays seen, where colours tell."""
    if not 0 <= column < plot.columns:
        return
    behind = plot.grid.characters[plot.top + row][plot.left + column]
    taken = plot.role(row, column) == "drug"
    if taken and not pen.ascii and pen.flavour != "plain":
        plot.put(row, column, behind, "drug-and-rt")
    else:
        plot.put(row, column, "#" if pen.ascii else "█", "rt")


def _sides(whole: Area, row: int, course: Course, left: int, *, here: bool) -> None:
    """The patient at the left, how long the course is at the right."""
    role: Role = "strong" if here else "soft"
    score = course.one.child_pugh if whole.columns >= SCORES_FROM else ""
    shown = cut(course.patient, left - 2)
    whole.put(row, 0, "►" if here else " ", "key")
    whole.put(row, 1, shown, role)
    if score and cells(shown) + len(score) + 2 < left:
        whole.put(row, left - 1 - len(score), score, "soft" if here else "faint")
    put_end(whole, row, f"{months_text(course.one.until)} mo", "strong" if here else "faint")


def _spot(base: Spot, course: Course, mark: Mark, x: int, y: int) -> Spot:
    if not mark.name:
        return replace(base, x=x, y=y)
    words = f"{course.patient} · {mark.words}"
    return replace(base, name=spot_name(course, mark), x=x, y=y, words=words)


def _cursor(plot: Area, row: int, found: list[tuple[Mark, int]], course: Course, at: str) -> None:
    """The mark under the cursor; the end of the course where it is none of its marks."""
    names = {spot_name(course, mark): column for mark, column in found}
    column = names.get(at, names[course.patient])
    character = plot.grid.characters[plot.top + row][plot.left + column]
    plot.put(row, column, character if character.strip() else "●", "title-cursor")


def _axis(whole: Area, data: SwimmerData, months: Months, left: int, row: int) -> None:
    whole.fill(row, left, left + months.columns, "─", "axis")
    whole.put(row + 1, 1, "months" if left > 8 else "mo", "faint")
    for tick in months.ticks():
        column = left + months.column(tick)
        text = f"{tick:g}"
        whole.put(row, column, "┬", "axis")
        whole.put(row + 1, min(column - (len(text) - 1) // 2, whole.columns - 4), text, "soft")


def _legend(whole: Area, row: int, data: SwimmerData, pen: Pen) -> None:
    """What the lines and the marks mean, as much as has room."""
    full, part = _thickness(1.0, pen)[0], _thickness(0.5, pen)[0]
    parts: list[tuple[str, str, Role]] = [
        ("#" if pen.ascii else "█", "RT", "rt"),
        (full, f"{data.agent} full", "drug"),
        (part, "half", "drug"),
        (_hold(pen), "held", "bad"),
        *((RESPONSES[call][0], call, RESPONSES[call][1]) for call in ("CR", "PR", "SD", "PD")),
        (LATE[0], "late toxicity", LATE[1]),
        ("†", "death", "death"),
        ("►", "alive", "strong"),
    ]
    x = 1
    for glyph, words, role in parts:
        shown = ASCII.get(glyph, glyph) if pen.ascii else glyph
        if x + len(words) + 2 < whole.columns:
            whole.put(row, x, shown, role)
            whole.put(row, x + 2, words, "soft")
            x += len(words) + 4

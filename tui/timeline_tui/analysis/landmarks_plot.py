"""Late toxicity drawn: a symbol a patient in bars by group, and the tables below them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Drawing, Pen, Selection, Spot, window
from timeline_tui.analysis.cursor import find
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.landmarks import (
    DIED,
    KINDS,
    LOST,
    NONE,
    SYMBOLS,
    Bar,
    LandmarksData,
    finding_words,
)
from timeline_tui.analysis.landmarks_table import NAMED, Row, missing_rows, term_rows
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import Role
from timeline_tui.wording import grouped, plural

LONGEST_NAME = 24
MOST_A_PATIENT = 6
HEADS = ("evaluable", "present", "worst")
LEGEND = "1–5 worst grade   ○ none   † died before   ? last contact before"
Figures = tuple[str, str, str]


@dataclass(frozen=True)
class Plan:
    """Where a bar begins, how many cells a patient has there, and where its figures end."""

    left: int
    room: int
    unit: float
    figures_at: tuple[int, int, int]


def draw_landmarks(data: LandmarksData, width: int, height: int, pen: Pen, at: str) -> Drawing:
    """The bars and the table in so many cells, the cursor on the spot named `at`."""
    rows = _rows(data, width, pen, at)
    spots = [(number, spot) for number, row in enumerate(rows) for spot in row.spots]
    here = find([spot for _, spot in spots], at)
    cursor_row = next((number for number, spot in spots if spot is here), 0)
    body = max(1, height - 2)
    top = window(len(rows), body, cursor_row)
    grid = Grid(width, height)
    whole = grid.area(0, 0, height, width)
    _heading(whole, data)
    for number, row in enumerate(rows[top : top + body]):
        for x, text, role in row.texts:
            whole.put(1 + number, x, text, role)
    if height > 2:
        whole.put(height - 1, 1, cut(LEGEND, width - 2), "faint")
    placed = [
        Spot(
            spot.name, spot.x, 1 + number - top if top <= number < top + body else -1, spot.words,
            spot.detail, spot.selections, lane=number,
        )
        for number, spot in spots
    ]  # fmt: skip
    return Drawing(lines_of(grid), placed)


def _heading(whole: Area, data: LandmarksData) -> None:
    whole.put(0, 1, "Late toxicity", "strong")
    whole.put(0, 16, cut(data.subtitle, whole.columns - 18), "soft")
    if data.notes and whole.columns >= 100:
        put_end(whole, 0, data.notes[0].words, "faint")


def _rows(data: LandmarksData, width: int, pen: Pen, at: str) -> list[Row]:
    plan = _plan(data, width)
    rows = []
    for months in data.landmarks:
        head = Row([(0, f" {months} months after {data.after}".ljust(width), "title")])
        head.texts += _figures(plan, HEADS, "title")
        rows.append(head)
        rows += [_bar_row(data, bar, plan, pen, at) for bar in data.bars if bar.landmark == months]
        rows.append(Row())
    return [*rows, *term_rows(data, width, pen, at), Row(), *missing_rows(data, width, at)]


def _plan(data: LandmarksData, width: int) -> Plan:
    """The figures stand beside the longest bar, at the edge where there is no room to spare."""
    left = min(max(map(cells, data.groups), default=0), LONGEST_NAME, width // 4) + 5
    columns = zip(HEADS, *(figures_of(bar) for bar in data.bars), strict=True)
    widths = [max(map(cells, column)) + 2 for column in columns]
    room = max(4, width - left - sum(widths) - 2)
    most = max((len(bar.everybody) for bar in data.bars), default=0) or 1
    unit = room / most if room >= most else max(1, room - len(KINDS)) / most
    first = left + min(room, _x(most, unit) + 2 + (unit < 1) * len(KINDS)) + widths[0]
    return Plan(left, room, unit, (first, first + widths[1], first + widths[1] + widths[2]))


def figures_of(bar: Bar) -> Figures:
    """Evaluable of how many, with late toxicity (of the evaluable), the worst grade."""
    evaluable, present = len(bar.evaluable), len(bar.present)
    share = f" ({round_half_up(100 * present / evaluable)} %)" if evaluable else ""
    of = f"{grouped(evaluable)} of {grouped(len(bar.everybody))}"
    return of, f"{grouped(present)}{share}", bar.worst or "–"


def _figures(plan: Plan, texts: Figures, role: Role) -> list[tuple[int, str, Role]]:
    return [
        (end - cells(text), text, role) for end, text in zip(plan.figures_at, texts, strict=True)
    ]


def _bar_row(data: LandmarksData, bar: Bar, plan: Plan, pen: Pen, at: str) -> Row:
    name = cut(data.groups[bar.group], plan.left - 4)
    row = Row([(1, f"{pen.mark(bar.group)} {name}", pen.role(bar.group))])
    row.texts += _figures(plan, figures_of(bar), "text")
    done, stop, unit = 0, 0, plan.unit
    for kind, patients in bar.parts:
        done += len(patients)
        start, stop = stop, max(_x(done, unit), stop + 1)
        spot = _spot(data, bar, kind, patients, plan.left + start)
        row.spots.append(spot)
        wide = min(stop, plan.room) - start
        row.texts += _symbols(kind, plan.left + start, wide, unit, spot.name == at)
    return row


def _x(patients: int, unit: float) -> int:
    """The cell at which so many patients end: whole cells a patient, where there are some."""
    return patients * _each(unit) if unit >= 1 else floor(patients * unit)


def _each(unit: float) -> int:
    """The cells of a patient: one, or an even number, so that the symbol is in the middle."""
    return max(1, min(MOST_A_PATIENT, floor(unit / 2) * 2))


def _symbols(
    kind: str, x: int, wide: int, unit: float, under_cursor: bool
) -> list[tuple[int, str, Role]]:
    """A symbol a patient with a gap between two; close together where there are too many."""
    symbol = SYMBOLS.get(kind, kind)
    role: Role = {NONE: "good", DIED: "soft"}.get(
        kind, "faint" if kind in SYMBOLS else f"grade{kind}"
    )
    role = "title-cursor" if under_cursor else role
    each = _each(unit)
    if each == 1:
        return [(x, symbol * wide, role)]
    text = symbol.center(each - 1)
    return [(x + each * place, text, role) for place in range(wide // each)]


def _spot(data: LandmarksData, bar: Bar, kind: str, patients: tuple[str, ...], x: int) -> Spot:
    group, months = data.groups[bar.group], bar.landmark
    words = f"{plural(len(patients), 'patient')} {finding_words(kind)}"
    who = f": {', '.join(patients)}" if len(patients) <= NAMED else ""
    counts: dict[str, int] = {}
    for patient in patients:
        for term in data.terms_of.get((months, patient), "").split("; "):
            counts[term] = counts.get(term, 0) + bool(term)
    terms = sorted(((count, term) for term, count in counts.items() if term), reverse=True)
    detail = ", ".join(f"{term} {count}" for count, term in terms)
    if not detail:
        detail = "not evaluable" if kind in (DIED, LOST) else "evaluable, nothing in effect"
    at = f"at {months} months, {group}"
    offered = (
        (f"{finding_words(kind)} {at}", patients),
        (f"with late toxicity {at}", bar.present),
        (f"evaluable {at}", bar.evaluable),
        (f"not evaluable {at}", bar.of(DIED, LOST)),
        (f"{group}: {plural(len(bar.everybody), 'patient')}", bar.everybody),
    )
    return Spot(
        name=f"{months} {bar.group} {kind}",
        x=x,
        y=0,
        words=f"{months} months · {group} · {words}{who}",
        detail=detail,
        selections=(*(Selection(text, who) for text, who in offered if who), *data.notes),
    )

"""Late toxicity drawn: a symbol a patient in bars by group, and a table of terms below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Drawing, Pen, Selection, Spot, window
from timeline_tui.analysis.cursor import find
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.landmarks import DIED, LOST, NONE, SYMBOLS, Bar, LandmarksData, Term
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import Role
from timeline_tui.wording import grouped, plural

LONGEST_NAME = 24
MOST_A_PATIENT = 6
HEADS = ("evaluable", "present", "worst")
FIGURES = 32
LEGEND = "1–5 worst grade   ○ none   † died before   ? last contact before"
NAMED = 4
COLUMN = 8
"""Cells of a column of the table of terms."""

LEAST_TERM = 28


@dataclass
class Row:
    """A line of the drawing before it is known whether it is in sight."""

    texts: list[tuple[int, str, Role]] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


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
    left = min(max(map(cells, data.groups), default=0), LONGEST_NAME, width // 4) + 5
    room = max(4, width - left - FIGURES - 2)
    most = max((len(bar.everybody) for bar in data.bars), default=0) or 1
    rows = []
    for months in data.landmarks:
        head = Row([(0, f" {months} months after {data.after}".ljust(width), "title")])
        head.texts += [(x, text.rjust(wide), "title") for x, wide, text in _figures(width, HEADS)]
        rows.append(head)
        for bar in data.bars:
            if bar.landmark == months:
                rows.append(_bar_row(data, bar, left, room, room / most, width, pen, at))
        rows.append(Row())
    return rows + _term_rows(data, width, pen, at)


def _figures(width: int, texts: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Where the figures beside the bars go: (column, width, text)."""
    x, found = width - FIGURES, []
    for wide, text in zip((10, 12, 7), texts, strict=True):
        found.append((x, wide, text))
        x += wide
    return found


def _bar_row(
    data: LandmarksData, bar: Bar, left: int, room: int, unit: float, width: int, pen: Pen, at: str
) -> Row:
    name = cut(data.groups[bar.group], left - 4)
    row = Row([(1, f"{pen.mark(bar.group)} {name}", pen.role(bar.group))])
    evaluable, present = len(bar.evaluable), len(bar.present)
    share = f" ({round_half_up(100 * present / evaluable)} %)" if evaluable else ""
    texts = (f"{evaluable} of {len(bar.everybody)}", f"{present}{share}", bar.worst or "–")
    row.texts += [(x, text.rjust(wide), "text") for x, wide, text in _figures(width, texts)]
    done = 0
    for kind, patients in bar.parts:
        start, stop = _x(done, unit), max(_x(done + len(patients), unit), _x(done, unit) + 1)
        done += len(patients)
        spot = _spot(data, bar, kind, patients, left + start)
        row.spots.append(spot)
        row.texts += _symbols(kind, left + start, min(stop, room) - start, unit, spot.name == at)
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


def finding_words(kind: str) -> str:
    """A part of a bar in words."""
    known = {NONE: "without late toxicity", DIED: "died before", LOST: "last contact before"}
    return known.get(kind, f"with grade {kind}")


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


def _term_rows(data: LandmarksData, width: int, pen: Pen, at: str) -> list[Row]:
    """The table of terms: a column for each landmark and group; where they are many, a landmark."""
    if not data.terms:
        return [Row([(1, "no adverse event is in effect at a landmark", "faint")])]
    several = len(data.groups) > 1
    columns: list[tuple[int, tuple[int, ...]]] = [
        (months, (group,)) for months in data.landmarks for group in range(len(data.groups))
    ]
    if len(columns) * COLUMN > width - LEAST_TERM:
        everybody = tuple(range(len(data.groups)))
        columns = [(months, everybody) for months in data.landmarks]
        several = False
    left = max(cells(term.name) for term in data.terms) + 4
    left = max(LEAST_TERM - 4, min(left, width - COLUMN * len(columns) - 2))
    head = Row([(0, " terms in effect".ljust(width), "title")])
    for place, (months, groups) in enumerate(columns):
        title = f"{months} mo" + (f" {pen.mark(groups[0])}" if several else "")
        head.texts.append((left + COLUMN * place, title.rjust(COLUMN), "title"))
    return [head, *(_term_row(data, term, columns, left, at) for term in data.terms)]


def _term_row(
    data: LandmarksData,
    term: Term,
    columns: Sequence[tuple[int, tuple[int, ...]]],
    left: int,
    at: str,
) -> Row:
    row = Row([(3, cut(term.name, left - 4), "text")])
    for place, (months, groups) in enumerate(columns):
        who = tuple(one for group in groups for one in term.patients.get((months, group), ()))
        x, name = left + COLUMN * (place + 1) - 1, f"term {term.name} {months} {groups[0]}"
        role: Role = "title-cursor" if name == at else "strong" if who else "faint"
        count = f" {grouped(len(who))}" if who else " ·"
        row.texts.append((x + 1 - len(count), count, role))
        of = data.groups[groups[0]] if len(groups) == 1 else "all groups"
        words = f"{term.name} at {months} months, {of}"
        named = f": {', '.join(who)}" if 0 < len(who) <= NAMED else ""
        offered = (Selection(words, who),) if who else ()
        said = f"{words} · {plural(len(who), 'patient')}{named}"
        row.spots.append(Spot(name, x, 0, said, "in effect then", offered))
    return row

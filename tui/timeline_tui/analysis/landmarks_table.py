"""The tables below the bars: the terms in effect, and who could not be evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from timeline_tui.analysis.chart import Pen, Selection, Spot
from timeline_tui.analysis.landmarks import (
    DIED,
    LOST,
    SYMBOLS,
    LandmarksData,
    Term,
    finding_words,
)
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import Role
from timeline_tui.wording import grouped, plural

NAMED = 4
COLUMN = 8
"""Cells of a column of the table of terms."""

LEAST_TERM = 28


@dataclass
class Row:
    """A line of the drawing before it is known whether it is in sight."""

    texts: list[tuple[int, str, Role]] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


def term_rows(data: LandmarksData, width: int, pen: Pen, at: str) -> list[Row]:
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


def missing_rows(data: LandmarksData, width: int, at: str) -> list[Row]:
    """Who could not be evaluated at each landmark, and why: by name as far as there is room."""
    rows = []
    for months in data.landmarks:
        for kind in (DIED, LOST):
            bars = [bar for bar in data.bars if bar.landmark == months]
            who = tuple(sorted(patient for bar in bars for patient in bar.of(kind)))
            if who:
                rows.append(_missing_row(months, kind, who, width, at))
    head = Row([(0, " not evaluable".ljust(width), "title")])
    return [head, *rows] if rows else []


def _missing_row(months: int, kind: str, who: tuple[str, ...], width: int, at: str) -> Row:
    name, why = f"missing {months} {kind}", finding_words(kind)
    words = f"{why} {months} months"
    count = grouped(len(who))
    text = f"{months} mo  {SYMBOLS[kind]} {why:<20}"
    row = Row([(3, text, "text")])
    x = 3 + cells(text) + 1
    role: Role = "title-cursor" if name == at else "strong"
    row.texts.append((x, f" {count:>4}", role))
    row.texts.append((x + 7, cut(", ".join(who[:200]), width - x - 9), "soft"))
    said = f"{months} months · {plural(len(who), 'patient')} not evaluable: {why}"
    row.spots.append(Spot(name, x + 4, 0, said, ", ".join(who[:20]), (Selection(words, who),)))
    return row

"""Reading the table of toxicity: terms by worst grade, over all patients or by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Request, Selection
from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.groups import Divided, divide
from timeline_tui.analysis.reading import asked_of, opened
from timeline_tui.analysis.table_data import Cell, Head, Row, TableData
from timeline_tui.analysis.toxicity import ATTRIBUTION, PERIOD, SORT
from timeline_tui.background import Ticket
from timeline_tui.look import Role
from timeline_tui.wording import grouped, plural

if TYPE_CHECKING:
    from timeline.reports.toxicity_by_term import TermGrades

COLUMNS: tuple[tuple[str, tuple[int, ...], str], ...] = (
    ("any grade", (1, 2, 3, 4, 5), "any grade"),
    ("1", (1,), "worst grade 1"),
    ("2", (2,), "worst grade 2"),
    ("3", (3,), "worst grade 3"),
    ("4", (4,), "worst grade 4"),
    ("5", (5,), "worst grade 5"),
    ("≥ 3", (3, 4, 5), "grade 3 or higher"),
)
"""Each column's title, its grades, and how it is spoken of."""

BY_GROUP = (COLUMNS[0], COLUMNS[-1])


@dataclass(frozen=True)
class Counted:
    """The terms of one group of patients, any of them first, and the group's patients."""

    title: str
    patients: tuple[str, ...]
    terms: dict[str, TermGrades]


def read_toxicity(
    request: Request, ticket: Ticket, *, period: str, attribution: str, order: str
) -> TableData:
    """Each patient once a term, at the worst grade of the period."""
    from timeline.reports.toxicity_by_term import any_term, toxicity_by_term

    asked = asked_of(request)
    with opened(request, ticket) as store:
        rows = asked.rows(store, "toxicity")
        ticket.check()
        everybody = asked.patients(store)
        divided = divide(store, everybody, request)
    filtered = None if attribution == "any" else attribution
    groups = []
    for number, title in enumerate(divided.titles):
        mine = tuple(who for who in everybody if divided.group_of.get(who) == number)
        inside = set(mine)
        terms = toxicity_by_term(
            (row for row in rows if row["patient"] in inside),
            period=period,
            attribution=filtered,
        )
        every = [any_term(terms), *terms]
        groups.append(Counted(title, mine, {one.term: one for one in every}))
    words = [
        dict(setting.values)[value]
        for setting, value in ((PERIOD, period), (ATTRIBUTION, attribution), (SORT, order))
    ]
    return toxicity_table(groups, divided, order, words)


def toxicity_table(
    groups: Sequence[Counted], divided: Divided, order: str, words: Sequence[str]
) -> TableData:
    """A row a term, with counts and percentages of each group's patients."""
    several = len(groups) > 1
    columns = BY_GROUP if several else COLUMNS
    heads = tuple(
        Head(title, 9, 0 if len(grades) > 1 else 4, over=group.title, group=number)
        for number, group in enumerate(groups)
        for title, grades, _ in columns
    )
    total = sum(len(group.patients) for group in groups)
    names = _ordered(groups, order)
    notes = (
        (Selection(f"{plural(len(divided.left_out), 'patient')} in no group", divided.left_out),)
        if divided.left_out
        else ()
    )
    rows = tuple(_row(name, groups, columns, notes, several=several) for name in names)
    subtitle = " · ".join(
        part for part in (*words, f"by {divided.by}" if divided.by else "") if part
    )
    return TableData(
        title="Adverse events by worst grade",
        subtitle=subtitle,
        heads=heads,
        rows=rows,
        count=f"N = {grouped(total)}",
        foot=_foot(divided),
        longest=max((sum(size for size, _ in row.bar) for row in rows), default=0),
        drawn="patients by worst grade",
        empty="" if len(rows) > 1 else _empty(total, subtitle),
        source=(tuple(groups), divided),
    )


def _ordered(groups: Sequence[Counted], order: str) -> list[str]:
    """The terms of all groups, any of them first."""
    any_grade: dict[str, int] = {}
    severe: dict[str, int] = {}
    for group in groups:
        for name, one in group.terms.items():
            any_grade[name] = any_grade.get(name, 0) + len(one.any_grade)
            severe[name] = severe.get(name, 0) + len(one.severe)
    first, *names = any_grade

    def key(name: str) -> tuple[float, ...]:
        match order:
            case "severe":
                return (-severe[name], -any_grade[name])
            case "name":
                return ()
        return (-any_grade[name], -severe[name])

    return [first, *sorted(names, key=lambda name: (*key(name), name))]


def _row(
    name: str,
    groups: Sequence[Counted],
    columns: Sequence[tuple[str, tuple[int, ...], str]],
    notes: tuple[Selection, ...],
    *,
    several: bool,
) -> Row:
    cells: list[Cell] = []
    sizes = dict.fromkeys(range(1, 6), 0)
    for group in groups:
        one = group.terms.get(name)
        for grade in sizes:
            sizes[grade] += len(one.of(grade)) if one else 0
        of = f" of {group.title}" if several else ""
        for _, grades, words in columns:
            who = one.of(*grades) if one else ()
            cell = _cell(name, who, len(group.patients), grades, words + of)
            cells.append(replace(cell, selections=(*cell.selections, *notes)) if who else cell)
    bar = tuple((size, grade) for grade, size in sorted(sizes.items(), reverse=True))
    return Row(name, name, tuple(cells), bar=bar)


def _cell(term: str, who: tuple[str, ...], of: int, grades: tuple[int, ...], words: str) -> Cell:
    share = float(round_half_up(100 * len(who) / of, 1)) if of else 0.0
    whole = str(round_half_up(100 * len(who) / of, 0)) if of else "0"
    role: Role = "faint" if not who else "strong" if len(grades) != 1 else "text"
    text = f"{grouped(len(who))} ({whole})" if who else "·"
    said = f"{term} · {words}: {plural(len(who), 'patient')} of {grouped(of)} ({share:g} %)"
    named = f"{', '.join(who[:12])}{' …' if len(who) > 12 else ''}"
    selections = (Selection(f"{term}, {words}", who),) if who else ()
    return Cell(text, grouped(len(who)) if who else text, said, named, selections, role)


def _foot(divided: Divided) -> str:
    parts = ["each patient once a term, at the worst grade; percent of all patients"]
    if divided.left_out:
        parts.append(f"{plural(len(divided.left_out), 'patient')} in no group")
    return " · ".join(parts)


def _empty(total: int, subtitle: str) -> str:
    if not total:
        return "There are no patients to show"
    return f"Nobody of {plural(total, 'patient')} had an adverse event\n\n{subtitle}"


def write_toxicity(data: TableData, path: Path) -> None:
    """A row for each group, term and grade that somebody had, and one for grade 3 or higher."""
    groups, _ = data.source
    rows = []
    for group in groups:
        for row in data.rows:
            one = group.terms.get(row.name)
            for title, grades, _ in COLUMNS:
                who = one.of(*grades) if one else ()
                share = 100 * len(who) / len(group.patients) if group.patients else None
                rows.append((group.title, row.name, title.replace("≥ ", ">="), len(who),
                             len(group.patients), share, " ".join(who)))  # fmt: skip
    head = ("group", "term", "grade", "patients", "of", "percent", "names")
    write_csv(path, head, rows)

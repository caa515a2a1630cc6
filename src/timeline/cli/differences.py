"""What moved between two points, patient by patient, and what moved it.

P08
  ttp: ended_on 2009-03-09 → 2009-01-26, days 168 → 126, months 5.52 → 4.14 [1]
  [1] imaging of 2009-01-26: radiologist corrected it on 2011-07-21, “central re-read”: …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.cli.sentences import MOST_FACTS, moves_in_cells
from timeline.describe import counted

if TYPE_CHECKING:
    from timeline.changes import Change

MOST_ROWS = 3
"""Rows of one table and patient that are told one by one where no table was asked for."""
REPEATED = frozenset(
    {"origin_on", "first_on", "last_on", "events", "corrections", "rt_gy", "rt_fractions",
     "dose_mg", "afp_change_percent", "afp_decline_over_80", "ttp_months", "ttp_event",
     "os_months", "os_event", "late_3_months", "late_6_months"}
)  # fmt: skip
"""Columns of the cohort list's row that other tables tell, or that count facts."""


def by_patient(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes of each patient, in the order of the tables."""
    patients: dict[str, list[Change]] = {}
    for change in changes:
        patients.setdefault(str(change.key["patient"]), []).append(change)
    return dict(sorted(patients.items()))


def facts_to_tell(changes: Sequence[Change], *, every_row: bool) -> list[str]:
    """The facts that the lines of a patient name, in the order of the lines."""
    return list(dict.fromkeys(fact for row in _rows(changes, every_row) for fact in _because(row)))


def difference_lines(
    patient: str, changes: Sequence[Change], said_of: Mapping[str, str], *, every_row: bool
) -> Iterator[str]:
    """A patient's rows that moved, each with the numbers of the facts behind it, and these facts.

    Unless `every_row`, a table of which many rows moved is told in one line, and the cohort list's
    row does not repeat the other tables.
    """
    facts = facts_to_tell(changes, every_row=every_row)
    numbers = {fact: number for number, fact in enumerate(facts, 1)}
    yield patient
    told = list(_rows(changes, every_row))
    for row in told:
        marks = "".join(f" [{numbers[fact]}]" for fact in _because(row))
        more = len(row[0].because) - MOST_FACTS
        also = f" and {counted(more, 'fact')} more" if more > 0 else ""
        yield f"  {_where(row[0])}: {moves_in_cells(row)}{marks}{also}"
    for projection, rows in _many(changes, every_row).items():
        yield f"  {projection}: {counted(rows, 'row')} moved"
    for fact, number in numbers.items():
        yield f"  [{number}] {said_of.get(fact, fact)}"


def _by_row(changes: Sequence[Change]) -> list[list[Change]]:
    groups = groupby(changes, key=lambda change: (change.projection, tuple(change.key.items())))
    return [list(cells) for _, cells in groups]


def _rows(changes: Sequence[Change], every_row: bool) -> Iterator[list[Change]]:
    many = _many(changes, every_row)
    for row in _by_row(changes):
        if row[0].projection in many:
            continue
        if not every_row and row[0].projection == "course":
            row = [cell for cell in row if cell.column not in REPEATED]
        if row:
            yield row


def _many(changes: Sequence[Change], every_row: bool) -> dict[str, int]:
    """The tables of which more rows moved than are told one by one, and how many."""
    rows: dict[str, int] = {}
    for row in _by_row(changes):
        rows[row[0].projection] = rows.get(row[0].projection, 0) + 1
    return {name: number for name, number in rows.items() if number > MOST_ROWS and not every_row}


def _because(row: Sequence[Change]) -> tuple[str, ...]:
    return row[0].because[:MOST_FACTS]


def _where(change: Change) -> str:
    rest = "".join(f" {value}" for name, value in change.key.items() if name != "patient")
    return f"{change.projection}{rest}"

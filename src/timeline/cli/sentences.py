"""Changes of endpoints as sentences: `P07 os: days 234 → 273, months 7.69 → 8.97`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.cli.output import table_cell

if TYPE_CHECKING:
    from timeline.changes import Change

MOST_FACTS = 4


def changes_in_words(changes: Iterable[Change]) -> Iterator[str]:
    """One sentence for each row that moved.

    Evidence is left out: which facts a row rests on is no endpoint.
    """
    telling = (change for change in changes if change.column != "evidence")
    for (projection, key), cells in groupby(telling, key=_row):
        moved = list(cells)
        patient, *rest = key
        where = "".join(f" {name} {table_cell(value)}" for name, value in rest)
        yield f"{patient[1]} {projection}{where}: {moves_in_cells(moved)}"


def moves_in_cells(cells: Sequence[Change]) -> str:
    """`days 234 → 273, months 7.69 → 8.97`; of a row that came or went its cells alone."""
    several = len(cells) > 1
    if several and all(cell.old is None for cell in cells):
        return "now " + ", ".join(f"{cell.column} {_cell(cell.new)}" for cell in cells)
    if several and all(cell.new is None for cell in cells):
        return "no longer " + ", ".join(f"{cell.column} {_cell(cell.old)}" for cell in cells)
    return ", ".join(f"{cell.column} {_cell(cell.old)} → {_cell(cell.new)}" for cell in cells)


def _row(change: Change) -> tuple[str, tuple[tuple[str, object], ...]]:
    return change.projection, tuple(change.key.items())


def _cell(value: object) -> str:
    return "(none)" if value is None else table_cell(value)

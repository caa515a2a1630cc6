"""Changes of endpoints as sentences: `P07 os: days 234 → 273, months 7.69 → 8.97`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.cli.output import table_cell

if TYPE_CHECKING:
    from timeline.changes import Change

MOST_FACTS = 4


def changes_in_words(changes: Iterable[Change], *, because: bool = False) -> Iterator[str]:
    """One sentence for each row that moved, and with `because` the facts behind it.

    Evidence is left out: which facts a row rests on is no endpoint.
    """
    telling = (change for change in changes if change.column != "evidence")
    for (projection, key), cells in groupby(telling, key=_row):
        moved = list(cells)
        patient, *rest = key
        where = "".join(f" {name} {table_cell(value)}" for name, value in rest)
        moves = ", ".join(f"{cell.column} {_cell(cell.old)} → {_cell(cell.new)}" for cell in moved)
        reason = _because(moved[0].because) if because else ""
        yield f"{patient[1]} {projection}{where}: {moves}{reason}"


def _row(change: Change) -> tuple[str, tuple[tuple[str, object], ...]]:
    return change.projection, tuple(change.key.items())


def _because(facts: tuple[str, ...]) -> str:
    if not facts:
        return ""
    more = len(facts) - MOST_FACTS
    shown = ", ".join(facts[:MOST_FACTS])
    return f"; because of {shown} and {more} more" if more > 0 else f"; because of {shown}"


def _cell(value: object) -> str:
    return "(none)" if value is None else table_cell(value)

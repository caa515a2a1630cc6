"""Changes of endpoints as sentences: `P07 os: months 7.8 → 9.1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.output import table_cell

if TYPE_CHECKING:
    from timeline.changes import Change


def change_in_words(change: Change, *, because: bool = False) -> str:
    """What moved, from what to what, and with `because` the facts behind it."""
    patient, *rest = change.key.items()
    row = "".join(f" {name} {table_cell(value)}" for name, value in rest)
    old, new = _cell(change.old), _cell(change.new)
    sentence = f"{patient[1]} {change.projection}{row}: {change.column} {old} → {new}"
    if because and change.because:
        sentence += f", because of {', '.join(change.because)}"
    return sentence


def _cell(value: object) -> str:
    return "(none)" if value is None else table_cell(value)

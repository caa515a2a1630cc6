"""Differences between two points as the rows of a file: one a cell that moved."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from timeline.changes import Change

COLUMNS = ("projection", "key", "column", "old", "new", "because")


def difference_row(change: Change) -> tuple[Any, ...]:
    """A cell that moved, by COLUMNS; keys and facts are joined by blanks."""
    return (
        change.projection,
        " ".join(str(part) for part in change.key.values()),
        change.column,
        change.old,
        change.new,
        " ".join(change.because),
    )


def write_differences(changes: Iterable[Change], path: Path) -> None:
    """Write differences as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for change in changes:
            writer.writerow([_cell(value) for value in difference_row(change)])


def _cell(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value

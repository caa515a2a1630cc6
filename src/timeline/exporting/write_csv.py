"""Sheets as CSV: UTF-8, commas, a header; dates ISO, booleans `true` and `false`, missing empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from timeline.exporting.sheet import Sheet
from timeline.private_files import new_file


def write_csv(folder: Path, sheets: Iterable[Sheet]) -> None:
    """One file a sheet."""
    for sheet in sheets:
        place = folder / sheet.folder
        place.mkdir(mode=0o700, exist_ok=True)
        path = place / f"{sheet.name}.csv"
        with io.TextIOWrapper(new_file(path), encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(sheet.columns)
            writer.writerows([cell(value) for value in row] for row in sheet.rows)


def cell(value: Any) -> Any:
    """A value as it stands in CSV."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value

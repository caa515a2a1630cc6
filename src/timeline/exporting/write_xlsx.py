"""Sheets as one Excel workbook; whole dates are dates there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from timeline.exporting.sheet import Sheet
from timeline.exporting.workbook import write_workbook


def write_xlsx(folder: Path, sheets: Iterable[Sheet]) -> None:
    """A workbook `timeline.xlsx`. Raises ExportError for what Excel cannot hold."""
    pages = ((sheet.name, _rows(sheet)) for sheet in sheets)
    write_workbook(folder / "timeline.xlsx", pages, headed=True)


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    yield list(sheet.columns)
    dates = [column.dtype == "date" for column in sheet.columns.values()]
    for row in sheet.rows:
        yield [
            date.fromisoformat(value) if is_date and value else value
            for value, is_date in zip(row, dates, strict=True)
        ]

"""Sheets as one Excel workbook. Text is always text: nothing of a record becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from timeline.errors import ExportError
from timeline.exporting.folder import new_file
from timeline.exporting.sheet import Sheet

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LONGEST_NAME = 31
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_xlsx(folder: Path, sheets: Iterable[Sheet], *, name: str = "timeline") -> list[Path]:
    """One workbook with a sheet for each. Returns its file.

    Raises ExportError for more rows than a sheet holds, or a text longer than a cell holds.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    try:
        for sheet in sheets:
            _write(workbook.create_sheet(sheet.name[:LONGEST_NAME]), sheet)
    except BaseException:
        for page in workbook.worksheets:
            page.close()
        raise
    path = folder / f"{name}.xlsx"
    with new_file(path) as file:
        workbook.save(file)
    return [path]


def _write(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Font

    page.freeze_panes = "B2"
    header = [_text(page, sheet, column) for column in sheet.columns]
    for cell in header:
        cell.font = Font(bold=True)
    page.append(header)
    dates = [column.dtype == "date" for column in sheet.columns.values()]
    for number, row in enumerate(sheet.rows, 2):
        if number > MOST_ROWS:
            raise ExportError(
                f"{sheet.name}: more than {MOST_ROWS - 1} rows; a sheet of Excel holds no more;"
                " take --to csv or parquet"
            )
        page.append(
            [
                _cell(page, sheet, value, is_date=is_date)
                for value, is_date in zip(row, dates, strict=True)
            ]
        )


def _cell(page: Any, sheet: Sheet, value: Any, *, is_date: bool) -> Any:
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if is_date else _text(page, sheet, value)


def _text(page: Any, sheet: Sheet, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if len(value) > LONGEST_CELL:
        raise ExportError(
            f"{sheet.name}: a text of {len(value)} characters; a cell of Excel holds"
            f" {LONGEST_CELL}; take --to csv or parquet"
        )
    cell = WriteOnlyCell(page, value=_NOT_IN_XML.sub("\ufffd", value))
    cell.data_type = "s"
    return cell

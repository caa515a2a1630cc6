"""Writing Excel workbooks, row by row. Text is text: nothing of a record becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from timeline.errors import ExportError
from timeline.private_files import new_file

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LONGEST_NAME = 31
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Page = tuple[str, Iterable[Sequence[Any]]]
"""A sheet's name, and its rows of text, numbers, dates, truths and None."""


def write_workbook(path: Path, pages: Iterable[Page], *, headed: bool = False) -> None:
    """A workbook in a new file; with `headed` the first row of each sheet stands out and stays.

    Raises ExportError for more rows than a sheet holds, or a text longer than a cell holds.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    try:
        for name, rows in pages:
            _write(workbook.create_sheet(name[:LONGEST_NAME]), name, rows, headed)
    except BaseException:
        for page in workbook.worksheets:
            page.close()
        raise
    with new_file(path) as file:
        workbook.save(file)


def _write(page: Any, name: str, rows: Iterable[Sequence[Any]], headed: bool) -> None:
    from openpyxl.styles import Font

    if headed:
        page.freeze_panes = "B2"
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise ExportError(
                f"{name}: more than {MOST_ROWS} rows; a sheet of Excel holds no more; take CSV or"
                " Parquet"
            )
        cells = [_text(page, name, value) if isinstance(value, str) else value for value in row]
        if headed and number == 1:
            for cell in cells:
                cell.font = Font(bold=True)
        page.append(cells)


def _text(page: Any, name: str, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if len(value) > LONGEST_CELL:
        raise ExportError(
            f"{name}: a text of {len(value)} characters; a cell of Excel holds {LONGEST_CELL};"
            " take CSV or Parquet"
        )
    cell = WriteOnlyCell(page, value=_NOT_IN_XML.sub("\ufffd", value))
    cell.data_type = "s"
    return cell

"""Rows of a sheet of a workbook (.xlsx, .xlsm, .xls, .ods), as texts like those of a CSV file.

Only the values that the workbook has stored are read: formulas are not computed, links to other
files not followed, macros not run. A workbook that unpacks to far more than it is, is refused.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.errors import Place, Problem, Refused
from timeline.interchange.csv_rows import Row
from timeline.interchange.workbook_extent import extents
from timeline.payload_errors import suggestion

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_BYTES = 2_000_000_000
MOST_TIMES = 200
MOST_CELLS = 25_000_000


class SpreadsheetRows:
    """A sheet's header and, by iteration, its rows. Blank rows are passed over; what stands right
    of the header is refused, as is a merged cell unless each of its cells is to have its value.
    Numbers are written with `decimal`, as those are that stand in the workbook as text.

    Raises Refused where the file is no workbook, has no such sheet, or the header names a column
    twice.
    """

    def __init__(
        self,
        path: Path,
        sheet: str | None = None,
        *,
        header_row: int = 1,
        fill: bool = False,
        decimal: str = ".",
    ) -> None:
        self.file = path.name if sheet is None else f"{path.name}[{sheet}]"
        self._header_row = header_row
        self._decimal = decimal
        values, self._first_row, merged = _sheet(path, sheet, self.file)
        if merged:
            values = self._unmerged(values, merged, fill)
        self._rows = values
        at = header_row - self._first_row
        cells = [self._text(value) for value in values[at]] if 0 <= at < len(values) else []
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            message = "empty; expected a header and rows"
            raise Refused([Problem(message, Place(self.file, header_row))])
        self.header = cells
        if problems := list(self._header_problems()):
            raise Refused(problems)

    def __iter__(self) -> Iterator[Row | Problem]:
        width = len(self.header)
        for at in range(self._header_row + 1 - self._first_row, len(self._rows)):
            number = at + self._first_row
            cells = [self._text(value) for value in self._rows[at]]
            if not any(cells):
                continue
            if beyond := [cell for cell in cells[width:] if cell]:
                message = f"{beyond[0]!r} stands right of the header's {width} columns"
                yield Problem(message, Place(self.file, number))
                continue
            cells = cells[:width]
            yield Row(number, cells + [""] * (width - len(cells)))

    def _text(self, value: Any) -> str:
        text = _text(value)
        return text.replace(".", self._decimal) if isinstance(value, float) else text

    def _header_problems(self) -> Iterator[Problem]:
        seen = set()
        for position, name in enumerate(self.header, 1):
            place = Place(self.file, self._header_row, name or None)
            if not name:
                yield Problem(f"column {position} of the header has no name", place)
            elif name in seen:
                yield Problem("stands twice in the header", place)
            seen.add(name)

    def _unmerged(
        self,
        values: list[list[Any]],
        merged: list[tuple[tuple[int, int], tuple[int, int]]],
        fill: bool,
    ) -> list[list[Any]]:
        inside = [
            span
            for span in merged
            if span[1][0] + 1 >= self._header_row  # above is a title
        ]
        if inside and not fill:
            (top, left), (bottom, right) = inside[0]
            where = f"{_name(left)}{top + 1}:{_name(right)}{bottom + 1}"
            message = (
                f"merged cells {where}; take them apart, or let the mapping fill them"
                ' (file.merged = "fill")'
            )
            raise Refused([Problem(message, Place(self.file, top + 1))])
        for (top, left), (bottom, right) in inside:
            value = values[top + 1 - self._first_row][left]
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if 0 <= row + 1 - self._first_row < len(values):
                        values[row + 1 - self._first_row][column] = value
        return values


def _sheet(path: Path, name: str | None, file: str) -> tuple[list[list[Any]], int, Any]:
    """The values of a sheet from its first column on, the number of their first row, and what is
    merged, as ((row, column), (row, column)) counted from 0.
    """
    from python_calamine import CalamineError

    book = workbook(path)
    names = book.sheet_names
    if name is None and len(names) > 1:
        message = f"has {len(names)} sheets ({', '.join(names)}); let the mapping name one"
        raise Refused([Problem(message, Place(path.name))])
    if name is not None and name not in names:
        raise Refused([Problem(f"no sheet {name!r}; {suggestion(name, names)}", Place(path.name))])
    try:
        sheet = book.get_sheet_by_name(name or names[0])
    except BaseException as error:
        # The reader's own panics derive from BaseException and cannot be imported.
        if not isinstance(error, CalamineError) and type(error).__name__ != "PanicException":
            raise
        message = f"a sheet that cannot be read: {error}"
        raise Refused([Problem(message, Place(file))]) from None
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        message = (
            f"{sheet.total_height} rows by {sheet.total_width} columns; expected no more than"
            f" {MOST_CELLS} cells"
        )
        raise Refused([Problem(message, Place(file))])
    return sheet.to_python(skip_empty_area=False), 1, list(sheet.merged_cell_ranges or [])


def workbook(path: Path) -> CalamineWorkbook:
    """The workbook of a file, opened once. Raises Refused where it is none."""
    return _open(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=1)
def _open(path: Path, changed: int) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _check_size(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except FileNotFoundError:
        raise Refused([Problem(f"{path}: no such file")]) from None
    except PasswordError:
        message = "locked with a password; save it without one"
        raise Refused([Problem(message, Place(path.name))]) from None
    except (CalamineError, OSError) as error:
        message = f"not a workbook that can be read: {error}"
        raise Refused([Problem(message, Place(path.name))]) from None


def _check_size(path: Path) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # an .xls, or no workbook at all, which the reader says
    packed = path.stat().st_size
    if unpacked > MOST_BYTES or unpacked > max(packed, 100_000) * MOST_TIMES:
        message = f"{packed} bytes that unpack to {unpacked}; refused unopened"
        raise Refused([Problem(message, Place(path.name))])
    for extent in extents(path):
        if extent.cells > MOST_CELLS or not extent.possible:
            message = (
                f"a sheet whose last cell is in row {extent.rows},"
                f" column {_name(extent.columns - 1)};"
                f" expected no more than {MOST_CELLS} cells; delete the rows and columns beyond"
                " the data"
            )
            raise Refused([Problem(message, Place(path.name))])


def _text(value: Any) -> str:
    """A cell's value as it would stand in a CSV file, a number with a decimal point."""
    match value:
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.isoformat(" ").removesuffix(" 00:00:00")
        case date() | time() | int():
            return str(value)
        case timedelta():
            return str(value.total_seconds())
    return ""


def _name(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

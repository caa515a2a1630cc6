"""Rows of a sheet of a workbook, as texts like those of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from timeline.errors import Place, Problem, Refused
from timeline.interchange.csv_rows import Row
from timeline.interchange.workbooks import Sheet, opened_sheet

Span = tuple[int, int, int, int]
"""First column, first row, last column and last row, counted from 1."""


class SpreadsheetRows:
    """A sheet's header and, by iteration, its rows, once. Blank rows are passed over; what stands
    right of the header is refused, as is a formula without a stored value, and a merged cell unless
    each of its cells is to have its value. Numbers are written with `decimal`, as those are that
    stand in the workbook as text.

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
        self._stack = ExitStack()
        try:
            opened = self._stack.enter_context(opened_sheet(path, sheet))
            spans = self._spans(opened, fill)
            self._numbered = enumerate(_filled(opened.rows, spans), 1)
            self.header = self._read_header()
        except BaseException:
            self._stack.close()
            raise

    def __iter__(self) -> Iterator[Row | Problem]:
        width = len(self.header)
        with self._stack:
            for number, values in self._numbered:
                cells = [self._text(value) for value in values]
                if not any(cells):
                    continue
                if beyond := [cell for cell in cells[width:] if cell]:
                    message = f"{beyond[0]!r} stands right of the header's {width} columns"
                    yield Problem(message, Place(self.file, number))
                    continue
                yield Row(number, (cells + [""] * width)[:width])

    def _read_header(self) -> list[str]:
        cells: list[str] = []
        for number, values in self._numbered:
            if number == self._header_row:
                cells = [self._text(value) for value in values]
                break
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            message = "empty; expected a header and rows"
            raise Refused([Problem(message, Place(self.file, self._header_row))])
        if problems := list(self._header_problems(cells)):
            raise Refused(problems)
        return cells

    def _header_problems(self, header: list[str]) -> Iterator[Problem]:
        seen = set()
        for position, name in enumerate(header, 1):
            place = Place(self.file, self._header_row, name or None)
            if not name:
                yield Problem(f"column {position} of the header has no name", place)
            elif name in seen:
                yield Problem("stands twice in the header", place)
            seen.add(name)

    def _spans(self, sheet: Sheet, fill: bool) -> list[Span]:
        """The merged cells to fill; those above the header are a title."""
        from openpyxl.utils import coordinate_to_tuple, range_boundaries

        for place in sheet.uncomputed:
            row, _ = coordinate_to_tuple(place)
            message = f"{place} is a formula without a stored value; save the file in Excel"
            raise Refused([Problem(message, Place(self.file, row))])
        spans: list[Span] = [range_boundaries(place) for place in sheet.merged]
        inside = [span for span in spans if span[3] >= self._header_row]
        if inside and not fill:
            where = next(
                place for place, span in zip(sheet.merged, spans, strict=True) if span == inside[0]
            )
            message = (
                f"merged cells {where}; take them apart, or let the mapping fill them"
                ' (file.merged = "fill")'
            )
            raise Refused([Problem(message, Place(self.file, inside[0][1]))])
        return inside

    def _text(self, value: Any) -> str:
        text = _text(value)
        return text.replace(".", self._decimal) if isinstance(value, float) else text


def _filled(rows: Iterator[tuple[Any, ...]], spans: list[Span]) -> Iterator[tuple[Any, ...]]:
    """The rows with each cell of a merged one holding its value."""
    if not spans:
        yield from rows
        return
    held: dict[Span, Any] = {}
    for number, row in enumerate(rows, 1):
        cells = list(row)
        for span in spans:
            left, top, right, bottom = span
            if top <= number <= bottom:
                cells += [None] * (right - len(cells))
                if number == top:
                    held[span] = cells[left - 1]
                cells[left - 1 : right] = [held[span]] * (right - left + 1)
        yield tuple(cells)


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

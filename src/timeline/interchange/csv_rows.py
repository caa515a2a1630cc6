"""Rows of a CSV file: the header held against what is expected, and every row against the header.

Rows are numbered as an editor shows them: the header is row 1, and a row whose quoted cells run
over several lines has the number of its first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from timeline.errors import Place, Problem, Refused
from timeline.interchange.text_lines import TextLines


class Row(NamedTuple):
    """One row: its number and its cells, blanks around them taken off."""

    number: int
    cells: list[str]


class CsvRows:
    """A CSV file's header and, by iteration, its rows; a ragged row is a Problem among them.

    Raises Refused where the file is empty, not UTF-8, or its header names a column twice.
    """

    def __init__(self, lines: TextLines, *, delimiter: str = ",", header_row: int = 1) -> None:
        self.file = lines.path.name
        self._reader = csv.reader(lines, strict=True, delimiter=delimiter)
        numbered = self._numbered()
        first = next(numbered, None)
        while first is not None and first.number < header_row:
            first = next(numbered, None)
        if first is None or not any(first.cells):
            raise Refused([Problem("empty; expected a header and rows", Place(self.file))])
        self._header_row = first.number
        self.header = [cell.strip() for cell in first.cells]
        if problems := list(self._header_problems()):
            raise Refused(problems)

    def __iter__(self) -> Iterator[Row | Problem]:
        width = len(self.header)
        for row in self._numbered():
            if not any(row.cells):
                continue
            yield row if len(row.cells) == width else self._ragged(row)

    def _numbered(self) -> Iterator[Row]:
        while True:
            number = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Refused([Problem(_csv_message(error), Place(self.file, number))]) from None
            yield Row(number, [cell.strip() for cell in cells])

    def _header_problems(self) -> Iterator[Problem]:
        seen = set()
        for position, name in enumerate(self.header, 1):
            if not name:
                yield Problem(
                    f"column {position} of the header has no name",
                    Place(self.file, self._header_row),
                )
            elif name in seen:
                place = Place(self.file, self._header_row, name)
                yield Problem("stands twice in the header", place)
            seen.add(name)

    def _ragged(self, row: Row) -> Problem:
        given, expected = len(row.cells), len(self.header)
        hint = "; a cell that holds a comma must be quoted" if given > expected else ""
        message = f"{given} cells, expected the header's {expected}{hint}"
        return Problem(message, Place(self.file, row.number))


def _csv_message(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text or "field larger" in text:
        return "a quoted cell that starts here is never closed"
    if "new-line character" in text:
        return "lines end in a carriage return alone; save the file with usual line ends"
    return f"not CSV: {text}"

"""How far the sheets of an .xlsx reach, found before the workbook is opened.

The reader of workbooks takes room for every cell between the first and the last: one stray cell at
the end of a sheet may ask for more memory than there is.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
BLOCK = 1_000_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*(?<!/)>")  # one that holds something
_PLACE = re.compile(rb"\br=[\"']([A-Za-z]+)(\d+)[\"']")


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet that have a cell."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    @property
    def possible(self) -> bool:
        """Whether a sheet can be so large."""
        return self.rows <= LAST_ROW and self.columns <= LAST_COLUMN


def extents(path: Path) -> Iterator[Extent]:
    """The extent of each sheet of an .xlsx; of another file none.

    Raises zipfile.BadZipFile where the package is damaged.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if _SHEET.fullmatch(name):
                yield _extent(package, name)


def _extent(package: zipfile.ZipFile, name: str) -> Extent:
    rows = columns = 0
    widest = b""
    with package.open(name) as part:
        rest = b""
        while block := part.read(BLOCK):
            text = rest + block
            end = text.rfind(b">") + 1
            for tag in _CELL.findall(text, 0, end):
                if place := _PLACE.search(tag):
                    letters, row = place.groups()
                    rows = max(rows, int(row[:12]))
                    if (len(letters), letters) > (len(widest), widest):
                        widest, columns = letters, _column(letters)
            rest = text[end:][-BLOCK:]
    return Extent(rows, columns)


def _column(letters: bytes) -> int:
    """The number of a column by its letters, from 1; beyond the last one any number that is."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - ord("A") + 1
    return number

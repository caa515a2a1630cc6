"""Rows of cBioPortal's tab-separated files; lines that begin with `#` are comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from timeline.errors import Place, Problem, Refused
from timeline.interchange.text_lines import TextLines
from timeline.payload_errors import suggestion


@dataclass
class Table:
    """What the rows of a file have in common: its rows, and what was looked up in them."""

    rows: list[dict[str, str]] = field(default_factory=list)
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row: where it stands, and its filled cells by column."""

    file: str
    number: int
    cells: dict[str, str]
    table: Table

    def get(self, column: str) -> str:
        """The cell's text, empty where it is not filled."""
        return self.cells.get(column, "")

    def at(self, column: str) -> Place:
        """Where the cell of a column stands."""
        return Place(self.file, self.number, column)

    @property
    def place(self) -> Place:
        return Place(self.file, self.number)

    @property
    def source(self) -> str:
        return f"{self.file}#{self.number}"

    def beside(self, *columns: str) -> set[tuple[str, ...]]:
        """What these columns hold in all rows of the file."""
        if columns not in self.table.found:
            self.table.found[columns] = {
                tuple(row.get(column, "") for column in columns) for row in self.table.rows
            }
        return self.table.found[columns]


def read_rows(lines: TextLines, *needed: str) -> Iterator[Row | Problem]:
    """The rows of a file. Raises Refused where a column is missing that is needed."""
    file = lines.path.name
    header: list[str] = []
    table, rows = Table(), []
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        if not header:
            header = cells
            if missing := [name for name in needed if name not in header]:
                place = Place(file, number, missing[0])
                raise Refused([Problem(f"missing; {suggestion(missing[0], header)}", place)])
            continue
        if len(cells) > len(header):
            message = f"{len(cells)} cells, expected the header's {len(header)}"
            yield Problem(message, Place(file, number))
            continue
        told = dict(zip(header, cells, strict=False))
        filled = {name: text for name, text in told.items() if text and text.upper() != "NA"}
        table.rows.append(filled)
        rows.append(Row(file, number, filled, table))
    yield from rows

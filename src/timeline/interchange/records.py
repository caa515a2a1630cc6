"""A row of a file of another system: where it stands, and its filled cells by column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from timeline.errors import Place, Problem, Refused
from timeline.payload_errors import suggestion


@dataclass(frozen=True)
class Record:
    """One row, or one resource of a file; `number` is the one that messages name it by."""

    file: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell's text, empty where it is not filled."""
        return self.cells.get(column, "")

    @property
    def source(self) -> str:
        return f"{self.file}#{self.number}"

    def at(self, column: str) -> Place:
        """Where the cell of a column stands."""
        return Place(self.file, self.number, column)

    def place(self, *columns: tuple[str, str]) -> Place:
        """Where the row stands; `columns` pair fields with the columns they come from."""
        return Place(self.file, self.number, columns=columns)


def require_columns(
    file: str, header: Sequence[str], needed: Collection[str], *, row: int = 1
) -> None:
    """Raise Refused naming each column that is needed and not there."""
    problems = [
        Problem(f"missing; {suggestion(name, list(header))}", Place(file, row, name))
        for name in needed
        if name not in header
    ]
    if problems:
        raise Refused(problems)

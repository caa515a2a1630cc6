"""The sheet that lanes are drawn on: a character and a role for every cell.

A role names what a cell says (`drug`, `grade3`); the palette turns it into a style. Marks are added
to a role: `+b` on the normal band, `+c` a corrected fact, `+e` evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from timeline_tui.lanes.text import clusters

BLANK = " "
BACKGROUND = frozenset({"", "grid", "dots", "band"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event is drawn: `width` cells from (row, column)."""

    row: int
    column: int
    width: int = 1

    @property
    def stop(self) -> int:
        return self.column + self.width


@dataclass
class Grid:
    """Cells by row. The right half of a wide character is the empty string."""

    width: int
    height: int
    characters: list[list[str]] = field(init=False)
    roles: list[list[str]] = field(init=False)
    spots: dict[int, Spot] = field(default_factory=dict)
    more_spots: list[tuple[int, Spot]] = field(default_factory=list)
    """Where an event is drawn a second time."""

    def __post_init__(self) -> None:
        self.characters = [[BLANK] * self.width for _ in range(self.height)]
        self.roles = [[""] * self.width for _ in range(self.height)]

    def area(self, row: int, column: int, rows: int, columns: int) -> Area:
        """A part of the sheet; what is drawn on it stays within it."""
        rows = max(0, min(rows, self.height - row))
        columns = max(0, min(columns, self.width - column))
        return Area(self, row, column, rows, columns)

    def lines(self) -> list[str]:
        """The characters alone, row by row."""
        return ["".join(row).rstrip() for row in self.characters]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the sheet with coordinates of its own."""

    grid: Grid
    top: int
    left: int
    rows: int
    columns: int

    def put(self, row: int, column: int, text: str, role: str) -> None:
        """Write from a cell rightwards; what falls outside is not drawn."""
        if not 0 <= row < self.rows:
            return
        characters = self.grid.characters[self.top + row]
        roles = self.grid.roles[self.top + row]
        for character, width in clusters(text):
            if column >= 0 and column + width <= self.columns:
                at = self.left + column
                _part_wide(characters, at, width)
                characters[at] = character
                roles[at] = role
                if width == 2:
                    characters[at + 1] = ""
                    roles[at + 1] = role
            column += width

    def fill(self, row: int, start: int, stop: int, character: str, role: str) -> None:
        """The same one-cell character in the columns from `start` up to, not with, `stop`."""
        if not 0 <= row < self.rows:
            return
        start, stop = max(0, start) + self.left, min(self.columns, stop) + self.left
        if stop > start:
            self.grid.characters[self.top + row][start:stop] = [character] * (stop - start)
            self.grid.roles[self.top + row][start:stop] = [role] * (stop - start)

    def back(self, row: int, column: int, character: str, role: str) -> None:
        """Draw behind whatever is there already."""
        if 0 <= row < self.rows and 0 <= column < self.columns and self.free(row, column, 1):
            self.put(row, column, character, role)

    def role(self, row: int, column: int) -> str:
        """The role of a cell inside the area."""
        return self.grid.roles[self.top + row][self.left + column]

    def mark(self, row: int, column: int, role: str) -> None:
        """Give a cell inside the area another role; what is written there stays."""
        self.grid.roles[self.top + row][self.left + column] = role

    def free(self, row: int, column: int, width: int) -> bool:
        """Whether nothing but the background is in these cells, all inside the area."""
        if not 0 <= row < self.rows or column < 0 or column + width > self.columns:
            return False
        roles = self.grid.roles[self.top + row]
        return all(roles[self.left + at] in BACKGROUND for at in range(column, column + width))

    def spot(self, index: int, row: int, column: int, width: int = 1) -> None:
        """Remember where an event is drawn, if it is."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            width = min(width, self.columns - column)
            self.grid.spots[index] = Spot(self.top + row, self.left + column, width)

    def spot_too(self, index: int, row: int, column: int) -> None:
        """Remember another place of an event, if it is there."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            self.grid.more_spots.append((index, Spot(self.top + row, self.left + column)))


def _part_wide(characters: list[str], at: int, width: int) -> None:
    """Blank the other half of a wide character that is about to be overwritten in part."""
    if characters[at] == "" and at > 0:
        characters[at - 1] = BLANK
    after = at + width
    if after < len(characters) and characters[after] == "":
        characters[after] = BLANK

"""A table of the cohort as plain data: rows of cells, each with the patients behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from timeline_tui.analysis.chart import Selection
from timeline_tui.look import Role


@dataclass(frozen=True)
class Head:
    """A column: its title, how wide it is, and with the cells' short texts where room is scarce.

    Where that does not do, the column of the highest `drop` goes first. `over` is the title of the
    group of columns that it belongs to, `group` the group's number.
    """

    title: str
    width: int
    narrow: int = 0
    drop: int = 0
    over: str = ""
    group: int = 0


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what is said of it, and the patients behind it."""

    text: str = ""
    short: str = ""
    words: str = ""
    detail: str = ""
    selections: tuple[Selection, ...] = ()
    role: Role = "text"


@dataclass(frozen=True)
class Row:
    """A row; `bar` are parts of a bar (a size and a grade), `bins` the heights of a histogram."""

    name: str
    title: str
    cells: tuple[Cell, ...] = ()
    bar: tuple[tuple[int, int], ...] = ()
    bins: tuple[tuple[int, Cell], ...] = ()
    role: Role = "text"
    heading: bool = False


@dataclass(frozen=True)
class TableData:
    """A table. `longest` is what the longest bar stands for, `foot` what the last line says."""

    title: str
    subtitle: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    count: str = ""
    foot: str = ""
    longest: int = 0
    drawn: str = ""
    empty: str = ""
    source: Any = field(default=None, compare=False)

"""From a grid of cells to the lines of a chart."""

from __future__ import annotations

from itertools import groupby

from timeline_tui.analysis.chart import Line
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.text import cells
from timeline_tui.look import Role

_ROLES: dict[str, Role] = {"": "text", "grid": "rule", "dots": "rule"}
"""The roles of what lies in the background."""


def lines_of(grid: Grid) -> list[Line]:
    """The grid's rows as spans, without the blanks at their end."""
    return [
        _line(characters, roles)
        for characters, roles in zip(grid.characters, grid.roles, strict=True)
    ]


def _line(characters: list[str], roles: list[str]) -> Line:
    last = len(characters)
    while last and characters[last - 1] == " " and roles[last - 1] in _ROLES:
        last -= 1
    at, line = 0, []
    for role, run in groupby(roles[:last]):
        length = sum(1 for _ in run)
        line.append(("".join(characters[at : at + length]), _ROLES.get(role, role)))
        at += length
    return line


def put_end(area: Area, row: int, text: str, role: Role) -> int:
    """Write so that the text ends a cell before the right edge; the column where it begins."""
    start = area.columns - 1 - cells(text)
    area.put(row, start, text, role)
    return start

"""A table drawn on a terminal, however narrow: cells fold, and columns that do not fit go below.

A table too wide is cut into bands of columns, each of which repeats the key; no column is ever
squeezed to a few letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

SHORT = 16
"""A column of the table that needs no more of the terminal's columns is never folded."""

LEAST = 10
"""A longer one is folded into no fewer than these, or its header has."""

GAP = 3


def draw(
    names: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], *, key: int
) -> None:
    """Draw rows of text; the first `key` columns name the row."""
    console = Console()
    full = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    least = [
        width if right or width <= SHORT else max(len(name), LEAST)
        for name, width, right in zip(names, full, numeric, strict=True)
    ]
    for band in bands(full, least, console.width, key=key):
        drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for place in band:
            drawn.add_column(
                Text(names[place]),
                justify="right" if numeric[place] else "left",
                overflow="fold",
                min_width=least[place],
            )
        for row in rows:
            drawn.add_row(*(Text(row[place]) for place in band))
        console.print()
        console.print(drawn)


def bands(full: Sequence[int], least: Sequence[int], room: int, *, key: int) -> list[list[int]]:
    """The columns of each band, by place: all in one where folded cells make it fit."""
    places = list(range(len(full)))
    if _width(least, places) <= room:
        return [places]
    repeated = places[:key]
    found = [list(repeated)]
    for place in places[key:]:
        if _width(full, [*found[-1], place]) > room and len(found[-1]) > key:
            found.append(list(repeated))
        found[-1].append(place)
    return found


def _width(widths: Sequence[int], places: Sequence[int]) -> int:
    return sum(widths[place] for place in places) + GAP * (len(places) - 1)

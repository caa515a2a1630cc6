"""From a sheet of cells to strips for Textual's Line API, of as few segments as can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from timeline_tui.lanes.grid import Grid
from timeline_tui.lanes.palette import style_of
from timeline_tui.paints import Flavour


def to_strips(grid: Grid, flavour: Flavour) -> list[Strip]:
    """One strip a row."""
    return [
        to_strip(characters, roles, flavour)
        for characters, roles in zip(grid.characters, grid.roles, strict=True)
    ]


def to_strip(characters: Sequence[str], roles: Sequence[str], flavour: Flavour) -> Strip:
    """A row as a strip; blanks join the segment before them where they look the same."""
    segments: list[Segment] = []
    held: list[str] = []
    role: str | None = None
    for character, now in zip(characters, roles, strict=True):
        if now != role:
            if role is None:
                role = now
            elif not _alike(now, role, blank=character == " ", flavour=flavour):
                segments.append(Segment("".join(held), style_of(role, flavour)))
                held, role = [], now
        held.append(character)
    if role is not None:
        segments.append(Segment("".join(held), style_of(role, flavour)))
    return Strip(segments, len(characters))


@lru_cache(maxsize=4096)
def _alike(role: str, other: str, *, blank: bool, flavour: Flavour) -> bool:
    """Whether text in one role, or a blank in it, looks the same in another."""
    one, two = style_of(role, flavour), style_of(other, flavour)
    return one == two or (blank and _ground(one) == _ground(two))


def _ground(style: Style) -> tuple[Color | None, bool, bool]:
    """What can be seen of a blank."""
    return style.bgcolor, bool(style.reverse), bool(style.underline)


def changed_columns(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The columns from the first difference up to, not with, `stop`; None if there is none."""
    if before == after:
        return None
    one, other = _by_cell(before), _by_cell(after)
    if len(one) != len(other):
        return 0, after.cell_length
    places = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    return (places[0], places[-1] + 1) if places else None


def _by_cell(strip: Strip) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for text, style, _ in strip:
        for character in text:
            found.append((character, style))
    return found

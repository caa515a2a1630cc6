"""Lines for the Line API: text fitted to cells, and strips of as few segments as possible."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from timeline.printable import one_line
from timeline_tui.look import Role, style_of
from timeline_tui.paints import Flavour

Span = tuple[str, Role]


def shown(text: str) -> str:
    """A text of a record as it may stand on one line: what moves a cursor is written out."""
    return text if text.isprintable() else one_line(text)


@lru_cache(maxsize=8192)
def fit(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """The text in exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    text = shown(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    padding = " " * (width - length)
    return padding + text if align == "right" else text + padding


def cut(spans: Iterable[Span], width: int) -> list[Span]:
    """The spans in at most so many cells, with an ellipsis where something is left out."""
    found: list[Span] = []
    for text, role in spans:
        room = width - sum(cell_len(known) for known, _ in found)
        if cell_len(text) > room:
            return [*found, (fit(text, room), role)]
        found.append((text, role))
    return found


def strip_of(spans: Iterable[Span], width: int, flavour: Flavour, *, fill: Role) -> Strip:
    """One line of exactly `width` cells. Neighbours of one role become one segment."""
    merged: list[list[str]] = []
    roles: list[Role] = []
    used = 0
    for text, role in spans:
        if used >= width:
            break
        text = shown(text)
        length = cell_len(text)
        if used + length > width:
            text = set_cell_size(text, width - used)
            length = width - used
        used += length
        if not text:
            continue
        if text.isspace() and roles and not _visible_blank(role, roles[-1], flavour):
            role = roles[-1]
        elif (
            len(roles) == 1
            and "".join(merged[0]).isspace()
            and not _visible_blank(roles[0], role, flavour)
        ):
            roles[0] = role
        if roles and roles[-1] == role:
            merged[-1].append(text)
        else:
            merged.append([text])
            roles.append(role)
    if used < width:
        blank = " " * (width - used)
        if roles and roles[-1] == fill:
            merged[-1].append(blank)
        else:
            merged.append([blank])
            roles.append(fill)
    return Strip(
        [
            Segment("".join(texts), style_of(role, flavour))
            for texts, role in zip(merged, roles, strict=True)
        ],
        width,
    )


@lru_cache(maxsize=1024)
def _visible_blank(role: Role, before: Role, flavour: Flavour) -> bool:
    """Whether a blank in one role looks other than a blank in the role before it."""
    one, other = style_of(role, flavour), style_of(before, flavour)
    return (one.bgcolor, one.reverse, one.underline) != (
        other.bgcolor,
        other.reverse,
        other.underline,
    )

"""How things look: one style a role, in the workbench's colours, in the terminal's own, or in none.

A role is always said by a glyph, a letter or a word as well.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

from timeline_tui.lanes.palette import style_of as lane_style_of
from timeline_tui.paints import Flavour, mixed

Role = str

_PAINTED: dict[Role, str] = {
    "text": "words on ground",
    "soft": "soft on ground",
    "faint": "faint on ground",
    "strong": "bold strongest on ground",
    "head": "bold on-header on header",
    "head-soft": "on-header-soft on header",
    "as-of": "bold on-as-of on as-of-ground",
    "as-of-soft": "on-as-of-soft on as-of-ground",
    "title": "bold soft on raised",
    "title-sorted": "bold accent on raised",
    "title-cursor": "bold on-drug on drug",
    "bar": "words on raised",
    "bar-soft": "faint on raised",
    "bar-key": "bold accent on raised",
    "bar-warn": "bold amber on raised",
    "bar-strong": "bold strongest on raised",
    "bar-good": "bold green on raised",
    "bar-partial": "bold sky on raised",
    "bar-changed": "bold corrected on raised",
    "cursor": "bold on-cursor on cursor-ground",
    "cursor-blurred": "on-blurred on blurred-ground",
    "good": "green on ground",
    "partial": "sky on ground",
    "stable": "grey on ground",
    "bad": "orange on ground",
    "death": "bold orange on ground",
    "warn": "amber on ground",
    "error": "bold orange on ground",
    "changed": "bold corrected on ground",
    "key": "bold accent on ground",
    "rt": "rose on ground",
    "drug": "drug-words on ground",
    "drug-and-rt": "drug on rose",
    "afp": "yellow on ground",
    "rule": "rule on ground",
    "axis": "axis on ground",
    "group-1": "sky on ground",
    "group-2": "marigold on ground",
    "group-3": "green on ground",
    "group-4": "pink on ground",
    "group-5": "lemon on ground",
    "group-6": "lavender on ground",
    "group-7": "orange on ground",
    "group-8": "grey on ground",
}
"""In words of `paints.py`, for every flavour that has colours of its own."""

_ANSI: dict[Role, str] = {
    "text": "default",
    "soft": "default",
    "faint": "bright_black",
    "strong": "bold",
    "head": "bold white on blue",
    "head-soft": "white on blue",
    "as-of": "bold white on magenta",
    "as-of-soft": "white on magenta",
    "title": "bold",
    "title-sorted": "bold yellow",
    "title-cursor": "bold reverse",
    "bar": "default",
    "bar-soft": "bright_black",
    "bar-key": "bold yellow",
    "bar-warn": "bold yellow",
    "bar-strong": "bold",
    "bar-good": "bold green",
    "bar-partial": "bold cyan",
    "bar-changed": "bold magenta",
    "cursor": "bold reverse",
    "cursor-blurred": "reverse",
    "good": "green",
    "partial": "cyan",
    "stable": "default",
    "bad": "yellow",
    "death": "bold yellow",
    "warn": "yellow",
    "error": "bold yellow",
    "changed": "bold magenta",
    "key": "bold yellow",
    "rt": "magenta",
    "drug": "blue",
    "drug-and-rt": "blue on magenta",
    "afp": "yellow",
    "rule": "bright_black",
    "axis": "bright_black",
    "group-1": "bright_cyan",
    "group-2": "yellow",
    "group-3": "green",
    "group-4": "magenta",
    "group-5": "bright_yellow",
    "group-6": "bright_blue",
    "group-7": "red",
    "group-8": "default",
}

_PLAIN: dict[Role, str] = {
    **dict.fromkeys(_PAINTED, ""),
    "strong": "bold",
    "head": "bold reverse",
    "head-soft": "reverse",
    "as-of": "bold reverse",
    "as-of-soft": "reverse",
    "title": "bold underline",
    "title-sorted": "bold underline",
    "title-cursor": "bold reverse",
    "bar-key": "bold",
    "bar-warn": "bold",
    "bar-strong": "bold",
    "bar-good": "bold",
    "bar-partial": "bold",
    "bar-changed": "bold underline",
    "cursor": "bold reverse",
    "cursor-blurred": "reverse",
    "death": "bold",
    "error": "bold",
    "changed": "bold underline",
    "key": "bold",
    "faint": "dim",
    "bar-soft": "dim",
}

ROLES = tuple(_PAINTED)


def wording(role: Role, flavour: Flavour) -> str:
    """A role's style in words that Rich reads. Raises KeyError for a role that does not exist."""
    if flavour == "plain":
        return _PLAIN[role] or "none"
    return _ANSI[role] if flavour == "ansi" else mixed(_PAINTED[role], flavour)


GRADES: tuple[Role, ...] = ("grade0", "grade1", "grade2", "grade3", "grade4", "grade5")
"""The roles of CTCAE grades; what has one carries its digit too."""


HUNG = "+hung"
"""Added to a role: its colours swapped, so that a block filled from below hangs from above."""


@lru_cache(maxsize=512)
def style_of(role: Role, flavour: Flavour) -> Style:
    """The style of a role; those of grades are the lanes'. Raises KeyError for an unknown one."""
    if role.endswith(HUNG):
        return style_of(role.removesuffix(HUNG), flavour) + Style(reverse=True)
    if role in GRADES:
        return lane_style_of(role, flavour)
    return Style.parse(wording(role, flavour))


RESPONSES: dict[str, tuple[str, Role]] = {
    "CR": ("★", "good"),
    "PR": ("▼", "partial"),
    "SD": ("▬", "stable"),
    "non-PD": ("▬", "stable"),
    "NE": ("?", "faint"),
    "PD": ("▲", "bad"),
    "baseline": ("◇", "faint"),
}
"""The glyph and the role of a call of response, in the order from best to worst."""

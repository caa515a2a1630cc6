"""Text fitted to cells: cleaned of what moves a terminal's cursor, measured, cut, put in ASCII."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import get_character_cell_size

ELLIPSIS = "…"

_ASCII = {
    "–": "-", "—": "-", "−": "-", "…": "~", "·": ".", "×": "x", "†": "+", "±": "~", "µ": "u",
    "μ": "u", "→": ">", "←": "<", "≤": "<", "≥": ">", "“": '"', "”": '"', "‘": "'", "’": "'",
    "₀": "0", "²": "2", "³": "3", "⁹": "9", "α": "a", "β": "b", "°": "o", "▸": ">", "▷": ">",
}  # fmt: skip


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text on one line, without control, direction and joining characters."""
    kept = []
    for character in text:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif _is_shown(character):
            kept.append(character)
    return " ".join("".join(kept).split())


def _is_shown(character: str) -> bool:
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return unicodedata.category(character) not in hidden and character not in "\ufe0e\ufe0f"


@lru_cache(maxsize=8192)
def clusters(text: str) -> tuple[tuple[str, int], ...]:
    """Characters with the marks that combine with them, each with its width in cells.

    Whatever could move a terminal's cursor has none, and is left out.
    """
    found: list[tuple[str, int]] = []
    for character in filter(_is_shown, text):
        width = get_character_cell_size(character)
        if width > 0:
            found.append((character, width))
        elif found:
            found[-1] = (found[-1][0] + character, found[-1][1])
    return tuple(found)


def cells(text: str) -> int:
    """The width of a text in cells."""
    return (
        len(text)
        if text.isascii() and text.isprintable()
        else sum(width for _, width in clusters(text))
    )


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, its end an ellipsis where it did not fit."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 1
    for character, size in clusters(text):
        if used + size > width:
            break
        kept.append(character)
        used += size
    return "".join(kept).rstrip() + ELLIPSIS


@lru_cache(maxsize=4096)
def to_ascii(text: str) -> str:
    """The text in ASCII, cell for cell; what has no stand-in becomes `?`."""
    if text.isascii():
        return text
    return "".join(_stand_in(character, width) for character, width in clusters(text))


def _stand_in(cluster: str, width: int) -> str:
    known = _ASCII.get(cluster)
    if known is not None or cluster.isascii():
        return known or cluster
    plain = "".join(c for c in unicodedata.normalize("NFKD", cluster) if c.isascii())
    return plain if plain and len(plain) == width else "?" * width


def short_number(value: float) -> str:
    """A number in few cells: `23919`, `1.8`, `0.05`; three figures below a thousand."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.0e}"

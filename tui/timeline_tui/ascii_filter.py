"""ASCII only: whatever a screen draws leaves it with a stand-in of the same width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_STAND_INS = {
    "–": "-", "—": "-", "−": "-", "…": "~", "·": ".", "×": "x", "†": "D", "±": "~",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "↵": "E", "►": ">", "◄": "<", "▸": ">", "◂": "<",
    "▲": "^", "▼": "v", "△": "^", "▽": "v", "◆": "#", "◇": "o", "●": "o", "○": "o", "◐": "o",
    "★": "*", "☆": "*", "▬": "=", "━": "=", "─": "-", "╌": "-", "┄": "-", "═": "=",
    "│": "|", "┃": "|", "║": "|", "┆": ":", "╎": ":", "▏": "|", "▎": "|", "▌": "|", "▐": "|",
    "█": "#", "▓": "#", "▒": ":", "░": ":", "▀": "^", "▄": "_", "■": "#", "□": "o",
    "✓": "v", "✗": "x", "✕": "x", "≠": "!", "≤": "<", "≥": ">", "≈": "~", "◷": "@", "⚑": "!",
    "“": '"', "”": '"', "‘": "'", "’": "'", "‹": "<", "›": ">", "µ": "u", "Δ": "d", "°": "o",
    "²": "2", "³": "3", "⁹": "9", "α": "a", "β": "b", "σ": "s", "Σ": "S",
}  # fmt: skip


_KEYS = {
    "←→": "left/right", "↑↓": "up/down", "↵": "enter", "←": "left", "→": "right", "↑": "up",
    "↓": "down", "−": "-",
}  # fmt: skip


def in_words(key: str) -> str:
    """A key's display without signs: a stand-in for an arrow would be taken for another key."""
    for sign, word in _KEYS.items():
        key = key.replace(sign, word)
    return key


@lru_cache(maxsize=4096)
def _stand_in(character: str) -> str:
    if character.isascii():
        return character
    if character in _STAND_INS:
        return _STAND_INS[character]
    code = ord(character)
    width = cell_len(character)
    if 0x2500 <= code < 0x2580:
        return "+"
    if 0x2580 <= code < 0x25A0:
        return "#"
    if 0x2800 <= code < 0x2900:
        return "." if code > 0x2800 else " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii())
    return plain if plain and len(plain) == width else "?" * width


def to_ascii(text: str) -> str:
    """The text in ASCII, cell for cell."""
    return text if text.isascii() else "".join(map(_stand_in, text))


class AsciiFilter(LineFilter):
    """Replaces what a terminal without Unicode, or with wide symbols, would show wrongly."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(to_ascii(segment.text), segment.style)
            for segment in segments
        ]

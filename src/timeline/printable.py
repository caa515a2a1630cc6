"""Text from records, made fit for a terminal.

A record may hold anything, also the bytes that move a cursor, hide text or turn its direction.
"""

from __future__ import annotations

import re

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = re.compile(r"[\t\n]")


def printable(text: str) -> str:
    """The text with control and direction characters written out, as `\\x1b`; breaks stay."""
    return _UNFIT.sub(_written_out, text)


def one_line(text: str) -> str:
    """The same in one line, for a cell of a table: breaks are written out too."""
    return _BREAKS.sub(_written_out, printable(text))


def _written_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()

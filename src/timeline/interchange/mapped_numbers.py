"""Numbers as other files write them: with a decimal comma, thousands apart, beyond a limit."""

from __future__ import annotations

import math
import re

from timeline.errors import InvalidEvent
from timeline.interchange.mapping import Table

_BEYOND = re.compile(r"\s*([<>])\s*(?:=\s*)?(.*)", re.DOTALL)


def plain_number(text: str, table: Table) -> str:
    """The number with a decimal point and nothing between its digits.

    Raises InvalidEvent where it is written in another way than the mapping says: `1.234` is no
    number where the decimal sign is a comma, unless points part the thousands.
    """
    bare = text.strip()
    if table.thousands:
        whole, sign, rest = bare.partition(table.decimal)
        groups = whole.lstrip("+-").split(table.thousands)
        if len(groups) > 1:
            if not all(re.fullmatch(r"\d{3}", group) for group in groups[1:]):
                raise _not_a_number(text, table)
            whole = whole.replace(table.thousands, "")
        bare = f"{whole}{sign}{rest}"
    if table.decimal == ",":
        if "." in bare or bare.count(",") > 1:
            raise _not_a_number(text, table)
        bare = bare.replace(",", ".")
    try:
        value = float(bare)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _not_a_number(text, table)
    return bare


def beyond(text: str) -> tuple[str, str]:
    """A comparator and the number after it: `<2` is ("<", "2"), `2` is ("none", "2")."""
    match = _BEYOND.fullmatch(text)
    return (match[1], match[2]) if match else ("none", text)


def _not_a_number(text: str, table: Table) -> InvalidEvent:
    example = "12,5" if table.decimal == "," else "12.5"
    return InvalidEvent(f"{text!r} given, expected a number as in {example}")

"""Figures as a publication printed them, from JSON.

A list `targets`, each with `id`, `printed`, and if there is one `unit` and `note`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timeline.errors import InvalidReport

MOST_DIGITS = 30
EXPECTED = "expected a list `targets` of objects with `id` and `printed`"


@dataclass(frozen=True)
class Target:
    """A figure as it was printed; numbers as Decimal with the digits of the print."""

    id: str
    printed: Any
    unit: str
    note: str


def parse_targets(text: str, *, source: str) -> list[Target]:
    """Published figures from JSON. Raises InvalidReport naming the source and what is wrong."""
    try:
        found = json.loads(
            text,
            parse_float=_printed_number,
            parse_int=_printed_number,
            parse_constant=_printed_number,
        )
    except json.JSONDecodeError as error:
        raise InvalidReport(f"{source}, line {error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise InvalidReport(f"{source}: lists within lists without end") from None
    except _NotPrintable as error:
        raise InvalidReport(f"{source}: {error} is not a number that a page prints") from None
    targets = found.get("targets") if isinstance(found, dict) else found
    if not isinstance(targets, list):
        raise InvalidReport(f"{source}: {EXPECTED}")
    read = [_target(source, target) for target in targets]
    ids = [target.id for target in read]
    if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
        raise InvalidReport(f"{source}: figure {twice!r} stands there twice")
    return read


class _NotPrintable(Exception):
    """A number that is none, or of more digits than a publication prints."""


def _printed_number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or len(text) > MOST_DIGITS or abs(found.adjusted()) > MOST_DIGITS:
        raise _NotPrintable(text[:MOST_DIGITS])
    return found


def _target(source: str, target: Any) -> Target:
    if not isinstance(target, dict) or not isinstance(target.get("id"), str):
        raise InvalidReport(f"{source}: {EXPECTED}")
    name = target["id"]
    if "printed" not in target or not _is_printed(target["printed"]):
        raise InvalidReport(
            f"{source}, figure {name!r}: expected `printed` as a number, a text, two numbers,"
            " a list of texts, or an object of these"
        )
    words = {key: target.get(key, "") for key in ("unit", "note")}
    if wrong := [key for key, value in words.items() if not isinstance(value, str)]:
        raise InvalidReport(f"{source}, figure {name!r}: expected {wrong[0]} as a text")
    return Target(name, target["printed"], words["unit"], words["note"])


def _is_printed(value: Any) -> bool:
    match value:
        case Decimal() | str():
            return True
        case [Decimal(), Decimal()]:
            return True
        case [*lines]:
            return bool(lines) and all(isinstance(line, str) for line in lines)
        case {**parts}:
            return bool(parts) and all(isinstance(part, Decimal | str) for part in parts.values())
        case _:
            return False


def digits_of(printed: Decimal) -> int:
    """How many digits were printed after the point."""
    exponent = printed.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(printed: Any) -> Any:
    """A printed figure without Decimal, for JSON: whole numbers whole."""
    match printed:
        case Decimal():
            whole = printed == printed.to_integral_value() and digits_of(printed) == 0
            return int(printed) if whole else float(printed)
        case list():
            return [plain(part) for part in printed]
        case Mapping():
            return {name: plain(part) for name, part in printed.items()}
        case _:
            return printed

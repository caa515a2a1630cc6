"""Values in print: each number rounded half up, `–` for one that is not known."""

from __future__ import annotations

from decimal import Decimal

from timeline.reports.values import Listing, Number, Parts, Proportion, Value
from timeline.statistics.rounding import round_half_up

UNKNOWN = "–"


def render_number(number: Number | None, digits: int) -> str:
    """A number with so many digits after the point, without needless zeros."""
    if number is None:
        return UNKNOWN
    text = f"{rounded(number, digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Number, digits: int) -> Decimal:
    return round_half_up(float(number), digits)


def render_value(value: Value) -> str:
    """The value as a table prints it: `17 (94)`, `45 (30-54)`, `7.8`."""
    match value:
        case Parts():
            return ", ".join(f"{name} {render_value(part)}" for name, part in value.parts.items())
        case Listing():
            return "; ".join(value.lines)
        case _:
            template, numbers = value.shapes[0]
            digits = getattr(value, "digits", 2)
            if isinstance(value, Proportion):
                return template.format(*(render_number(number, 0) for number in numbers))
            return template.format(*(render_number(number, digits) for number in numbers))


def numbers_of(value: Value) -> list[float | None]:
    """The numbers of a value, unrounded, in the order that they are printed in."""
    match value:
        case Parts():
            return [number for part in value.parts.values() for number in numbers_of(part)]
        case Listing():
            return []
        case _:
            return [None if number is None else float(number) for number in value.shapes[0][1]]

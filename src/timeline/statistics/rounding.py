"""Rounding as papers print it: halves go up, judged on the decimal digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

SIGNIFICANT_DIGITS = 12
"""A computed number is taken at so many digits, so that 28.499999999999996 is the 28.5 it means."""


def round_half_up(value: float, digits: int = 0) -> Decimal:
    """The value at so many decimals, halves away from zero: 7.85 is 7.9, 12.5 is 13.

    A zero has no sign. Raises ValueError where the value is not finite.
    """
    exact = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if not exact.is_finite():
        raise ValueError(f"{value!r} cannot be rounded; expected a finite number")
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)

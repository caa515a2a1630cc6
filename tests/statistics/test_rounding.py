"""Halves go up, on the digits that a person would write."""

from __future__ import annotations

import pytest

from timeline.statistics.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (12.5, 0, "13"),
        (7.85, 1, "7.9"),
        (-2.5, 0, "-3"),
        (0.285 * 100, 0, "29"),
        (1.0049999999, 2, "1.00"),
        (94.4444, 0, "94"),
        (0.0, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (123456.5, 0, "123457"),
    ],
)
def test_halves_go_up(value: float, digits: int, printed: str) -> None:
    assert str(round_half_up(value, digits)) == printed


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_rounded(value: float) -> None:
    with pytest.raises(ValueError, match="expected a finite number"):
        round_half_up(value)

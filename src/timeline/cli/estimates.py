"""Estimates in words: rounded as papers round, halves up, with their intervals."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from timeline.statistics.rounding import round_half_up

if TYPE_CHECKING:
    from timeline.statistics.intervals import Estimate

NOT_REACHED = "n/r"
SMALLEST_P = 0.001


def months_in_words(estimate: Estimate) -> str:
    """`7.8 (3.0–12.6)`"""
    return _with_interval(estimate, 1, 1.0, "")


def percent_in_words(estimate: Estimate) -> str:
    """`39 % (15–63)`"""
    return _with_interval(estimate, 0, 100.0, " %")


def ratio_in_words(estimate: Estimate) -> str:
    """`2.50 (0.92–6.81)`"""
    return _with_interval(estimate, 2, 1.0, "")


def p_in_words(p: float | None) -> str:
    """`p = 0.065`, `p < 0.001`"""
    if p is None:
        return "p cannot be told"
    return "p < 0.001" if p < SMALLEST_P else f"p = {round_half_up(p, 3)}"


def level_in_words(level: float) -> str:
    """`95 % CI`"""
    return f"{100 * level:g} % CI"


def speaks_unicode() -> bool:
    """Whether what is printed may hold lines and blocks."""
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def _with_interval(estimate: Estimate, digits: int, times: float, unit: str) -> str:
    value, low, high = (
        NOT_REACHED if part is None else str(round_half_up(part * times, digits))
        for part in (estimate.value, estimate.low, estimate.high)
    )
    if estimate.value is not None:
        value += unit
    if estimate.low is None and estimate.high is None:
        return value
    return f"{value} ({low}{'–' if speaks_unicode() else '-'}{high})"

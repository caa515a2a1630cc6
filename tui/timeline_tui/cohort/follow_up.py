"""How long the patients of a list were followed, without the libraries of the analysis.

The median of the reverse Kaplan–Meier curve of survival, as `timeline survival os` has it: being
censored is the event, and death censors; at one time events go before censorings.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

CLOSE = 1e-9
"""Nearer than this to a half, the curve is reckoned again in whole fractions."""


def median_follow_up(times: Iterable[tuple[float, bool]]) -> float | None:
    """Of times with whether the patient died then; None where fewer than half were followed."""
    ordered = sorted((months, bool(died)) for months, died in times)
    at_risk, left, exact = len(ordered), 1.0, Fraction(1)
    steps: list[tuple[int, int]] = []
    place = 0
    while place < len(ordered):
        months, events, gone = ordered[place][0], 0, 0
        while place < len(ordered) and ordered[place][0] == months:
            gone += 1
            events += not ordered[place][1]
            place += 1
        if events:
            left *= (at_risk - events) / at_risk
            steps.append((at_risk - events, at_risk))
            if abs(left - 0.5) <= CLOSE:
                exact = Fraction(1)
                for stayed, there in steps:
                    exact *= Fraction(stayed, there)
                if exact <= Fraction(1, 2):
                    return months
            elif left < 0.5:
                return months
        at_risk -= gone
    return None

"""Quantiles of survival times, the median above all, with their confidence intervals."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

import numpy as np

from timeline.statistics.intervals import Estimate, Transform, known, limits, two_sided
from timeline.statistics.kaplan_meier import SurvivalCurve

Interval = Literal["plain", "log", "log-log", "arcsine", "symmetric"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
HALF = Fraction(1, 2)
BANDWIDTH = Fraction(1, 20)
"""How far above and below the level SPSS takes the slope of the curve."""


def quantile(
    curve: SurvivalCurve, interval: Interval, *, left: Fraction = HALF, level: float = 0.95
) -> Estimate:
    """The first time at which at most a part `left` of the patients is without event.

    The median where `left` is a half. Where the curve runs level at exactly that part, this is the
    beginning of the run (R and SAS report its middle). The interval is Brookmeyer and Crowley's
    by the named transform, or SPSS's `symmetric` one.
    """
    step = curve.first_at_or_below(left)
    value = None if step is None else float(curve.times[step])
    if interval == "symmetric":
        low, high = _symmetric(curve, step, left, level)
    else:
        low, high = _brookmeyer_crowley(curve, interval, left, level)
    return Estimate(value, low, high)


def transform_of(interval: Interval) -> Transform:
    """The transform for a survival at a time that goes with an interval of quantiles."""
    return "plain" if interval == "symmetric" else interval


def _brookmeyer_crowley(
    curve: SurvivalCurve, transform: Transform, left: Fraction, level: float
) -> tuple[float | None, float | None]:
    """The times at which the lower and the upper limit of the curve reach the level.

    Equally the times that a test of S(t) = level does not refuse. A limit that is never reached, or
    at survival 0 has no value, is None. Source: Brookmeyer & Crowley, Biometrics 1982;38:29–41.
    """
    bounds = limits(curve.survival, curve.standard_error, transform, level)
    reached = [np.flatnonzero(bound <= float(left)) for bound in bounds]
    low, high = (float(curve.times[found[0]]) if len(found) else None for found in reached)
    return low, high


def _symmetric(
    curve: SurvivalCurve, step: int | None, left: Fraction, level: float
) -> tuple[float | None, float | None]:
    """The quantile ± z·SE with SE = SE(S) / f, the lower limit cut at 0.

    f = (S(u) − S(l)) / (l − u) is the slope between u, the last time with S ≥ left + 0.05 (0 where
    the first step goes below), and l, the first with S ≤ left − 0.05. Source: the asymptotic
    standard error of quantiles in IBM SPSS Statistics Algorithms, Kaplan–Meier.
    """
    lower = curve.first_at_or_below(left - BANDWIDTH)
    if step is None or lower is None or np.isnan(curve.standard_error[step]):
        return None, None
    upper = curve.last_at_or_above(left + BANDWIDTH)
    start, above = (0.0, 1.0) if upper is None else (curve.times[upper], curve.survival[upper])
    run = curve.times[lower] - start
    if run == 0:
        return None, None
    slope = (above - curve.survival[lower]) / run
    margin = two_sided(level) * curve.standard_error[step] / slope
    value = float(curve.times[step])
    return max(0.0, float(value - margin)), known(value + margin)

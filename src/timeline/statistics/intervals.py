"""Pointwise confidence intervals of a survival, by the transform that they are symmetric in.

Source of the forms: Borgan & Liestøl, Scand J Stat 1990;17:35–41; Kalbfleisch & Prentice, The
Statistical Analysis of Failure Time Data, 1980 (log-log). R's survfit has `log` as its default, SAS
and lifelines have `log-log`; a result is comparable only where the transform is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from timeline.statistics.kaplan_meier import Floats, SurvivalCurve

Transform = Literal["plain", "log", "log-log", "arcsine"]


@dataclass(frozen=True)
class Estimate:
    """A value with its confidence interval; a limit that cannot be told is None."""

    value: float | None
    low: float | None
    high: float | None


def two_sided(level: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 for 0.95. Raises ValueError."""
    if not 0 < level < 1:
        raise ValueError(f"{level!r} is not a confidence level; expected one between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)


def limits(
    survival: Floats, error: Floats, transform: Transform, level: float
) -> tuple[Floats, Floats]:
    """The lower and upper limit of each survival with its standard error.

    At 1 both limits are 1; at 0 there are none, and they are NaN.
    """
    z = two_sided(level)
    inside = (survival > 0) & (survival < 1)
    estimate, spread = np.where(inside, survival, 0.5), np.where(inside, error, 0.0)
    low, high = _FORMS[transform](estimate, z * spread)
    outside = np.where(survival == 1, 1.0, np.nan)
    return np.where(inside, low, outside), np.where(inside, high, outside)


def survival_with_interval(
    curve: SurvivalCurve, time: float, transform: Transform, level: float = 0.95
) -> Estimate:
    """Survival at a time with its interval."""
    found = curve.survival_at(time)
    if found is None:
        return Estimate(None, None, None)
    step = curve.step_at(time)
    error = float(curve.standard_error[step]) if step >= 0 else 0.0
    low, high = limits(np.array([found]), np.array([error]), transform, level)
    return Estimate(found, known(low[0]), known(high[0]))


def known(value: float) -> float | None:
    """The number, None for NaN."""
    return None if np.isnan(value) else float(value)


def _plain(s: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """S ± z·SE, cut at 0 and 1."""
    return np.maximum(s - margin, 0), np.minimum(s + margin, 1)


def _log(s: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """S exp(± z·SE / S), cut at 1."""
    return s * np.exp(-margin / s), np.minimum(s * np.exp(margin / s), 1)


def _log_log(s: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """S ^ exp(± z·SE / (S ln S))."""
    width = margin / (s * np.abs(np.log(s)))
    return s ** np.exp(width), s ** np.exp(-width)


def _arcsine(s: Floats, margin: Floats) -> tuple[Floats, Floats]:
    """sin²(arcsin √S ± z·SE / (2 √(S (1 − S)))), the angle kept from 0 to π / 2."""
    angle, width = np.arcsin(np.sqrt(s)), margin / (2 * np.sqrt(s * (1 - s)))
    low = np.sin(np.maximum(angle - width, 0)) ** 2
    return low, np.sin(np.minimum(angle + width, np.pi / 2)) ** 2


_FORMS: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "plain": _plain,
    "log": _log,
    "log-log": _log_log,
    "arcsine": _arcsine,
}

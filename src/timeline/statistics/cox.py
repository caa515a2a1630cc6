"""Hazard ratios between groups by Cox's proportional hazards model.

Source: Cox, J R Stat Soc B 1972;34:187–220; ties after Efron, J Am Stat Assoc 1977;72:557–565, or
Breslow, Biometrics 1974;30:89–99. R's coxph has Efron as its default, SAS and SPSS have Breslow.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import norm
from statsmodels.duration.hazard_regression import PHReg

from timeline.statistics.intervals import two_sided
from timeline.statistics.kaplan_meier import Floats, Truths, checked

Ties = Literal["efron", "breslow"]
LARGEST_ERROR = 50.0
"""A standard error of a log hazard ratio beyond which the likelihood has no maximum: the search
went on along a ridge until it was too flat to be told from level ground."""


@dataclass(frozen=True)
class HazardRatio:
    """The hazard in `group` over that in `reference`, with Wald's interval and p.

    Everything is None where it cannot be estimated, and `why_not` says why.
    """

    group: str
    reference: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    coefficient: float | None = None
    standard_error: float | None = None
    p: float | None = None
    why_not: str | None = None


def hazard_ratios(
    durations: Sequence[float] | Floats,
    met: Sequence[bool] | Truths,
    group: Sequence[str],
    *,
    reference: str | None = None,
    ties: Ties = "efron",
    level: float = 0.95,
) -> list[HazardRatio]:
    """The ratio of every other group to the reference, which is the first by name unless named.

    A group without an event, or all of whose events come while the others have none, has no finite
    estimate: the likelihood is monotone. Raises ValueError where the reference is no group.
    """
    time, event = checked(durations, met)
    label = np.asarray(group, dtype=str)
    names = sorted(set(label.tolist()))
    against = reference if reference is not None else "".join(names[:1])
    if names and against not in names:
        raise ValueError(f"{reference!r} is not one of the groups {', '.join(names)}")
    others = [name for name in names if name != against]
    if not others:
        return []
    dummies = np.column_stack([label == name for name in others]).astype(np.float64)
    fitted = _fitted(time, event, dummies, ties) if event.any() else None
    tied = _tied(time, event, label, names)
    found = []
    for place, name in enumerate(others):
        pair = names.index(name), names.index(against)
        if tied[pair] and tied[pair[::-1]]:
            found.append(_ratio(name, against, place, fitted, level))
        else:
            why = _why_not(name, against, event[label == name].any(), event[label == against].any())
            found.append(HazardRatio(name, against, why_not=why))
    return found


def _fitted(
    time: Floats, event: Truths, dummies: Floats, ties: Ties
) -> tuple[Floats, Floats] | None:
    """Coefficients and their standard errors; None where the search fails."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            found = PHReg(time, dummies, status=event.astype(np.int64), ties=ties).fit()
        except np.linalg.LinAlgError:
            return None
        return found.params, found.bse


def _ratio(
    name: str, reference: str, place: int, fitted: tuple[Floats, Floats] | None, level: float
) -> HazardRatio:
    coefficient, error = (float(part[place]) for part in fitted) if fitted else (np.nan, np.nan)
    if not (isfinite(coefficient) and isfinite(error) and 0 < error < LARGEST_ERROR):
        return HazardRatio(name, reference, why_not="the likelihood has no maximum")
    margin = two_sided(level) * error
    return HazardRatio(
        name,
        reference,
        ratio=exp(coefficient),
        low=exp(coefficient - margin),
        high=exp(coefficient + margin),
        coefficient=coefficient,
        standard_error=error,
        p=float(2 * norm.sf(abs(coefficient / error))),
    )


def _tied(time: Floats, event: Truths, label: npt.NDArray[np.str_], names: list[str]) -> Truths:
    """From which group to which a path leads, from each to those at risk at an event of its own.

    Two groups have a finite hazard ratio only where paths lead both ways.
    """
    last = [time[label == name].max() for name in names]
    earliest = [time[event & (label == name)].min(initial=np.inf) for name in names]
    reached = np.array([[first <= end for end in last] for first in earliest])
    for between in range(len(names)):
        reached |= np.outer(reached[:, between], reached[between])
    return reached


def _why_not(group: str, reference: str, own: bool, others: bool) -> str:
    if own and others:
        return f"events in {group} and in {reference} never met at risk: the likelihood is monotone"
    return f"no event in {reference if own else group}: the likelihood is monotone"

"""The log-rank test: do groups differ in survival?

Source: Mantel, Cancer Chemother Rep 1966;50:163–170; the unweighted form, two-sided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2
from statsmodels.duration.survfunc import survdiff

from timeline.statistics.kaplan_meier import Floats, Truths, checked


@dataclass(frozen=True)
class LogRank:
    """The test: events observed and expected by group, and chi-square with its p.

    `chi_square` and `p` are None where the groups cannot be compared: fewer than two of them have
    anybody at risk at an event, or all events fall on one time at which everybody has one.
    """

    groups: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float | None
    degrees_of_freedom: int
    p: float | None


def log_rank(
    durations: Sequence[float] | Floats, met: Sequence[bool] | Truths, group: Sequence[str]
) -> LogRank:
    """Compare the groups, any number of them, in the order of their names."""
    time, event = checked(durations, met)
    names, place = np.unique(np.asarray(group, dtype=str), return_inverse=True)
    observed, expected = _counts(time, event, place, len(names))
    compared = expected > 0
    freedom = max(int(np.count_nonzero(compared)) - 1, 0)
    chi_square = _chi_square(time, event, place, compared) if freedom else None
    return LogRank(
        groups=tuple(names.tolist()),
        observed=tuple(observed.tolist()),
        expected=tuple(expected.tolist()),
        chi_square=chi_square,
        degrees_of_freedom=freedom,
        p=None if chi_square is None else float(chi2.sf(chi_square, freedom)),
    )


def _counts(
    time: Floats, event: Truths, place: npt.NDArray[np.int64], groups: int
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Events by group, observed and expected: Σ over event times of d · nᵢ / n."""
    observed = np.bincount(place[event], minlength=groups)
    times, events = np.unique(time[event], return_counts=True)
    at_risk = np.array(
        [
            np.count_nonzero(place == group)
            - np.searchsorted(np.sort(time[place == group]), times, side="left")
            for group in range(groups)
        ]
    ).reshape(groups, len(times))
    return observed, (at_risk * (events / at_risk.sum(axis=0))).sum(axis=1)


def _chi_square(
    time: Floats,
    event: Truths,
    place: npt.NDArray[np.int64],
    compared: Truths,
) -> float | None:
    """(O − E)ᵀ V⁻¹ (O − E) over the groups that were ever at risk at an event."""
    kept = compared[place]
    try:
        found = float(survdiff(time[kept], event[kept].astype(np.int64), place[kept])[0])
    except np.linalg.LinAlgError:
        return None
    return found if np.isfinite(found) else None

"""The Kaplan–Meier estimate of a survival function.

Source: Kaplan & Meier, J Am Stat Assoc 1958;53:457–481. Events go before censorings at one time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt
from statsmodels.duration.survfunc import SurvfuncRight

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
CLOSE = 1e-9
"""Nearer than this, whether a survival has reached a level is decided in whole numbers."""


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """A survival function that steps down at `times`, the times with an event, rising.

    `at_risk` counts the patients just before each time, `events` those who met the event at it;
    `survival` holds just after. `standard_error` is Greenwood's, NaN where survival is 0.
    `durations` and `met` are the patients, by rising duration.
    """

    times: Floats
    at_risk: Counts
    events: Counts
    survival: Floats
    standard_error: Floats
    durations: Floats
    met: Truths

    @property
    def patients(self) -> int:
        return len(self.durations)

    @cached_property
    def censored_at(self) -> Floats:
        """The times at which somebody was censored, each once."""
        return np.unique(self.durations[~self.met])

    @property
    def last(self) -> float:
        """The longest time that anybody was followed; 0 without patients."""
        return float(self.durations[-1]) if self.patients else 0.0

    def step_at(self, time: float) -> int:
        """The place of the last step at or before a time; -1 before the first."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def survival_at(self, time: float) -> float | None:
        """Survival just after a time; None where nobody was followed for so long."""
        step = self.step_at(time)
        found = float(self.survival[step]) if step >= 0 else 1.0
        unseen = self.patients == 0 or (time > self.last and found > 0)
        return None if unseen else found

    def first_at_or_below(self, level: Fraction) -> int | None:
        """The first step after which survival is at most a level; None where it stays above."""
        for step in np.flatnonzero(self.survival <= float(level) + CLOSE).tolist():
            if self._compare(step, level) <= 0:
                return int(step)
        return None

    def last_at_or_above(self, level: Fraction) -> int | None:
        """The last step after which survival is still at least a level; None before the first."""
        for step in np.flatnonzero(self.survival >= float(level) - CLOSE)[::-1].tolist():
            if self._compare(step, level) >= 0:
                return int(step)
        return None

    def _compare(self, step: int, level: Fraction) -> int:
        """Survival after a step below (-1), at (0) or above (1) a level, exactly.

        Survival is a product of whole fractions, which floating point misses at the very levels
        that medians are read at.
        """
        found = float(self.survival[step])
        if abs(found - float(level)) > CLOSE:
            return 1 if found > level else -1
        remaining, before = self.at_risk[: step + 1] - self.events[: step + 1], self.at_risk
        left: int = math.prod(remaining.tolist()) * level.denominator
        right: int = math.prod(before[: step + 1].tolist()) * level.numerator
        return (left > right) - (left < right)


def kaplan_meier(
    durations: Sequence[float] | Floats, met: Sequence[bool] | Truths
) -> SurvivalCurve:
    """The curve of some patients: S(t) = Π (n − d) / n over the times with d events of n at risk.

    Standard error by Greenwood: S √(Σ d / (n (n − d))). Without patients the curve has no step.
    Raises ValueError where a duration is negative or not finite, or the two differ in length.
    """
    time, event = checked(durations, met)
    order = np.lexsort((~event, time))
    time, event = time[order], event[order]
    if not event.any():
        none, nobody = np.empty(0), np.empty(0, dtype=np.int64)
        return SurvivalCurve(none, nobody, nobody, none, none, time, event)
    fitted = SurvfuncRight(time, event.astype(np.int64))
    return SurvivalCurve(
        times=fitted.surv_times,
        at_risk=fitted.n_risk.astype(np.int64),
        events=fitted.n_events.astype(np.int64),
        survival=fitted.surv_prob,
        standard_error=np.where(fitted.surv_prob > 0, fitted.surv_prob_se, np.nan),
        durations=time,
        met=event,
    )


def number_at_risk(curve: SurvivalCurve, times: Sequence[float]) -> list[int]:
    """How many patients were still followed just before each time: neither met nor censored."""
    before = np.searchsorted(curve.durations, np.asarray(times, dtype=np.float64), side="left")
    return [curve.patients - int(gone) for gone in before]


def checked(
    durations: Sequence[float] | Floats, met: Sequence[bool] | Truths
) -> tuple[Floats, Truths]:
    """Durations and events as arrays of one length. Raises ValueError."""
    time, event = np.asarray(durations, dtype=np.float64), np.asarray(met, dtype=bool)
    if time.shape != event.shape or time.ndim != 1:
        raise ValueError(f"{time.shape} durations and {event.shape} events; expected one of each")
    if not np.isfinite(time).all() or (time < 0).any():
        raise ValueError("a duration is negative or not finite")
    return time, event

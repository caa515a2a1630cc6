"""Cumulative incidence where other causes compete: who died can no longer meet the event.

Source: Aalen & Johansen, Scand J Stat 1978;5:141–150; the variance as in Marubini & Valsecchi,
Analysing Survival Data from Clinical Trials and Observational Studies, 1995, by the delta method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.duration.survfunc import CumIncidenceRight

from timeline.statistics.intervals import Estimate, known, two_sided
from timeline.statistics.kaplan_meier import Counts, Floats, checked

CENSORED = 0


@dataclass(frozen=True, eq=False)
class IncidenceCurve:
    """The cumulative incidence of one cause, just after each of `times`, rising.

    `at_risk` counts the patients just before each time, `events` those who met this cause at it and
    `competing` those who met another.
    """

    times: Floats
    at_risk: Counts
    events: Counts
    competing: Counts
    incidence: Floats
    standard_error: Floats
    durations: Floats
    censored_at: Floats

    @property
    def patients(self) -> int:
        return len(self.durations)

    def number_at_risk(self, times: Sequence[float]) -> list[int]:
        """How many patients were still followed just before each time, free of every cause."""
        return [int(np.count_nonzero(self.durations >= time)) for time in times]

    @property
    def last(self) -> float:
        """The longest time that anybody was followed; 0 without patients."""
        return float(self.durations.max(initial=0.0))

    def incidence_at(self, time: float, level: float = 0.95) -> Estimate:
        """Incidence by a time with its log-log interval, I ^ exp(± z·SE / (I ln I)).

        None where nobody was followed for so long and not everybody has met a cause; without an
        event by then there is no interval.
        """
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        everybody = bool(len(self.times)) and self.at_risk[-1] == (
            self.events[-1] + self.competing[-1]
        )
        if self.patients == 0 or (time > self.durations.max() and not everybody):
            return Estimate(None, None, None)
        found = float(self.incidence[step]) if step >= 0 else 0.0
        if not 0 < found < 1:
            return Estimate(found, None, None)
        width = two_sided(level) * self.standard_error[step] / (found * abs(np.log(found)))
        low, high = found ** np.exp(width), found ** np.exp(-width)
        return Estimate(found, known(low), known(high))


def cumulative_incidence(
    durations: Sequence[float] | Floats, cause: Sequence[int], *, of: int = 1
) -> IncidenceCurve:
    """The incidence of cause `of` among causes numbered from 1; 0 is censored.

    I(t) = Σ S(t−) dᵢ / n over the times with dᵢ of cause i among n at risk, S the survival free of
    every cause. Raises ValueError as `checked` does.
    """
    causes = np.asarray(cause, dtype=np.int64)
    time, met = checked(durations, (causes != CENSORED).tolist())
    if not met.any():
        none, nobody = np.empty(0), np.empty(0, dtype=np.int64)
        return IncidenceCurve(none, nobody, nobody, nobody, none, none, time, np.unique(time))
    own = np.where(causes == CENSORED, 0, np.where(causes == of, 1, 2))
    # The estimate's own standard error divides by zero where everybody left has an event.
    with np.errstate(all="ignore"):
        fitted = CumIncidenceRight(time, own)
    times, incidence = fitted.times, fitted.cinc[0]
    rank = np.searchsorted(times, time)
    at_risk = len(time) - np.searchsorted(np.sort(time), times, side="left")
    events, competing = (np.bincount(rank[own == n], minlength=len(times)) for n in (1, 2))
    error = _standard_error(incidence, at_risk, events, events + competing)
    kept = (events + competing) > 0
    return IncidenceCurve(
        times[kept],
        at_risk[kept],
        events[kept],
        competing[kept],
        incidence[kept],
        error[kept],
        time,
        np.unique(time[~met]),
    )


def _standard_error(
    incidence: Floats, at_risk: Counts, events: Counts, all_events: Counts
) -> Floats:
    """√ of Σ (I(t) − I(u))² d / (n (n − d)) + Σ S(u−)² (n − dᵢ) dᵢ / n³
    − 2 Σ (I(t) − I(u)) S(u−) dᵢ / n², each over the times u up to t.

    Where everybody at risk has an event the first term is 0: I(t) does not move afterwards.
    """
    before: Floats = np.append(1.0, np.cumprod(1 - all_events / at_risk)[:-1])
    left = at_risk - all_events
    hazard = np.where(left > 0, all_events / (at_risk * np.maximum(left, 1)), 0.0)
    cross = before * events / at_risk**2
    own = before**2 * (at_risk - events) * events / at_risk**3
    variance = (
        incidence**2 * np.cumsum(hazard)
        - 2 * incidence * np.cumsum(incidence * hazard)
        + np.cumsum(incidence**2 * hazard)
        + np.cumsum(own)
        - 2 * incidence * np.cumsum(cross)
        + 2 * np.cumsum(incidence * cross)
    )
    error: Floats = np.sqrt(np.maximum(variance, 0))
    return error

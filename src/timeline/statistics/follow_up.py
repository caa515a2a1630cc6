"""How long patients were followed.

Source: Schemper & Smith, Control Clin Trials 1996;17:343–346.
"""

from __future__ import annotations

from timeline.statistics.intervals import Estimate
from timeline.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from timeline.statistics.quantiles import Interval, quantile


def median_follow_up(curve: SurvivalCurve, interval: Interval, *, level: float = 0.95) -> Estimate:
    """The median of the reverse Kaplan–Meier curve: censoring is the event, the event censors.

    None where fewer than half can be said to have been followed to any time.
    """
    return quantile(kaplan_meier(curve.durations, ~curve.met), interval, level=level)

"""Times to an event: medians with their intervals, rates at a time, comparisons of groups."""

from __future__ import annotations

from timeline.reports.cohort import Cohort
from timeline.reports.figure_kinds import ChiSquare, LogRank, MedianInterval, MedianTime, Rate
from timeline.reports.values import Interval, Measured, Value
from timeline.statistics.contingency import pearson_chi_square
from timeline.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from timeline.statistics.log_rank import log_rank as compare
from timeline.statistics.quantiles import quantile

P_DIGITS = 3


def median_time(cohort: Cohort, figure: MedianTime, patients: frozenset[str]) -> Value:
    return Measured(quantile(_curve(cohort, figure.endpoint, patients), "symmetric").value, 1)


def median_interval(cohort: Cohort, figure: MedianInterval, patients: frozenset[str]) -> Value:
    found = quantile(_curve(cohort, figure.endpoint, patients), figure.interval)
    return Interval(found.low, found.high, 1)


def rate(cohort: Cohort, figure: Rate, patients: frozenset[str]) -> Value:
    """In percent."""
    curve = _curve(cohort, figure.endpoint, patients)
    left = curve.survival_at(figure.months)
    return Measured(None if left is None else 100 * left)


def log_rank(cohort: Cohort, figure: LogRank) -> Value:
    months: list[float] = []
    met: list[bool] = []
    groups: list[str] = []
    for name in figure.populations:
        for row in cohort.rows(figure.endpoint, "", cohort.population(name)):
            months.append(row["months"])
            met.append(row["event"])
            groups.append(name)
    return Measured(compare(months, met, groups).p, P_DIGITS)


def chi_square(cohort: Cohort, figure: ChiSquare) -> Value:
    counts = []
    for name in figure.populations:
        patients = cohort.population(name)
        found = len(cohort.having(figure.table, figure.where, patients))
        counts.append([found, len(patients) - found])
    return Measured(pearson_chi_square(counts).p, P_DIGITS)


def _curve(cohort: Cohort, endpoint: str, patients: frozenset[str]) -> SurvivalCurve:
    rows = list(cohort.rows(endpoint, "", patients))
    return kaplan_meier([row["months"] for row in rows], [row["event"] for row in rows])

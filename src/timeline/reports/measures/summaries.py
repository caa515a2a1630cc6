"""Numbers of a population summed up: median and range, mean and standard deviation."""

from __future__ import annotations

import statistics

from timeline.reports.cohort import Cohort
from timeline.reports.figure_kinds import Largest, Mean, MeanDeviation, Median, MedianRange
from timeline.reports.values import AtMost, Measured, Value
from timeline.reports.values import MeanDeviation as Deviation
from timeline.reports.values import MedianRange as Range

Summarised = Median | MedianRange | Mean | MeanDeviation | Largest


def summarise(cohort: Cohort, figure: Summarised, patients: frozenset[str]) -> Value:
    """The summary of the known values; of none, None. The deviation is the sample's (n - 1)."""
    rows = cohort.rows(figure.table, figure.where, patients)
    values = [row[figure.column] for row in rows if row[figure.column] is not None]
    match figure:
        case Median():
            return Measured(statistics.median(values) if values else None, figure.digits)
        case MedianRange():
            if not values:
                return Range(None, None, None, figure.digits)
            return Range(statistics.median(values), min(values), max(values), figure.digits)
        case Mean():
            mean = statistics.fmean(values) if values else None
            return Measured(-mean if mean and figure.fall else mean, figure.digits)
        case MeanDeviation():
            mean = statistics.fmean(values) if values else None
            return Deviation(mean, statistics.stdev(values) if len(values) > 1 else None)
        case Largest():
            return AtMost(max(map(abs, values), default=None), figure.unit)

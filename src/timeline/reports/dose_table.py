"""Doses summed up: what was delivered and taken, over the courses or patients of a cohort."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """A column of a dose table; of a `counted` one it matters in how many it is not 0."""

    column: str
    title: str
    unit: str = ""
    digits: int = 1
    counted: bool = False


RADIOTHERAPY = (
    Measure("total_gy", "total dose", "Gy"),
    Measure("fractions", "fractions", digits=0),
    Measure("fraction_gy", "fraction dose", "Gy", 2),
    Measure("bed_gy", "BED", "Gy"),
    Measure("eqd2_gy", "EQD2", "Gy"),
    Measure("overall_treatment_days", "overall treatment time", "d", 0),
    Measure("interruptions", "interruptions", digits=0, counted=True),
    Measure("missed_days", "missed weekdays", "d", 0, counted=True),
    Measure("longest_gap_days", "longest gap", "d", 0, counted=True),
)
"""Of the table `radiotherapy`: a value a course."""

DRUG = (
    Measure("start_dose_mg", "start dose", "mg/d", 0),
    Measure("mean_daily_mg", "mean daily dose", "mg/d", 0),
    Measure("relative_dose_intensity", "relative dose intensity", digits=2),
    Measure("duration_days", "days from first to last", "d", 0),
    Measure("days_at_planned_dose", "days at planned dose", "d", 0),
    Measure("reductions", "reductions", digits=0, counted=True),
    Measure("interruptions", "interruptions", digits=0, counted=True),
    Measure("interruption_days", "interrupted days", "d", 0, counted=True),
)
"""Of the table `drug_exposure`: a value a patient."""


@dataclass(frozen=True)
class Summary:
    """The known values of a measure, each with its patient, rising; who has none of them.

    Quartiles are interpolated between the values (R's type 7); the deviation is the sample's.
    """

    measure: Measure
    values: tuple[tuple[float, str], ...]
    missing: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[float]:
        return [value for value, _ in self.values]

    @property
    def patients(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(who for _, who in self.values))

    @property
    def above_zero(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(who for value, who in self.values if value > 0))

    @property
    def median(self) -> float | None:
        return statistics.median(self.numbers) if self.values else None

    @property
    def quartiles(self) -> tuple[float, float] | None:
        if not self.values:
            return None
        if len(self.values) == 1:
            return self.numbers[0], self.numbers[0]
        low, _, high = statistics.quantiles(self.numbers, n=4, method="inclusive")
        return low, high

    @property
    def range(self) -> tuple[float, float] | None:
        return (self.numbers[0], self.numbers[-1]) if self.values else None

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.numbers) if self.values else None

    @property
    def deviation(self) -> float | None:
        return statistics.stdev(self.numbers) if len(self.values) > 1 else None


def summarise(rows: Iterable[Mapping[str, Any]], measures: Sequence[Measure]) -> list[Summary]:
    """A summary a measure, of rows with a patient each."""
    known = list(rows)
    found = []
    for measure in measures:
        values = [
            (float(row[measure.column]), row["patient"])
            for row in known
            if row[measure.column] is not None
        ]
        missing = [row["patient"] for row in known if row[measure.column] is None]
        found.append(Summary(measure, tuple(sorted(values)), tuple(dict.fromkeys(missing))))
    return found


@dataclass(frozen=True)
class Bin:
    """Values from one bound up to another, which belongs to the last bin alone; their patients."""

    low: float
    high: float
    patients: tuple[str, ...]
    count: int


def histogram(summary: Summary, low: float, high: float, count: int) -> list[Bin]:
    """So many bins of one width between two bounds that hold all the values."""
    width = (high - low) / count or 1.0
    members: list[list[str]] = [[] for _ in range(count)]
    for value, patient in summary.values:
        members[max(0, min(count - 1, int((value - low) / width)))].append(patient)
    return [
        Bin(low + at * width, low + (at + 1) * width, tuple(dict.fromkeys(who)), len(who))
        for at, who in enumerate(members)
    ]

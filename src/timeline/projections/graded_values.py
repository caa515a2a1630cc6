"""Laboratory values graded by the protocol's version of CTCAE, each by its own limits of normal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.criteria.ctcae_laboratory import TESTS
from timeline.criteria.laboratory_grades import UNGRADED, Values, compute_grades
from timeline.criteria.laboratory_units import ANALYTES
from timeline.effective import Days, EffectiveEvents, FactTable, Objects
from timeline.projections.imputation import is_known_to_the_month
from timeline.projections.moments import Moment
from timeline.projections.per_patient import NEVER, Mask, Rows, numbered, of_owner
from timeline.protocol import Protocol

UNDATED = "known to the year alone"
"""Why a value has no grade whose date decides nothing."""


@dataclass(frozen=True, eq=False)
class GradedValues:
    """The values that CTCAE grades, one row each, in the order of the laboratory table.

    `test` is a place in TESTS; `grade` is UNGRADED where there is none, and `reason` says why.
    `is_baseline` marks the last value of each test up to the origin, within the protocol's window;
    `treated` those after the origin. `until` is the day of the next graded value of the same test
    and `ended_by` its row (NEVER, -1 where there is none).
    """

    table: FactTable
    test: Rows
    grade: Rows
    reason: Objects
    is_baseline: Mask
    treated: Mask
    until: Days
    ended_by: Rows


def graded_values(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> GradedValues:
    """The graded values of all patients.

    A value on the day of the origin was taken before treatment. One known to the month of the
    origin counts as taken after it; one known to the year alone has no grade.
    """
    lab, rules = events["lab"], protocol.toxicity
    places = {name: place for place, name in enumerate(TESTS)}
    names = [places.get(name, -1) for name in lab["analyte"].tolist()]
    kept = np.flatnonzero(np.array(names, dtype=np.int64) >= 0)
    table = lab.where(kept)
    test = np.array(names, dtype=np.int64)[kept]
    dated = is_known_to_the_month(table["day"], table["last_day"])
    start = of_owner(table, origin.day)
    treated = (start != NEVER) & (table["last_day"] > start)
    earliest = np.where(start == NEVER, NEVER, start - rules.baseline_window_days)
    before = dated & (start != NEVER) & (table["last_day"] <= start) & (table["day"] >= earliest)
    series = table["patient"] * len(TESTS) + test
    baseline = _last_of_series(series, len(events) * len(TESTS), before)
    grade, reason = _grades(table, test, baseline[series], treated, rules.ctcae_version)
    grade[~dated], reason[~dated] = UNGRADED, UNDATED
    is_baseline = np.zeros(len(table), dtype=bool)
    is_baseline[baseline[baseline >= 0]] = True
    until, ended_by = _followed_by(table, series, grade)
    return GradedValues(table, test, grade, reason, is_baseline, treated, until, ended_by)


def _last_of_series(series: Rows, size: int, where: Mask) -> Rows:
    """For each series its last row among those of the mask, or -1."""
    rows = np.full(size, -1, dtype=np.int64)
    found = np.flatnonzero(where)
    rows[series[found]] = found
    return rows


def _grades(
    table: FactTable, test: Rows, baseline: Rows, treated: Mask, version: str
) -> tuple[Rows, Objects]:
    """The grade of each value and why it has none, one test after another."""
    factor = _factors(table)
    known = (baseline >= 0) & (table["comparator"][baseline] == "none")
    # The baseline in the unit of the value: as it was reported where the units are the same.
    same = factor[baseline] == factor
    scale = np.where(same, 1.0, factor[baseline] / factor)
    of_baseline = np.where(known, table["value"][baseline] * scale, np.nan)
    limit = np.where(known, table["upper_limit"][baseline] * scale, np.nan)
    grade = np.full(len(table), UNGRADED, dtype=np.int64)
    reason = np.full(len(table), None, dtype=object)
    for place in np.unique(test).tolist():
        rows = np.flatnonzero(test == place)
        of = Values(
            table["value"][rows],
            table["lower_limit"][rows],
            table["upper_limit"][rows],
            of_baseline[rows],
            limit[rows],
            factor[rows],
            table["comparator"][rows],
            treated[rows],
            np.zeros(len(rows), dtype=bool),
        )
        grade[rows], reason[rows] = compute_grades(TESTS[place], version, of)
    return grade, reason


def _factors(table: FactTable) -> np.ndarray:
    """What each value is multiplied by to be in the standard unit of its analyte."""
    analytes, analyte = numbered(table["analyte"])
    units, unit = numbered(table["unit"])
    factors = np.array(
        [[ANALYTES[name].units.get(one, np.nan) for one in units] for name in analytes],
        dtype=np.float64,
    ).reshape(len(analytes), len(units))
    return factors[analyte, unit]


def _followed_by(table: FactTable, series: Rows, grade: Rows) -> tuple[Days, Rows]:
    """The day and the row of the next graded value of the same series."""
    until = np.full(len(table), NEVER, dtype=np.int64)
    ended_by = np.full(len(table), -1, dtype=np.int64)
    rows = np.flatnonzero(grade != UNGRADED)
    order = rows[np.lexsort((table["seq"][rows], table["day"][rows], series[rows]))]
    this, following = order[:-1], order[1:]
    same = series[this] == series[following]
    until[this[same]] = table["day"][following[same]]
    ended_by[this[same]] = following[same]
    return until, ended_by

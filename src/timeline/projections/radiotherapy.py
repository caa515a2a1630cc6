"""Radiotherapy as delivered, one row a patient and course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from timeline.criteria.dose import (
    CENTIGRAY,
    biologically_effective_dose,
    conventional_dose,
    equivalent_dose,
    to_centigray,
)
from timeline.effective import EffectiveEvents, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.per_patient import NEVER, numbered
from timeline.protocol import Protocol

DAYS_PER_WEEK, FRIDAY, SATURDAY = 7, 4, 5


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each course that had a fraction.

    A fraction whose day is not known counts in the dose, and not in the dates and gaps.
    """
    table, rules = events["rt_fraction"], protocol.radiotherapy
    names, course = numbered(table["course"])
    order = np.lexsort((table["seq"], table["day"], course, table["patient"]))
    patient, course = table["patient"][order], course[order]
    day, last_day = table["day"][order], table["last_day"][order]
    dose = to_centigray(table["dose_gy"][order])
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (patient[1:] != patient[:-1]) | (course[1:] != course[:-1])
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(order)) - 1 if len(starts) else starts
    total, squares = _sums(dose, starts), _sums(dose * dose, starts)
    lq = {"alpha_beta_gy": rules.alpha_beta_gy}
    conventional = conventional_dose(
        total, squares, fraction_gy=rules.conventional_fraction_gy, **lq
    )
    first_on, last_on = _dates(day, day == last_day, begins)
    gaps = _gaps(day, day == last_day, begins)
    prescriptions = _prescriptions(events)
    keys = list(zip(patient[starts].tolist(), names[course[starts]].tolist(), strict=True))
    prescribed = [prescriptions.get(key, _NO_PRESCRIPTION) for key in keys]
    columns = {
        "patient": events.patients[patient[starts]],
        "course": names[course[starts]],
        "site": objects([found[0] for found in prescribed]),
        "target": objects([found[1] for found in prescribed]),
        "technique": objects([found[2] for found in prescribed]),
        "total_gy": total / CENTIGRAY,
        "fractions": ends - starts + 1,
        "fraction_gy": _medians(dose, starts, ends) / CENTIGRAY,
        "prescribed_gy": np.array([found[3] for found in prescribed], dtype=np.float64),
        "bed_gy": np.round(biologically_effective_dose(total, squares, **lq), 4),
        "eqd2_gy": np.round(equivalent_dose(total, squares, **lq), 4),
        "conventional_gy": conventional,
        "first_on": first_on,
        "last_on": last_on,
        "overall_treatment_days": np.where(first_on == NEVER, np.nan, last_on - first_on + 1.0),
        "longest_gap_days": gaps.longest,
        "interruptions": gaps.number,
        "missed_days": gaps.missed,
        "evidence": _evidence(
            table["fact"][order], starts, ends, [found[4] for found in prescribed]
        ),
    }
    return table_of(PROJECTIONS["radiotherapy"], columns)


_NO_PRESCRIPTION = (None, None, None, np.nan, None)


def _prescriptions(events: EffectiveEvents) -> dict[tuple[int, str], tuple[object, ...]]:
    table = events["rt_prescription"]
    names = ("patient", "course", "site", "target", "technique", "total_dose_gy", "fact")
    rows = zip(*(table[name].tolist() for name in names), strict=True)
    return {(row[0], row[1]): row[2:] for row in rows}


def _sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, dtype=np.int64)


def _medians(dose: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The median of each run from start to end, inclusive."""
    run = np.repeat(np.arange(len(starts)), ends - starts + 1)
    ordered = dose[np.lexsort((dose, run))]
    size = ends - starts + 1
    medians: np.ndarray = (ordered[starts + (size - 1) // 2] + ordered[starts + size // 2]) / 2
    return medians


def _dates(day: np.ndarray, exact: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each run the first and the last exact day."""
    runs = int(np.count_nonzero(begins))
    run, day = (np.cumsum(begins) - 1)[exact], day[exact]
    first = np.full(runs, NEVER, dtype=np.int64)
    last = np.full(runs, NEVER, dtype=np.int64)
    first[run[::-1]], last[run] = day[::-1], day
    return first, last


class _Gaps(NamedTuple):
    """Of each course the longest delay in days, how often a fraction was delayed, and how many
    weekdays without a fraction that made in all; NaN where no day is known.
    """

    longest: np.ndarray
    number: np.ndarray
    missed: np.ndarray


def _gaps(day: np.ndarray, exact: np.ndarray, begins: np.ndarray) -> _Gaps:
    """The delays between fractions of exact days, by run.

    A delay is the days beyond the next weekday after the fraction before; 0 where none was missed.
    """
    runs = int(np.count_nonzero(begins))
    run, day = (np.cumsum(begins) - 1)[exact], day[exact]
    gaps = _Gaps(*(np.full(runs, np.nan) for _ in range(3)))
    for values in gaps:
        values[run] = 0
    before, after = day[:-1], day[1:]
    weekday = (before + 3) % DAYS_PER_WEEK  # 1970-01-01 was a Thursday; Monday is 0
    due = before + np.where(weekday == FRIDAY, 3, np.where(weekday == SATURDAY, 2, 1))
    delay = np.where(run[1:] == run[:-1], after - due, 0)
    np.maximum.at(gaps.longest, run[1:], delay)
    late = np.flatnonzero(delay > 0)
    np.add.at(gaps.number, run[1:][late], 1)
    on = due[late].astype("datetime64[D]"), after[late].astype("datetime64[D]")
    np.add.at(gaps.missed, run[1:][late], np.busday_count(*on))
    return gaps


def _evidence(
    facts: np.ndarray, starts: np.ndarray, ends: np.ndarray, prescriptions: list[object]
) -> np.ndarray:
    texts, runs = facts.tolist(), zip(starts.tolist(), (ends + 1).tolist(), strict=True)
    fractions = [" ".join(texts[start:end]) for start, end in runs]
    return objects(
        [
            f"{prescription} {given}" if prescription else given
            for prescription, given in zip(prescriptions, fractions, strict=True)
        ]
    )

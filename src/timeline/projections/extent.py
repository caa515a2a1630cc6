"""From when to when something is known of a patient, and how much."""

from __future__ import annotations

import numpy as np

from timeline.effective import EffectiveEvents, FactTable
from timeline.projections.imputation import known_dates
from timeline.projections.per_patient import (
    NEVER,
    Rows,
    count_by_patient,
    first_row,
    last_row,
    pick,
    pick_days,
)


def extent(events: EffectiveEvents) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """First and last event, how many facts there are and how many were revised; what is said of the
    record alone is none of them.
    """
    patients = len(events)
    count, revised = np.zeros(patients, dtype=np.int64), np.zeros(patients, dtype=np.int64)
    tables = events.of_the_course
    for table in tables:
        count += count_by_patient(table, patients)
        np.add.at(revised, table["patient"][table["revision"] > 1], 1)
    first_on, first_fact = _outermost(tables, [first_row(t, patients) for t in tables], -1)
    last_on, last_fact = _outermost(tables, [last_row(t, patients) for t in tables], 1)
    values = {"first_on": first_on, "last_on": last_on, "events": count, "corrections": revised}
    return values, [first_fact, last_fact]


def _outermost(
    tables: list[FactTable], picked: list[Rows], sign: int
) -> tuple[np.ndarray, np.ndarray]:
    """Of rows picked from each table the latest by patient (sign 1), or the earliest (-1): its date
    as far as it is known, and its fact. Of several on one day the first table's stands.
    """
    days = np.stack([pick_days(table, rows) for table, rows in zip(tables, picked, strict=True)])
    ends = np.stack(
        [pick_days(table, rows, "last_day") for table, rows in zip(tables, picked, strict=True)]
    )
    facts = np.stack(
        [pick(table, "fact", rows) for table, rows in zip(tables, picked, strict=True)]
    )
    best = np.argmax(np.where(days == NEVER, -NEVER, sign * days), axis=0)
    at = (best, np.arange(days.shape[1]))
    return known_dates(days[at], ends[at]), facts[at]

"""AFP decline from the last value before treatment to the first one after radiotherapy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from timeline.criteria.laboratory_units import ANALYTES
from timeline.effective import EffectiveEvents, FactTable, Objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.imputation import is_known_to_the_month, known_dates
from timeline.projections.index_course import last_fraction
from timeline.projections.moments import time_origin
from timeline.projections.per_patient import (
    NEVER,
    Rows,
    first_row,
    join_facts,
    last_row,
    lowest_row,
    of_owner,
    pick,
    pick_days,
)
from timeline.protocol import Protocol

SCALE = 10_000
"""Values are compared as whole ten-thousandths, so that exactly 80 % is not more than 80 %."""


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row a patient who has an origin and an AFP."""
    rules, patients = protocol.afp_decline, len(events)
    table = _afp(events["lab"])
    origin = time_origin(events, protocol)
    treated = last_fraction(events, protocol) if rules.post_after == "last_rt_fraction" else origin
    start = of_owner(table, origin.day)
    earliest = np.where(start == NEVER, NEVER, start - rules.baseline_window_days)
    before = (table["last_day"] <= start) & (table["day"] >= earliest) & (start != NEVER)
    baseline = last_row(table, patients, before)
    post = first_row(table, patients, table["day"] > of_owner(table, treated.day))
    nadir = lowest_row(table, patients, table["iu"], table["day"] > start)
    before_value, after_value = pick(table, "iu", baseline), pick(table, "iu", post)
    before_value, after_value = before_value.astype(float), after_value.astype(float)
    both = ~np.isnan(before_value) & ~np.isnan(after_value) & (before_value > 0)
    change = np.full(patients, np.nan)
    change[both] = (after_value[both] - before_value[both]) / before_value[both] * 100
    columns = {
        "patient": events.patients,
        "baseline_iu_per_ml": before_value,
        "baseline_on": _known_on(table, baseline),
        "post_iu_per_ml": after_value,
        "post_on": _known_on(table, post),
        "change_percent": change,
        "nadir_iu_per_ml": pick(table, "iu", nadir).astype(float),
        "nadir_on": _known_on(table, nadir),
        "decline_over_80": _declined(before_value, after_value, both, rules.decline_percent),
        "evidence": join_facts(
            origin.fact,
            pick(table, "fact", baseline),
            treated.fact,
            pick(table, "fact", post),
            pick(table, "fact", nadir),
        ),
    }
    kept = origin.known & ((baseline >= 0) | (post >= 0) | (nadir >= 0))
    return table_of(PROJECTIONS["afp_decline"], {name: c[kept] for name, c in columns.items()})


def _known_on(table: FactTable, rows: Rows) -> Objects:
    return known_dates(pick_days(table, rows), pick_days(table, rows, "last_day"))


def _afp(lab: FactTable) -> FactTable:
    """The AFP rows in IU/mL. A value beyond a detection limit counts as the limit.

    A date known to the month counts where the whole month lies on one side of the treatment.
    """
    dated = is_known_to_the_month(lab["day"], lab["last_day"])
    rows = np.flatnonzero((lab["analyte"] == "AFP") & dated)
    factors = ANALYTES["AFP"].units
    unit = lab["unit"][rows].tolist()
    factor = np.array([factors[name] for name in unit], dtype=np.float64)
    names = ("patient", "fact", "day", "last_day", "seq")
    columns = {name: lab[name][rows] for name in names}
    return FactTable({**columns, "iu": np.round(lab["value"][rows] * factor, 4)})


def _declined(
    before: np.ndarray, after: np.ndarray, both: np.ndarray, percent: float
) -> np.ndarray:
    """Whether the decline is strictly more than so many percent; None where it is not known."""
    declined = np.full(len(before), None, dtype=object)
    old = np.round(before[both] * SCALE)
    new = np.round(after[both] * SCALE)
    declined[both] = (old - new) * 100 > percent * old
    return declined

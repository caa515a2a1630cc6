"""Child–Pugh and ALBI, one row a day on which something of them was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from timeline.criteria.laboratory_units import ANALYTES
from timeline.criteria.liver_function import (
    COMPONENTS,
    FINDINGS,
    albi_grade,
    albi_score,
    child_pugh_class,
    compute_points,
    finding_points,
)
from timeline.effective import EffectiveEvents, FactTable, Objects, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.imputation import is_known_to_the_month, is_partial, known_dates
from timeline.projections.per_patient import Mask, Rows, given, join_facts
from timeline.protocol import Protocol

MEASURED = ("bilirubin", "albumin", "INR")


@dataclass(frozen=True, eq=False)
class _Days:
    """The rows: patient, first and last day of a date, sorted."""

    patient: Rows
    first: Rows
    last: Rows


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each patient and date with a bilirubin, albumin, INR or a status of the liver.

    Each component is the last one known in the protocol's window up to the row's date. The score
    is computed where all five are known, else as it was reported on that date.
    """
    lab, status = _dated(events["lab"]), _dated(events["clinical_status"])
    sources = {name: lab.where(lab["analyte"] == name) for name in MEASURED}
    sources |= {name: status.where(given(status[name])) for name in FINDINGS}
    reports = given(status["child_pugh_score"]) | given(status["child_pugh_class"])
    sources["reported"] = status.where(reports)
    days = _days(list(sources.values()))
    window, low = protocol.liver_function.window_days, protocol.liver_function
    rows = {name: _last_within(sources[name], days, window) for name in COMPONENTS}
    rows["reported"] = _on(sources["reported"], days)
    values = {name: _values(sources[name], rows[name], name) for name in MEASURED}
    found = {name: _words(sources[name], rows[name], name) for name in FINDINGS}
    points = {
        name: compute_points(
            name,
            value,
            _words(sources[name], rows[name], "comparator"),
            first=low.albumin_three_points_below_g_per_dl if name == "albumin" else None,
        )
        for name, value in values.items()
    }
    points |= {name: finding_points(name, words) for name, words in found.items()}
    score = np.sum([points[name] for name in COMPONENTS], axis=0)
    reported = _numbers(sources["reported"], rows["reported"], "child_pugh_score")
    reported_class = _words(sources["reported"], rows["reported"], "child_pugh_class")
    named = child_pugh_class(reported)
    reported_class = np.where(given(reported_class), reported_class, named)
    computed = ~np.isnan(score)
    plain = [_words(sources[n], rows[n], "comparator") == "none" for n in ("bilirubin", "albumin")]
    exact = plain[0] & plain[1]
    albi = np.where(exact, albi_score(values["bilirubin"], values["albumin"]), np.nan)
    parts = [_picked(sources[name], rows[name], "fact") for name in (*COMPONENTS, "reported")]
    partial = is_partial(days.first, days.last)
    for name in COMPONENTS:
        partial = partial | _is_partial_at(sources[name], rows[name])
    columns = {
        "patient": events.patients[days.patient],
        "occurred_on": known_dates(days.first, days.last),
        "child_pugh_score": np.where(computed, score, reported),
        "child_pugh_class": np.where(computed, child_pugh_class(score), reported_class),
        "child_pugh_source": _source(computed, given(reported_class)),
        "computed_child_pugh_score": score,
        "reported_child_pugh_score": reported,
        "reported_child_pugh_class": reported_class,
        "missing": _missing(points),
        "bilirubin_mg_per_dl": values["bilirubin"],
        "albumin_g_per_dl": values["albumin"],
        "inr": values["INR"],
        "ascites": found["ascites"],
        "encephalopathy": found["encephalopathy"],
        "albi_score": albi,
        "albi_grade": albi_grade(albi),
        "imputed": partial,
        "evidence": join_facts(*parts),
    }
    return table_of(PROJECTIONS["liver_function"], columns)


def _dated(table: FactTable) -> FactTable:
    """The facts of which the month is known: a year alone decides nothing."""
    return table.where(is_known_to_the_month(table["day"], table["last_day"]))


def _days(tables: list[FactTable]) -> _Days:
    """Each patient's dates in any of the tables, once."""
    columns = [
        np.concatenate([table[name] for table in tables]) for name in ("patient", "day", "last_day")
    ]
    unique = np.unique(np.column_stack(columns), axis=0)
    return _Days(*unique.T)


def _last_within(table: FactTable, days: _Days, window: int) -> Rows:
    """For each row the last fact that was over by its date and began in the window, or -1."""
    if len(table) == 0:
        return np.full(len(days.patient), -1, dtype=np.int64)
    order = np.lexsort((table["seq"], table["day"], table["last_day"], table["patient"]))
    facts = _one_number(table["patient"], table["last_day"])[order]
    place = np.searchsorted(facts, _one_number(days.patient, days.last), side="right") - 1
    rows = order[place]
    same = (table["patient"][rows] == days.patient) & (table["day"][rows] >= days.first - window)
    return np.where((place >= 0) & same, rows, -1)


def _one_number(patient: Rows, day: Rows) -> Rows:
    """Patient and day in one number that sorts as they do; days that can be written fit 2^32."""
    number: Rows = patient * 2**33 + day + 2**32
    return number


def _on(table: FactTable, days: _Days) -> Rows:
    """For each row the last fact of exactly its date, or -1."""
    rows = _last_within(table, days, 0)
    if len(table) == 0:
        return rows
    same = (table["day"][rows] == days.first) & (table["last_day"][rows] == days.last)
    return np.where((rows >= 0) & same, rows, -1)


def _picked(table: FactTable, rows: Rows, column: str) -> Objects:
    if len(table) == 0:
        return np.full(len(rows), None, dtype=object)
    values: Objects = table[column].astype(object)[rows]
    values[rows < 0] = None
    return values


def _words(table: FactTable, rows: Rows, column: str) -> Objects:
    return _picked(table, rows, column)


def _numbers(table: FactTable, rows: Rows, column: str) -> np.ndarray:
    if len(table) == 0:
        return np.full(len(rows), np.nan)
    return np.where(rows >= 0, table[column][rows].astype(np.float64), np.nan)


def _values(table: FactTable, rows: Rows, analyte: str) -> np.ndarray:
    """The picked values in the analyte's standard unit."""
    units = ANALYTES[analyte].units
    factors = [units.get(unit, np.nan) for unit in _picked(table, rows, "unit").tolist()]
    return np.round(_numbers(table, rows, "value") * np.array(factors, dtype=np.float64), 6)


def _is_partial_at(table: FactTable, rows: Rows) -> Mask:
    if len(table) == 0:
        return np.zeros(len(rows), dtype=bool)
    return (rows >= 0) & is_partial(table["day"], table["last_day"])[rows]


def _source(computed: Mask, reported: Mask) -> Objects:
    words = np.where(computed, "computed", np.where(reported, "reported", ""))
    return objects([word or None for word in words.tolist()])


LACKING = objects(
    [
        "; ".join(name for bit, name in enumerate(COMPONENTS) if pattern >> bit & 1) or None
        for pattern in range(2 ** len(COMPONENTS))
    ]
)
"""Which components are lacking, by the pattern of those that are, the first one the lowest bit."""


def _missing(points: Mapping[str, np.ndarray]) -> Objects:
    """The components of Child–Pugh without points, separated by '; '; None where all have some."""
    patterns = [np.isnan(points[name]) * 2**bit for bit, name in enumerate(COMPONENTS)]
    named: Objects = LACKING[np.sum(patterns, axis=0)]
    return named

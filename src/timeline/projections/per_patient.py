"""The few array operations that projections are made of: one value a patient.

A *row pick* is an array with one entry a patient: a row of a fact table, or -1 for none. Tables are
sorted by patient, day and seq, so first and last are earliest and latest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.effective import Days, FactTable, Objects, objects

NEVER = np.iinfo(np.int64).max
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


def first_row(table: FactTable, patients: int, where: Mask | None = None) -> Rows:
    """Each patient's first row, among those where the mask holds."""
    rows = np.arange(len(table)) if where is None else np.flatnonzero(where)
    picked = np.full(patients, -1, dtype=np.int64)
    owner = table["patient"][rows]
    picked[owner[::-1]] = rows[::-1]
    return picked


def last_row(table: FactTable, patients: int, where: Mask | None = None) -> Rows:
    """Each patient's last row, among those where the mask holds."""
    rows = np.arange(len(table)) if where is None else np.flatnonzero(where)
    picked = np.full(patients, -1, dtype=np.int64)
    picked[table["patient"][rows]] = rows
    return picked


def lowest_row(table: FactTable, patients: int, values: npt.NDArray[Any], where: Mask) -> Rows:
    """Each patient's row with the lowest value among those of the mask, of equal ones the first."""
    rows = np.flatnonzero(where)
    order = rows[np.lexsort((values[rows], table["patient"][rows]))]
    picked = np.full(patients, -1, dtype=np.int64)
    picked[table["patient"][order][::-1]] = order[::-1]
    return picked


def pick(table: FactTable, column: str, rows: Rows, missing: Any = None) -> npt.NDArray[Any]:
    """A column's values at the picked rows; `missing` where there is none."""
    values = table[column]
    if len(values) == 0:
        return np.full(len(rows), missing, dtype=object if missing is None else values.dtype)
    found = values[rows]
    if values.dtype != object and missing is None:
        missing = np.nan
        found = found.astype(np.float64)
    found[rows < 0] = missing
    picked: npt.NDArray[Any] = found
    return picked


def pick_days(table: FactTable, rows: Rows, column: str = "day") -> Days:
    """The days of the picked rows; NEVER where there is none."""
    days: Days = pick(table, column, rows, NEVER)
    return days


def of_owner(table: FactTable, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One value a patient spread over the rows of the table."""
    spread: npt.NDArray[Any] = values[table["patient"]]
    return spread


def count_by_patient(table: FactTable, patients: int) -> npt.NDArray[np.int64]:
    return np.bincount(table["patient"], minlength=patients).astype(np.int64)


def numbered(values: Objects) -> tuple[Objects, npt.NDArray[np.int64]]:
    """The different texts, sorted, and for each text its place among them."""
    texts = values.tolist()
    names = sorted(set(texts))
    places = {name: place for place, name in enumerate(names)}
    numbers = np.fromiter(map(places.__getitem__, texts), dtype=np.int64, count=len(texts))
    return objects(names), numbers


def given(values: npt.NDArray[Any]) -> Mask:
    """Which values are not missing."""
    if values.dtype == object:
        return np.array([value is not None for value in values.tolist()], dtype=bool)
    known: Mask = ~np.isnan(values)
    return known


def join_facts(*parts: Objects) -> Objects:
    """Evidence: for each patient the facts of every part that has any, without repeats.

    A part may hold several ids of a patient, separated by blanks.
    """
    rows = zip(*(part.tolist() for part in parts), strict=True)
    return objects([" ".join(dict.fromkeys(" ".join(filter(None, row)).split())) for row in rows])

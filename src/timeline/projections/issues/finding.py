"""One data issue that was found in a patient's course."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from timeline.dates import day_to_date
from timeline.describe import number
from timeline.effective import FactTable
from timeline.projections.imputation import known_dates


class Finding(NamedTuple):
    """The place of the patient, the issue's name, the fact that it is about and its date as far as
    it is known, one sentence with the values, and the facts that it rests on.
    """

    patient: int
    issue: str
    fact: str
    occurred_on: str | None
    what: str
    evidence: str


def found_rows(table: FactTable, rows: np.ndarray, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Of some rows the patient, the fact, the date as far as it is known, and more columns."""
    rows = np.flatnonzero(rows) if rows.dtype == bool else rows
    if len(rows) == 0:
        return iter(())
    some = table.where(rows)
    dates = known_dates(some["day"], some["last_day"])
    parts = (some["patient"], some["fact"], dates, *(some[name] for name in columns))
    return zip(*(part.tolist() for part in parts), strict=True)


def value_text(value: float, unit: str, comparator: str = "none") -> str:
    """`< 0.8 IU/mL`."""
    sign = "" if comparator == "none" else f"{comparator} "
    return f"{sign}{number(value)}{'' if unit == '1' else f' {unit}'}"


def day_text(day: int) -> str:
    """A day as its ISO date."""
    return day_to_date(int(day)).isoformat()

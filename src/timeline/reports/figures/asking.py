"""Which patients a figure shows, and their rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from timeline.filters import parse_filter
from timeline.projections.declarations import PROJECTIONS
from timeline.query import read_table
from timeline.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Those of whom a condition on the course row holds, as of a point in record time."""

    where: str | None = None
    as_of: str | int | None = None
    all_patients: bool = False

    def rows(self, store: Store, table: str) -> list[Row]:
        """Their rows of a table. Raises InvalidFilter, UnknownAsOf."""
        patients = set(self.patients(store))
        found = read_table(store, table, as_of=self.as_of, all_patients=self.all_patients)
        rows = found.records()
        return [row for row in rows if row["patient"] in patients]

    def patients(self, store: Store) -> list[str]:
        """Their identifiers, sorted."""
        condition = parse_filter(self.where, PROJECTIONS["course"].columns) if self.where else None
        course = read_table(
            store, "course", columns=("patient",), where=condition, as_of=self.as_of,
            all_patients=self.all_patients,
        )  # fmt: skip
        return sorted(patient for (patient,) in course.rows)


def of_criterion(rows: list[Row], criterion: str | None) -> list[Row]:
    """The rows by a criterion, or by the one that the protocol has for each patient."""
    if criterion is None:
        return [row for row in rows if row["by_protocol"]]
    return [row for row in rows if row["criterion"] == criterion]

"""Which patients a figure shows, and their rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from timeline.filters import parse_course_filter
from timeline.query import read_table, read_tables
from timeline.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Those of whom a condition on the course row holds, as of a point in record time.

    `only` names the patients that may be shown, where not everybody may.
    """

    where: str | None = None
    as_of: str | int | None = None
    all_patients: bool = False
    only: frozenset[str] | None = None

    def rows(self, store: Store, table: str) -> list[Row]:
        """Their rows of a table. Raises InvalidFilter, UnknownAsOf."""
        return self.tables(store, (table,))[table]

    def tables(self, store: Store, names: Iterable[str]) -> dict[str, list[Row]]:
        """Their rows of several tables, which are derived once where they have to be."""
        patients = set(self.patients(store))
        found = read_tables(store, names, as_of=self.as_of, all_patients=self.all_patients)
        return {
            name: [row for row in table.records() if row["patient"] in patients]
            for name, table in found.items()
        }

    def patients(self, store: Store) -> list[str]:
        """Their identifiers, sorted."""
        condition = parse_course_filter(self.where) if self.where else None
        course = read_table(
            store, "course", columns=("patient",), where=condition, as_of=self.as_of,
            all_patients=self.all_patients,
        )  # fmt: skip
        found = sorted(patient for (patient,) in course.rows)
        return found if self.only is None else [who for who in found if who in self.only]


def of_criterion(rows: list[Row], criterion: str | None) -> list[Row]:
    """The rows by a criterion, or by the one that the protocol has for each patient."""
    if criterion is None:
        return [row for row in rows if row["by_protocol"]]
    return [row for row in rows if row["criterion"] == criterion]

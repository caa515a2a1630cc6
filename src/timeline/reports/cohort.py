"""The rows that a report counts: projections as of a point, each with its patient's course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from timeline.errors import InvalidFilter, InvalidReport
from timeline.filters import parse_filter
from timeline.projections.declaration import Column
from timeline.projections.declarations import find_projection
from timeline.query import read_table
from timeline.reports.definition import Definition, Population
from timeline.store import Store

Row = dict[str, Any]


class Cohort:
    """The patients of a store and their rows, each projection read once."""

    def __init__(self, store: Store, definition: Definition, *, as_of: str | int | None) -> None:
        self.definition = definition
        self._store, self._as_of = store, as_of
        self._tables: dict[str, list[Row]] = {}
        self._populations: dict[str, frozenset[str]] = {}

    def population(self, name: str) -> frozenset[str]:
        """The patients of a population."""
        if name not in self._populations:
            asked = self.definition.populations[name]
            self._populations[name] = self._patients(asked)
        return self._populations[name]

    def rows(self, table: str, where: str, patients: frozenset[str]) -> Iterator[Row]:
        """The rows of a projection, of those patients, for which the condition holds."""
        condition = self._condition(table, where)
        for row in self._read(table):
            if row["patient"] in patients and (condition is None or condition.holds(row)):
                yield row

    def having(self, table: str, where: str, patients: frozenset[str]) -> frozenset[str]:
        """Those of the patients who have such a row."""
        return frozenset(row["patient"] for row in self.rows(table, where, patients))

    def _patients(self, asked: Population) -> frozenset[str]:
        within = self._everybody if asked.of is None else self.population(asked.of)
        return self.having(asked.table, asked.where, within)

    @cached_property
    def _everybody(self) -> frozenset[str]:
        return frozenset(row["patient"] for row in self._read("course"))

    def _read(self, table: str) -> list[Row]:
        """A projection's rows; what they do not tell themselves, the patient's course does."""
        if table not in self._tables:
            answer = read_table(self._store, table, as_of=self._as_of, all_patients=True)
            rows = answer.records()
            if table != "course":
                courses = {row["patient"]: row for row in self._read("course")}
                rows = [{**courses[row["patient"]], **row} for row in rows]
            self._tables[table] = rows
        return self._tables[table]

    def _condition(self, table: str, where: str) -> Any:
        if not where:
            return None
        try:
            return parse_filter(where, columns_of(table))
        except InvalidFilter as error:
            raise InvalidReport(f"where, {error}") from None


def columns_of(table: str) -> Mapping[str, Column]:
    """The columns that a condition on a projection may name. Raises UnknownProjection."""
    return {**find_projection("course").columns, **find_projection(table).columns}

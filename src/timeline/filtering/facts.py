"""What other tables say of a patient: grades of adverse events, open data issues.

A fact goes by a key: `ae:hand-foot skin reaction`, `ae:` for any term, `lab:…`, `issues`. It has
one number a patient, 0 for those of whom the other table says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from timeline.filtering.names import FACTS, GRADES, ISSUES, folded

Fact = Mapping[str, int]
"""By patient; who is not in it has 0."""

Sql = tuple[str, list[Any]]
Rows = Callable[[str, list[Any]], Iterable[tuple[Any, ...]]]
OPEN = "\"severity\" != 'note'"


def is_fact(key: str) -> bool:
    """Whether a key names a fact and no column."""
    return key in FACTS or ":" in key


def table_of(key: str) -> str:
    """The table that a fact is read from."""
    return "data_issues" if key == ISSUES else "toxicity"


def _where(key: str) -> tuple[str, str, Sql]:
    """The table, the value over a patient's rows of it, and the rows that count."""
    if key == ISSUES:
        return "data_issues", "count(*)", (OPEN, [])
    prefix, _, term = key.partition(":")
    value = f'max("{GRADES[prefix]}")'
    return "toxicity", value, ('lower("term") = ?', [term]) if term else ("TRUE", [])


def fact_sql(key: str) -> Sql:
    """The fact of a row of `course`, as an expression with its bound values."""
    table, value, (condition, values) = _where(key)
    found = f'SELECT {value} FROM "{table}" WHERE "{table}"."patient" = "course"."patient"'
    return f"coalesce(({found} AND {condition}), 0)", values


def read_fact(rows: Rows, key: str) -> dict[str, int]:
    """The fact of all patients from the stored tables; `rows` asks the store."""
    table, value, (condition, values) = _where(key)
    found = rows(
        f'SELECT "patient", {value} FROM "{table}" WHERE {condition} GROUP BY "patient"', values
    )
    return {patient: number for patient, number in found if number}


def fact_of_records(records: Iterable[Mapping[str, Any]], key: str) -> dict[str, int]:
    """The fact of all patients from the rows of its table, by column."""
    prefix, _, term = key.partition(":")
    found: dict[str, int] = {}
    for row in records:
        patient = row["patient"]
        if key == ISSUES:
            if row["severity"] != "note":
                found[patient] = found.get(patient, 0) + 1
            continue
        grade = row[GRADES[prefix]]
        if grade and (not term or folded(row["term"]) == term):
            found[patient] = max(found.get(patient, 0), int(grade))
    return found

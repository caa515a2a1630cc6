"""Groups of patients, as a user asks for them.

`group`                          a column of the course row
`radiotherapy.technique`         a column of another table with one row a patient
`age >= 60 and ecog = 0`         a condition on the course row: true and false
`late_toxicity: max_grade >= 2`  true for patients with such a row in a table, else false

A patient of whom the answer is not known is in no group.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from timeline.errors import InvalidGrouping
from timeline.filters import Filter, parse_course_filter, parse_filter
from timeline.projections.declaration import Declaration
from timeline.projections.declarations import find_projection
from timeline.query import read_table
from timeline.store import Store

MOST_GROUPS = 8
EVERYBODY = "all"
PER_PATIENT = ("patient",)
_COLUMN = re.compile(r"(?:(\w+)\.)?(\w+)", re.ASCII)
_ANY_ROW = re.compile(r"\s*(?!ae:|lab:)(\w+)\s*:(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Grouping:
    """Which group each patient is in, the names of the groups in order, and what they go by.

    `group_of` has None for patients who are in none.
    """

    by: str
    names: tuple[str, ...]
    group_of: Mapping[str, str | None]


def group_patients(
    store: Store, by: str, *, as_of: str | int | None = None, all_patients: bool = False
) -> Grouping:
    """The groups of the patients that the study included, or of all.

    Raises InvalidGrouping, InvalidFilter, UnknownProjection.
    """
    if any_row := _ANY_ROW.fullmatch(by):
        values = _any_row(store, any_row[1], any_row[2], as_of, all_patients)
    elif column := _COLUMN.fullmatch(by.strip()):
        values = _column(store, column[1] or "course", column[2], as_of, all_patients)
    else:
        values = _condition(store, by, as_of, all_patients)
    found = sorted({value for value in values.values() if value is not None})
    if len(found) > MOST_GROUPS:
        raise InvalidGrouping(
            f"{by!r} makes {len(found)} groups, more than {MOST_GROUPS};"
            " divide the patients by a condition, as in --by 'age >= 60'"
        )
    group_of = {who: None if value is None else _label(value) for who, value in values.items()}
    return Grouping(by.strip(), tuple(map(_label, found)), group_of)


@dataclass(frozen=True)
class Asked:
    """Of the patients asked for who have a value: their group, by patient, and the groups in order.

    `left_out` have a value and are in no group; `without` have no value.
    """

    groups: tuple[str, ...]
    group_of: Mapping[str, str]
    left_out: tuple[str, ...]
    without: tuple[str, ...]


def ask_for(
    store: Store,
    having: Container[str],
    *,
    by: str | None = None,
    where: str | None = None,
    patients: Container[str] | None = None,
    as_of: str | int | None = None,
    all_patients: bool = False,
) -> Asked:
    """Divide the patients that a condition on the course row asks for; `having` have a value.

    `patients` are those to keep to; all, without them. Without `by` they are one group, `all`.
    Raises what `group_patients` raises.
    """
    condition = parse_course_filter(where) if where else None
    course = read_table(
        store, "course", columns=("patient",), where=condition, as_of=as_of,
        all_patients=all_patients,
    )  # fmt: skip
    asked: list[str] = [who for (who,) in course.rows if patients is None or who in patients]
    grouping = (
        Grouping("", (EVERYBODY,), dict.fromkeys(asked, EVERYBODY))
        if by is None
        else group_patients(store, by, as_of=as_of, all_patients=all_patients)
    )
    found = {who: name for who, name in grouping.group_of.items() if name is not None}
    group_of = {who: found[who] for who in asked if who in having and who in found}
    inside = set(group_of.values())
    return Asked(
        tuple(name for name in grouping.names if name in inside),
        group_of,
        left_out=tuple(who for who in asked if who in having and who not in found),
        without=tuple(who for who in asked if who not in having),
    )


def _label(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _column(
    store: Store, name: str, column: str, as_of: str | int | None, all_patients: bool
) -> dict[str, Any]:
    declaration = find_projection(name)
    if declaration.key != PER_PATIENT:
        raise InvalidGrouping(
            f"{name} has more than one row a patient; ask whether one of them is so,"
            f" as in --by '{name}: {_example(declaration)}'"
        )
    if column not in _usable(declaration):
        raise InvalidGrouping(
            f"{column!r} is not a column of {name} to group by;"
            f" known: {', '.join(_usable(declaration))}"
        )
    table = read_table(
        store, name, columns=("patient", column), as_of=as_of, all_patients=all_patients
    )
    return dict(table.rows)


def _usable(declaration: Declaration) -> list[str]:
    return [name for name in declaration.columns if name not in (*declaration.key, "evidence")]


def _example(declaration: Declaration) -> str:
    for name in _usable(declaration):
        if declaration.columns[name].dtype == "boolean":
            return name
    return f"{_usable(declaration)[0]} is not missing"


def _condition(
    store: Store, text: str, as_of: str | int | None, all_patients: bool
) -> dict[str, Any]:
    """Whether a condition on the course row is so; None for patients of whom it is not known."""

    def patients(where: Filter | None) -> list[str]:
        table = read_table(
            store, "course", columns=PER_PATIENT, where=where, as_of=as_of,
            all_patients=all_patients,
        )  # fmt: skip
        return [patient for (patient,) in table.rows]

    condition = parse_course_filter(text)
    so, not_so = patients(condition), patients(parse_course_filter(f"not ({text})"))
    return {
        **dict.fromkeys(patients(None)),
        **dict.fromkeys(so, True),
        **dict.fromkeys(not_so, False),
    }


def _any_row(
    store: Store, name: str, text: str, as_of: str | int | None, all_patients: bool
) -> dict[str, Any]:
    condition: Filter = parse_filter(text, find_projection(name).columns)
    everybody = read_table(
        store, "course", columns=("patient",), as_of=as_of, all_patients=all_patients
    )
    having = read_table(store, name, where=condition, as_of=as_of, all_patients=all_patients)
    shown = {row[list(having.columns).index("patient")] for row in having.rows}
    return {patient: patient in shown for (patient,) in everybody.rows}


def group_title(by: str | None, name: str) -> str:
    """The name of a group as a reader sees it: `skin reaction: yes`."""
    answer = {"true": "yes", "false": "no"}.get(name)
    return f"{by}: {answer}".replace("_", " ") if by and answer else name

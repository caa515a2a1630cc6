"""Every projection's table as a sheet."""

from __future__ import annotations

from typing import Any

from timeline.deriving import derive_as_of
from timeline.exporting.sheet import Sheet
from timeline.projections.declarations import PROJECTIONS
from timeline.protocols import current_protocol
from timeline.query import read_table
from timeline.store import Store


def projection_sheets(
    store: Store, as_of: int | None, *, all_patients: bool = False
) -> list[Sheet]:
    """The tables as of a seq, or with None as they stand in the store, in the order of their keys.

    Of the patients that the study included, unless all are asked for.
    """
    if as_of is not None:
        return _derived(store, as_of, all_patients)
    sheets = []
    for name, declaration in PROJECTIONS.items():
        table = read_table(store, name, all_patients=all_patients)
        sheets.append(Sheet(name, declaration.title, table.columns, table.rows, folder="tables"))
    return sheets


def included_patients(sheets: list[Sheet]) -> set[str]:
    """The patients of whom the sheets tell."""
    course = next(sheet for sheet in sheets if sheet.name == "course")
    return {row[0] for row in course.rows}


def _derived(store: Store, as_of: int, all_patients: bool) -> list[Sheet]:
    tables = derive_as_of(store, current_protocol(store), as_of=as_of)
    course = tables["course"]
    included = set(course["patient"][course["included"]].tolist())
    sheets = []
    for name, declaration in PROJECTIONS.items():
        table = tables[name]
        if not all_patients:
            table = table.of(included)
        booleans = [column.dtype == "boolean" for column in declaration.columns.values()]
        rows = [_row(row, booleans) for row in table.rows()]
        sheets.append(Sheet(name, declaration.title, declaration.columns, rows, folder="tables"))
    return sheets


def _row(row: tuple[Any, ...], booleans: list[bool]) -> tuple[Any, ...]:
    return tuple(
        bool(value) if boolean and value is not None else value
        for value, boolean in zip(row, booleans, strict=True)
    )

"""Asking for a projection's table: now, from the store; as of an earlier point, derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timeline.errors import StoreBusy, UnknownPatient, UnknownProjection
from timeline.history import resolve_as_of
from timeline.projection_tables import checkpoint
from timeline.projections.declaration import Column, Declaration
from timeline.projections.declarations import find_projection
from timeline.protocols import current_protocol
from timeline.store import Store

if TYPE_CHECKING:
    from timeline.filters import Filter
    from timeline.replay import Progress


PATIENCE_SECONDS = 0.2
"""How long a question waits for another writer, before it derives its answer in memory."""


@dataclass(frozen=True)
class Table:
    """A projection's answer: declared columns, and rows of str, int, float, bool or None."""

    name: str
    columns: Mapping[str, Column]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """The rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def is_stale(store: Store) -> bool:
    """Whether the tables in the store do not stand at the last event."""
    return checkpoint(store, current_protocol(store)) != store.head().seq


def bring_up_to_date(store: Store, *, progress: Progress | None = None) -> bool:
    """Refresh stale tables. False where they stay so: the store is read-only, or being written."""
    if not is_stale(store):
        return True
    if store.readonly:
        return False
    from timeline.replay import refresh

    try:
        with store.patience(PATIENCE_SECONDS):
            refresh(store, progress=progress)
    except StoreBusy:
        return False
    return True


def read_table(
    store: Store,
    name: str,
    *,
    patient: str | None = None,
    where: Filter | None = None,
    as_of: str | int | None = None,
    all_patients: bool = False,
    columns: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Table:
    """A projection's table, of the patients that the study included unless all are asked for.

    A patient asked for by name is answered for, included or not. Raises UnknownProjection,
    UnknownPatient, UnknownAsOf.
    """
    declaration = find_projection(name)
    wanted = _wanted_columns(declaration, columns)
    if patient is not None:
        if not store.rows("SELECT 1 FROM events WHERE patient = ? LIMIT 1", (patient,)):
            raise UnknownPatient(f"{patient!r} is not a patient of this store")
        all_patients = True
    if as_of is None and bring_up_to_date(store, progress=progress):
        rows = _stored(store, declaration, patient, where, all_patients)
    else:
        rows = _derived_where(store, declaration, patient, where, as_of, all_patients)
    return _table(declaration, wanted, rows)


def read_tables(
    store: Store,
    names: Iterable[str],
    *,
    as_of: str | int | None = None,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> dict[str, Table]:
    """Several tables of one state of the store, derived in one go where they are not kept.

    Raises UnknownProjection, UnknownAsOf.
    """
    asked = [find_projection(name) for name in names]
    kept = as_of is None and bring_up_to_date(store, progress=progress)
    with store.reading():
        if kept:
            rows = {one.name: _stored(store, one, None, None, all_patients) for one in asked}
        else:
            rows = _derived(store, asked, None, as_of, all_patients)
    return {one.name: _table(one, list(one.columns), rows[one.name]) for one in asked}


def _table(declaration: Declaration, wanted: list[str], rows: list[tuple[Any, ...]]) -> Table:
    """The rows with the columns wanted, in their order, truths as such."""
    places = [list(declaration.columns).index(column) for column in wanted]
    booleans = [declaration.columns[column].dtype == "boolean" for column in wanted]
    return Table(
        declaration.name,
        {column: declaration.columns[column] for column in wanted},
        [
            tuple(
                bool(row[place]) if boolean and row[place] is not None else row[place]
                for place, boolean in zip(places, booleans, strict=True)
            )
            for row in rows
        ],
    )


def _wanted_columns(declaration: Declaration, columns: Iterable[str] | None) -> list[str]:
    wanted = list(columns or declaration.columns)
    for column in wanted:
        if column not in declaration.columns:
            raise UnknownProjection(
                f"{column!r} is not a column of {declaration.name};"
                f" known: {', '.join(declaration.columns)}"
            )
    return wanted


def _stored(
    store: Store,
    declaration: Declaration,
    patient: str | None,
    where: Filter | None,
    all_patients: bool,
) -> list[tuple[Any, ...]]:
    conditions, parameters = ["TRUE"], []
    if patient is not None:
        conditions.append("patient = ?")
        parameters.append(patient)
    if not all_patients:
        conditions.append(
            "included"
            if declaration.name == "course"
            else "patient IN (SELECT patient FROM course WHERE included)"
        )
    if where is not None:
        sql, values = where.to_sql()
        conditions.append(sql)
        parameters += values
    key = ", ".join(f'"{column}"' for column in declaration.key)
    return store.rows(
        f'SELECT * FROM "{declaration.name}" WHERE {" AND ".join(conditions)} ORDER BY {key}',
        parameters,
    )


def _derived(
    store: Store,
    declarations: Sequence[Declaration],
    patient: str | None,
    as_of: str | int | None,
    all_patients: bool,
) -> dict[str, list[tuple[Any, ...]]]:
    from timeline.deriving import derive_as_of

    names = {one.name for one in declarations}
    with store.reading():
        tables = derive_as_of(
            store,
            current_protocol(store),
            as_of=resolve_as_of(store, as_of),
            patients=None if patient is None else [patient],
            names=names if all_patients else {*names, "course"},
        )
    included: list[str] | None = None
    if not all_patients:
        course = tables["course"]
        included = course["patient"][course["included"]].tolist()
    return {
        one.name: (tables[one.name] if included is None else tables[one.name].of(included)).rows()
        for one in declarations
    }


def _derived_where(
    store: Store,
    declaration: Declaration,
    patient: str | None,
    where: Filter | None,
    as_of: str | int | None,
    all_patients: bool,
) -> list[tuple[Any, ...]]:
    """A table's rows for which a condition holds, with what that asks of other tables."""
    from timeline.filtering.facts import fact_of_records, table_of

    sources = {key: table_of(key) for key in where.facts} if where is not None else {}
    asked = [find_projection(name) for name in {declaration.name, *sources.values()}]
    rows = _derived(store, asked, patient, as_of, all_patients)
    if where is None:
        return rows[declaration.name]
    facts = {
        key: fact_of_records(
            (dict(zip(find_projection(name).columns, row, strict=True)) for row in rows[name]), key
        )
        for key, name in sources.items()
    }
    return list(filter(where.test_of(list(declaration.columns), facts), rows[declaration.name]))

"""Effective events as sheets, one a kind, laid out as the tidy CSV files that the import reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import structs

from timeline.dates import format_instant
from timeline.events import Event
from timeline.exporting.sheet import Sheet
from timeline.history import EFFECTIVE
from timeline.kinds import KINDS, Kind
from timeline.payload_errors import describe, field_types
from timeline.payloads import Lesion
from timeline.projections.declaration import Column, Dtype
from timeline.store import EVENT_COLUMNS, Store, event_from_row

ENVELOPE_BEFORE = {
    "patient": Column("text", "pseudonymous identifier"),
    "occurred_on": Column("partial_date", "when it happened, as far as it is known"),
}
ENVELOPE_AFTER = {
    "key": Column("text", "the row's own key: the fact's id without patient and kind"),
    "recorded_at": Column("text", "when the store learned it (UTC)"),
    "actor": Column("text", "who recorded it"),
    "source": Column("text", "where it comes from"),
    "event_reason": Column("text", "why it was recorded or revised"),
}
LESION_FIELDS = tuple(field.name for field in structs.fields(Lesion))
_NUMBER = re.compile(r"~\d+$")


def effective_sheets(store: Store, as_of: int, *, patients: set[str] | None) -> list[Sheet]:
    """A sheet for every kind that has an effective event as of a seq.

    `patients` are those to tell of; None is everybody. Lists of words stand in one
    cell, separated by `;`; a scan has one row for each lesion.
    """
    found = store.rows(f"SELECT DISTINCT kind FROM events AS e WHERE {EFFECTIVE}", {"as_of": as_of})
    kinds = {kind for (kind,) in found}
    return [
        Sheet(
            kind.name,
            kind.title,
            {**ENVELOPE_BEFORE, **payload_columns(kind), **ENVELOPE_AFTER},
            _Rows(store, kind, as_of, patients),
            folder="events",
        )
        for kind in KINDS.values()
        if kind.name in kinds
    ]


def payload_columns(kind: Kind) -> dict[str, Column]:
    """The columns that a kind's payload makes, in the order of its fields."""
    columns: dict[str, Column] = {}
    for name, declared in field_types(kind.payload).items():
        if name == "lesions":
            columns |= {
                part: Column(_dtype(of), describe(Lesion, [part]), "mm" if "_mm" in part else "")
                for part, of in field_types(Lesion).items()
            }
        else:
            meaning = describe(kind.payload, [name])
            columns[name] = Column(_dtype(declared), meaning, kind.units.get(name, ""))
    return columns


def _dtype(declared: Any) -> Dtype:
    words = str(declared)
    if "float" in words:
        return "number"
    return "integer" if "int" in words and "list" not in words else "text"


class _Rows:
    """The rows of one kind, read when they are asked for."""

    def __init__(self, store: Store, kind: Kind, as_of: int, patients: set[str] | None) -> None:
        self.store, self.kind, self.as_of, self.patients = store, kind, as_of, patients
        self.names = list(field_types(kind.payload))

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        cursor = self.store.connection.execute(
            f"SELECT {EVENT_COLUMNS} FROM events AS e WHERE kind = :kind AND {EFFECTIVE}"
            " ORDER BY patient, occurred_on, seq",
            {"kind": self.kind.name, "as_of": self.as_of},
        )
        for row in cursor:
            event = event_from_row(row)
            if self.patients is None or event.patient in self.patients:
                yield from self.rows_of(event)

    def rows_of(self, event: Event) -> Iterator[tuple[Any, ...]]:
        before = (event.patient, event.occurred_on)
        after = (
            _key(event),
            format_instant(event.recorded_at),
            event.actor,
            event.source,
            event.reason or None,
        )
        for lesion in event.payload.get("lesions") or [{}]:
            cells: list[Any] = []
            for name in self.names:
                if name == "lesions":
                    cells += [lesion.get(part) for part in LESION_FIELDS]
                else:
                    cells.append(_cell(event.payload.get(name)))
            yield (*before, *cells, *after)


def _cell(value: Any) -> Any:
    return (";".join(value) or None) if isinstance(value, list) else value


def _key(event: Event) -> str | None:
    """The fact's own key. A fact told twice is numbered again, in this order, where it is read."""
    _, _, key = event.fact.split("/", 2) if event.fact.count("/") > 1 else ("", "", "")
    return _NUMBER.sub("", key) or None

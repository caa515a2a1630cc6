"""Effective events in columns: what projections read.

Days are whole days since 1970-01-01. A partial date has `day` (its earliest) before `last_day`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import msgspec.inspect
import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.dates import day_bounds
from timeline.history import EFFECTIVE
from timeline.kinds import KINDS
from timeline.store import Store
from timeline.upcasts import upcast

Days = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]
Fields = Mapping[str, tuple[str, ...]]

_FIRST_SEQ = (
    "CASE e.revision WHEN 1 THEN e.seq ELSE (SELECT first.seq FROM events AS first"
    " WHERE first.fact = e.fact AND first.revision = 1) END"
)
"""The seq at which the fact was recorded: a correction does not move it among those of its day."""


class FactTable:
    """The effective facts of one kind, one row a fact, sorted by patient, day and seq.

    Columns: patient (position in `EffectiveEvents.patients`), fact, revision, seq (of revision 1),
    day, last_day, and the payload's fields that were asked for: numbers as float64 with NaN for
    missing, the rest as objects with None for missing.
    """

    def __init__(self, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["patient"])

    def where(self, mask: npt.NDArray[np.bool_]) -> FactTable:
        """The rows where the mask holds."""
        return FactTable({name: column[mask] for name, column in self._columns.items()})

    def frame(self) -> pd.DataFrame:
        """The same as a DataFrame."""
        return pd.DataFrame(dict(self._columns))


@dataclass(frozen=True)
class EffectiveEvents:
    """The effective events of some patients: `patients` sorted by id, one table a kind."""

    patients: Objects
    tables: Mapping[str, FactTable]

    def __len__(self) -> int:
        return len(self.patients)

    def __getitem__(self, kind: str) -> FactTable:
        return self.tables[kind]


def load(
    store: Store, fields: Fields, *, as_of: int, patients: Iterable[str] | None = None
) -> EffectiveEvents:
    """The effective events as of a seq, of all patients or of those named.

    `fields` names the payload fields wanted by kind; every kind comes with its dates at least.
    """
    columns = (
        f"{_FIRST_SEQ}, e.fact, e.revision, e.patient, e.kind, e.occurred_on, e.schema_version,"
        " e.payload"
    )
    if patients is None:
        where, parameters = EFFECTIVE, dict[str, Any](as_of=as_of)
        index = "NOT INDEXED"
    else:
        named = msgspec.json.encode(list(patients)).decode()
        where = f"e.patient IN (SELECT value FROM json_each(:patients)) AND {EFFECTIVE}"
        parameters = {"as_of": as_of, "patients": named}
        index = "INDEXED BY events_patient"
    sql = f"SELECT {columns} FROM events AS e {index} WHERE {where}"
    by_kind: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in KINDS}
    for row in store.rows(sql, parameters):
        by_kind[row[4]].append(row)
    names = sorted({row[3] for rows in by_kind.values() for row in rows})
    position = {name: place for place, name in enumerate(names)}
    return EffectiveEvents(
        _objects(names),
        {
            kind: _table(kind, rows, position, fields.get(kind, ()))
            for kind, rows in by_kind.items()
        },
    )


def _table(
    kind: str, rows: list[tuple[Any, ...]], position: Mapping[str, int], fields: tuple[str, ...]
) -> FactTable:
    bounds = [day_bounds(row[5]) for row in rows]
    columns: dict[str, npt.NDArray[Any]] = {
        "patient": np.array([position[row[3]] for row in rows], dtype=np.int64),
        "fact": _objects([row[1] for row in rows]),
        "revision": np.array([row[2] for row in rows], dtype=np.int64),
        "seq": np.array([row[0] for row in rows], dtype=np.int64),
        "day": np.array([bound[0] for bound in bounds], dtype=np.int64),
        "last_day": np.array([bound[1] for bound in bounds], dtype=np.int64),
    }
    if fields:
        payloads = _payloads(kind, rows)
        for name in fields:
            columns[name] = _column(kind, name, [getattr(payload, name) for payload in payloads])
    order = np.lexsort((columns["seq"], columns["day"], columns["patient"]))
    return FactTable({name: column[order] for name, column in columns.items()})


def _payloads(kind: str, rows: list[tuple[Any, ...]]) -> list[Any]:
    """The payloads of one kind, typed; older versions upcast one by one."""
    declared = KINDS[kind]
    if all(row[6] == declared.version for row in rows):
        joined = "[" + ",".join([row[7] for row in rows]) + "]"
        return _decoder(kind).decode(joined)
    return [
        msgspec.convert(upcast(kind, row[6], msgspec.json.decode(row[7])), declared.payload)
        for row in rows
    ]


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[list[Any]]:
    payload: Any = KINDS[kind].payload
    return msgspec.json.Decoder(list[payload])


def _is_numeric(kind: str, name: str) -> bool:
    """Whether a payload field is a number, missing or not."""
    for field in msgspec.inspect.type_info(KINDS[kind].payload).fields:  # type: ignore[attr-defined]
        if field.name == name:
            types = getattr(field.type, "types", (field.type,))
            numbers = msgspec.inspect.IntType | msgspec.inspect.FloatType
            return any(isinstance(part, numbers) for part in types)
    return False


_NUMERIC = {
    (kind, name)
    for kind, declared in KINDS.items()
    for name in declared.payload.__struct_fields__
    if _is_numeric(kind, name)
}


def _column(kind: str, name: str, values: list[Any]) -> npt.NDArray[Any]:
    if (kind, name) in _NUMERIC:
        return np.array(values, dtype=np.float64)
    return _objects(values)


def _objects(values: list[Any]) -> Objects:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array

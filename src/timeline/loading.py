"""Reading effective events into columns, a block of the store at a time.

SQLite hands over each column of a block as one text; taking it apart costs a fraction of what a
Python object for every cell of every row does. No column holds a line break: names and ids are of
visible characters, and a payload is JSON on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec
import msgspec.inspect
import numpy as np
import numpy.typing as npt

from timeline.dates import day_bounds
from timeline.effective import Days, EffectiveEvents, FactTable, Objects
from timeline.errors import StoreError
from timeline.history import EFFECTIVE
from timeline.kinds import KINDS
from timeline.store import Store
from timeline.upcasts import upcast

Fields = Mapping[str, tuple[str, ...]]

BLOCK = 100_000
"""Events taken from the store at a time."""

_COLUMNS = ("e.seq", "e.fact", "e.patient", "e.kind", "e.occurred_on")

_REVISED = (
    "SELECT e.seq, e.revision, (SELECT first.seq FROM events AS first"
    " WHERE first.fact = e.fact AND first.revision = 1) FROM events AS e"
)

_OLD_VERSION = (
    "CASE e.kind "
    + " ".join(
        f"WHEN '{kind.name}' THEN e.schema_version <> {kind.version}"
        for kind in KINDS.values()
        if kind.version > 1
    )
    + " ELSE e.schema_version <> 1 END"
)

_NAMED = "e.patient IN (SELECT value FROM json_each(:patients))"

Only = Mapping[str, tuple[str, tuple[str, ...]]]
"""By kind, a field and the values of it beyond which no payload is wanted."""


def load(
    store: Store,
    fields: Fields,
    *,
    as_of: int,
    patients: Iterable[str] | None = None,
    only: Only = MappingProxyType({}),
) -> EffectiveEvents:
    """The effective events as of a seq, of all patients or of those named.

    `fields` names the payload fields wanted by kind; every kind comes with its dates at least. Of a
    kind in `only`, the fields of facts with another value are missing.
    """
    asked = _Asked(store, as_of, None if patients is None else list(patients), only)
    seq, (fact, patient, kind, occurred_on, payload) = asked.columns()
    revision, first_seq = asked.revisions(seq)
    names, owner = _coded(patient)
    dates, dated = _coded(occurred_on)
    bounds = np.array([day_bounds(text) for text in dates], dtype=np.int64).reshape(-1, 2)[dated]
    base: dict[str, npt.NDArray[Any]] = {
        "patient": owner,
        "fact": _objects(fact),
        "revision": revision,
        "seq": first_seq,
        "day": bounds[:, 0],
        "last_day": bounds[:, 1],
    }
    codes = {name: code for code, name in enumerate(KINDS)}
    try:
        kinds = np.array([codes[name] for name in kind], dtype=np.int8)
    except KeyError as error:
        raise StoreError(
            f"{store.path}: it has events of a kind {error} that timeline does not know; `timeline"
            " verify` says whether they were changed"
        ) from None
    texts = _objects(payload)
    order = np.lexsort((first_seq, base["day"], owner))
    tables = {}
    for name, code in codes.items():
        rows = order[kinds[order] == code]
        tables[name] = FactTable(
            {column: values[rows] for column, values in base.items()}
            | _payload_columns(name, fields.get(name, ()), texts[rows].tolist())
        )
    return EffectiveEvents(_objects(names), tables)


class _Asked:
    """What is to be read of a store: up to which seq, of whom, and which payloads."""

    def __init__(self, store: Store, as_of: int, patients: list[str] | None, only: Only) -> None:
        self._store, self._as_of, self._patients = store, as_of, patients
        self._parameters: dict[str, Any] = {"as_of": as_of}
        if patients is not None:
            self._parameters["patients"] = msgspec.json.encode(patients).decode()
        self._payload = "e.payload"
        for kind, (field, values) in only.items():
            named = ", ".join(f"'{value}'" for value in values)
            self._payload = (
                f"CASE WHEN e.kind = '{kind}' AND json_extract(e.payload, '$.{field}')"
                f" NOT IN ({named}) THEN '' ELSE {self._payload} END"
            )

    def columns(self) -> tuple[Days, list[list[str]]]:
        """seq, fact, patient, kind, occurred_on and payload, each in the order of seq.

        A payload that is not wanted is an empty text; those of older versions are upcast.
        """
        texts = ", ".join(f"group_concat({name}, char(10))" for name in (*_COLUMNS, self._payload))
        cells: list[list[str]] = [[] for _ in range(6)]
        old_versions = False
        for source in self._sources():
            (row,) = self._store.rows(
                f"SELECT {texts}, total({_OLD_VERSION}) FROM {source}", self._parameters
            )
            for whole, text in zip(cells, row[:6], strict=True):
                whole += [] if text is None else str(text).split("\n")
            old_versions |= bool(row[6])
        seq = np.array(cells[0], dtype=np.str_).astype(np.int64)
        if old_versions:
            self._upcast(seq, cells[5])
        return seq, cells[1:]

    def _sources(self) -> Iterator[str]:
        if self._patients is not None:
            yield (
                "(SELECT * FROM events AS e INDEXED BY events_patient"
                f" WHERE {_NAMED} AND {EFFECTIVE} ORDER BY e.seq) AS e"
            )
            return
        for start in range(0, self._as_of, BLOCK):
            span = f"e.seq > {start} AND e.seq <= {start + BLOCK}"
            yield f"events AS e NOT INDEXED WHERE {span} AND {EFFECTIVE}"

    def revisions(self, seq: Days) -> tuple[Days, Days]:
        """The revision of each event, and the seq at which its fact was first recorded.

        A correction does not move a fact among those of its day.
        """
        revision, first = np.ones(len(seq), dtype=np.int64), seq.copy()
        if self._patients is None:
            where = f" WHERE e.supersedes IS NOT NULL AND {EFFECTIVE}"
        else:
            where = f" INDEXED BY events_patient WHERE {_NAMED} AND e.revision > 1 AND {EFFECTIVE}"
        rows = self._store.rows(_REVISED + where, self._parameters)
        if rows:
            revised = np.array(rows, dtype=np.int64)
            places = np.searchsorted(seq, revised[:, 0])
            revision[places], first[places] = revised[:, 1], revised[:, 2]
        return revision, first

    def _upcast(self, seq: Days, texts: list[str]) -> None:
        place = {int(at): row for row, at in enumerate(seq)}
        sql = f"SELECT e.seq, e.kind, e.schema_version FROM events AS e WHERE {_OLD_VERSION}"
        for at, kind, version in self._store.rows(sql):
            row = place.get(at)
            if row is not None and texts[row]:
                written = upcast(kind, version, msgspec.json.decode(texts[row]))
                texts[row] = msgspec.json.encode(written).decode()


def _coded(texts: list[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The different texts, sorted, and for each text its place among them."""
    names = sorted(set(texts))
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place[text] for text in texts], dtype=np.int64)


def _payload_columns(
    kind: str, fields: tuple[str, ...], texts: list[str]
) -> dict[str, npt.NDArray[Any]]:
    """The payload's fields that were asked for, missing where the payload was not."""
    if not fields:
        return {}
    wanted = [place for place, text in enumerate(texts) if text]
    decoded = _decoder(kind, fields).decode(f"[{','.join(filter(None, texts))}]")
    columns = {}
    for name in fields:
        column = _column(kind, name, list(map(attrgetter(name), decoded)))
        if len(wanted) < len(texts):
            given, missing = column, np.nan if column.dtype != object else None
            column = np.full(len(texts), missing, dtype=given.dtype)
            column[wanted] = given
        columns[name] = column
    return columns


@cache
def _decoder(kind: str, fields: tuple[str, ...]) -> msgspec.json.Decoder[list[Any]]:
    """Reads those fields of a kind's payloads; they were validated when they were written."""
    known = {field.name: field for field in msgspec.structs.fields(KINDS[kind].payload)}
    wanted: list[Any] = []
    for name in fields:
        default = known[name].default
        if default is msgspec.NODEFAULT and known[name].default_factory is not msgspec.NODEFAULT:
            wanted.append((name, Any, msgspec.field(default_factory=list)))
        elif default is msgspec.NODEFAULT:
            wanted.append((name, Any))
        else:
            wanted.append((name, Any, default))
    lean: Any = msgspec.defstruct(f"{kind}_fields", wanted, gc=False, kw_only=True)
    return msgspec.json.Decoder(list[lean])


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

"""Reading events as columns, a block of the store at a time.

SQLite hands over each column of a block as one text, and the payloads of each kind as another:
taking those apart costs a fraction of what a Python object for every cell of every row does. No
column holds a line break: names and ids are of visible characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from timeline.effective import Days, Objects, objects
from timeline.errors import StoreError
from timeline.kinds import KINDS
from timeline.payload_columns import Columns, decode_columns, upcast_payload
from timeline.store import Store

Result = TypeVar("Result")
Fields = Mapping[str, tuple[str, ...]]
Only = Mapping[str, tuple[str, tuple[str, ...]]]
"""By kind, a field and the values of it beyond which no payload is wanted."""

BLOCK = 100_000
"""Events taken from the store at a time."""

_NAMED = "e.patient IN (SELECT value FROM json_each(:patients)) AND e.seq <= :as_of"
_FULL_DATE = (
    "CASE length(e.occurred_on) WHEN 10 THEN e.occurred_on"
    " ELSE substr(e.occurred_on || '-00-00', 1, 10) END"
)
"""Dates of one width, in which an unknown month or day is 00."""

WITH_PAYLOAD = {kind: ord("a") + number for number, kind in enumerate(KINDS)}
WITHOUT_PAYLOAD = {kind: ord("A") + number for number, kind in enumerate(KINDS)}
"""One byte for each kind, in the column `code`: another one where the payload was not wanted."""
_UNKNOWN = ord("?")
_MOST = ("lab", "rt_fraction")
"""The kinds that most events are of: SQLite asks for them first."""


@dataclass
class EventColumns:
    """Events as they were recorded, one entry each in every column but `payloads`: that has, by
    kind, the wanted fields of the events WITH_PAYLOAD, in the same order. `patient` is the place of
    a name in `names`, which come as they were met.
    """

    names: list[str]

    seq: Days
    code: npt.NDArray[np.uint8]
    day: Days
    last_day: Days
    fact: Objects
    patient: npt.NDArray[np.int64]
    payloads: dict[str, Columns]


class _Numbers(dict[str, int]):
    """Gives each text that it has not met the next number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def of(self, texts: list[str]) -> npt.NDArray[np.int64]:
        return np.fromiter(map(self.__getitem__, texts), dtype=np.int64, count=len(texts))


class Reading:
    """What is to be read of a store: up to which seq, of whom, and which fields of payloads."""

    def __init__(
        self,
        store: Store,
        fields: Fields,
        only: Only,
        *,
        as_of: int,
        patients: list[str] | None,
    ) -> None:
        self._store, self._as_of, self._lock = store, as_of, Lock()
        self._fields = {kind: names for kind, names in fields.items() if names}
        self._parameters: dict[str, Any] = {"as_of": as_of}
        self._numbers = _Numbers()
        self._wanted = {
            kind: self._mentions(only[kind][1]) if kind in only else "TRUE" for kind in self._fields
        }
        self._all = patients is None
        if patients is not None:
            self._parameters["patients"] = msgspec.json.encode(patients).decode()

    def revisions(self) -> list[tuple[int, int, int, bool]]:
        """seq, revision, the seq superseded and whether it retracts: all that is not revision 1."""
        where = (
            "INDEXED BY events_supersedes WHERE e.seq <= :as_of"
            if self._all
            else f"INDEXED BY events_patient WHERE {_NAMED}"
        )
        return self._rows(
            "SELECT e.seq, e.revision, e.supersedes, e.action = 'retract' FROM events AS e"
            f" {where} AND e.supersedes IS NOT NULL ORDER BY e.seq"
        )

    def columns(self) -> EventColumns:
        """Every event asked for, in no order that matters."""
        sources = self._sources()
        if len(sources) == 1:
            return self._taken_apart(*self._read(sources[0]))
        blocks = [self._taken_apart(*read) for read in in_turn(self._read, sources)]
        return EventColumns(
            names=list(self._numbers),
            seq=np.concatenate([block.seq for block in blocks]),
            code=np.concatenate([block.code for block in blocks]),
            day=np.concatenate([block.day for block in blocks]),
            last_day=np.concatenate([block.last_day for block in blocks]),
            fact=np.concatenate([block.fact for block in blocks]),
            patient=np.concatenate([block.patient for block in blocks]),
            payloads={
                kind: {
                    name: np.concatenate([block.payloads[kind][name] for block in blocks])
                    for name in names
                }
                for kind, names in self._fields.items()
            },
        )

    def _sources(self) -> list[str]:
        """SQL for the blocks that the events asked for are read in."""
        if not self._all:
            return [f"events AS e INDEXED BY events_patient WHERE {_NAMED}"]
        return [
            "events AS e NOT INDEXED"
            f" WHERE e.seq > {start} AND e.seq <= {min(start + BLOCK, self._as_of)}"
            for start in range(0, max(self._as_of, 1), BLOCK)
        ]

    def _read(self, source: str) -> tuple[str, tuple[Any, ...]]:
        """A block as SQLite gives it: how many, from which seq to which, and a text a column."""
        texts = [
            f"group_concat({self._code()}, '')",
            f"group_concat({_FULL_DATE}, '')",
            "group_concat(e.fact, '\n')",
            "group_concat(e.patient, '\n')",
            *(
                f"group_concat(e.payload) FILTER (WHERE e.kind = '{kind}' AND {wanted}"
                f" AND e.schema_version = {KINDS[kind].version})"
                for kind, wanted in self._wanted.items()
            ),
        ]
        sql = f"SELECT count(*), min(e.seq), max(e.seq), {', '.join(texts)} FROM {source}"
        return source, self._rows(sql)[0]

    def _taken_apart(self, source: str, row: tuple[Any, ...]) -> EventColumns:
        codes, dates, facts, patients, *payloads = (text or "" for text in row[3:])
        code = np.frombuffer(codes.encode(), dtype=np.uint8)
        if _UNKNOWN in code:
            self._refuse_unknown_kind(source)
        day, last_day = _days(dates)
        patient = self._numbers.of(patients.split("\n") if patients else [])
        return EventColumns(
            names=list(self._numbers),
            seq=self._seqs(source, *row[:3]),
            code=code,
            day=day,
            last_day=last_day,
            fact=objects(facts.split("\n") if facts else []),
            patient=patient,
            payloads={
                kind: self._payloads(kind, text, int(np.sum(code == WITH_PAYLOAD[kind])), source)
                for kind, text in zip(self._fields, payloads, strict=True)
            },
        )

    def _rows(self, sql: str) -> list[Any]:
        with self._lock:
            return self._store.rows(sql, self._parameters)

    def _code(self) -> str:
        """SQL for the byte that stands for an event's kind."""
        cases = []
        for kind, code in sorted(WITH_PAYLOAD.items(), key=lambda item: item[0] not in _MOST):
            byte, without = f"'{chr(code)}'", f"'{chr(WITHOUT_PAYLOAD[kind])}'"
            wanted = self._wanted.get(kind, "TRUE")
            if wanted != "TRUE":
                byte = f"CASE WHEN {wanted} THEN {byte} ELSE {without} END"
            cases.append(f"WHEN '{kind}' THEN {byte}")
        return f"CASE e.kind {' '.join(cases)} ELSE '{chr(_UNKNOWN)}' END"

    def _mentions(self, values: Sequence[str]) -> str:
        """SQL for a payload that holds one of the values somewhere: far cheaper than reading it."""
        tests = []
        for value in values:
            name = f"value{len(self._parameters)}"
            self._parameters[name] = msgspec.json.encode(value).decode()
            tests.append(f"instr(e.payload, :{name})")
        return f"({' OR '.join(tests)})"

    def _seqs(self, source: str, count: int, first: int, last: int) -> Days:
        """The seqs of a block in its order: from first to last, unless it is of some patients."""
        if self._all and count and last - first + 1 == count:
            return np.arange(first, last + 1)
        rows = self._rows(f"SELECT e.seq FROM {source}")
        return np.array(rows, dtype=np.int64).reshape(-1)

    def _payloads(self, kind: str, text: str, count: int, source: str) -> Columns:
        """The wanted fields of a kind; where some are of an older version, each is upcast."""
        fields = self._fields[kind]
        columns = decode_columns(kind, fields, text)
        if len(columns[fields[0]]) == count:
            return columns
        rows = self._rows(
            f"SELECT e.schema_version, e.payload FROM {source}"
            f" AND e.kind = '{kind}' AND {self._wanted[kind]}"
        )
        current = (upcast_payload(kind, version, written) for version, written in rows)
        return decode_columns(kind, fields, ",".join(current))

    def _refuse_unknown_kind(self, source: str) -> None:
        kinds = self._rows(f"SELECT DISTINCT e.kind FROM {source}")
        unknown = next(kind for (kind,) in kinds if kind not in KINDS)
        raise StoreError(
            f"{self._store.path}: it has events of a kind {unknown!r} that timeline does not know;"
            " `timeline verify` says whether they were changed"
        )


def in_turn(work: Callable[[str], Result], tasks: Iterable[str]) -> Iterator[Result]:
    """The results of the work on each task, the next one under way while one is used.

    SQLite works without holding Python's lock: one core reads while another takes apart.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        ready: Future[Result] | None = None
        for task in tasks:
            following = pool.submit(work, task)
            if ready is not None:
                yield ready.result()
            ready = following
        if ready is not None:
            yield ready.result()


def _days(dates: str) -> tuple[Days, Days]:
    """The first and the last day of each date; `2009-03-00` is a month, `2009-00-00` a year."""
    digits = np.frombuffer(dates.encode(), dtype=np.uint8).reshape(-1, 10).T.astype(np.int64) - 48
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    month, of_month = digits[5] * 10 + digits[6], digits[8] * 10 + digits[9]
    first_month = (year - 1970) * 12 + np.maximum(month, 1) - 1
    first = _month_begins(first_month) + np.maximum(of_month, 1) - 1
    partial = np.flatnonzero(of_month == 0)
    last = first.copy()
    months = np.where(month[partial] == 0, 12, 1)
    last[partial] = _month_begins(first_month[partial] + months) - 1
    return first, last


def _month_begins(months: npt.NDArray[np.int64]) -> Days:
    """The first day of months counted from January 1970."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)

"""Reading events as columns from SQLite, some of the store's at a time.

SQLite hands over each column as one text, and the payloads of each kind as another: taking those
apart costs a fraction of what a Python object for every cell of every row does. No column holds a
line break: names and ids are of visible characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from timeline.effective import Days, objects
from timeline.errors import StoreError
from timeline.event_columns import (
    WITH_PAYLOAD,
    WITHOUT_PAYLOAD,
    EventColumns,
    Fields,
    Numbers,
    Only,
)
from timeline.kinds import KINDS
from timeline.payload_columns import Columns, decode_columns, upcast_payload
from timeline.store import Store

Result = TypeVar("Result")
Task = TypeVar("Task")

_NAMED = "e.patient IN (SELECT value FROM json_each(:patients)) AND e.seq <= :as_of"
_FULL_DATE = (
    "CASE length(e.occurred_on) WHEN 10 THEN e.occurred_on"
    " ELSE substr(e.occurred_on || '-00-00', 1, 10) END"
)
"""Dates of one width, in which an unknown month or day is 00."""

_UNKNOWN = ord("?")
_MOST = ("lab", "rt_fraction")
"""The kinds that most events are of: SQLite asks for them first."""

Source = str
"""What an SQL query reads from, and where."""


class SqlColumns:
    """Reads the wanted fields of events; patients are counted by `numbers`."""

    def __init__(
        self,
        store: Store,
        fields: Fields,
        only: Only,
        *,
        as_of: int,
        numbers: Numbers[str],
        patients: list[str] | None = None,
    ) -> None:
        self._store, self._lock = store, Lock()
        self._fields = {kind: names for kind, names in fields.items() if names}
        self._parameters: dict[str, Any] = {"as_of": as_of}
        self._numbers = numbers
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

    def of_patients(self) -> EventColumns:
        """Every event of the patients named, in no order that matters."""
        source = f"events AS e INDEXED BY events_patient WHERE {_NAMED}"
        return self._taken_apart(source, self._read(source))

    def of_spans(self, spans: Iterable[tuple[int, int]]) -> Iterator[EventColumns]:
        """The events of each span of seqs, both ends included."""
        sources = [
            f"events AS e NOT INDEXED WHERE e.seq >= {first} AND e.seq <= {last}"
            for first, last in spans
        ]
        for source, row in zip(sources, in_turn(self._read, sources), strict=True):
            yield self._taken_apart(source, row)

    def _read(self, source: Source) -> tuple[Any, ...]:
        """Events as SQLite gives them: how many, from which seq to which, and a text a column."""
        texts = [
            "NULL" if self._all else "group_concat(e.seq)",
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
        row: tuple[Any, ...] = self._rows(sql)[0]
        return row

    def _taken_apart(self, source: Source, row: tuple[Any, ...]) -> EventColumns:
        seqs, codes, dates, facts, patients, *payloads = (text or "" for text in row[3:])
        code = np.frombuffer(codes.encode(), dtype=np.uint8)
        if _UNKNOWN in code:
            self._refuse_unknown_kind(source)
        day, last_day = _days(dates)
        names = patients.split("\n") if patients else []
        return EventColumns(
            seq=self._seqs(source, seqs, *row[:3]),
            code=code,
            day=day,
            last_day=last_day,
            fact=objects(facts.split("\n") if facts else []),
            patient=self._numbers.of(names, len(names)),
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

    def _seqs(self, source: Source, seqs: str, count: int, first: int, last: int) -> Days:
        """Their seqs in the same order: from first to last, unless it is of some patients."""
        if not self._all:
            return np.array(seqs.split(",") if seqs else [], dtype=np.int64)
        if count and last - first + 1 == count:
            return np.arange(first, last + 1)
        rows = self._rows(f"SELECT e.seq FROM {source}")
        return np.array(rows, dtype=np.int64).reshape(-1)

    def _payloads(self, kind: str, text: str, count: int, source: Source) -> Columns:
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

    def _refuse_unknown_kind(self, source: Source) -> None:
        kinds = self._rows(f"SELECT DISTINCT e.kind FROM {source}")
        unknown = next(kind for (kind,) in kinds if kind not in KINDS)
        raise StoreError(
            f"{self._store.path}: it has events of a kind {unknown!r} that timeline does not know;"
            " `timeline verify` says whether they were changed"
        )


def in_turn(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
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

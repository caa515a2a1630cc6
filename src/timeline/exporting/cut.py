"""The state of the store that an export tells of: one point in record time, every table of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from timeline.events import Event
from timeline.history import effective_events, resolve_as_of
from timeline.projections.declarations import PROJECTIONS
from timeline.query import Table, bring_up_to_date, is_stale, read_tables
from timeline.replay import Progress
from timeline.store import Store

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Cut:
    """`at` is the seq to ask other questions as of; None is now, answered by the tables kept."""

    store: Store
    seq: int
    at: int | None
    tables: Mapping[str, Table]
    all_patients: bool

    @property
    def patients(self) -> list[str]:
        """Everybody whom the cut tells of, by id."""
        return [str(row[0]) for row in self.tables["course"].rows]

    def records(self, name: str) -> list[Record]:
        """The rows of a table."""
        return list(self.tables[name].records())

    def by_patient(self) -> dict[str, dict[str, list[Record]]]:
        """The rows of every table, by table and patient."""
        found: dict[str, dict[str, list[Record]]] = {name: {} for name in self.tables}
        for name in self.tables:
            for record in self.records(name):
                found[name].setdefault(record["patient"], []).append(record)
        return found

    def events(self, patient: str) -> list[Event]:
        """A patient's effective events, oldest first."""
        return effective_events(self.store, patient, as_of=self.seq)


@contextmanager
def read_cut(
    store: Store,
    *,
    as_of: str | int | None = None,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> Iterator[Cut]:
    """The store as of a point, or now; inside the block everything is read from that one state,
    whoever writes meanwhile. Raises UnknownAsOf.
    """
    if as_of is None:
        bring_up_to_date(store, progress=progress)
    with store.reading():
        seq = resolve_as_of(store, as_of)
        at = None if as_of is None and not is_stale(store) else seq
        tables = read_tables(store, PROJECTIONS, as_of=at, all_patients=all_patients)
        yield Cut(store, seq, at, tables, all_patients)

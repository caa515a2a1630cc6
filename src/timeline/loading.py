"""Loading effective events: of every fact the last revision, sorted, one table a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from timeline.column_cache.reading import read_everybody
from timeline.effective import Days, EffectiveEvents, FactTable, objects
from timeline.event_columns import (
    WITH_PAYLOAD,
    WITHOUT_PAYLOAD,
    EventColumns,
    Fields,
    Numbers,
    Only,
    chosen,
    joined,
)
from timeline.kinds import KINDS, REMARKS
from timeline.payload_columns import Columns, spread
from timeline.sql_columns import SqlColumns
from timeline.store import Store

MANY = 5_000
"""Patients of whom it is quicker to read everybody's events than theirs one by one."""

_CODES_OF_REMARKS = [code[kind] for kind in REMARKS for code in (WITH_PAYLOAD, WITHOUT_PAYLOAD)]

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def load(
    store: Store,
    fields: Fields,
    *,
    as_of: int,
    patients: Iterable[str] | None = None,
    only: Only = MappingProxyType({}),
    cached: bool = True,
) -> EffectiveEvents:
    """The effective events as of a seq, of all patients or of those named.

    `fields` names the payload fields wanted by kind; every kind comes with its dates at least. Of a
    kind in `only`, the fields of facts with another value may be missing. The events
    of MANY come from the columns kept beside the store; with `cached` false from the store alone.
    """
    numbers: Numbers[str] = Numbers()
    named = None if patients is None else list(patients)
    few = named if named is None or len(named) < MANY else None
    reading = SqlColumns(store, fields, only, as_of=as_of, patients=few, numbers=numbers)
    if few is not None:
        events = reading.of_patients()
    else:
        blocks = read_everybody(store, fields, only, as_of=as_of, numbers=numbers, cached=cached)
        events = joined(list(_of_those(named, blocks, numbers)), fields)
    revisions = np.array(reading.revisions(), dtype=np.int64).reshape(-1, 4)
    if named is not few:
        revisions = revisions[np.isin(revisions[:, 0], events.seq)]
    effective, revision, first_seq = _revised(events.seq, revisions)
    remarks = np.isin(events.code, _CODES_OF_REMARKS)
    names, owner = _owners(list(numbers), events.patient, effective & ~remarks)
    effective &= owner >= 0
    base: Columns = {
        "patient": owner,
        "fact": events.fact,
        "revision": revision,
        "seq": first_seq,
        "day": events.day,
        "last_day": events.last_day,
    }
    order = np.lexsort((first_seq, events.day, owner))
    order = order[effective[order]]
    code, place = events.code[order], _place_within_kind(events.code)[order]
    tables = {kind: _table(kind, events, base, order, code, place) for kind in KINDS}
    return EffectiveEvents(objects(names), tables)


def _of_those(
    named: list[str] | None, blocks: Iterable[EventColumns], numbers: Numbers[str]
) -> Iterator[EventColumns]:
    """The blocks with the events of the patients named alone, or of all."""
    if named is None:
        yield from blocks
        return
    wanted, among = np.zeros(0, dtype=bool), set(named)
    for block in blocks:
        met = [name in among for name in islice(numbers, len(wanted), None)]
        wanted = np.append(wanted, np.array(met, dtype=bool))
        yield chosen(block, wanted[block.patient])


def _revised(seq: Days, revisions: Places) -> tuple[Mask, Days, Days]:
    """Which events are effective, their revision, and the seq at which the fact was first recorded.

    A correction does not move a fact among those of its day.
    """
    effective, revision, first = np.ones(len(seq), dtype=bool), np.ones_like(seq), seq.copy()
    if len(revisions):
        sorter = np.argsort(seq, kind="stable")
        at, number, superseded, retracts = revisions.T
        place = sorter[np.searchsorted(seq, at, sorter=sorter)]
        revision[place] = number
        first[place] = _first_recorded(at, superseded)
        effective[place] = retracts == 0
        effective[sorter[np.searchsorted(seq, superseded, sorter=sorter)]] = False
    return effective, revision, first


def _first_recorded(at: Days, superseded: Days) -> list[int]:
    """For each revision, by rising seq, the seq of the first revision of its fact."""
    first: dict[int, int] = {}
    for seq, before in zip(at.tolist(), superseded.tolist(), strict=True):
        first[seq] = first.get(before, before)
    return list(first.values())


def _owners(met: list[str], patient: Places, effective: Mask) -> tuple[list[str], Places]:
    """The patients with an effective event, sorted, and the place of each event's among them.

    A patient of whom everything was retracted is none; what is said of the record alone makes none.
    """
    events = np.bincount(patient[effective], minlength=len(met)).tolist()
    names = sorted(name for name, count in zip(met, events, strict=True) if count)
    places = {name: place for place, name in enumerate(names)}
    renumbered = np.array([places.get(name, -1) for name in met], dtype=np.int64)
    return names, renumbered[patient]


def _place_within_kind(code: npt.NDArray[np.uint8]) -> Places:
    """The place of each event among those of its code, where their payloads stand too."""
    place = np.zeros(len(code), dtype=np.int64)
    for each in np.unique(code):
        having = code == each
        place[having] = np.arange(np.count_nonzero(having))
    return place


def _table(
    kind: str,
    events: EventColumns,
    base: Columns,
    order: Places,
    code: npt.NDArray[np.uint8],
    place: Places,
) -> FactTable:
    """The facts of one kind among the events in that order."""
    having = code == WITH_PAYLOAD[kind]
    of_kind = having | (code == WITHOUT_PAYLOAD[kind])
    rows = order[of_kind]
    columns = {name: column[rows] for name, column in base.items()}
    if kind in events.payloads:
        found = np.where(having, place, -1)[of_kind]
        columns |= {name: spread(v, found) for name, v in events.payloads[kind].items()}
    return FactTable(columns)

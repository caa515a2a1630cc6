"""Reading the audit trail by pages, from either end; what was appended together is one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.search import BLOCK, Looked, Run, Search, blocks
from timeline.events import Event
from timeline.history import last_seq_by
from timeline.store import Store

TOLD_IN_FULL = 20_000
"""Events of one append up to which it is counted what was done, and of how many patients."""


@dataclass(frozen=True)
class TrailLine:
    """One event with the revision before it; or the events of one append, as far as they match.

    `actor` is the last event's; `actors_differ` says whether the first one's was another. Of one
    append of very many events `actions` and `patients` are not counted.
    """

    first_seq: int
    seq: int
    recorded_at: int
    actor: str
    count: int = 1
    actors_differ: bool = False
    event: Event | None = None
    before: Event | None = None
    actions: Mapping[str, int] = field(default_factory=dict)
    patients: int | None = None


@dataclass(frozen=True)
class TrailPage:
    """Some lines, newest first, and the seq to go on from in the direction of reading.

    `exhausted` says that nothing more is to be found there.
    """

    lines: list[TrailLine]
    exhausted: bool
    beyond: int


def read_page(
    store: Store,
    wanted: TrailFilter,
    *,
    beyond: int | None,
    limit: int,
    older: bool = True,
    as_of: int | None = None,
    together: bool = True,
    looked: Looked | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> TrailPage:
    """The next lines older (or newer) than a seq; from that end of the trail where it is None.

    With `together` false every event is a line of its own. Where `enough` says so between two
    blocks, the page ends with what was found until then.
    """
    with store.reading():
        low, high = bounds(store, wanted, as_of)
        if beyond is not None:
            low, high = (low, min(high, beyond - 1)) if older else (max(low, beyond + 1), high)
        search = Search(store, wanted, low, high, older, together, looked or _nobody, enough)
        runs = list(islice(search.runs(), limit + 1))
        exhausted = len(runs) <= limit and not low <= search.position <= high
        if len(runs) > limit:
            del runs[limit:]
            beyond = runs[-1].first_seq if older else runs[-1].last_seq
        else:
            beyond = search.position + (1 if older else -1)
        lines = _lines(store, wanted, runs)
    return TrailPage(lines if older else lines[::-1], exhausted, beyond)


def bounds(store: Store, wanted: TrailFilter, as_of: int | None) -> tuple[int, int]:
    """The first and the last seq that can match; the first is the greater where none can."""
    head = store.head().seq
    low, high = 1, head if as_of is None else min(as_of, head)
    if wanted.since is not None:
        low = max(low, last_seq_by(store, wanted.since - 1, head) + 1)
    if wanted.until is not None:
        high = min(high, last_seq_by(store, wanted.until, head))
    low = max(low, wanted.first_seq or 1)
    high = high if wanted.last_seq is None else min(high, wanted.last_seq)
    return low, high


def iterate(
    store: Store, wanted: TrailFilter, *, as_of: int | None = None, looked: Looked | None = None
) -> Iterator[tuple[Event, Event | None]]:
    """Every matching event with the revision before it, oldest first, a block at a time."""
    low, high = bounds(store, wanted, as_of)
    sql, values = wanted.to_sql()
    for first, last in blocks(low, high, BLOCK):
        (looked or _nobody)(first - low, high - low + 1)
        found = store.events(f"e.seq BETWEEN ? AND ? AND {sql}", [first, last, *values])
        before = _revisions_before(store, [event.seq for event in found])
        for event in found:
            yield event, before.get((event.fact, event.revision - 1))


def _nobody(done: int, total: int) -> None:
    pass


def _lines(store: Store, wanted: TrailFilter, runs: list[Run]) -> list[TrailLine]:
    ends = {run.last_seq for run in runs} | {run.first_seq for run in runs}
    events = {event.seq: event for event in store.events(_THESE, [json.dumps(sorted(ends))])}
    before = _revisions_before(store, [run.last_seq for run in runs if run.count == 1])
    return [_line(store, wanted, run, events, before) for run in runs]


def _line(
    store: Store,
    wanted: TrailFilter,
    run: Run,
    events: Mapping[int, Event],
    before: Mapping[tuple[str, int], Event],
) -> TrailLine:
    last = events[run.last_seq]
    if run.count == 1:
        previous = before.get((last.fact, last.revision - 1))
        return TrailLine(
            run.first_seq, run.last_seq, run.recorded_at, last.actor, event=last, before=previous
        )
    actions: dict[str, int] = {}
    patients = None
    if run.last_seq - run.first_seq < TOLD_IN_FULL:
        sql, values = wanted.to_sql()
        place = [run.first_seq, run.last_seq, *values]
        where = f"FROM events AS e WHERE +e.seq BETWEEN ? AND ? AND {sql}"
        if not wanted.finds_few:
            where = where.replace("+e.seq", "e.seq")
        actions = dict(store.rows(f"SELECT e.action, count(*) {where} GROUP BY e.action", place))
        ((patients,),) = store.rows(f"SELECT count(DISTINCT e.patient) {where}", place)
    differ = events[run.first_seq].actor != last.actor
    return TrailLine(
        run.first_seq, run.last_seq, run.recorded_at, last.actor, run.count, differ,
        actions=actions, patients=patients,
    )  # fmt: skip


_THESE = "e.seq IN (SELECT value FROM json_each(?))"


def _revisions_before(store: Store, seqs: list[int]) -> dict[tuple[str, int], Event]:
    """The revisions that some events revised, by fact and number."""
    found = store.events(
        "e.seq IN (SELECT supersedes FROM events WHERE seq IN (SELECT value FROM json_each(?)))",
        [json.dumps(seqs)],
    )
    return {(event.fact, event.revision): event for event in found}

"""Reading the audit trail in a thread: pages of it, and the moments to look from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.reading import TrailLine, TrailPage, iterate, read_page
from timeline.describe import describe
from timeline.events import Event
from timeline.history import locks
from timeline_tui.background import Ticket
from timeline_tui.history.trail_lines import append_words
from timeline_tui.history.window import PAGE
from timeline_tui.session import Session
from timeline_tui.wording import grouped

SHOW_AFTER_SECONDS = 0.4
"""A search that goes on for longer shows what it has found until then."""
LATEST = 60


@dataclass(frozen=True)
class Reading:
    """What to read of the trail, and where it was asked from."""

    wanted: TrailFilter
    as_of: int | None = None
    together: bool = True


def read_lines(
    session: Session, reading: Reading, beyond: int | None, *, older: bool, ticket: Ticket
) -> TrailPage:
    """The next page in a direction, or what was found of it in a while."""
    until = time.monotonic() + SHOW_AFTER_SECONDS
    with session.open() as store:
        return read_page(
            store, reading.wanted, beyond=beyond, limit=PAGE, older=older, as_of=reading.as_of,
            together=reading.together, looked=ticket.progress,
            enough=lambda: time.monotonic() > until,
        )  # fmt: skip


def write_lines(session: Session, reading: Reading, path: Path) -> None:
    """Write every event that matches to a file, in the form that its ending says."""
    from timeline.exporting.write_trail import write_trail

    with session.open() as store:
        trail = iterate(store, reading.wanted, as_of=reading.as_of)
        write_trail(trail, path, path.suffix.removeprefix(".").lower())


@dataclass(frozen=True)
class RecordTime:
    """A moment when the store learned something: the last seq of it."""

    seq: int
    recorded_at: int
    actor: str
    words: str


def record_times(events: Sequence[Event]) -> list[RecordTime]:
    """The moments at which a patient's record changed, oldest first."""
    found: list[tuple[RecordTime, int]] = []
    for event in events:
        words, count = f"{event.action}: {describe(event)}", 1
        if found and found[-1][0].recorded_at == event.recorded_at:
            count = found.pop()[1] + 1
            words = f"{grouped(count)} events recorded"
        found.append((RecordTime(event.seq, event.recorded_at, event.actor, words), count))
    return [moment for moment, _ in found]


def _moment(line: TrailLine) -> RecordTime:
    words = append_words(line)
    if line.event is not None:
        words = f"{line.event.patient} {line.event.action}: {describe(line.event)}"
    return RecordTime(line.seq, line.recorded_at, line.actor, words)


@dataclass(frozen=True)
class StopList:
    """Where the as-of picker can go: the locks, and the changes, newest first."""

    locks: list[RecordTime]
    changes: list[RecordTime]
    names: list[str]


def read_stops(session: Session, patient: str | None) -> StopList:
    """The locks, and the changes to the patient looked at; without one the latest of the store."""
    with session.open() as store:
        known = locks(store)
        if patient:
            changes = record_times(store.events("patient = ?", (patient,)))[::-1]
        else:
            page = read_page(store, TrailFilter(), beyond=None, limit=LATEST)
            changes = [_moment(line) for line in page.lines]
    found = [RecordTime(lock.seq, lock.locked_at, lock.actor, lock.reason) for lock in known]
    return StopList(found, changes, [lock.name for lock in known])

"""Reading what happened to a patient's record: every revision, in the order of recording."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.describe import changed_fields, describe
from timeline.events import Event
from timeline.history import all_revisions, locks
from timeline_tui.session import Session
from timeline_tui.wording import field_words, value_words


@dataclass(frozen=True)
class Entry:
    """One revision of a fact, with what it changed in words; or a whole batch of records."""

    seq: int
    recorded_at: int
    actor: str
    action: str
    fact: str
    words: str
    changes: str = ""
    reason: str = ""
    count: int = 1


@dataclass(frozen=True)
class RecordTime:
    """A moment when the store learned something of the patient: the last seq of it."""

    seq: int
    recorded_at: int
    actor: str
    words: str


MOST_EVENTS = 2_000


def read_history(session: Session, patient: str | None, as_of: int | None) -> list[Entry]:
    """The entries, newest first; records of one import are told as one.

    Of everybody only the latest events.
    """
    with session.open() as store:
        if patient is None:
            last = store.head().seq if as_of is None else as_of
            bounds = (last - MOST_EVENTS, last)
            return history_entries(store.events("seq > ? AND seq <= ?", bounds))
        return history_entries(all_revisions(store, patient, as_of=as_of))


def history_entries(events: list[Event]) -> list[Entry]:
    """The entries of a patient's revisions, newest first."""
    before: dict[str, Event] = {}
    entries: list[Entry] = []
    for event in events:
        previous = before.get(event.fact)
        before[event.fact] = event
        last = entries[-1] if entries else None
        if event.action == "record" and last is not None and _joins(last, event):
            entries[-1] = Entry(
                event.seq, event.recorded_at, event.actor, "record", last.fact,
                "", count=last.count + 1,
            )  # fmt: skip
            continue
        changes = ""
        if previous is not None and event.action == "correct":
            moves = changed_fields(previous, event)
            changes = ", ".join(
                f"{field_words(name).lower()} {value_words(old)} → {value_words(new)}"
                for name, old, new in moves
            )
        entries.append(
            Entry(
                event.seq, event.recorded_at, event.actor, event.action, event.fact,
                describe(event), changes, event.reason,
            )
        )  # fmt: skip
    return entries[::-1]


def _joins(last: Entry, event: Event) -> bool:
    same = (last.action, last.recorded_at, last.actor)
    return same == ("record", event.recorded_at, event.actor)


def record_times(events: list[Event]) -> list[RecordTime]:
    """The moments at which a patient's record changed, oldest first."""
    found: list[RecordTime] = []
    for entry in reversed(history_entries(events)):
        words = (
            f"{entry.count} events recorded"
            if entry.count > 1
            else f"{entry.action}: {entry.words}"
        )
        found.append(RecordTime(entry.seq, entry.recorded_at, entry.actor, words))
    return found


@dataclass(frozen=True)
class StopList:
    """Where the as-of picker can go: the locks, and the patient's own changes, newest first."""

    locks: list[RecordTime]
    changes: list[RecordTime]
    names: list[str]


def read_stops(session: Session, patient: str | None) -> StopList:
    """The locks of the store and, where a patient is looked at, the changes to it."""
    with session.open() as store:
        known = locks(store)
        events = all_revisions(store, patient) if patient else []
    found = [RecordTime(lock.seq, lock.locked_at, lock.actor, lock.reason) for lock in known]
    return StopList(found, record_times(events)[::-1], [lock.name for lock in known])

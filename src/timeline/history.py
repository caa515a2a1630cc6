"""Reading the past: revisions, effective events and points in record time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timeline.dates import parse_instant
from timeline.errors import InvalidDate, UnknownAsOf, UnknownFact, UnknownPatient
from timeline.events import Draft, Event
from timeline.store import Store

MOST_DIGITS = 18  # of a seq, which SQLite keeps in 64 bits

EFFECTIVE = (
    "e.seq <= :as_of AND e.action <> 'retract' AND NOT EXISTS (SELECT 1 FROM events AS later"
    " INDEXED BY events_supersedes WHERE later.supersedes = e.seq AND later.seq <= :as_of)"
)
"""SQL for `e` being the last revision of its fact as of a seq, and not retracted."""


@dataclass(frozen=True)
class Lock:
    """A named point in record time, with the hash of the event that it anchors."""

    name: str
    seq: int
    hash: bytes
    locked_at: int
    actor: str
    reason: str


def locks(store: Store) -> list[Lock]:
    """Every lock, oldest first."""
    rows = store.rows(
        "SELECT name, seq, hash, locked_at, actor, reason FROM locks ORDER BY seq, locked_at"
    )
    return [Lock(*row) for row in rows]


def resolve_as_of(store: Store, as_of: str | int | None) -> int:
    """The seq that a point in record time stands for: a lock's name, a seq, an instant or now.

    A whole date stands for its end, UTC. Raises UnknownAsOf.
    """
    head = store.head().seq
    if as_of is None or as_of in ("now", "head"):
        return head
    for lock in locks(store):
        if lock.name == as_of:
            return lock.seq
    as_of = str(as_of)
    if as_of.isascii() and as_of.isdigit():
        if len(as_of) > MOST_DIGITS or int(as_of) > head:
            raise UnknownAsOf(f"seq {as_of} is not in the store yet; its last is {head}")
        return int(as_of)
    try:
        instant = parse_instant(as_of, end_of_day=True)
    except InvalidDate:
        names = ", ".join(lock.name for lock in locks(store)) or "none"
        raise UnknownAsOf(
            f"{as_of!r} is no lock, seq or instant of this store; expected e.g. 1482,"
            f" 2010-12-31, 2010-12-31T17:00:00Z or a lock (known: {names})"
        ) from None
    return last_seq_by(store, instant, head)


def last_seq_by(store: Store, instant: int, head: int) -> int:
    """The last seq recorded by an instant: record time rises with seq, so by bisection."""
    low, high = 0, head
    while low < high:
        middle = (low + high + 1) // 2
        ((at,),) = store.rows("SELECT recorded_at FROM events WHERE seq = ?", (middle,))
        low, high = (middle, high) if at <= instant else (low, middle - 1)
    return low


def effective_events(store: Store, patient: str, *, as_of: str | int | None = None) -> list[Event]:
    """A patient's effective events, oldest occurrence first.

    Raises UnknownPatient where the store holds nothing of the patient.
    """
    seq = resolve_as_of(store, as_of)
    events = store.events(f"patient = :patient AND {EFFECTIVE}", {"patient": patient, "as_of": seq})
    if not events:
        _require_patient(store, patient)
    return sorted(events, key=lambda event: (event.occurred_on, event.seq))


def all_revisions(store: Store, patient: str, *, as_of: str | int | None = None) -> list[Event]:
    """Every revision of every fact of a patient, in the order of recording."""
    seq = resolve_as_of(store, as_of)
    events = store.events("patient = ? AND seq <= ?", (patient, seq))
    if not events:
        _require_patient(store, patient)
    return events


def revisions(store: Store, fact: str) -> list[Event]:
    """Every revision of a fact, first to last. Raises UnknownFact."""
    found = store.events("fact = ?", (fact,))
    if not found:
        raise UnknownFact(f"{fact!r} is not a fact of this store")
    return found


def draft_correction(
    store: Store,
    fact: str,
    changes: Mapping[str, Any],
    *,
    reason: str,
    occurred_on: str | None = None,
    from_text: bool = False,
) -> Draft:
    """A correction of the last revision of a fact: its payload with some fields changed.

    A change to None, or to an empty text, takes the field away. The draft is bound to the revision
    it was made from.
    """
    last = revisions(store, fact)[-1]
    payload = {**last.payload, **changes}
    return Draft(
        action="correct",
        fact=fact,
        revision=last.revision + 1,
        patient=last.patient,
        kind=last.kind,
        occurred_on=occurred_on or last.occurred_on,
        payload={name: value for name, value in payload.items() if value not in (None, "")},
        reason=reason,
        from_text=from_text,
    )


def draft_retraction(store: Store, fact: str, *, reason: str) -> Draft:
    """A retraction of the last revision of a fact."""
    return _draft_undoing(store, fact, "retract", reason)


def draft_reinstatement(store: Store, fact: str, *, reason: str) -> Draft:
    """A reinstatement of a retracted fact."""
    return _draft_undoing(store, fact, "reinstate", reason)


def _draft_undoing(store: Store, fact: str, action: Any, reason: str) -> Draft:
    last = revisions(store, fact)[-1]
    return Draft(
        action=action,
        fact=fact,
        revision=last.revision + 1,
        patient=last.patient,
        kind=last.kind,
        reason=reason,
    )


def _require_patient(store: Store, patient: str) -> None:
    if not store.rows("SELECT 1 FROM events WHERE patient = ? LIMIT 1", (patient,)):
        raise UnknownPatient(f"{patient!r} is not a patient of this store")

"""Reading, verifying and setting locks, in a thread."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.errors import BrokenChain
from timeline.history import Lock, locks
from timeline_tui.background import Ticket
from timeline_tui.session import Session

VERIFIED_AT_ONCE = 200_000
"""Events up to which the chain is verified as the locks are shown."""


@dataclass(frozen=True)
class Proof:
    """What verifying the chain found: the first seq that is wrong, 0 for none, and the words."""

    broken_at: int | None
    words: str

    def holds_for(self, lock: Lock) -> bool:
        """Whether everything up to a lock is as it was written."""
        return self.broken_at is None or 0 < lock.seq < self.broken_at


def read_locks(session: Session) -> list[Lock]:
    """The locks, the last one first."""
    with session.open() as store:
        return locks(store)[::-1]


def verify_chain(session: Session, ticket: Ticket) -> Proof:
    """Hold every event and every lock against the chain."""
    from timeline.chain import verify

    with session.open() as store:
        total = store.head().seq
        try:
            verify(store, progress=lambda done: ticket.progress(done, total))
        except BrokenChain as error:
            return Proof(error.seq, str(error))
    return Proof(None, "every event and every lock is as it was written")


def set_lock(session: Session, name: str, reason: str) -> int:
    """Lock this point in record time; returns its seq. Raises TimelineError where it cannot be."""
    from timeline.events import LockDraft
    from timeline.recording import append

    with session.open() as store:
        append(store, [LockDraft(name=name, reason=reason)], actor=session.actor)
        return next(lock.seq for lock in locks(store) if lock.name == name.strip())

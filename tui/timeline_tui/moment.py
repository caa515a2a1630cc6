"""A point in record time that the workbench looks from, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline_tui.wording import grouped, instant_words

if TYPE_CHECKING:
    from timeline.store import Store


@dataclass(frozen=True)
class Moment:
    """An as-of point: the seq, the record time of that event, and what it was asked for by."""

    seq: int
    head: int
    recorded_at: int
    lock: str = ""

    @property
    def instant(self) -> str:
        """The record time in words."""
        return instant_words(self.recorded_at) if self.seq else "before the first event"

    @property
    def title(self) -> str:
        """The short name: a lock's, or the instant."""
        return f"lock {self.lock}" if self.lock else self.instant

    @property
    def words(self) -> str:
        """The moment in one sentence."""
        by = f"lock {self.lock}: " if self.lock else ""
        return f"{by}what was recorded by {self.instant}"

    @property
    def place(self) -> str:
        return f"seq {grouped(self.seq)} of {grouped(self.head)}"


def find_moment(store: Store, as_of: str | int) -> Moment | None:
    """The moment that a lock's name, a seq or an instant stands for; None where that is now.

    Raises UnknownAsOf.
    """
    from timeline.history import locks, resolve_as_of

    if isinstance(as_of, str):
        as_of = as_of.strip()
        if as_of in ("", "now", "head"):
            return None
    seq = resolve_as_of(store, as_of)
    head = store.head().seq
    names = [lock.name for lock in locks(store)]
    lock = as_of if isinstance(as_of, str) and as_of in names else ""
    rows = store.rows("SELECT recorded_at FROM events WHERE seq = ?", (seq,))
    return Moment(seq, head, rows[0][0] if rows else 0, lock)

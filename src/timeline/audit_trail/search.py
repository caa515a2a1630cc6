"""Looking for the events that are asked for, in blocks, from either end of the trail.

What was appended together has one record time and makes one run: an import of millions of events is
passed over in a few steps, for record time rises with seq, and where it changes is found by
bisection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from timeline.audit_trail.conditions import TrailFilter
from timeline.history import last_seq_by
from timeline.store import Store

BLOCK, LARGEST_BLOCK = 2_000, 200_000
MANY = 64
"""Events of one append beyond which its bounds are looked up rather than its events read."""

Looked = Callable[[int, int], None]
"""Told how many seqs were looked at, of how many. It may raise, to give up."""


@dataclass
class Run:
    """Matching events of one record time, in the direction of reading."""

    recorded_at: int
    first_seq: int
    last_seq: int
    count: int = 0

    def take(self, seq: int) -> None:
        self.first_seq, self.last_seq = min(self.first_seq, seq), max(self.last_seq, seq)
        self.count += 1


@dataclass
class Search:
    """Looking for the matching events from `low` to `high`, from one end; `position` comes next."""

    store: Store
    wanted: TrailFilter
    low: int
    high: int
    older: bool
    together: bool
    looked: Looked
    enough: Callable[[], bool]
    position: int = 0

    def runs(self) -> Iterator[Run]:
        """The matching events, put together by record time, in the direction of reading."""
        self.position = start = self.high if self.older else self.low
        run: Run | None = None
        size = BLOCK
        while self.low <= self.position <= self.high:
            self.looked(abs(self.position - start), self.high - self.low + 1)
            first, last = self._block(size)
            self.position = first - 1 if self.older else last + 1
            for seq, recorded_at in self._matching(first, last):
                if run is not None and (recorded_at != run.recorded_at or not self.together):
                    yield run
                    run = None
                run = run or Run(recorded_at, seq, seq)
                run.take(seq)
                if run.count >= MANY and self.together and not self.wanted.finds_few:
                    self._take_whole(run)
                    yield run
                    run = None
                    break
            size = min(size * 2, LARGEST_BLOCK)
            if self.enough() and not self._goes_on(run):
                break
        if run is not None:
            yield run

    def _block(self, size: int) -> tuple[int, int]:
        if self.wanted.finds_few:
            return self.low, self.high
        if self.older:
            return max(self.low, self.position - size + 1), self.position
        return self.position, min(self.high, self.position + size - 1)

    def _matching(self, first: int, last: int) -> list[tuple[int, int]]:
        """(seq, record time) of the matching events among some, in the direction of reading."""
        sql, values = self.wanted.to_sql()
        index = "INDEXED BY events_supersedes" if self.wanted.by_revisions else ""
        query = (
            f"SELECT e.seq, e.recorded_at FROM events AS e {index} WHERE"
            f" {'e.supersedes IS NOT NULL AND ' if index else ''}"
            f"{'+' if self.wanted.finds_few else ''}e.seq BETWEEN ? AND ? AND {sql}"
            f" ORDER BY e.seq {'DESC' if self.older else ''}"
        )
        return self.store.rows(query, [first, last, *values])

    def _goes_on(self, run: Run | None) -> bool:
        """Whether the next event was appended together with the last one that matched."""
        if run is None:
            return False
        rows = self.store.rows("SELECT recorded_at FROM events WHERE seq = ?", (self.position,))
        return bool(rows) and rows[0][0] == run.recorded_at and self.together

    def _take_whole(self, run: Run) -> None:
        """Make the run the whole of its append, and go on beyond that."""
        head = self.store.head().seq
        first = max(self.low, last_seq_by(self.store, run.recorded_at - 1, head) + 1)
        last = min(self.high, last_seq_by(self.store, run.recorded_at, head))
        self.position = first - 1 if self.older else last + 1
        if not self.wanted.asks_of_events:
            run.first_seq, run.last_seq, run.count = first, last, last - first + 1
            return
        sql, values = self.wanted.to_sql()
        run.count = 0
        for start, end in blocks(first, last, LARGEST_BLOCK):
            self.looked(start - first, last - first + 1)
            ((count, least, greatest),) = self.store.rows(
                "SELECT count(*), min(e.seq), max(e.seq) FROM events AS e"
                f" WHERE e.seq BETWEEN ? AND ? AND {sql}",
                [start, end, *values],
            )
            if count:
                run.count += count
                run.first_seq = min(run.first_seq, least)
                run.last_seq = max(run.last_seq, greatest)


def blocks(low: int, high: int, size: int) -> Iterator[tuple[int, int]]:
    for first in range(low, high + 1, size):
        yield first, min(high, first + size - 1)

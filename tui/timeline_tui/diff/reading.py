"""Deriving what moved between two points, in a thread, and what is said of the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from timeline.changes import Change
from timeline.describe import describe, moves_in_words
from timeline.events import Event
from timeline.kinds import KINDS
from timeline_tui.background import Ticket
from timeline_tui.diff.rows import Because, Row, rows_of
from timeline_tui.event.grid import VERBS
from timeline_tui.moment import Moment, find_moment
from timeline_tui.session import Session
from timeline_tui.wording import grouped


@dataclass(frozen=True)
class Point:
    """A point in record time, `moment` None being now."""

    seq: int
    moment: Moment | None

    @property
    def words(self) -> str:
        if self.moment is None:
            return "now"
        return f"{self.moment.title} (seq {grouped(self.seq)})"


@dataclass(frozen=True)
class Differences:
    """What moved from one point to another."""

    old: Point
    new: Point
    changes: list[Change]
    rows: list[Row]


def read_differences(
    session: Session, old: str | int | None, new: str | int, ticket: Ticket
) -> Differences:
    """What moved; where no first point is given, since the last lock, else the last append.

    Raises UnknownAsOf.
    """
    from timeline.history import last_seq_by, locks
    from timeline.replay import diff

    with session.open() as store:
        head = store.head()
        if old is None:
            known = [lock for lock in locks(store) if lock.seq < head.seq]
            before = last_seq_by(store, head.recorded_at - 1, head.seq) if head.seq else 0
            old = known[-1].name if known else before
        points = []
        for asked in (old, new):
            moment = find_moment(store, asked)
            points.append(Point(head.seq if moment is None else moment.seq, moment))
        changes = diff(store, points[0].seq, points[1].seq, progress=ticket.progress)
    kept = [change for change in changes if change.column != "evidence"]
    return Differences(points[0], points[1], kept, rows_of(kept))


def read_because(session: Session, facts: Iterable[str], low: int, high: int) -> dict[str, Because]:
    """By fact, what was said of it after one seq and up to another."""
    from timeline.explaining.revisions import latest_revision_in_words
    from timeline.history import revisions

    said = {}
    with session.open() as store:
        for fact in facts:
            known = [event for event in revisions(store, fact) if event.seq <= high]
            if known:
                said[fact] = Because(_short(known), latest_revision_in_words(known, low))
    return said


def _short(revisions: list[Event]) -> str:
    """`imaging 2009-01-26 corrected: reported response PR → PD`."""
    last = revisions[-1]
    before = revisions[-2] if len(revisions) > 1 else None
    moved = moves_in_words(before, last) if before and last.action == "correct" else ""
    kind = KINDS[last.kind].title.lower()
    return f"{kind} {last.occurred_on} {VERBS[last.action]}: {moved or describe(last)}"

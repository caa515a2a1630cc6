"""Reading one fact: all its revisions, and which endpoints rest on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from timeline.events import Event
from timeline.history import resolve_as_of, revisions
from timeline.projections.declarations import PROJECTIONS
from timeline.query import is_stale
from timeline_tui.session import Session

_DECIDING = ("os", "ttp", "pfs", "afp_decline", "late_toxicity", "radiotherapy")


@dataclass(frozen=True)
class FactStory:
    """A fact as it is known: its revisions, first to last, and the endpoints that rest on it."""

    fact: str
    revisions: Sequence[Event]
    rests: Sequence[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> Event:
        return self.revisions[-1]

    @property
    def retracted(self) -> bool:
        return self.last.action == "retract"


def read_fact(session: Session, fact: str, as_of: int | None) -> FactStory:
    """The story of a fact as of a seq. Raises UnknownFact."""
    with session.open() as store:
        seq = resolve_as_of(store, as_of)
        known = [event for event in revisions(store, fact) if event.seq <= seq]
        known = known or revisions(store, fact)[:1]
        rests: list[str] = []
        if as_of is None and not is_stale(store):
            for name in _DECIDING:
                rows = store.rows(
                    f'SELECT 1 FROM "{name}" WHERE patient = ?'
                    " AND instr(' ' || evidence || ' ', ?) > 0",
                    (known[-1].patient, f" {fact} "),
                )
                if rows:
                    rests.append(PROJECTIONS[name].title)
    return FactStory(fact, known, rests)

"""One subject as the datasets tell of it: effective events, rows of the tables, study days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from timeline.dates import day_bounds
from timeline.events import Event

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """`rows` has the subject's rows by table. `sources` has for a fact, by SDTM domain, the
    number of its first record there, once they were told.
    """

    study: str
    patient: str
    events: list[Event]
    rows: Mapping[str, list[Row]]
    sources: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def usubjid(self) -> str:
        return f"{self.study}-{self.patient}"

    @property
    def course(self) -> Row:
        return self.rows["course"][0]

    @property
    def origin(self) -> str | None:
        """Day 0 of the protocol, which is study day 1."""
        origin: str | None = self.course["origin_on"]
        return origin

    def of(self, *kinds: str) -> list[Event]:
        """The effective events of some kinds, by day and then by the order of recording."""
        found = [event for event in self.events if event.kind in kinds]
        return sorted(found, key=lambda event: (day_bounds(event.occurred_on)[0], event.seq))

    def study_day(self, text: str | None) -> int | None:
        """The study day of a whole date. There is no study day 0 (SDTMIG 4.4.4)."""
        if text is None or self.origin is None or len(text) < len("2010-01-01"):
            return None
        days = day_bounds(text)[0] - day_bounds(self.origin)[0]
        return days + 1 if days >= 0 else days

"""A patient's events sorted into the strands that lanes draw. Days count from 1970-01-01."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from timeline.dates import EPOCH_ORDINAL, day_bounds

Day = int
_BEYOND_DRAWING = 1e18
HISTORY = frozenset({"registration", "eligibility", "procedure", "note"})
HISTORY_SHARE = 0.15
"""How far before the course history may begin and still be shown at first, of its length."""
ALL_KINDS_OF_STATUS = frozenset(
    {"registration", "eligibility", "clinical_status", "procedure", "vital_status", "note"}
)


class CourseEvent(Protocol):
    """What lanes need of an event; `timeline.events.Event` fits."""

    @property
    def fact(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def occurred_on(self) -> str: ...
    @property
    def recorded_at(self) -> int: ...
    @property
    def actor(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An event with its place in the course and its day: the earliest one of a partial date."""

    index: int
    event: CourseEvent
    day: Day
    exact: bool

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.event.payload

    def number(self, field: str) -> float:
        """A field of the payload as a number, 0 where it is none."""
        return finite(self.payload.get(field)) or 0.0

    @property
    def corrected(self) -> bool:
        return self.event.revision > 1


@dataclass(frozen=True)
class Course:
    """Everything known of a patient, in order of days."""

    items: tuple[Item, ...] = ()
    origin: Day = 0
    end: Day = 0
    hidden_after: Day | None = None
    strands: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    agents: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    analytes: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Item, ...]:
        """The items of a kind."""
        return self.strands.get(kind, ())

    @property
    def first(self) -> Day:
        """The first day of anything."""
        return self.items[0].day if self.items else self.origin

    @property
    def opening(self) -> Day:
        """The day that a first look begins on, after history that would squeeze the course."""
        days = [item.day for item in self.items if item.event.kind not in HISTORY]
        start = min(days, default=self.first)
        reach = start - (self.end - start) * HISTORY_SHARE
        return min((item.day for item in self.items if item.day >= reach), default=start)

    @property
    def death(self) -> Item | None:
        dead = [i for i in self.of("vital_status") if i.payload.get("status") == "dead"]
        return dead[0] if dead else None

    @property
    def last_contact(self) -> Item | None:
        alive = [i for i in self.of("vital_status") if i.payload.get("status") == "alive"]
        return alive[-1] if alive else None

    @property
    def until(self) -> Day:
        """The day before which open courses stop: death, or the one after the end or as-of day."""
        days = [self.end + 1]
        if self.death is not None:
            days.append(self.death.day)
        if self.hidden_after is not None:
            days.append(self.hidden_after + 1)
        return min(days)


def arrange(
    events: Iterable[CourseEvent],
    *,
    origin_day: Day | None = None,
    end: Day | None = None,
    hidden_after: Day | None = None,
) -> Course:
    """The course that these events make; what lies after `hidden_after` is left out.

    Without an `origin_day` time runs from the first delivered fraction, else the first event.
    """
    dated = sorted(
        ((*day_bounds(event.occurred_on), event) for event in events), key=lambda known: known[0]
    )
    last = max([known[0] for known in dated] + ([end] if end is not None else []), default=0)
    if hidden_after is not None:
        dated = [known for known in dated if known[0] <= hidden_after]
    items = tuple(
        Item(index, event, earliest, earliest == latest)
        for index, (earliest, latest, event) in enumerate(dated)
    )
    strands = _grouped(items, lambda item: item.event.kind)
    if origin_day is None:
        start = strands.get("rt_fraction") or items
        origin_day = start[0].day if start else last
    return Course(
        items=items,
        origin=origin_day,
        end=last,
        hidden_after=hidden_after,
        strands=strands,
        agents=_grouped(strands.get("drug_dose", ()), lambda i: str(i.payload.get("agent", "?"))),
        analytes=_grouped(strands.get("lab", ()), lambda i: str(i.payload.get("analyte", "?"))),
    )


def _grouped(items: Sequence[Item], key: Any) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(members) for name, members in groups.items()}


def finite(value: object) -> float | None:
    """A value as a number that can be drawn, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _BEYOND_DRAWING else None


def as_day(when: date | int | None) -> Day | None:
    """A date as days since 1970-01-01; a number is one already."""
    return when.toordinal() - EPOCH_ORDINAL if isinstance(when, date) else when

"""The groupings on offer: what divides the patients into a few groups, with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from timeline_tui.analysis.chart import Request
from timeline_tui.background import Ticket
from timeline_tui.wording import grouped

if TYPE_CHECKING:
    from timeline.store import Store

LEFT_OUT = frozenset({"patient", "included", "events", "corrections", "evidence"})
HALVED = ("age", "rt_gy", "afp_change_percent")
"""Numbers that are offered as two halves, cut at their median."""

CONDITIONS = ("late_toxicity: max_grade >= 2", "toxicity: max_grade >= 3")


@dataclass(frozen=True)
class Offer:
    """A grouping with the number of patients in each group, and in none."""

    by: str
    groups: tuple[tuple[str, int], ...]
    in_none: int = 0

    @property
    def words(self) -> str:
        parts = [f"{name} {grouped(count)}" for name, count in self.groups]
        return " · ".join([*parts, *([f"in none {grouped(self.in_none)}"] * bool(self.in_none))])


def read_offers(request: Request, ticket: Ticket) -> list[Offer]:
    """What divides those patients into two groups or more, at most as many as can be drawn."""
    from timeline.grouping import MOST_GROUPS
    from timeline.query import read_table
    from timeline_tui.analysis.reading import opened

    patients = request.patients
    with opened(request, ticket) as store:
        table = read_table(store, "course", as_of=request.seq, all_patients=request.all_patients)
        rows = [row for row in table.records() if patients is None or row["patient"] in patients]
        offers = [
            offer
            for name, column in table.columns.items()
            if name not in LEFT_OUT and column.dtype in ("text", "boolean", "integer")
            if len((offer := _counted(name, [row[name] for row in rows])).groups) >= 2
            if len(offer.groups) <= MOST_GROUPS
        ]
        ticket.check()
        asked = [half for name in HALVED if (half := _halves(name, [row[name] for row in rows]))]
        for by in (*asked, *CONDITIONS):
            found = _offer(store, by, request)
            if found is not None and len(found.groups) > 1:
                offers.append(found)
            ticket.check()
    return offers


def read_offer(by: str, request: Request, ticket: Ticket) -> Offer:
    """One grouping as it was typed. Raises InvalidGrouping, InvalidFilter, UnknownProjection."""
    from timeline_tui.analysis.reading import opened

    with opened(request, ticket) as store:
        return _divided(store, by, request)


def _offer(store: Store, by: str, request: Request) -> Offer | None:
    from timeline.errors import TimelineError

    try:
        return _divided(store, by, request)
    except TimelineError:
        return None


def _divided(store: Store, by: str, request: Request) -> Offer:
    from timeline.grouping import group_patients

    found = group_patients(store, by, as_of=request.seq, all_patients=request.all_patients)
    patients = request.patients
    groups = [name for who, name in found.group_of.items() if patients is None or who in patients]
    counts = Counter(groups)
    named = tuple((name, counts[name]) for name in found.names if counts[name])
    return Offer(by, named, counts[None])


def _counted(name: str, values: list[Any]) -> Offer:
    counts: Mapping[Any, int] = Counter(values)
    known = sorted(value for value in counts if value is not None)
    words = {True: "true", False: "false"} if any(type(v) is bool for v in known) else {}
    named = tuple((str(words.get(value, value)), counts[value]) for value in known)
    return Offer(name, named, counts.get(None, 0))


def _halves(name: str, values: list[Any]) -> str:
    known = [value for value in values if value is not None]
    return f"{name} >= {median(known):g}" if len(set(known)) > 2 else ""

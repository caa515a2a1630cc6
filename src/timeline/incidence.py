"""The cumulative incidence of late toxicity in a cohort, or in groups of it; death competes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.errors import UnknownProjection
from timeline.grouping import ask_for
from timeline.query import read_table
from timeline.statistics.cumulative_incidence import IncidenceCurve, cumulative_incidence
from timeline.statistics.intervals import Estimate

if TYPE_CHECKING:
    from timeline.store import Store

EVENTS = {"late_toxicity": "late_toxicity_onset"}
"""The table in which the time of each event is."""

CAUSES = {"censored": 0, "late toxicity": 1, "death": 2}


@dataclass(frozen=True)
class GroupIncidence:
    """What is estimated of one group; times in months. `at` has the incidence by each time."""

    name: str
    patients: int
    events: int
    competing: int
    at: Mapping[float, Estimate]
    at_risk: Mapping[float, int]
    curve: IncidenceCurve


@dataclass(frozen=True)
class CohortIncidence:
    """Every group, and the patients who are in none or have no time."""

    event: str
    by: str | None
    groups: tuple[GroupIncidence, ...]
    left_out: tuple[str, ...]
    without_time: tuple[str, ...]


def estimate_incidence(
    store: Store,
    event: str,
    *,
    by: str | None = None,
    where: str | None = None,
    as_of: str | int | None = None,
    all_patients: bool = False,
    times: Sequence[float] = (),
    level: float = 0.95,
) -> CohortIncidence:
    """The incidence of an event by group, as `grouping` divides the patients.

    Raises UnknownProjection, InvalidGrouping, InvalidFilter, UnknownAsOf.
    """
    if event not in EVENTS:
        raise UnknownProjection(
            f"{event!r} is not an event with an incidence; known: {', '.join(EVENTS)}"
        )
    table = read_table(store, EVENTS[event], as_of=as_of, all_patients=all_patients)
    found = {row["patient"]: (row["months"], CAUSES[row["outcome"]]) for row in table.records()}
    asked = ask_for(store, found, by=by, where=where, as_of=as_of, all_patients=all_patients)
    groups = []
    for name in asked.groups:
        members = [found[who] for who, group in asked.group_of.items() if group == name]
        groups.append(_group(name, members, times, level))
    return CohortIncidence(event, by, tuple(groups), asked.left_out, asked.without)


def _group(
    name: str, members: Sequence[tuple[float, int]], times: Sequence[float], level: float
) -> GroupIncidence:
    curve = cumulative_incidence([months for months, _ in members], [cause for _, cause in members])
    return GroupIncidence(
        name,
        len(members),
        events=sum(cause == 1 for _, cause in members),
        competing=sum(cause == 2 for _, cause in members),
        at={time: curve.incidence_at(time, level) for time in times},
        at_risk=dict(zip(times, curve.number_at_risk(times), strict=True)),
        curve=curve,
    )

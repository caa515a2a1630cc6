"""The cumulative incidence of late toxicity in a cohort, or in groups of it; death competes."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
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


@dataclass(frozen=True)
class PatientOutcome:
    """How long a patient was followed, in months, and what ended that: a cause of `CAUSES`."""

    patient: str
    months: float
    cause: str
    group: str


@dataclass(frozen=True)
class Outcomes:
    """The patients whose time is known, with the groups in order, and those left out."""

    event: str
    by: str | None
    groups: tuple[str, ...]
    patients: tuple[PatientOutcome, ...]
    left_out: tuple[str, ...]
    without_time: tuple[str, ...]

    def of(self, group: str) -> list[PatientOutcome]:
        return [one for one in self.patients if one.group == group]


def read_outcomes(
    store: Store,
    event: str,
    *,
    by: str | None = None,
    where: str | None = None,
    patients: Container[str] | None = None,
    as_of: str | int | None = None,
    all_patients: bool = False,
) -> Outcomes:
    """Who met the event or died before it, and when, by group as `grouping` divides the patients.

    `patients` are those to keep to. Raises UnknownProjection, InvalidGrouping, InvalidFilter,
    UnknownAsOf.
    """
    if event not in EVENTS:
        raise UnknownProjection(
            f"{event!r} is not an event with an incidence; known: {', '.join(EVENTS)}"
        )
    table = read_table(store, EVENTS[event], as_of=as_of, all_patients=all_patients)
    found = {row["patient"]: (row["months"], row["outcome"]) for row in table.records()}
    asked = ask_for(
        store, found, by=by, where=where, patients=patients, as_of=as_of,
        all_patients=all_patients,
    )  # fmt: skip
    return Outcomes(
        event,
        by,
        asked.groups,
        tuple(PatientOutcome(who, *found[who], group) for who, group in asked.group_of.items()),
        asked.left_out,
        asked.without,
    )


def estimate_incidence(
    outcomes: Outcomes, *, times: Sequence[float] = (), level: float = 0.95
) -> CohortIncidence:
    """The incidence of the event in each group."""
    groups = tuple(_group(name, outcomes.of(name), times, level) for name in outcomes.groups)
    return CohortIncidence(
        outcomes.event, outcomes.by, groups, outcomes.left_out, outcomes.without_time
    )


def _group(
    name: str, members: Sequence[PatientOutcome], times: Sequence[float], level: float
) -> GroupIncidence:
    causes = [CAUSES[one.cause] for one in members]
    curve = cumulative_incidence([one.months for one in members], causes)
    return GroupIncidence(
        name,
        len(members),
        events=causes.count(CAUSES["late toxicity"]),
        competing=causes.count(CAUSES["death"]),
        at={time: curve.incidence_at(time, level) for time in times},
        at_risk=dict(zip(times, curve.number_at_risk(times), strict=True)),
        curve=curve,
    )

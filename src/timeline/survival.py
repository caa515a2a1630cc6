"""The survival of a cohort, or of groups of it, from the tables of an endpoint."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.errors import UnknownProjection
from timeline.grouping import EVERYBODY, ask_for
from timeline.projections.declarations import PROJECTIONS
from timeline.query import read_table
from timeline.statistics.cox import HazardRatio, Ties, hazard_ratios
from timeline.statistics.follow_up import median_follow_up
from timeline.statistics.intervals import Estimate, survival_with_interval
from timeline.statistics.kaplan_meier import SurvivalCurve, kaplan_meier, number_at_risk
from timeline.statistics.log_rank import LogRank, log_rank
from timeline.statistics.quantiles import Interval, quantile, transform_of

if TYPE_CHECKING:
    from timeline.store import Store

ENDPOINTS = ("os", "ttp", "pfs")


@dataclass(frozen=True)
class PatientTime:
    """How long a patient was followed, in months, and whether the event was met then."""

    patient: str
    months: float
    met: bool
    group: str = EVERYBODY


@dataclass(frozen=True)
class Cohort:
    """The patients whose time is known, with the groups in order.

    `left_out` are patients who have a time and are in no group; `without_time` have no origin.
    """

    endpoint: str
    by: str | None
    groups: tuple[str, ...]
    patients: tuple[PatientTime, ...]
    left_out: tuple[str, ...] = ()
    without_time: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return PROJECTIONS[self.endpoint].title

    def of(self, group: str) -> list[PatientTime]:
        return [one for one in self.patients if one.group == group]


@dataclass(frozen=True)
class GroupSurvival:
    """What is estimated of one group; times in months. `at` has the survival at each time asked."""

    name: str
    patients: int
    events: int
    median: Estimate
    follow_up: Estimate
    at: Mapping[float, Estimate]
    at_risk: Mapping[float, int]
    curve: SurvivalCurve


def read_cohort(
    store: Store,
    endpoint: str,
    *,
    by: str | None = None,
    where: str | None = None,
    patients: Container[str] | None = None,
    as_of: str | int | None = None,
    all_patients: bool = False,
) -> Cohort:
    """The times of an endpoint. `by` groups the patients as `grouping` says; `where` is a condition
    on the course row; `patients` are those to keep to.

    Raises UnknownProjection, InvalidGrouping, InvalidFilter, UnknownAsOf.
    """
    if endpoint not in ENDPOINTS:
        raise UnknownProjection(
            f"{endpoint!r} is not a time to an event; known: {', '.join(ENDPOINTS)}"
        )
    table = read_table(store, endpoint, as_of=as_of, all_patients=all_patients)
    times = {row["patient"]: (row["months"], row["event"]) for row in table.records()}
    asked = ask_for(
        store, times, by=by, where=where, patients=patients, as_of=as_of,
        all_patients=all_patients,
    )  # fmt: skip
    return Cohort(
        endpoint,
        by,
        asked.groups,
        tuple(PatientTime(who, *times[who], group) for who, group in asked.group_of.items()),
        left_out=asked.left_out,
        without_time=asked.without,
    )


def estimate(
    cohort: Cohort, *, interval: Interval, level: float = 0.95, times: Sequence[float] = ()
) -> list[GroupSurvival]:
    """Every group's curve, median, follow-up and survival at some times, with intervals.

    Survival at a time has the interval's transform; the plain one goes with `symmetric`.
    """
    found = []
    for name in cohort.groups:
        members = cohort.of(name)
        curve = kaplan_meier([one.months for one in members], [one.met for one in members])
        found.append(
            GroupSurvival(
                name,
                len(members),
                sum(one.met for one in members),
                median=quantile(curve, interval, level=level),
                follow_up=median_follow_up(curve, interval, level=level),
                at={
                    time: survival_with_interval(curve, time, transform_of(interval), level)
                    for time in times
                },
                at_risk=dict(zip(times, number_at_risk(curve, times), strict=True)),
                curve=curve,
            )
        )
    return found


def compare(cohort: Cohort) -> LogRank:
    """The log-rank test between the groups."""
    return log_rank(*_arrays(cohort))


def ratios(cohort: Cohort, *, ties: Ties = "efron", level: float = 0.95) -> list[HazardRatio]:
    """The hazard of each further group over that of the first."""
    reference = cohort.groups[0] if cohort.groups else None
    return hazard_ratios(*_arrays(cohort), reference=reference, ties=ties, level=level)


def _arrays(cohort: Cohort) -> tuple[list[float], list[bool], list[str]]:
    patients = cohort.patients
    return [p.months for p in patients], [p.met for p in patients], [p.group for p in patients]

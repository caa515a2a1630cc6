"""Time-to-event endpoints, declared: an origin, the events that end it, and the censorings.

Of the events the earliest ends the time; a patient without one is censored by the first censoring
of the list that applies. The row says which it was and names the facts behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.declaration import Declaration
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.moments import Moment
from timeline.projections.per_patient import NEVER, join_facts
from timeline.protocol import Protocol

UNKNOWN_MONTH = "last contact before a death of which only the year is known"


@dataclass(frozen=True)
class Ending:
    """A way for the time to end: its words for the row, and its moment for each patient."""

    reason: str
    moment: Moment


def derive_time_to_event(
    declaration: Declaration,
    events: EffectiveEvents,
    protocol: Protocol,
    *,
    origin: Moment,
    endings: tuple[Ending, ...],
    censorings: tuple[Ending, ...],
) -> DerivedTable:
    """One row for each patient who has an origin.

    An ending before the origin is none; a censoring before it counts as at the origin.
    """
    day, fact, reason, imputed = _none(len(events))
    for ending in endings:
        found = ending.moment
        sooner = found.known & (found.day >= origin.day) & (found.day < day)
        day = np.where(sooner, found.day, day)
        fact = np.where(sooner, found.fact, fact)
        imputed = np.where(sooner, found.imputed, imputed)
        reason = np.where(sooner, ending.reason, reason)
    event = day != NEVER
    open_still = ~event
    for censoring in censorings:
        found = censoring.moment
        applies = open_still & found.known
        day = np.where(applies, np.maximum(found.day, origin.day), day)
        fact = np.where(applies, found.fact, fact)
        imputed = np.where(applies, found.imputed, imputed)
        reason = np.where(applies, censoring.reason, reason)
        open_still &= ~applies
    day = np.where(open_still, origin.day, day)
    reason = np.where(open_still, "no contact after the origin", reason)
    reason = np.where(imputed, reason + " (day imputed)", reason)
    reason = np.where(origin.imputed, reason + " (origin imputed)", reason)
    days = day - origin.day + int(protocol.time.count_first_day)
    kept = origin.known
    columns = {
        "patient": events.patients,
        "origin_on": origin.day,
        "ended_on": day,
        "days": days,
        "months": days / protocol.time.days_per_month,
        "event": event,
        "reason": reason,
        "evidence": join_facts(origin.fact, fact),
    }
    return table_of(declaration, {name: values[kept] for name, values in columns.items()})


def _none(patients: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    return (
        np.full(patients, NEVER, dtype=np.int64),
        np.full(patients, None, dtype=object),
        np.full(patients, "", dtype=object),
        np.zeros(patients, dtype=bool),
    )

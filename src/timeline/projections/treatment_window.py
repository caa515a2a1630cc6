"""From when to when a patient was under treatment, and from when toxicity is late."""

from __future__ import annotations

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.derived_table import DerivedTable
from timeline.projections.index_course import first_fraction, last_fraction
from timeline.projections.moments import Moment, later, nowhere, time_origin, together_with
from timeline.projections.per_patient import NEVER
from timeline.protocol import Protocol


def end_of_treatment(events: EffectiveEvents, protocol: Protocol, exposure: DerivedTable) -> Moment:
    """The last day of the index course of radiotherapy, or of the protocol's drug if that is later.

    `exposure` is the table `drug_exposure`, which says how long the drug was taken.
    """
    taken = exposure.where(exposure["agent"] == protocol.drug.agent)
    places = {name: place for place, name in enumerate(events.patients.tolist())}
    rows = [places[name] for name in taken["patient"].tolist()]
    drug = nowhere(len(events))
    drug.day[rows] = taken["last_on"]
    drug.fact[rows] = taken["evidence"]
    drug.imputed[rows] = taken["imputed"]
    return together_with(later(last_fraction(events, protocol), drug), drug, drug.known)


def late_counts_from(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """What late toxicity counts from: the last or the first fraction, or the origin."""
    match protocol.late_toxicity.after:
        case "last_rt_fraction":
            return last_fraction(events, protocol)
        case "first_rt_fraction":
            return first_fraction(events, protocol)
        case "origin":
            return time_origin(events, protocol)


def start_of_late(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The first day of late toxicity: so many days after what it counts from."""
    start = late_counts_from(events, protocol)
    day = np.where(start.known, start.day, 0) + protocol.toxicity.late_from_days
    return Moment(np.where(start.known, day, NEVER), start.fact, start.imputed)

"""Progression-free survival: progression or death, whichever comes first."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable
from timeline.projections.moments import (
    Moment,
    death,
    death_in_an_unknown_month,
    last_contact,
    time_origin,
)
from timeline.projections.progression import last_imaging, progression
from timeline.projections.time_to_event import UNKNOWN_MONTH, Ending, derive_time_to_event
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row a patient with an origin. Source: FDA, Clinical Trial Endpoints, 2018."""
    origin = time_origin(events, protocol)
    died = death(events, protocol, origin)
    return derive_time_to_event(
        PROJECTIONS["pfs"],
        events,
        protocol,
        origin=origin,
        endings=(
            Ending("progression on imaging", progression(events, protocol, origin, died)),
            Ending("death", died),
        ),
        censorings=_censorings(events, protocol, origin),
    )


def _censorings(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> tuple[Ending, ...]:
    if protocol.progression_free_survival.censoring == "last_contact":
        return (
            Ending(UNKNOWN_MONTH, death_in_an_unknown_month(events, protocol)),
            Ending("alive without progression", last_contact(events, protocol)),
        )
    return (
        Ending(
            "last evaluable imaging without progression", last_imaging(events, protocol, origin)
        ),
        Ending("no evaluable imaging after the origin", origin),
    )

"""Time to progression: a death without progression censors."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable
from timeline.projections.moments import (
    Moment,
    death,
    last_contact,
    last_marker,
    only_where,
    time_origin,
    together_with,
)
from timeline.projections.progression import last_imaging, progression
from timeline.projections.time_to_event import Ending, derive_time_to_event
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row a patient with an origin.

    Source: Llovet et al., J Natl Cancer Inst 2008;100:698–711 (TTP in trials of HCC: death without
    progression censored); where it censors is the protocol's choice.
    """
    origin = time_origin(events, protocol)
    died = death(events, protocol, origin)
    return derive_time_to_event(
        PROJECTIONS["ttp"],
        events,
        protocol,
        origin=origin,
        endings=(Ending("progression on imaging", progression(events, protocol, origin, died)),),
        censorings=_censorings(events, protocol, origin, died),
    )


def _censorings(
    events: EffectiveEvents, protocol: Protocol, origin: Moment, died: Moment
) -> tuple[Ending, ...]:
    imaging, marker = last_imaging(events, protocol, origin), last_marker(events, origin)
    unassessed: tuple[Ending, ...] = (Ending("no evaluable imaging after the origin", origin),)
    if protocol.time_to_progression.unassessed == "last_marker":
        without_imaging = only_where(marker, ~imaging.known)
        unassessed = (
            Ending("no evaluable imaging; last tumour marker", without_imaging),
            *unassessed,
        )
    if protocol.time_to_progression.censoring == "last_evaluable_imaging":
        return (Ending("last evaluable imaging without progression", imaging), *unassessed)

    def of_the_assessed(moment: Moment) -> Moment:
        return together_with(only_where(moment, imaging.known), imaging, imaging.known)

    return (
        Ending("death without progression", of_the_assessed(died)),
        Ending("last contact without progression", of_the_assessed(last_contact(events, protocol))),
        *unassessed,
    )

"""Time to progression: a death without progression censors."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.moments import (
    Moment,
    death,
    last_contact,
    last_imaging,
    last_marker,
    progression,
    time_origin,
)
from timeline.projections.time_to_event import Ending, derive_time_to_event, only_where
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """One row a patient with an origin.

    Source: Llovet et al., J Natl Cancer Inst 2008;100:698–711 (TTP in trials of HCC: death without
    progression censored); where it censors is the protocol's choice.
    """
    origin = time_origin(events, protocol)
    return derive_time_to_event(
        PROJECTIONS["ttp"],
        events,
        protocol,
        origin=origin,
        endings=(Ending("progression on imaging", progression(events, protocol, origin)),),
        censorings=_censorings(events, protocol, origin),
    )


def _censorings(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> tuple[Ending, ...]:
    imaging = last_imaging(events, origin)
    marker = last_marker(events, origin)
    unassessed: tuple[Ending, ...] = (Ending("never imaged after the origin", origin),)
    if protocol.time_to_progression.unassessed == "last_marker":
        never_imaged = only_where(marker, ~imaging.known)
        unassessed = (Ending("never imaged; last tumour marker", never_imaged), *unassessed)
    if protocol.time_to_progression.censoring == "last_evaluable_imaging":
        return (Ending("last evaluable imaging without progression", imaging), *unassessed)
    return (
        Ending("death without progression", only_where(death(events, protocol), imaging.known)),
        Ending(
            "last contact without progression",
            only_where(last_contact(events, protocol), imaging.known),
        ),
        *unassessed,
    )

"""Overall survival: from the origin to death of any cause, else censored at the last contact."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable
from timeline.projections.moments import (
    death,
    death_in_an_unknown_month,
    last_contact,
    time_origin,
)
from timeline.projections.time_to_event import UNKNOWN_MONTH, Ending, derive_time_to_event
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row a patient with an origin. Source: FDA, Clinical Trial Endpoints, 2018."""
    origin = time_origin(events, protocol)
    return derive_time_to_event(
        PROJECTIONS["os"],
        events,
        protocol,
        origin=origin,
        endings=(Ending("death", death(events, protocol, origin)),),
        censorings=(
            Ending(UNKNOWN_MONTH, death_in_an_unknown_month(events, protocol)),
            Ending("alive at last contact", last_contact(events, protocol)),
        ),
    )

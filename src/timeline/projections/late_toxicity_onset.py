"""When late toxicity was first in effect, with death as the competing end."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.episodes import episodes_of, facts_of, summarise
from timeline.projections.late_toxicity import BEFORE_ANY_DAY
from timeline.projections.moments import death, last_contact, time_origin, together_with
from timeline.projections.per_patient import NEVER, join_facts, of_owner
from timeline.projections.treatment_window import late_counts_from, start_of_late
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each patient whose time of late toxicity began.

    The time runs from the day that late toxicity counts from to the first late day on which an
    adverse event is in effect; else it ends at death, which competes, or is censored at the last
    contact. What began earlier and lasts is met on the first late day.
    """
    origin = time_origin(events, protocol)
    start = late_counts_from(events, protocol)
    died, contact = death(events, protocol, origin), last_contact(events, protocol)
    died = together_with(died, origin, died.imputed)
    seen = np.where(died.known, died.day, np.where(contact.known, contact.day, BEFORE_ANY_DAY))
    late = start_of_late(events, protocol).day
    spans = episodes_of(events, protocol)
    shown = spans.in_effect(late, np.where(start.known, seen, BEFORE_ANY_DAY))
    begun = np.maximum(spans.since, of_owner(spans.table, late))[shown]
    witnessed = begun <= of_owner(spans.table, seen)[shown]
    shown, begun = shown[witnessed], begun[witnessed]
    onset = np.full(len(events), NEVER, dtype=np.int64)
    np.minimum.at(onset, spans.table["patient"][shown], begun)
    first = shown[begun == onset[spans.table["patient"][shown]]]
    grade, terms, attribution, facts = summarise(spans.table, first, len(events))
    over = spans.ends_by(np.where(start.known, np.minimum(late, onset), BEFORE_ANY_DAY))
    met = onset != NEVER
    ended = np.maximum(np.where(met, onset, seen), start.day)
    days = ended - start.day + int(protocol.time.count_first_day)
    columns = {
        "patient": events.patients,
        "start_on": start.day,
        "ended_on": ended,
        "days": days,
        "months": days / protocol.time.days_per_month,
        "outcome": np.where(met, "late toxicity", np.where(died.known, "death", "censored")),
        "max_grade": np.where(met, grade.astype(float), np.nan),
        "terms": terms,
        "attribution": attribution,
        "evidence": join_facts(
            start.fact,
            np.where(died.known, died.fact, contact.fact),
            facts,
            facts_of(spans.table, over, len(events)),
        ),
    }
    kept = np.flatnonzero(start.known)
    return table_of(
        PROJECTIONS["late_toxicity_onset"],
        {name: np.asarray(values)[kept] for name, values in columns.items()},
    )

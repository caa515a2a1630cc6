"""Late toxicity: adverse events in effect at landmarks after the last fraction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.episodes import Episodes, episodes_of, facts_of, summarise
from timeline.projections.moments import (
    Moment,
    death,
    earlier,
    last_contact,
    time_origin,
)
from timeline.projections.per_patient import NEVER, join_facts
from timeline.projections.treatment_window import late_counts_from
from timeline.protocol import LateToxicity, Protocol

BEFORE_ANY_DAY = -NEVER


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each irradiated patient and landmark.

    A patient is evaluable who was alive and in contact on the day of the landmark. A grade is in
    effect from its day until the next grade of the same episode. It counts where it is in effect
    within the window around the landmark, both ends included; or, from the landmark on, on any
    later day. The evidence names what is in effect, and what ended the episodes that are not.
    """
    rules, origin = protocol.late_toxicity, time_origin(events, protocol)
    start = late_counts_from(events, protocol)
    died, contact = death(events, protocol, origin), last_contact(events, protocol)
    spans = episodes_of(events, protocol)
    parts = [
        _at_landmark(events, start, died, contact, spans, months, days, rules)
        for months, days in zip(rules.landmark_months, rules.landmark_days, strict=True)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["landmark_months"], columns.pop("position")))
    return table_of(
        PROJECTIONS["late_toxicity"], {name: values[order] for name, values in columns.items()}
    )


def _at_landmark(
    events: EffectiveEvents,
    start: Moment,
    died: Moment,
    contact: Moment,
    spans: Episodes,
    months: int,
    days: int,
    rules: LateToxicity,
) -> dict[str, np.ndarray]:
    kept = np.flatnonzero(start.known)
    landmark = np.where(start.known, start.day + days, NEVER)
    alive = ~died.known | (died.day >= landmark)
    known_alive = (contact.known & (contact.day >= landmark)) | (died.known & alive)
    evaluable = start.known & alive & known_alive
    if rules.span == "around_landmark":
        first, last = landmark - rules.window_days, landmark + rules.window_days
    else:
        first, last = landmark + 1, np.full(len(events), NEVER - 1)
    shown = spans.in_effect(
        np.where(start.known, first, NEVER), np.where(evaluable, last, BEFORE_ANY_DAY)
    )
    over = spans.ends_by(np.where(evaluable, first, BEFORE_ANY_DAY))
    grade, terms, attribution, facts = summarise(spans.table, shown, len(events))
    present = np.full(len(events), None, dtype=object)
    present[evaluable] = grade[evaluable] > 0
    decided = earlier(died, contact)
    last_seen = np.where(contact.known & (contact.day >= landmark), contact.fact, decided.fact)
    last_seen = np.where(died.known, died.fact, last_seen)
    columns = {
        "position": np.arange(len(events)),
        "patient": events.patients,
        "landmark_months": np.full(len(events), months, dtype=np.int64),
        "landmark_on": landmark,
        "evaluable": evaluable,
        "present": present,
        "max_grade": np.where(evaluable, grade.astype(float), np.nan),
        "terms": terms,
        "attribution": attribution,
        "evidence": join_facts(
            start.fact, last_seen, facts, facts_of(spans.table, over, len(events))
        ),
    }
    return {name: values[kept] for name, values in columns.items()}

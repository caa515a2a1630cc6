"""Whether a patient had a skin reaction during radiotherapy, as the study groups its patients.

Source: the study's own comparison of patients with and without dermatological adverse events during
radiotherapy; who was never examined for them belongs to neither group.
"""

from __future__ import annotations

import numpy as np

from timeline.effective import EffectiveEvents, Objects
from timeline.projections.episodes import episodes_of
from timeline.projections.index_course import last_fraction
from timeline.projections.moments import time_origin
from timeline.projections.per_patient import NEVER, last_row, of_owner, pick
from timeline.protocol import Protocol


def skin_reaction(events: EffectiveEvents, protocol: Protocol) -> tuple[Objects, list[Objects]]:
    """For each patient True, False or None (not examined), and the facts that say so.

    True where an adverse event of the protocol's skin terms was in effect on a day from the first
    to the last fraction, both included; False where one of grade 0, or the term of the examination,
    was noted in that time.
    """
    rules, patients = protocol.skin_reaction, len(events)
    first, last = time_origin(events, protocol), last_fraction(events, protocol)
    treated = first.known & last.known
    begin = np.where(treated, first.day, NEVER)
    end = np.where(treated, last.day, -1)
    episodes = episodes_of(events, protocol)
    table = episodes.table
    terms = {*rules.terms, rules.examined_term}
    skin = np.array([term in terms for term in table["term"].tolist()], dtype=bool)
    counted = np.zeros(len(table), dtype=bool)
    counted[episodes.in_effect(begin, end)] = True
    within = (episodes.since >= of_owner(table, begin)) & (episodes.since <= of_owner(table, end))
    had = last_row(table, patients, skin & counted)
    examined = last_row(table, patients, skin & within)
    answer = np.full(patients, None, dtype=object)
    answer[examined >= 0] = False
    answer[had >= 0] = True
    rows = np.where(had >= 0, had, examined)
    facts = [first.fact.copy(), last.fact.copy(), pick(table, "fact", rows)]
    for part in facts:
        part[rows < 0] = None
    return answer, facts

"""By which criterion and when a patient's response is assessed, by the target of radiotherapy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from timeline.effective import EffectiveEvents, Objects
from timeline.projections.index_course import last_fraction, prescription
from timeline.projections.moments import Moment, found_once, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, pick
from timeline.protocol import Assessment, Protocol


@dataclass(frozen=True, eq=False)
class Windows:
    """For each patient the criterion, the days from first to last (inclusive), and the facts.

    `prescription` are the facts that tell the target; the days count from the moment `after`.
    """

    criterion: Objects
    first_day: Rows
    last_day: Rows
    prescription: Objects
    after: Moment

    def contains(self, owner: Rows, day: Rows) -> Mask:
        inside: Mask = (day >= self.first_day[owner]) & (day <= self.last_day[owner])
        return inside


@found_once
def assessment_windows(events: EffectiveEvents, protocol: Protocol) -> Windows:
    """The windows of all patients; of one without a fraction they count from the origin."""
    rules, patients = protocol.response, len(events)
    table, origin = events["rt_prescription"], time_origin(events, protocol)
    prescribed, facts = prescription(events, protocol)
    targets: list[Any] = pick(table, "target", prescribed).tolist()
    by_target: dict[Any, Assessment] = {"primary": rules.primary, "metastasis": rules.metastasis}
    chosen = [by_target.get(target, rules.other) for target in targets]
    after = origin
    if rules.assessed_after == "last_rt_fraction":
        treated = last_fraction(events, protocol)
        after = Moment(
            np.where(treated.known, treated.day, origin.day),
            np.where(treated.known, treated.fact, origin.fact),
            np.where(treated.known, treated.imputed, origin.imputed),
        )
    criterion = np.empty(patients, dtype=object)
    criterion[:] = [rule.criterion for rule in chosen]
    days = np.where(after.known, after.day, 0)
    first_day = days + np.array([rule.first_day for rule in chosen], dtype=np.int64)
    last_day = days + np.array([rule.last_day for rule in chosen], dtype=np.int64)
    return Windows(
        criterion,
        np.where(after.known, first_day, NEVER),
        np.where(after.known, last_day, -1),
        facts,
        after,
    )

"""Issues of the drug."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.describe import number
from timeline.effective import EffectiveEvents
from timeline.projections.derived_table import DerivedTable
from timeline.projections.dose_steps import MILLIGRAM, dose_steps
from timeline.projections.issues.finding import Finding, found_rows
from timeline.projections.per_patient import join_facts
from timeline.protocol import Protocol


def drug_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """Doses that differ from the one before without a reason."""
    steps = dose_steps(events["drug_dose"], protocol.imputation.drug_dose)
    unexplained = np.array([reason is None for reason in steps.table["reason"]], dtype=bool)
    changed = np.zeros(len(steps.run), dtype=bool)
    changed[1:] = (steps.run[1:] == steps.run[:-1]) & (steps.dose[1:] != steps.dose[:-1])
    rows = np.flatnonzero(changed & unexplained)
    before = (steps.dose[rows - 1] / MILLIGRAM).tolist()
    facts = join_facts(
        steps.table["fact"][rows],
        steps.table["fact"][rows - 1],
        steps.table["fact"][steps.start[steps.run[rows]]],
        steps.placed_by[rows],
        steps.placed_by[rows - 1],
    ).tolist()
    found = found_rows(steps.table, rows, "agent", "daily_dose_mg")
    for (patient, fact, on, agent, dose), old, evidence in zip(found, before, facts, strict=True):
        what = (
            f"{agent.capitalize()} went from {number(old)} to {number(dose)} mg/day on {on} without"
            " a reason."
        )
        yield Finding(patient, "dose_change_without_reason", fact, on, what, evidence)

"""Issues of imaging, as the assessments of the response tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.derived_table import DerivedTable
from timeline.projections.issues.finding import Finding, day_text
from timeline.projections.moments import time_origin
from timeline.projections.per_patient import given
from timeline.protocol import Protocol

BY_FLAG = {
    "reader says": "reader_disagrees",
    "two reads": "two_reads_on_one_day",
    "readers differ": "two_reads_on_one_day",
    "target without a": "target_without_diameter",
    "no target in the baseline": "target_not_in_baseline",
    "baseline sum is 0": "baseline_without_size",
}
"""How the flags of an assessment begin, and the issue that they tell of."""


def imaging_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """What is flagged in assessments by the protocol's criterion, and missing baselines."""
    places = {patient: place for place, patient in enumerate(events.patients.tolist())}
    table = needed["response_assessments"]
    flagged = table.where(table["by_protocol"] & given(table["flags"]))
    columns = ("patient", "occurred_on", "flags", "scans", "evidence")
    for patient, day, flags, scans, evidence in zip(
        *(flagged[name].tolist() for name in columns), strict=True
    ):
        on = day_text(day)
        said: dict[str, list[str]] = {}
        for flag in flags.split("; "):
            for begin, issue in BY_FLAG.items():
                if flag.startswith(begin):
                    said.setdefault(issue, []).append(flag)
        for issue, words in said.items():
            what = f"Imaging of {on}: {'; '.join(words)}."
            fact = scans.split()[0]
            yield Finding(places[patient], issue, fact, on, what, evidence)
    yield from _without_baseline(events, protocol, table, places)


def _without_baseline(
    events: EffectiveEvents, protocol: Protocol, table: DerivedTable, places: dict[str, int]
) -> Iterator[Finding]:
    origin = time_origin(events, protocol)
    lacking = origin.known.copy()
    baselines = table["patient"][table["assessment"] == "baseline"]
    lacking[[places[patient] for patient in baselines.tolist()]] = False
    days = protocol.response.baseline_window_days
    for patient in np.flatnonzero(lacking).tolist():
        on, facts = day_text(origin.day[patient]), origin.fact[patient]
        what = f"No imaging from {days} days before the origin on {on} up to it."
        yield Finding(patient, "no_baseline_imaging", facts.split()[0], on, what, facts)

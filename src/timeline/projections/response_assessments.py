"""Every day of imaging from the baseline on, judged by each criterion beside the reader's call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from timeline.criteria.response import TENTHS, labels, percent_change
from timeline.effective import EffectiveEvents
from timeline.projections.assessed import CRITERIA, Judged, compared_facts, judge
from timeline.projections.assessment_windows import assessment_windows
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.moments import time_origin
from timeline.projections.per_patient import Rows, join_facts
from timeline.projections.response_flags import comment, joined
from timeline.projections.scans import UNKNOWN
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each patient with an origin, criterion and day of imaging."""
    parts = [_judged_columns(events, protocol, name) for name in CRITERIA]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns.pop("position"), kind="stable")
    return table_of(
        PROJECTIONS["response_assessments"],
        {name: values[order] for name, values in columns.items()},
    )


def _judged_columns(events: EffectiveEvents, protocol: Protocol, name: str) -> dict[str, Any]:
    judged = judge(events, protocol, name)
    found, windows = judged.assessments, assessment_windows(events, protocol)
    origin = time_origin(events, protocol)
    comments = comment(events, protocol, name)
    flags = np.full(len(found), None, dtype=object)
    for at, said in comments.flags.items():
        flags[at] = joined(said)
    return {
        "position": found.owner,
        "patient": events.patients[found.owner],
        "criterion": np.full(len(found), name, dtype=object),
        "occurred_on": found.day,
        "days": found.day - origin.day[found.owner],
        "by_protocol": comments.by_protocol,
        "assessment": np.where(found.is_baseline, "baseline", "follow-up").astype(object),
        "in_field": labels(judged.in_field),
        "out_field": labels(judged.out_field),
        "new_lesions": found.new_lesions,
        "overall": labels(judged.overall),
        **sums_of(judged),
        "reported": found.reported,
        "agrees": comments.agrees,
        "flags": flags,
        "scans": found.facts,
        "evidence": join_facts(
            origin.fact[found.owner],
            windows.prescription[found.owner],
            *compared_facts(judged, np.arange(len(found))),
        ),
    }


def sums_of(judged: Judged) -> dict[str, Any]:
    """The sums in mm and their changes in percent, by assessment; NaN for what is not known."""
    sums = judged.sums
    total = np.where(sums.complete, sums.total / TENTHS, np.nan)
    baseline, nadir = (
        np.where(value == UNKNOWN, np.nan, value / TENTHS) for value in (sums.baseline, sums.nadir)
    )
    known = sums.complete
    return {
        "sum_mm": total,
        "size_change_percent": _change(sums.baseline, sums.total, known),
        "baseline_sum_mm": baseline,
        "nadir_sum_mm": nadir,
        "change_from_nadir_percent": _change(sums.nadir, sums.total, known),
    }


def largest_mm(judged: Judged) -> Any:
    """The largest diameter of a target in mm, by assessment; NaN where none was measured."""
    largest = judged.sums.largest
    return np.where(largest == UNKNOWN, np.nan, largest / TENTHS)


def _change(reference: Rows, total: Rows, known: Any) -> Any:
    """In percent, from whole tenths of a millimetre, where both sums are known."""
    return np.where(known & (reference != UNKNOWN), percent_change(reference, total), np.nan)

"""The response to treatment: the assessment that the protocol asks for, and the best of all."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from timeline.criteria.best_overall_response import best_overall_response
from timeline.criteria.response import Response, labels
from timeline.effective import EffectiveEvents, Objects, objects
from timeline.projections.assessed import CRITERIA, Judged, judge
from timeline.projections.assessment_windows import Windows, assessment_windows
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.moments import found_once, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, join_facts
from timeline.projections.response_assessments import largest_mm, sums_of
from timeline.projections.response_flags import baseline_flags, comment, joined
from timeline.projections.scans import Remarks, find_assessments
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each criterion and patient with an origin and imaging from the baseline on."""
    parts = [_of_criterion(events, protocol, name) for name in CRITERIA]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns.pop("position"), kind="stable")
    return table_of(
        PROJECTIONS["response"], {name: values[order] for name, values in columns.items()}
    )


def _of_criterion(events: EffectiveEvents, protocol: Protocol, name: str) -> dict[str, Any]:
    judged, windows = judge(events, protocol, name), assessment_windows(events, protocol)
    found, origin = judged.assessments, time_origin(events, protocol)
    patients = len(events)
    kept = np.flatnonzero(np.bincount(found.owner, minlength=patients))
    assessed = _assessed(judged, windows, patients)[kept]
    baseline = _first(found.owner, found.is_baseline, patients)[kept]
    comments = comment(events, protocol, name)
    sums = sums_of(judged)
    days = np.append(found.day, NEVER)
    best = {
        column: labels(_best(judged, origin.day, protocol, confirmed=confirmed))[kept]
        for column, confirmed in (("best_overall", False), ("best_overall_confirmed", True))
    }
    return {
        "position": kept,
        "patient": events.patients[kept],
        "criterion": np.full(len(kept), name, dtype=object),
        "by_protocol": windows.criterion[kept] == name,
        "in_field": _at(labels(judged.in_field), assessed),
        "out_field": _at(labels(judged.out_field), assessed),
        "overall": _at(labels(judged.overall), assessed),
        "size_change_percent": _at(sums["size_change_percent"], assessed, np.nan),
        **best,
        "assessed_on": days[assessed],
        "reported": _at(found.reported, assessed),
        "agrees": _at(comments.agrees, assessed),
        "new_lesions": _at(found.new_lesions, assessed),
        "baseline_on": days[baseline],
        "baseline_largest_mm": _at(largest_mm(judged), baseline, np.nan),
        "baseline_sum_mm": _at(sums["sum_mm"], baseline, np.nan),
        "sum_mm": _at(sums["sum_mm"], assessed, np.nan),
        "nadir_sum_mm": _at(sums["nadir_sum_mm"], assessed, np.nan),
        "change_from_nadir_percent": _at(sums["change_from_nadir_percent"], assessed, np.nan),
        "flags": _flags(judged, comments.flags, kept, baseline, assessed),
        "evidence": join_facts(
            origin.fact[kept],
            windows.prescription[kept],
            windows.after.fact[kept],
            _scans(events, protocol)[kept],
        ),
    }


def _assessed(judged: Judged, windows: Windows, patients: int) -> Rows:
    """The place of each patient's assessment: the first evaluable one in the window, else the first
    in it. One past the last place stands for none.
    """
    found = judged.assessments
    inside = ~found.is_baseline & windows.contains(found.owner, found.day)
    evaluable = _first(found.owner, inside & (judged.overall != Response.NE), patients)
    return np.where(evaluable < len(found), evaluable, _first(found.owner, inside, patients))


def _first(owner: Rows, which: Mask, patients: int) -> Rows:
    """Each patient's first place of the mask; one past the last for none."""
    places = np.flatnonzero(which)
    first = np.full(patients, len(owner), dtype=np.int64)
    np.minimum.at(first, owner[places], places)
    return first


def _at(values: Any, places: Rows, missing: Any = None) -> Any:
    """The values at the places, where one past the last stands for none."""
    return np.append(values, missing)[places]


def _best(judged: Judged, started: Rows, protocol: Protocol, *, confirmed: bool) -> Rows:
    """Best overall response over all assessments; NE for a patient of the baseline alone."""
    found, rules = judged.assessments, protocol.response
    after = ~found.is_baseline
    best = best_overall_response(
        found.owner[after],
        found.day[after],
        judged.overall[after],
        started=started,
        stable_disease_days=rules.stable_disease_days,
        confirmation_days=rules.confirmation_days if confirmed else None,
    )
    return np.where(best == Response.NONE, Response.NE, best)


def _flags(
    judged: Judged, by_assessment: Remarks, kept: Rows, baseline: Rows, assessed: Rows
) -> Objects:
    """The flags of each patient's baseline and assessment, and of not having one of them."""
    of_targets, none = baseline_flags(judged), len(judged.assessments)
    unseen = {none: ["not assessed in the window"]}
    cells = []
    for patient, first, place in zip(
        kept.tolist(), baseline.tolist(), assessed.tolist(), strict=True
    ):
        said = by_assessment.get(first, []) if first != none else ["no baseline"]
        shown = by_assessment.get(place) or unseen.get(place, [])
        cells.append(joined(said, of_targets.get(patient, []), shown))
    return objects(cells)


@found_once
def _scans(events: EffectiveEvents, protocol: Protocol) -> Objects:
    """The scans of each patient from the baseline on."""
    found = find_assessments(events, protocol)
    facts = found.facts.tolist()
    begins = np.searchsorted(found.owner, np.arange(len(events) + 1)).tolist()
    spans = pairwise(begins)
    return objects([" ".join(facts[first:last]) or None for first, last in spans])

"""Scans as they are compared: the days of imaging from the baseline on.

The scans of one day are one assessment, and those of days as close as the protocol allows: it bears
the date of the first. The baseline is the last day of imaging with a target
lesion on or before the origin, within the protocol's window (without any target, the last day of
imaging in it). Dates known to the month stand for an imputed day, those known to the year alone
decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from timeline.criteria.response import WORSENING, Response
from timeline.effective import Days, EffectiveEvents, FactTable, Objects, objects
from timeline.projections.imputation import impute_day, is_known_to_the_month
from timeline.projections.lesions import Lesion, Lesions, read_lesions
from timeline.projections.moments import found_once, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, last_row, of_owner
from timeline.protocol import Protocol

UNKNOWN = -1
"""A sum that is not known; a place that is none; a response that was not asked for."""

CALLS = (None, "baseline", "NE", "CR", "PR", "non-PD", "SD", "PD")
"""What readers say; of several on one day the last of these holds."""

NON_TARGETS = {
    "CR": Response.CR,
    "non-CR/non-PD": Response.NON_PD,
    "PD": Response.PD,
    "NE": Response.NE,
}

Remarks = dict[int, list[str]]
"""What a reader of the data should know, by assessment, where there is something."""


@dataclass(frozen=True, eq=False)
class Assessments:
    """One entry a patient and day of imaging, sorted so: the baseline, if any, and what follows.

    `imputed` says that no scan of the day has a known day; `earliest` is the first day it may be.
    `non_target` is what the readers say of non-target lesions (Response.NONE where they say
    nothing); `called_pd_at` is the place of the patient's first assessment before that a reader
    called PD, UNKNOWN for none.
    """

    owner: Rows
    day: Days
    earliest: Days
    imputed: Mask
    is_baseline: Mask
    has_baseline: Mask
    facts: Objects
    reported: Objects
    called_pd_at: Rows
    non_target: Rows
    new_lesions: Objects
    lesions: Lesions
    remarks: Remarks

    def __len__(self) -> int:
        return len(self.owner)


@found_once
def find_assessments(events: EffectiveEvents, protocol: Protocol) -> Assessments:
    """The assessments of every patient with an origin."""
    table, origin = events["imaging"], time_origin(events, protocol)
    day = impute_day(table["day"], table["last_day"], protocol.imputation.progression)
    baseline = _baseline_days(table, day, origin.day, protocol)
    start = of_owner(table, origin.day)
    dated = is_known_to_the_month(table["day"], table["last_day"]) & (start != NEVER)
    span, last = protocol.response.assessment_span_days, of_owner(table, baseline)
    is_baseline = dated & (table["last_day"] <= start) & (day >= last - span) & (day <= last)
    rows = np.flatnonzero(is_baseline | (dated & (day > start)))
    rows = rows[np.lexsort((table["seq"][rows], day[rows], table["patient"][rows]))]
    return _of_scans(table.where(rows), day[rows], is_baseline[rows], baseline != NEVER, span)


def first_before(owner: Rows, which: Mask, patients: int) -> Rows:
    """The place of the patient's first assessment of the mask before each, UNKNOWN for none."""
    first = np.full(patients, len(owner), dtype=np.int64)
    at = np.flatnonzero(which)
    np.minimum.at(first, owner[at], at)
    mine = first[owner]
    return np.where(mine < np.arange(len(owner)), mine, UNKNOWN)


def _baseline_days(table: FactTable, day: Days, origin: Days, protocol: Protocol) -> Days:
    """Each patient's day of the baseline; NEVER for none."""
    patients = len(origin)
    if len(table) == 0:
        return np.full(patients, NEVER, dtype=np.int64)
    start = of_owner(table, origin)
    earliest = np.where(start == NEVER, NEVER, start - protocol.response.baseline_window_days)
    dated = is_known_to_the_month(table["day"], table["last_day"])
    inside = dated & (table["last_day"] <= start) & (table["day"] >= earliest) & (start != NEVER)
    has_target = np.zeros(len(table), dtype=bool)
    for row in np.flatnonzero(inside).tolist():
        has_target[row] = any(lesion["role"] == "target" for lesion in table["lesions"][row])
    with_target = last_row(table, patients, inside & has_target)
    chosen = np.where(with_target >= 0, with_target, last_row(table, patients, inside))
    return np.where(chosen >= 0, day[chosen], NEVER)


def _of_scans(
    scans: FactTable, day: Days, is_baseline: Mask, has_baseline: Mask, span: int
) -> Assessments:
    """The assessments that scans make, sorted by patient and day, of days up to a span apart."""
    owner = scans["patient"]
    begins = np.ones(len(scans), dtype=bool)
    begins[1:] = (owner[1:] != owner[:-1]) | (day[1:] - day[:-1] > span)
    begins[1:] |= is_baseline[1:] != is_baseline[:-1]
    place, one = np.cumsum(begins) - 1, np.flatnonzero(begins)
    days, known = len(one), scans["day"] == scans["last_day"]
    exact = np.zeros(days, dtype=bool)
    exact[place[known & (day == day[one][place])]] = True
    # Of a day known from one scan and imputed for another, the known one holds.
    earliest = np.where(exact, day[one], scans["day"][one])
    remarks: Remarks = {}
    lesions = _column(scans, "lesions")[one]
    facts, new_lesions = scans["fact"][one], _column(scans, "new_lesions")[one]
    for at in np.flatnonzero(np.bincount(place, minlength=days) > 1).tolist():
        reads = scans.where(_span(place, at))
        facts[at] = " ".join(reads["fact"].tolist())
        new_lesions[at] = [name for names in reads["new_lesions"] for name in names]
        lesions[at], remarks[at] = _read_together(reads)
    for at in place[~known].tolist():
        remarks.setdefault(at, []).append("day imputed")
    reported = _reported(scans, place, days)
    owner, is_baseline = owner[one], is_baseline[one]
    read = read_lesions(lesions.tolist(), owner, is_baseline)
    for at, name in read.newcomers:
        if has_baseline[owner[at]]:
            remarks.setdefault(at, []).append(f"no target in the baseline: {name}")
    return Assessments(
        owner,
        day[one],
        earliest,
        ~exact,
        is_baseline,
        has_baseline,
        facts,
        reported,
        first_before(owner, reported == "PD", len(has_baseline)),
        _non_target(scans, place, days),
        objects(["; ".join(dict.fromkeys(names)) or None for names in new_lesions.tolist()]),
        read,
        remarks,
    )


def _column(scans: FactTable, name: str) -> Objects:
    """A field of the scans; of no scan at all it may not have been read."""
    return scans[name] if len(scans) else objects([])


def _span(place: Rows, at: int) -> Rows:
    """The rows of one place among rising ones."""
    return np.arange(np.searchsorted(place, at), np.searchsorted(place, at, side="right"))


def _reported(scans: FactTable, place: Rows, days: int) -> Objects:
    """The readers' call of each day, by `CALLS`."""
    rank = {call: number for number, call in enumerate(CALLS)}
    calls = [rank[call] for call in _column(scans, "reported_response").tolist()]
    worst = np.zeros(days, dtype=np.int64)
    np.maximum.at(worst, place, np.array(calls, dtype=np.int64))
    return objects([*CALLS])[worst]


def _non_target(scans: FactTable, place: Rows, days: int) -> Rows:
    """What the readers say of non-target lesions, the worst where the day has several scans."""
    rank = {text: WORSENING.index(said) for text, said in NON_TARGETS.items()}
    said = [rank.get(text, 0) for text in _column(scans, "non_target").tolist()]
    worst = np.zeros(days, dtype=np.int64)
    np.maximum.at(worst, place, np.array(said, dtype=np.int64))
    return np.array(WORSENING, dtype=np.int64)[worst]


def _read_together(scans: FactTable) -> tuple[list[Lesion], list[str]]:
    """The lesions of one assessment's scans, and what has to be said of them.

    Of a lesion that was measured twice the read recorded last holds.
    """
    said: dict[str, None] = {}
    calls = [call for call in scans["reported_response"].tolist() if call is not None]
    if len(different := sorted(set(calls), key=CALLS.index)) > 1:
        said[f"readers differ: {', '.join(different)}"] = None
    regions: list[str] = scans["region"].tolist()
    for region in dict.fromkeys(regions):
        if regions.count(region) > 1:
            said[f"two reads: {region}"] = None
    lesions: dict[str, Any] = {}
    for lesion in (lesion for read in scans["lesions"].tolist() for lesion in read):
        before = lesions.setdefault(lesion["lesion"], lesion)
        if before != lesion:
            said[f"two reads differ: {lesion['lesion']}"] = None
        lesions[lesion["lesion"]] = lesion
    return list(lesions.values()), list(said)

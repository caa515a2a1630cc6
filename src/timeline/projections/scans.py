"""Scans as they are compared: days of imaging from the baseline on, and what each lesion measured.

The scans of one day are one assessment. The baseline is the last day of imaging with a target
lesion on or before the origin, within the protocol's window (without any target, the last day of
imaging in it). Dates known to the month stand for an imputed day, those known to the year alone
decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from timeline.criteria.response import Response, to_tenths, worse
from timeline.effective import Days, EffectiveEvents, FactTable, Objects, objects
from timeline.projections.imputation import impute_day, is_known_to_the_month
from timeline.projections.moments import found_once, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, last_row, of_owner
from timeline.protocol import Protocol

DIAMETERS = ("longest_mm", "viable_mm", "short_axis_mm")
UNMEASURED = -1
UNKNOWN = -1
"""A sum that is not known; a place that is none; a response that was not asked for."""
CALLS = ("baseline", "NE", "CR", "PR", "non-PD", "SD", "PD")
"""What readers say; of several on one day the last of these holds."""

NON_TARGETS = {
    "CR": Response.CR,
    "non-CR/non-PD": Response.NON_PD,
    "PD": Response.PD,
    "NE": Response.NE,
}


@dataclass
class Lesions:
    """Measurements in tenths of a millimetre, UNMEASURED where there is none.

    Targets are the target lesions of the baseline, numbered over all patients: the patient of each,
    its name, whether it is a node and whether it lies in the field. `measured` has, by assessment
    and target, the diameters of `DIAMETERS`; `others` the same by assessment for other lesions.
    """

    owner: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    node: list[bool] = field(default_factory=list)
    in_field: list[bool] = field(default_factory=list)
    measured: dict[tuple[int, int], tuple[int, int, int]] = field(default_factory=dict)
    others: list[tuple[int, tuple[int, int, int]]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Assessments:
    """One entry a patient and day of imaging, sorted so: the baseline, if any, and what follows.

    `imputed` says that no scan of the day has a known day; `earliest` is the first day it may be.
    `non_target` is what the readers say of non-target lesions (Response.NONE where they say
    nothing); `remarks` are what a reader of the data should know of the day; `called_pd_at` is the
    place of the patient's first assessment before that a reader called PD.
    """

    owner: Rows
    day: Days
    earliest: Days
    imputed: Mask
    is_baseline: Mask
    facts: Objects
    reported: Objects
    non_target: Rows
    new_lesions: Objects
    remarks: list[list[str]]
    has_baseline: Mask
    called_pd_at: Rows
    lesions: Lesions

    def __len__(self) -> int:
        return len(self.owner)


def first_before(owner: Rows, which: Mask, patients: int) -> Rows:
    """The place of the patient's first assessment of the mask before each, UNKNOWN for none."""
    first = np.full(patients, len(owner), dtype=np.int64)
    at = np.flatnonzero(which)
    np.minimum.at(first, owner[at], at)
    mine = first[owner]
    return np.where(mine < np.arange(len(owner)), mine, UNKNOWN)


@found_once
def find_assessments(events: EffectiveEvents, protocol: Protocol) -> Assessments:
    """The assessments of every patient with an origin."""
    table, origin = events["imaging"], time_origin(events, protocol)
    day = impute_day(table["day"], table["last_day"], protocol.imputation.progression)
    baseline = _baseline_days(table, day, origin.day, protocol)
    start = of_owner(table, origin.day)
    dated = is_known_to_the_month(table["day"], table["last_day"]) & (start != NEVER)
    is_baseline = dated & (table["last_day"] <= start) & (day == of_owner(table, baseline))
    rows = np.flatnonzero(is_baseline | (dated & (day > start)))
    rows = rows[np.lexsort((table["seq"][rows], day[rows], table["patient"][rows]))]
    owner, on = table["patient"][rows], day[rows]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (owner[1:] != owner[:-1]) | (on[1:] != on[:-1])
    place, one = np.cumsum(first) - 1, np.flatnonzero(first)
    reads = _Reads(len(one))
    scans = table.where(rows)
    for at, scan in zip(place.tolist(), _scans(scans), strict=True):
        reads.add(at, scan)
    for at in place[scans["day"] != scans["last_day"]].tolist():
        reads.remark(at, "day imputed")
    # Of a day known from one scan and imputed for another, the known one holds.
    earliest = np.full(len(one), -1, dtype=np.int64)
    np.maximum.at(earliest, place, scans["day"])
    has_baseline: Mask = baseline != NEVER
    lesions = _lesions(reads, owner[one], is_baseline[rows][one], has_baseline)
    reported = objects([_worst_call(calls) for calls in reads.calls])
    return Assessments(
        owner[one],
        on[one],
        earliest,
        np.bincount(place, weights=scans["day"] == scans["last_day"]) == 0,
        is_baseline[rows][one],
        objects([" ".join(facts) for facts in reads.facts]),
        reported,
        np.array(reads.non_target, dtype=np.int64),
        objects(["; ".join(dict.fromkeys(names)) or None for names in reads.new_lesions]),
        [_remarks_on_calls(calls) + list(dict.fromkeys(said))
         for calls, said in zip(reads.calls, reads.remarks, strict=True)],
        has_baseline,
        first_before(owner[one], reported == "PD", len(events)),
        lesions,
    )  # fmt: skip


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
        has_target[row] = any(lesion["role"] == "target" for lesion in table["lesions"][row] or ())
    with_target = last_row(table, patients, inside & has_target)
    chosen = np.where(with_target >= 0, with_target, last_row(table, patients, inside))
    return np.where(chosen >= 0, day[chosen], NEVER)


@dataclass(frozen=True)
class _Scan:
    fact: str
    region: str
    call: str | None
    non_target: str | None
    new_lesions: list[str]
    lesions: list[dict[str, Any]]


def _scans(table: FactTable) -> Iterator[_Scan]:
    if len(table) == 0:
        return
    names = ("fact", "region", "reported_response", "non_target", "new_lesions", "lesions")
    for fact, region, call, non_target, new, lesions in zip(
        *(table[name].tolist() for name in names), strict=True
    ):
        yield _Scan(fact, region, call, non_target, new or [], lesions or [])


class _Reads:
    """What the scans of each day say together."""

    def __init__(self, assessments: int) -> None:
        self.facts: list[list[str]] = [[] for _ in range(assessments)]
        self.regions: list[list[str]] = [[] for _ in range(assessments)]
        self.calls: list[list[str]] = [[] for _ in range(assessments)]
        self.new_lesions: list[list[str]] = [[] for _ in range(assessments)]
        self.remarks: list[list[str]] = [[] for _ in range(assessments)]
        self.lesions: list[dict[str, dict[str, Any]]] = [{} for _ in range(assessments)]
        self.non_target = [Response.NONE] * assessments

    def remark(self, at: int, text: str) -> None:
        self.remarks[at].append(text)

    def add(self, at: int, scan: _Scan) -> None:
        """Another scan of the day; of a lesion measured twice the one recorded last holds."""
        if scan.region in self.regions[at]:
            self.remark(at, f"two reads on one day: {scan.region}")
        self.facts[at].append(scan.fact)
        self.regions[at].append(scan.region)
        self.new_lesions[at] += scan.new_lesions
        if scan.call is not None:
            self.calls[at].append(scan.call)
        if scan.non_target is not None:
            said = NON_TARGETS[scan.non_target]
            self.non_target[at] = Response(int(worse(self.non_target[at], said)))
        for lesion in scan.lesions:
            name, before = lesion["lesion"], self.lesions[at].get(lesion["lesion"])
            if before is not None and before != lesion:
                self.remark(at, f"two reads differ: {name}")
            self.lesions[at][name] = lesion


def _worst_call(calls: list[str]) -> str | None:
    return max(calls, key=CALLS.index, default=None)


def _remarks_on_calls(calls: list[str]) -> list[str]:
    different = sorted(set(calls), key=CALLS.index)
    return [f"readers differ: {', '.join(different)}"] if len(different) > 1 else []


def _lesions(reads: _Reads, owner: Rows, is_baseline: Mask, has_baseline: Mask) -> Lesions:
    """The measurements, targets told by the baseline's roles and a lesion by its name."""
    found, known = Lesions(), {}
    days = zip(owner.tolist(), is_baseline.tolist(), reads.lesions, strict=True)
    for at, (patient, baseline, lesions) in enumerate(days):
        for name, lesion in lesions.items():
            diameters = _diameters(lesion)
            if baseline and lesion["role"] == "target":
                known[patient, name] = len(found.name)
                found.owner.append(patient)
                found.name.append(name)
                found.node.append(diameters[2] != UNMEASURED)
                found.in_field.append(lesion.get("field") != "out")
            target = known.get((patient, name))
            if target is not None:
                found.measured[at, target] = diameters
                continue
            found.others.append((at, diameters))
            if lesion["role"] == "target" and has_baseline[patient]:
                reads.remark(at, f"no target in the baseline: {name}")
    return found


def _diameters(lesion: dict[str, Any]) -> tuple[int, int, int]:
    longest, viable, short = (
        UNMEASURED if (value := lesion.get(name)) is None else to_tenths(value)
        for name in DIAMETERS
    )
    return longest, viable, short

"""Every assessment judged by a criterion: sums of diameters, their nadir, and the responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from timeline.criteria.mrecist import MRECIST
from timeline.criteria.recist import RECIST_1_1, overall_response
from timeline.criteria.response import Response, ResponseCriterion, target_response, worse
from timeline.effective import EffectiveEvents, Objects, objects
from timeline.projections.moments import found_once
from timeline.projections.per_patient import Mask, Rows, join_facts
from timeline.projections.scans import (
    DIAMETERS,
    UNKNOWN,
    UNMEASURED,
    Assessments,
    find_assessments,
    first_before,
)
from timeline.protocol import Protocol

CRITERIA: dict[str, ResponseCriterion] = {one.name: one for one in (MRECIST, RECIST_1_1)}
"""By name, in the order of the tables' rows."""

_HIGHEST = 2**26
_PLACES = 2**12


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of some targets' diameters by assessment, in tenths of a millimetre.

    `total` is what was measured, of `expected` targets the `missing` ones left out; `baseline` and
    `nadir` (the smallest complete sum before) are UNKNOWN where there is none. `nadir_at` is the
    place of the nadir's assessment, `present` whether a lesion other than a node is still there.
    """

    total: Rows
    expected: Rows
    missing: Rows
    gone: Mask
    present: Mask
    baseline: Rows
    nadir: Rows
    nadir_at: Rows

    @property
    def complete(self) -> Mask:
        """Whether every target was measured."""
        complete: Mask = (self.expected > 0) & (self.missing == 0)
        return complete


@dataclass(frozen=True, eq=False)
class Judged:
    """The assessments by one criterion; responses are UNKNOWN for a baseline.

    `cr_at` is the place of the first complete response before, UNKNOWN for none. `unmeasured` are
    the targets without a diameter, by assessment.
    """

    criterion: ResponseCriterion
    assessments: Assessments
    sums: Sums
    in_field: Rows
    out_field: Rows
    overall: Rows
    cr_at: Rows
    unmeasured: dict[int, list[str]]


@found_once
def judge(events: EffectiveEvents, protocol: Protocol, name: str) -> Judged:
    """All assessments by the criterion of that name.

    In the field are the target lesions that the protocol sums; outside it the other target lesions,
    non-target lesions and new ones.
    """
    criterion, found = CRITERIA[name], find_assessments(events, protocol)
    lesions = found.lesions
    inside = np.array(lesions.in_field, dtype=bool)
    if protocol.response.targets == "all":
        inside[:] = True
    measured = _measured(found, criterion)
    sums = _sums(found, criterion, measured, inside)
    out_field = _non_target(found, criterion)
    if not inside.all():
        apart = _sums(found, criterion, measured, ~inside)
        out_field = worse(out_field, _as_non_target(_targets(found, criterion, apart)))
    new = np.array([names is not None for names in found.new_lesions.tolist()], dtype=bool)
    complete_response = sums.complete & sums.gone & (out_field <= Response.CR) & ~new
    complete_response |= sums.complete & sums.gone & (out_field == Response.NONE) & ~new
    cr_at = first_before(
        found.owner, complete_response & ~found.is_baseline, len(found.has_baseline)
    )
    in_field = _targets(found, criterion, sums, reappeared=sums.present & (cr_at != UNKNOWN))
    overall = overall_response(in_field, out_field, new)
    shown = np.where(new, Response.PD, out_field)
    in_field, shown, overall = (
        np.where(found.is_baseline, UNKNOWN, responses)
        for responses in (in_field, shown, overall)
    )  # fmt: skip
    unmeasured = _unmeasured(found, measured, inside)
    return Judged(criterion, found, sums, in_field, shown, overall, cr_at, unmeasured)


def _measured(found: Assessments, criterion: ResponseCriterion) -> Any:
    """Columns: assessment, target, diameter. A node's diameter is its short axis."""
    lesions, which = found.lesions, DIAMETERS.index(criterion.diameter)
    rows = [
        (at, target, diameters[2] if lesions.node[target] else diameters[which])
        for (at, target), diameters in lesions.measured.items()
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


def _sums(found: Assessments, criterion: ResponseCriterion, measured: Any, which: Mask) -> Sums:
    """The sums of the targets of the mask."""
    places, patients = len(found), len(found.has_baseline)
    owner = np.array(found.lesions.owner, dtype=np.int64)
    node = np.array(found.lesions.node, dtype=bool)
    expected = np.bincount(owner[which], minlength=patients)[found.owner]
    at, target, diameter = measured[:, which[measured[1]] & (measured[2] != UNMEASURED)]
    limit = np.where(node, criterion.normal_node_below, 1)[target]
    total = np.zeros(places, dtype=np.int64)
    np.add.at(total, at, diameter)
    missing = expected - np.bincount(at, minlength=places)
    remaining = np.bincount(at, weights=diameter >= limit, minlength=places)
    present = np.bincount(at, weights=(diameter > 0) & ~node[target], minlength=places) > 0
    complete = (expected > 0) & (missing == 0)
    baseline = np.full(patients, UNKNOWN, dtype=np.int64)
    first = found.is_baseline & complete
    baseline[found.owner[first]] = total[first]
    nadir, nadir_at = _nadir(found, np.where(complete, total, _HIGHEST))
    return Sums(
        total, expected, missing, remaining == 0, present, baseline[found.owner], nadir, nadir_at
    )


def _nadir(found: Assessments, sums: Rows) -> tuple[Rows, Rows]:
    """The smallest sum before each assessment of the patient and where it was, the first if equal.

    A running minimum over sum and place at once; each patient starts below the one before.
    """
    nadir, at = np.full(len(sums), UNKNOWN), np.full(len(sums), UNKNOWN)
    if len(sums) == 0:
        return nadir, at
    begins = np.searchsorted(found.owner, found.owner)
    rank = np.arange(len(sums)) - begins
    level = found.owner * (_HIGHEST + 1) * _PLACES
    least = np.minimum.accumulate(sums * _PLACES + rank - level)
    before = (least[:-1] + level[:-1])[rank[1:] > 0]
    later = np.flatnonzero(rank > 0)
    known = before // _PLACES < _HIGHEST
    nadir[later[known]] = before[known] // _PLACES
    at[later[known]] = begins[later[known]] + before[known] % _PLACES
    return nadir, at


def _targets(
    found: Assessments, criterion: ResponseCriterion, sums: Sums, reappeared: Any = False
) -> Rows:
    """Response of the targets; NONE for a patient whose baseline has none of them."""
    judged = target_response(
        criterion,
        baseline=sums.baseline,
        nadir=sums.nadir,
        total=sums.total,
        complete=sums.complete,
        gone=sums.gone,
        reappeared=reappeared,
    )
    none = found.has_baseline[found.owner] & (sums.expected == 0)
    responses: Rows = np.where(none, Response.NONE, judged)
    return responses


def _as_non_target(responses: Rows) -> Rows:
    """What the response of targets outside the field says of the disease there."""
    persists = (responses == Response.PR) | (responses == Response.SD)
    return np.where(persists, Response.NON_PD, responses)


def _non_target(found: Assessments, criterion: ResponseCriterion) -> Rows:
    """The readers' word; without one CR where every non-target lesion is gone, else non-PD.

    NE where the baseline has some that nobody looked at again; NONE where there are none. No
    measurement makes a non-target lesion PD: unequivocal progression is for the reader to see.
    """
    places, which = len(found), DIAMETERS.index(criterion.diameter)
    listed, left = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=np.int64)
    for at, (*diameters, short) in found.lesions.others:
        listed[at] += 1
        if short != UNMEASURED:
            left[at] += short >= criterion.normal_node_below
        else:
            left[at] += diameters[which] != 0
    had = np.zeros(len(found.has_baseline), dtype=bool)
    had[found.owner[found.is_baseline & (listed > 0)]] = True
    seen = np.where(left == 0, Response.CR, Response.NON_PD)
    unsaid = np.where(had[found.owner], Response.NE, Response.NONE)
    unsaid = np.where(listed > 0, seen, unsaid)
    return np.where(found.non_target == Response.NONE, unsaid, found.non_target)


def _unmeasured(found: Assessments, measured: Any, inside: Mask) -> dict[int, list[str]]:
    """The names of the summed targets that an assessment has no diameter of, where there are."""
    by_owner: dict[int, list[int]] = {}
    for target, patient in enumerate(found.lesions.owner):
        if inside[target]:
            by_owner.setdefault(patient, []).append(target)
    seen = {(at, target) for at, target, diameter in measured.T.tolist() if diameter != UNMEASURED}
    names = found.lesions.name
    missing: dict[int, list[str]] = {}
    for at, patient in enumerate(found.owner.tolist()):
        unseen = [names[t] for t in by_owner.get(patient, ()) if (at, t) not in seen]
        if unseen:
            missing[at] = unseen
    return missing


def compared_facts(judged: Judged, places: Rows) -> Objects:
    """The scans of the assessments at the places, and of the days before that they rest on.

    These are the baseline, the nadir, the first complete response and the reader's first PD.
    """
    found = judged.assessments
    facts = objects([*found.facts.tolist(), None])  # the last is for the place of none
    baseline = np.full(len(found.has_baseline), UNKNOWN, dtype=np.int64)
    first = np.flatnonzero(found.is_baseline)
    baseline[found.owner[first]] = first
    before = (judged.sums.nadir_at[places], judged.cr_at[places], found.called_pd_at[places])
    return join_facts(*(facts[place] for place in (baseline[found.owner[places]], *before, places)))

"""Every assessment judged by a criterion: sums of diameters, their nadir, and the responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from timeline.criteria.mrecist import MRECIST
from timeline.criteria.recist import RECIST_1_1, overall_response
from timeline.criteria.response import Response, ResponseCriterion, target_response, worse
from timeline.effective import EffectiveEvents, Objects
from timeline.projections.lesions import DIAMETERS, UNMEASURED
from timeline.projections.moments import found_once
from timeline.projections.per_patient import Mask, Rows
from timeline.projections.scans import (
    UNKNOWN,
    Assessments,
    Remarks,
    find_assessments,
    first_before,
)
from timeline.protocol import Protocol

CRITERIA: dict[str, ResponseCriterion] = {one.name: one for one in (MRECIST, RECIST_1_1)}
"""By name, in the order of the tables' rows."""

SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")

_HIGHEST = 2**26
_PLACES = 2**12


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of some targets' diameters by assessment, in tenths of a millimetre.

    `total` and `largest` are of what was measured, of `expected` targets the `missing` ones left
    out; `baseline` and `nadir` (the smallest complete sum before) are UNKNOWN where there is none.
    `nadir_at` is the place of the nadir's assessment, `present` whether a lesion other than a node
    is still there.
    """

    total: Rows
    largest: Rows
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
    unmeasured: Remarks


@found_once
def judge(events: EffectiveEvents, protocol: Protocol, name: str) -> Judged:
    """All assessments by the criterion of that name.

    In the field are the target lesions that the protocol sums; outside it the other target lesions,
    non-target lesions and new ones.
    """
    criterion, found = CRITERIA[name], find_assessments(events, protocol)
    lesions = found.lesions
    inside = lesions.in_field | (protocol.response.targets == "all")
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
    unmeasured = _unmeasured(found, measured, sums, inside)
    return Judged(criterion, found, sums, in_field, shown, overall, cr_at, unmeasured)


def _measured(found: Assessments, criterion: ResponseCriterion) -> Any:
    """Rows: assessment, target, diameter. A node's diameter is its short axis."""
    at, target, *diameters = found.lesions.measured
    own, short = diameters[DIAMETERS.index(criterion.diameter)], diameters[-1]
    return np.stack([at, target, np.where(found.lesions.node[target], short, own)])


def _sums(found: Assessments, criterion: ResponseCriterion, measured: Any, which: Mask) -> Sums:
    """The sums of the targets of the mask."""
    places, patients = len(found), len(found.has_baseline)
    owner, node = found.lesions.owner, found.lesions.node
    expected = np.bincount(owner[which], minlength=patients)[found.owner]
    at, target, diameter = measured[:, which[measured[1]] & (measured[2] != UNMEASURED)]
    limit = np.where(node, criterion.normal_node_below, 1)[target]
    total = np.zeros(places, dtype=np.int64)
    np.add.at(total, at, diameter)
    largest = np.full(places, UNKNOWN, dtype=np.int64)
    np.maximum.at(largest, at, diameter)
    missing = expected - np.bincount(at, minlength=places)
    remaining = np.bincount(at, weights=diameter >= limit, minlength=places)
    present = np.bincount(at, weights=(diameter > 0) & ~node[target], minlength=places) > 0
    complete = (expected > 0) & (missing == 0)
    baseline = np.full(patients, UNKNOWN, dtype=np.int64)
    first = found.is_baseline & complete
    baseline[found.owner[first]] = total[first]
    nadir, nadir_at = _nadir(found, np.where(complete, total, _HIGHEST))
    return Sums(
        total,
        largest,
        expected,
        missing,
        remaining == 0,
        present,
        baseline[found.owner],
        nadir,
        nadir_at,
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
    at, *diameters = found.lesions.others
    own, short = diameters[DIAMETERS.index(criterion.diameter)], diameters[-1]
    persists = np.where(short != UNMEASURED, short >= criterion.normal_node_below, own != 0)
    listed = np.bincount(at, minlength=len(found))
    left = np.bincount(at, weights=persists, minlength=len(found))
    had = np.zeros(len(found.has_baseline), dtype=bool)
    had[found.owner[found.is_baseline & (listed > 0)]] = True
    seen = np.where(left == 0, Response.CR, Response.NON_PD)
    unsaid = np.where(had[found.owner], Response.NE, Response.NONE)
    unsaid = np.where(listed > 0, seen, unsaid)
    return np.where(found.non_target == Response.NONE, unsaid, found.non_target)


def _unmeasured(found: Assessments, measured: Any, sums: Sums, inside: Mask) -> Remarks:
    """The names of the summed targets that an assessment has no diameter of, where there are."""
    lesions, places = found.lesions, np.flatnonzero(sums.missing > 0)
    first, end = (np.searchsorted(lesions.owner, found.owner[places], side=side) for side in SIDES)
    count = end - first
    at = np.repeat(places, count)
    target = np.arange(len(at)) + np.repeat(first - (np.cumsum(count) - count), count)
    targets = len(lesions.name)
    seen = (measured[0] * targets + measured[1])[measured[2] != UNMEASURED]
    unseen = inside[target] & ~np.isin(at * targets + target, seen)
    missing: Remarks = {}
    for place, which in zip(at[unseen].tolist(), target[unseen].tolist(), strict=True):
        missing.setdefault(place, []).append(lesions.name[which])
    return missing


def with_none(values: Any) -> Any:
    """The values and, as the last of them, None: for the place of none."""
    return np.append(values, np.array([None], dtype=object))


def compared_facts(judged: Judged, places: Rows) -> tuple[Objects, ...]:
    """The scans of the assessments at the places, and of the days before that they rest on.

    These are, to be joined, the baseline, the nadir, the first complete response, the reader's
    first PD, and the day itself.
    """
    found = judged.assessments
    facts = with_none(found.facts)
    baseline = np.full(len(found.has_baseline), UNKNOWN, dtype=np.int64)
    first = np.flatnonzero(found.is_baseline)
    baseline[found.owner[first]] = first
    before = (judged.sums.nadir_at[places], judged.cr_at[places], found.called_pd_at[places])
    return tuple(facts[place] for place in (baseline[found.owner[places]], *before, places))

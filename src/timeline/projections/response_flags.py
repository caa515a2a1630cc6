"""What a reader of the data should know of an assessment: agreement with the reader, and flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.criteria.response import TENTHS, Response, labels
from timeline.effective import EffectiveEvents, Objects
from timeline.projections.assessed import Judged, judge
from timeline.projections.assessment_windows import Windows, assessment_windows
from timeline.projections.lesions import DIAMETERS, UNMEASURED
from timeline.projections.moments import found_once
from timeline.projections.per_patient import Mask
from timeline.projections.scans import UNKNOWN, Remarks
from timeline.protocol import Protocol


@dataclass(frozen=True, eq=False)
class Comments:
    """Of each assessment by a criterion: whether it is the protocol's, whether the reader agrees.

    `agrees` is true or false, None where nothing is compared; `flags` stand by assessment.
    """

    by_protocol: Mask
    agrees: Objects
    flags: Remarks


@found_once
def comment(events: EffectiveEvents, protocol: Protocol, name: str) -> Comments:
    """What is to be said of the assessments by the criterion of that name."""
    judged = judge(events, protocol, name)
    by_protocol = is_by_protocol(judged, assessment_windows(events, protocol))
    agrees = _agreement(judged, by_protocol)
    return Comments(by_protocol, agrees, _flags(judged, agrees))


def is_by_protocol(judged: Judged, windows: Windows) -> Mask:
    """Whether the criterion is the one that the protocol judges each assessment's patient by."""
    by_protocol: Mask = windows.criterion[judged.assessments.owner] == judged.criterion.name
    return by_protocol


def _agreement(judged: Judged, by_protocol: Mask) -> Objects:
    """Whether the reader's call is ours.

    None without a call, where it is by another criterion, where the measurements are not evaluable
    to us alone, and after the reader's first PD: from then on it may say that there was
    progression, whatever a single day measures.
    """
    found, same = judged.assessments, judged.assessments.reported == labels(judged.overall)
    called = np.array([call is not None for call in found.reported.tolist()], dtype=bool)
    compared = by_protocol & called & ~found.is_baseline & (found.reported != "baseline")
    compared &= (found.called_pd_at == UNKNOWN) & (same | (judged.overall != Response.NE))
    agrees = np.full(len(found), None, dtype=object)
    agrees[compared] = same[compared].astype(bool)
    return agrees


def _flags(judged: Judged, agrees: Objects) -> Remarks:
    found, flagged = (
        judged.assessments,
        {at: [*said] for at, said in judged.assessments.remarks.items()},
    )
    measure = "viable diameter" if judged.criterion.diameter == "viable_mm" else "diameter"
    for at, names in judged.unmeasured.items():
        said = [f"target without a {measure}: {name}" for name in names]
        flagged.setdefault(at, []).extend(said)
    for at in np.flatnonzero(~found.has_baseline[found.owner]).tolist():
        flagged.setdefault(at, []).append("no baseline")
    for at in np.flatnonzero(found.is_baseline & (judged.sums.baseline == 0)).tolist():
        flagged.setdefault(at, []).append("baseline sum is 0")
    ours = labels(judged.overall)
    for at in np.flatnonzero(agrees == np.False_).tolist():
        contradicted = f"reader says {found.reported[at]}, {judged.criterion.title} {ours[at]}"
        flagged.setdefault(at, []).append(contradicted)
    return flagged


def baseline_flags(judged: Judged) -> Remarks:
    """By patient: targets of the baseline that the criterion would not take for one."""
    criterion, found, lesions = judged.criterion, judged.assessments, judged.assessments.lesions
    flagged: Remarks = {}
    at, target, *diameters = lesions.measured
    node = lesions.node[target]
    diameter = np.where(node, diameters[-1], diameters[DIAMETERS.index(criterion.diameter)])
    least = np.where(node, criterion.target_node_from_mm, criterion.target_from_mm)
    small = found.is_baseline[at] & (diameter != UNMEASURED) & (diameter < least * TENTHS)
    for which, size in zip(target[small].tolist(), least[small].tolist(), strict=True):
        said = f"target below {size} mm: {lesions.name[which]}"
        flagged.setdefault(int(lesions.owner[which]), []).append(said)
    counts = np.bincount(lesions.owner, minlength=len(found.has_baseline))
    for patient in np.flatnonzero(counts > criterion.most_targets).tolist():
        said = f"more than {criterion.most_targets} targets: {counts[patient]}"
        flagged.setdefault(patient, []).append(said)
    return flagged


def joined(*parts: list[str]) -> str | None:
    """The flags in one cell, each once."""
    return "; ".join(dict.fromkeys(flag for part in parts for flag in part)) or None

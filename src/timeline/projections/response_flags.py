"""What a reader of the data should know of an assessment: agreement with the reader, and flags."""

from __future__ import annotations

import numpy as np

from timeline.criteria.response import TENTHS, labels
from timeline.effective import Objects, objects
from timeline.projections.assessed import Judged
from timeline.projections.assessment_windows import Windows
from timeline.projections.per_patient import Mask, Rows
from timeline.projections.scans import DIAMETERS, UNKNOWN, UNMEASURED


def is_by_protocol(judged: Judged, windows: Windows) -> Mask:
    """Whether the criterion is the one that the protocol judges each assessment's patient by."""
    by_protocol: Mask = windows.criterion[judged.assessments.owner] == judged.criterion.name
    return by_protocol


def agreement(judged: Judged, by_protocol: Mask) -> Objects:
    """Whether the reader's call is ours.

    None without a call, where it is by another criterion, where the measurements are not evaluable
    to us alone, and after the reader's first PD: from then on it may say that there was
    progression, whatever a single day measures.
    """
    found = judged.assessments
    compared = by_protocol & (found.called_pd_at == UNKNOWN) & ~found.is_baseline
    ours = labels(judged.overall).tolist()
    return objects(
        [
            call == own if compare and _is_call(call) and (own != "NE" or call == own) else None
            for call, own, compare in zip(
                found.reported.tolist(), ours, compared.tolist(), strict=True
            )
        ]
    )


def _is_call(call: str | None) -> bool:
    return call is not None and call != "baseline"


def flags(judged: Judged, agrees: Objects) -> list[list[str]]:
    """The flags of each assessment."""
    found = judged.assessments
    flagged = [list(remarks) for remarks in found.remarks]
    unmeasured = f"target without a {_measure(judged)}"
    for at, names in judged.unmeasured.items():
        flagged[at] += [f"{unmeasured}: {name}" for name in names]
    for at in np.flatnonzero(~found.has_baseline[found.owner]).tolist():
        flagged[at].append("no baseline")
    for at in np.flatnonzero(found.is_baseline & (judged.sums.baseline == 0)).tolist():
        flagged[at].append("baseline sum is 0")
    overall = labels(judged.overall)
    for at in np.flatnonzero(agrees == False).tolist():  # noqa: E712
        said = f"reader says {found.reported[at]}, {judged.criterion.title} {overall[at]}"
        flagged[at].append(said)
    return flagged


def baseline_flags(judged: Judged) -> dict[int, list[str]]:
    """By patient: targets of the baseline that the criterion would not take for one."""
    criterion, lesions = judged.criterion, judged.assessments.lesions
    flagged: dict[int, list[str]] = {}
    which, counts = DIAMETERS.index(criterion.diameter), np.bincount(lesions.owner, minlength=1)
    owners = judged.assessments.owner
    baseline = np.full(len(judged.assessments.has_baseline), UNKNOWN, dtype=np.int64)
    first: Rows = np.flatnonzero(judged.assessments.is_baseline)
    baseline[owners[first]] = first
    for target, patient in enumerate(lesions.owner):
        node, diameters = lesions.node[target], lesions.measured[int(baseline[patient]), target]
        least = criterion.target_node_from_mm if node else criterion.target_from_mm
        if UNMEASURED < diameters[2 if node else which] < least * TENTHS:
            said = f"target below {least} mm: {lesions.name[target]}"
            flagged.setdefault(patient, []).append(said)
    for patient in np.flatnonzero(counts > criterion.most_targets).tolist():
        said = f"more than {criterion.most_targets} targets: {counts[patient]}"
        flagged.setdefault(patient, []).append(said)
    return flagged


def joined(flagged: list[str]) -> str | None:
    """The flags in one cell, each once."""
    return "; ".join(dict.fromkeys(flagged)) or None


def _measure(judged: Judged) -> str:
    return "viable diameter" if judged.criterion.diameter == "viable_mm" else "diameter"

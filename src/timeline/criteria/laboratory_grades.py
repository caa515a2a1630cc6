"""CTCAE grades of laboratory values: arrays in, grades out.

Every comparison is one of whole numbers, so that a value on a threshold is never taken for one
beyond it: values and limits in millionths, thresholds in hundredths.

What is not known (a value beyond a detection limit, a limit of normal or a baseline that is
missing) leaves a range of grades that the value may have. It is graded where the range is one
grade, and has none else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.criteria.ctcae_laboratory import RULES, Arm, Cut, Rule

MILLIONTHS = 1_000_000
HUNDREDTHS = 100
UNGRADED = -1
"""The grade of a value that cannot be graded."""

NO_RULE = "CTCAE has no rule for it"
NO_LOWER_LIMIT = "lower limit of normal missing"
NO_UPPER_LIMIT = "upper limit of normal missing"
NO_BASELINE = "baseline missing"
BEYOND_DETECTION = "beyond the detection limit"

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Values:
    """Values of one test, with NaN for what is not known.

    `value`, the limits and `baseline` are in the unit that the value was reported in; times
    `factor` they are in the test's standard unit. `comparator` is `none`, `<` or `>`.
    `baseline_upper_limit` is the limit that the baseline was reported with. `treated` is false for
    a value up to the baseline: the limits of normal alone grade it.
    """

    value: Numbers
    lower_limit: Numbers
    upper_limit: Numbers
    baseline: Numbers
    baseline_upper_limit: Numbers
    factor: Numbers
    comparator: npt.NDArray[np.object_]
    treated: Mask
    anticoagulated: Mask


_NOT_GIVEN: dict[str, tuple[Any, Any]] = {
    "lower_limit": (np.nan, np.float64),
    "upper_limit": (np.nan, np.float64),
    "baseline": (np.nan, np.float64),
    "baseline_upper_limit": (np.nan, np.float64),
    "factor": (1.0, np.float64),
    "comparator": ("none", object),
    "treated": (True, bool),
    "anticoagulated": (False, bool),
}


def values(value: Any, **known: Any) -> Values:
    """Values with what is not given taken as not known, a comparator as none, a factor as 1.

    Each argument is one for all or an array.
    """
    given = [np.atleast_1d(np.asarray(value, dtype=np.float64))]
    for name, (otherwise, dtype) in _NOT_GIVEN.items():
        given.append(np.asarray(known.get(name, otherwise), dtype=dtype))
    names = ("value", *_NOT_GIVEN)
    return Values(**dict(zip(names, np.broadcast_arrays(*given), strict=True)))


def compute_grades(
    test: str, version: str, of: Values
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """The grade of each value, UNGRADED where none is certain, and then why (else None).

    0 is no toxicity. The rules and their sources are those of `ctcae_laboratory`.
    """
    size = len(of.value)
    reason = np.full(size, None, dtype=object)
    rule = RULES.get((test, version))
    if rule is None:
        reason[:] = NO_RULE
        return np.full(size, UNGRADED, dtype=np.int64), reason
    least, most = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for arm in rule.arms:
        for_sure, perhaps = _applies(arm, of)
        for cut in arm.cuts:
            certain, possible = _beyond(rule, cut, of)
            least = np.where(for_sure & certain, np.maximum(least, cut.grade), least)
            most = np.where(perhaps & possible, np.maximum(most, cut.grade), most)
    undecided = (least != most) | np.isnan(of.value)
    reason[undecided] = _reasons(rule, of)[undecided]
    return np.where(undecided, UNGRADED, least), reason


def _applies(arm: Arm, of: Values) -> tuple[Mask, Mask]:
    """Where an arm is sure to apply, and where it may."""
    of_baseline = any(cut.of == "baseline" for cut in arm.cuts)
    match arm.when:
        case "always":
            sure = of.treated if of_baseline else np.ones_like(of.treated)
            return sure, sure
        case "anticoagulated":
            sure = of.anticoagulated & of.treated
            return sure, sure
        case "not_so":
            sure = ~(of.anticoagulated & of.treated)
            return sure, sure
    limit = _whole(of.baseline_upper_limit)
    known = _known(of.baseline) & _known(of.baseline_upper_limit)
    high = known & (_whole(of.baseline) > limit)
    if arm.when == "normal_baseline":
        return ~of.treated | (known & ~high), ~of.treated | ~known | ~high
    # An abnormal baseline lies above the limit: no value up to the limit is above the baseline.
    above = ~_known(of.upper_limit) | (_whole(of.value) > _whole(of.upper_limit))
    above |= of.comparator == ">"
    return of.treated & high, of.treated & (high | (~known & above))


def _beyond(rule: Rule, cut: Cut, of: Values) -> tuple[Mask, Mask]:
    """Where a value is certain to be beyond a threshold, and where it may be."""
    if cut.of == "value":
        value = _whole(of.value * of.factor) * HUNDREDTHS
        mark = np.full(len(of.value), cut.hundredths * MILLIONTHS, dtype=np.int64)
        known = np.ones(len(of.value), dtype=bool)
    else:
        limit: Numbers = getattr(of, cut.of)
        value = _whole(of.value) * HUNDREDTHS
        mark = _whole(limit) * cut.hundredths
        known = _known(limit)
    less, more = of.comparator == "<", of.comparator == ">"
    if rule.direction == "low":
        beyond = value < mark
        certain = (beyond | (less & (value == mark))) & ~more
        possible = beyond | less
    else:
        beyond = (value > mark) | (cut.inclusive & (value == mark))
        certain = (beyond | (more & (value == mark))) & ~less
        possible = np.where(less, value > mark, beyond) | more
    return certain & known, possible | ~known


def _known(limit: Numbers) -> Mask:
    """Which limits or baselines can be multiplied."""
    return np.nan_to_num(limit, nan=-1.0) > 0


def _whole(numbers: Numbers) -> npt.NDArray[np.int64]:
    return np.rint(np.nan_to_num(numbers, nan=0.0) * MILLIONTHS).astype(np.int64)


def _reasons(rule: Rule, of: Values) -> npt.NDArray[np.object_]:
    """What a rule needs and does not have: a limit of normal before a baseline before the value."""
    reasons = np.full(len(of.value), BEYOND_DETECTION, dtype=object)
    needs = {cut.of for arm in rule.arms for cut in arm.cuts}
    plain = of.comparator == "none"
    if "baseline" in needs:
        reasons[of.treated & ~_known(of.baseline) & plain] = NO_BASELINE
    if "upper_limit" in needs:
        no_limit = ~_known(of.upper_limit)
        with_baseline = {arm.when for arm in rule.arms} & {"normal_baseline"}
        if with_baseline:
            no_limit |= of.treated & _known(of.baseline) & ~_known(of.baseline_upper_limit)
        reasons[no_limit & plain] = NO_UPPER_LIMIT
    if "lower_limit" in needs:
        reasons[~_known(of.lower_limit) & plain] = NO_LOWER_LIMIT
    return reasons

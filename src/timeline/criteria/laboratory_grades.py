"""CTCAE grades of laboratory values: arrays in, grades out.

Every comparison is one of whole numbers, so that a value on a threshold is never taken for one
beyond it: values and limits in millionths, thresholds in hundredths.

What is not known (a value beyond a detection limit, a limit of normal or a baseline that is
missing) leaves a range of grades that the value may have. It is graded where the range is one
grade, and has none else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
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
    _found: dict[tuple[str, str], npt.NDArray[Any]] = field(
        default_factory=dict, init=False, repr=False
    )

    def known(self, name: str) -> Mask:
        """Which limits or baselines can be multiplied."""
        known: Mask = self._once(("known", name), lambda: getattr(self, name) > 0)
        return known

    def whole(self, name: str) -> npt.NDArray[np.int64]:
        """Values, limits or baselines in millionths, 0 for what is not known."""
        return self._once(("whole", name), lambda: _whole(getattr(self, name)))

    def standard(self) -> npt.NDArray[np.int64]:
        """The values in millionths of the test's standard unit."""
        return self._once(("whole", "standard"), lambda: _whole(self.value * self.factor))

    def compares(self, comparator: str) -> Mask:
        """Which values have the comparator."""
        return self._once(("compares", comparator), lambda: self.comparator == comparator)

    def _once(
        self, name: tuple[str, str], find: Callable[[], npt.NDArray[Any]]
    ) -> npt.NDArray[Any]:
        """What was found before under the name, or is found now: every threshold asks again."""
        if name not in self._found:
            self._found[name] = find()
        return self._found[name]


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


@cache
def limits_needed(test: str, version: str) -> tuple[str, ...]:
    """Which limits of normal a rule compares with: `lower_limit`, `upper_limit`, both or none."""
    rule = RULES.get((test, version))
    cuts = [cut.of for arm in rule.arms for cut in arm.cuts] if rule else []
    return tuple(name for name in ("lower_limit", "upper_limit") if name in cuts)


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


def lacks_a_limit(test: str, version: str, of: Values) -> Mask:
    """Which values have no grade for want of a limit of normal."""
    rule, needed = RULES.get((test, version)), limits_needed(test, version)
    if rule is None or not needed:
        return np.zeros(len(of.value), dtype=bool)
    if all(cut.of != "value" for arm in rule.arms for cut in arm.cuts):
        unknown: Mask = ~np.logical_and.reduce([of.known(name) for name in needed])
        return unknown & of.compares("none")
    _, reason = compute_grades(test, version, of)
    lacking: Mask = (reason == NO_LOWER_LIMIT) | (reason == NO_UPPER_LIMIT)
    return lacking


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
    known = of.known("baseline") & of.known("baseline_upper_limit")
    high = known & (of.whole("baseline") > of.whole("baseline_upper_limit"))
    if arm.when == "normal_baseline":
        return ~of.treated | (known & ~high), ~of.treated | ~known | ~high
    # An abnormal baseline lies above the limit: no value up to the limit is above the baseline.
    above = ~of.known("upper_limit") | (of.whole("value") > of.whole("upper_limit"))
    above |= of.compares(">")
    return of.treated & high, of.treated & (high | (~known & above))


def _beyond(rule: Rule, cut: Cut, of: Values) -> tuple[Mask, Mask]:
    """Where a value is certain to be beyond a threshold, and where it may be."""
    if cut.of == "value":
        value = of.standard()
        mark = np.full_like(value, cut.hundredths * MILLIONTHS)
        known = np.ones(len(value), dtype=bool)
    else:
        value, mark = of.whole("value"), of.whole(cut.of) * cut.hundredths
        known = of.known(cut.of)
    value = value * HUNDREDTHS
    less, more = of.compares("<"), of.compares(">")
    if rule.direction == "low":
        beyond = value < mark
        certain = (beyond | (less & (value == mark))) & ~more
        possible = beyond | less
    else:
        beyond = (value > mark) | (cut.inclusive & (value == mark))
        certain = (beyond | (more & (value == mark))) & ~less
        possible = np.where(less, value > mark, beyond) | more
    return certain & known, possible | ~known


def _whole(numbers: Numbers) -> npt.NDArray[np.int64]:
    whole: npt.NDArray[np.int64] = np.rint(
        np.where(np.isnan(numbers), 0.0, numbers) * MILLIONTHS
    ).astype(np.int64)
    return whole


def _reasons(rule: Rule, of: Values) -> npt.NDArray[np.object_]:
    """What a rule needs and does not have: a limit of normal before a baseline before the value."""
    reasons = np.full(len(of.value), BEYOND_DETECTION, dtype=object)
    needs = {cut.of for arm in rule.arms for cut in arm.cuts}
    plain = of.compares("none")
    if "baseline" in needs:
        reasons[of.treated & ~of.known("baseline") & plain] = NO_BASELINE
    if "upper_limit" in needs:
        no_limit = ~of.known("upper_limit")
        with_baseline = {arm.when for arm in rule.arms} & {"normal_baseline"}
        if with_baseline:
            no_limit |= of.treated & of.known("baseline") & ~of.known("baseline_upper_limit")
        reasons[no_limit & plain] = NO_UPPER_LIMIT
    if "lower_limit" in needs:
        reasons[~of.known("lower_limit") & plain] = NO_LOWER_LIMIT
    return reasons

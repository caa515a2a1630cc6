"""CTCAE grades of laboratory values, on and beside the thresholds that the versions print.

Published: CTCAE v3.0 of 9 August 2006, v4.03 of 14 June 2010, v5.0 of 27 November 2017. Where a
limit of normal is needed, a round one stands for it: ULN 40 for enzymes, LLN 150 for platelets.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.criteria.ctcae_laboratory import RULES, TABLE, TESTS, VERSIONS
from timeline.criteria.laboratory_grades import (
    BEYOND_DETECTION,
    NO_BASELINE,
    NO_LOWER_LIMIT,
    NO_RULE,
    NO_UPPER_LIMIT,
    UNGRADED,
    compute_grades,
    lacks_a_limit,
    values,
)

EVERY_VERSION = pytest.mark.parametrize("version", VERSIONS)


def grades(test: str, version: str, value: Any, **known: Any) -> list[int | None]:
    found, _ = compute_grades(test, version, values(value, **known))
    return [None if grade == UNGRADED else grade for grade in found.tolist()]


def reason(test: str, version: str, value: float, **known: Any) -> str | None:
    _, why = compute_grades(test, version, values(value, **known))
    return why.tolist()[0]


def test_every_test_has_a_rule_with_a_source_in_every_version() -> None:
    assert len(TESTS) == 13
    assert set(RULES) == {(test, version) for test in TESTS for version in VERSIONS}
    for rule in TABLE:
        assert rule.source.startswith(f"CTCAE v{rule.version}, NCI, ")


class TestLowValues:
    """A threshold itself still has the milder grade."""

    @EVERY_VERSION
    @pytest.mark.parametrize(
        ("test", "lower_limit", "on_and_below"),
        [
            ("platelets", 150, [150, 149.9, 75, 74.9, 50, 49.9, 25, 24.9]),
            ("leucocytes", 4, [4, 3.99, 3, 2.99, 2, 1.99, 1, 0.99]),
            ("neutrophils", 2, [2, 1.99, 1.5, 1.49, 1, 0.99, 0.5, 0.49]),
            ("lymphocytes", 1, [1, 0.99, 0.8, 0.79, 0.5, 0.49, 0.2, 0.19]),
        ],
    )
    def test_counts_alike_in_every_version(
        self, version: str, test: str, lower_limit: float, on_and_below: list[float]
    ) -> None:
        assert grades(test, version, on_and_below, lower_limit=lower_limit) == [
            0, 1, 1, 2, 2, 3, 3, 4,
        ]  # fmt: skip

    @EVERY_VERSION
    def test_albumin_has_no_number_for_grade_4(self, version: str) -> None:
        found = grades("albumin", version, [3.5, 3.49, 3, 2.99, 2, 1.99, 0.5], lower_limit=3.5)
        assert found == [0, 1, 1, 2, 2, 3, 3]

    def test_haemoglobin_of_6_is_grade_4_in_version_3_and_3_by_number_later(self) -> None:
        low = {"lower_limit": 13}
        assert grades("haemoglobin", "3.0", [13, 12.9, 10, 9.9, 8, 7, 6.5, 6], **low) == [
            0, 1, 1, 2, 2, 3, 3, 4,
        ]  # fmt: skip
        for version in ("4.03", "5.0"):
            assert grades("haemoglobin", version, [10, 9.9, 8, 7.9, 6], **low) == [1, 2, 2, 3, 3]


class TestHighValues:
    def test_transaminases_have_grade_2_from_another_multiple_in_version_3(self) -> None:
        on_and_above = [40, 41, 100, 101, 112, 120, 121, 200, 201, 800, 801]
        for test in ("AST", "ALT"):
            assert grades(test, "3.0", on_and_above, upper_limit=40) == [
                0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4,
            ]  # fmt: skip
            assert grades(test, "4.03", on_and_above, upper_limit=40) == [
                0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4,
            ]  # fmt: skip

    def test_ast_of_215_is_grade_3_where_the_limit_is_below_43(self) -> None:
        assert grades("AST", "3.0", 215, upper_limit=[40, 42.99, 43]) == [3, 3, 2]

    @pytest.mark.parametrize("version", ["3.0", "4.03"])
    @pytest.mark.parametrize("test", ["GGT", "ALP"])
    def test_cholestatic_enzymes(self, test: str, version: str) -> None:
        on_and_above = [100, 101, 250, 251, 500, 501, 2000, 2001]
        assert grades(test, version, on_and_above, upper_limit=100) == [0, 1, 1, 2, 2, 3, 3, 4]

    @pytest.mark.parametrize("version", ["3.0", "4.03"])
    def test_bilirubin_on_a_multiple_that_floats_miss(self, version: str) -> None:
        assert 1.2 * 1.5 < 1.8, "a comparison of floats would call 1.8 grade 2"
        on_and_above = [1.2, 1.21, 1.8, 1.81, 3.6, 3.61, 12, 12.01]
        assert grades("bilirubin", version, on_and_above, upper_limit=1.2) == [
            0, 1, 1, 2, 2, 3, 3, 4,
        ]  # fmt: skip

    def test_creatinine_of_version_3_knows_the_limit_alone(self) -> None:
        on_and_above = [1.2, 1.21, 1.8, 1.81, 3.6, 3.61, 7.2, 7.21]
        assert grades("creatinine", "3.0", on_and_above, upper_limit=1.2, baseline=0.4) == [
            0, 1, 1, 2, 2, 3, 3, 4,
        ]  # fmt: skip

    def test_inr_has_another_grade_3_and_another_grade_1_by_version(self) -> None:
        on_and_above = [1, 1.1, 1.2, 1.3, 1.5, 1.6, 2, 2.2, 2.5, 2.6, 9]
        assert grades("INR", "3.0", on_and_above, upper_limit=1) == [
            0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3,
        ]  # fmt: skip
        assert grades("INR", "4.03", on_and_above, upper_limit=1) == [
            0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3,
        ]  # fmt: skip
        assert grades("INR", "5.0", on_and_above) == [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3]

    def test_inr_of_the_anticoagulated_is_measured_by_the_baseline(self) -> None:
        treated = {"upper_limit": 1.2, "baseline": 2.4, "anticoagulated": True}
        for version in ("4.03", "5.0"):
            assert grades("INR", version, [2.4, 2.5, 3.6, 3.7, 6, 6.1], **treated) == [
                0, 1, 1, 2, 2, 3,
            ]  # fmt: skip


class TestBaselines:
    """Version 5.0 measures by an abnormal baseline, and 4.03 creatinine by any."""

    ABNORMAL: dict[str, Any] = {  # noqa: RUF012
        "upper_limit": 40, "baseline": 80, "baseline_upper_limit": 40,
    }  # fmt: skip

    def test_transaminases_begin_at_one_and_a_half_times_an_abnormal_baseline(self) -> None:
        on_and_above = [80, 119.9, 120, 240, 240.1, 400, 400.1, 1600, 1600.1]
        assert grades("AST", "5.0", on_and_above, **self.ABNORMAL) == [0, 0, 1, 1, 2, 2, 3, 3, 4]

    def test_cholestatic_enzymes_begin_at_twice_an_abnormal_baseline(self) -> None:
        on_and_above = [159.9, 160, 200, 200.1, 400, 400.1, 1600, 1600.1]
        for test in ("GGT", "ALP"):
            assert grades(test, "5.0", on_and_above, **self.ABNORMAL) == [0, 1, 1, 2, 2, 3, 3, 4]

    def test_bilirubin_begins_above_an_abnormal_baseline(self) -> None:
        abnormal = {"upper_limit": 1.2, "baseline": 2, "baseline_upper_limit": 1.2}
        assert grades("bilirubin", "5.0", [2, 2.01, 3, 3.01, 6, 6.01, 20, 20.01], **abnormal) == [
            0, 1, 1, 2, 2, 3, 3, 4,
        ]  # fmt: skip

    def test_a_baseline_on_its_limit_is_normal(self) -> None:
        normal = {"upper_limit": 40, "baseline": 40, "baseline_upper_limit": 40}
        assert grades("AST", "5.0", [41, 121], **normal) == [1, 2]

    def test_a_corrected_baseline_regrades_the_same_value(self) -> None:
        at = {"upper_limit": 40, "baseline_upper_limit": 40}
        assert grades("AST", "5.0", 130, baseline=30, **at) == [2]
        assert grades("AST", "5.0", 130, baseline=80, **at) == [1]

    def test_a_value_before_treatment_is_graded_by_the_limit_alone(self) -> None:
        assert grades("AST", "5.0", [40, 80, 130], upper_limit=40, treated=False) == [0, 1, 2]
        assert grades("creatinine", "4.03", 1.0, upper_limit=1.2, treated=False) == [0]

    def test_creatinine_has_the_worse_of_limit_and_baseline(self) -> None:
        known = {"upper_limit": 1.2, "baseline": 0.6}
        values_ = [0.6, 0.7, 0.9, 0.91, 1.8, 1.81, 7.3]
        assert grades("creatinine", "4.03", values_, **known) == [0, 1, 1, 2, 2, 3, 4]
        assert grades("creatinine", "5.0", values_, **known) == [0, 0, 0, 2, 2, 3, 4]

    def test_without_a_baseline_only_what_it_cannot_change_is_graded(self) -> None:
        assert grades("AST", "5.0", [40, 41, 900], upper_limit=40) == [0, None, None]
        assert reason("AST", "5.0", 41, upper_limit=40) == NO_BASELINE
        assert grades("creatinine", "4.03", [1.0, 2.0, 4.0, 7.3], upper_limit=1.2) == [
            None, None, 3, 4,
        ]  # fmt: skip


class TestWhatIsNotKnown:
    def test_a_missing_lower_limit_leaves_open_only_whether_it_is_grade_1(self) -> None:
        assert grades("platelets", "3.0", [160, 80, 75, 74]) == [None, None, None, 2]
        assert reason("platelets", "3.0", 80) == NO_LOWER_LIMIT

    def test_a_missing_upper_limit_leaves_everything_open(self) -> None:
        assert grades("AST", "3.0", [10, 10_000]) == [None, None]
        assert reason("AST", "3.0", 10_000) == NO_UPPER_LIMIT

    def test_a_limit_of_zero_is_none(self) -> None:
        assert reason("AST", "3.0", 10, upper_limit=0) == NO_UPPER_LIMIT

    @pytest.mark.parametrize(
        ("comparator", "value", "expected"),
        [("<", 40, 0), ("<", 41, None), (">", 800, 4), (">", 799, None), (">", 40, None)],
    )
    def test_a_rising_value_beyond_detection(
        self, comparator: str, value: float, expected: int | None
    ) -> None:
        assert grades("AST", "3.0", value, comparator=comparator, upper_limit=40) == [expected]

    @pytest.mark.parametrize(
        ("comparator", "value", "expected"),
        [("<", 25, 4), ("<", 26, None), (">", 150, 0), (">", 149, None), (">", 75, None)],
    )
    def test_a_falling_value_beyond_detection(
        self, comparator: str, value: float, expected: int | None
    ) -> None:
        known = {"comparator": comparator, "lower_limit": 150}
        assert grades("platelets", "3.0", value, **known) == [expected]

    def test_the_reason_is_named(self) -> None:
        assert reason("AST", "3.0", 41, comparator="<", upper_limit=40) == BEYOND_DETECTION
        assert reason("AST", "3.0", 39, comparator="<", upper_limit=40) is None
        assert reason("sodium", "3.0", 120) == NO_RULE
        assert grades("sodium", "3.0", 120) == [None]


def test_absolute_thresholds_are_those_of_the_standard_unit() -> None:
    known = {"lower_limit": 150_000, "factor": 0.001}
    assert grades("platelets", "3.0", [75_000, 74_999, 25_000, 24_999], **known) == [1, 2, 3, 4]
    assert grades("haemoglobin", "3.0", [100, 99, 65, 64], lower_limit=130, factor=0.1) == [
        1, 2, 3, 4,
    ]  # fmt: skip


measured = st.integers(0, 100_000).map(lambda number: number / 100)


@given(
    test=st.sampled_from(TESTS),
    version=st.sampled_from(VERSIONS),
    pair=st.tuples(measured, measured),
    limit=measured,
    baseline=measured,
)
def test_a_worse_value_never_has_a_milder_grade(
    test: str, version: str, pair: tuple[float, float], limit: float, baseline: float
) -> None:
    known = {
        "lower_limit": limit, "upper_limit": limit, "baseline": baseline,
        "baseline_upper_limit": limit,
    }  # fmt: skip
    low, high = sorted(pair)
    mild, bad = (low, high) if RULES[test, version].direction == "high" else (high, low)
    of_mild, of_bad = grades(test, version, [mild, bad], **known)
    assert (of_mild is None) or (of_bad is None) or of_mild <= of_bad


@given(
    test=st.sampled_from(TESTS),
    version=st.sampled_from(VERSIONS),
    value=measured,
    limit=measured,
    comparator=st.sampled_from(["none", "<", ">"]),
)
def test_what_becomes_known_never_changes_a_grade_that_was_given(
    test: str, version: str, value: float, limit: float, comparator: str
) -> None:
    known = {"comparator": comparator, "baseline": 1.0, "baseline_upper_limit": limit}
    limits = {"lower_limit": limit, "upper_limit": limit}
    before = grades(test, version, value, comparator=comparator)
    after = grades(test, version, value, **known, **limits)
    assert before in ([None], after)


@given(value=measured, limit=measured, scale=st.sampled_from([1, 10, 1000]))
def test_a_multiple_of_a_limit_is_the_same_in_every_unit(
    value: float, limit: float, scale: int
) -> None:
    one = grades("bilirubin", "3.0", value, upper_limit=limit)
    assert one == grades(
        "bilirubin", "3.0", value * scale, upper_limit=limit * scale, factor=1 / scale
    )


def test_many_values_are_graded_each_by_its_own_limits() -> None:
    found, why = compute_grades("AST", "3.0", values([50, 50, 50], upper_limit=[40, 60, np.nan]))
    assert found.tolist() == [1, 0, UNGRADED]
    assert why.tolist() == [None, None, NO_UPPER_LIMIT]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("test", TESTS)
def test_a_value_lacks_a_limit_where_its_grade_says_so(test: str, version: str) -> None:
    marks = [0.1, 1.0, 3.0, 40.0, 60.0, 90.0, 500.0, np.nan]
    limits = [np.nan, 50.0]
    grid = [
        (value, low, high, sign)
        for value in marks
        for low in limits
        for high in limits
        for sign in ("none", "<", ">")
    ]
    value, low, high, sign = (list(part) for part in zip(*grid, strict=True))
    of = values(value, lower_limit=low, upper_limit=high, comparator=sign, treated=False)
    _, reason = compute_grades(test, version, of)
    expected = [one in (NO_LOWER_LIMIT, NO_UPPER_LIMIT) for one in reason]
    assert lacks_a_limit(test, version, of).tolist() == expected

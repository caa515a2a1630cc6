"""Child–Pugh and ALBI, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.criteria.liver_function import (
    albi_grade,
    albi_score,
    child_pugh_class,
    compute_points,
    finding_points,
)
from timeline.effective import objects
from timeline.payloads import CHILD_PUGH_CLASSES


@pytest.mark.parametrize(
    ("component", "measured", "points"),
    [
        ("bilirubin", [1.99, 2, 3, 3.01], [1, 2, 2, 3]),
        ("albumin", [3.51, 3.5, 2.8, 2.79], [1, 2, 2, 3]),
        ("INR", [1.69, 1.7, 2.3, 2.31], [1, 2, 2, 3]),
        ("prothrombin time prolongation", [3.9, 4, 6, 6.1], [1, 2, 2, 3]),
    ],
)
def test_two_points_include_both_of_their_ends(
    component: str, measured: list[float], points: list[int]
) -> None:
    assert compute_points(component, measured).tolist() == points


def test_the_variant_has_three_points_for_albumin_below_3() -> None:
    assert compute_points("albumin", [2.99, 3.0, 3.5, 3.51], first=3.0).tolist() == [3, 2, 2, 1]


@pytest.mark.parametrize(
    ("component", "comparator", "value", "points"),
    [
        ("bilirubin", "<", 2, 1), ("bilirubin", "<", 2.1, None), ("bilirubin", ">", 3, 3),
        ("bilirubin", ">", 2.9, None), ("albumin", "<", 2.8, 3), ("albumin", "<", 2.9, None),
        ("albumin", ">", 3.5, 1), ("albumin", ">", 3.4, None),
    ],
)  # fmt: skip
def test_beyond_a_detection_limit_points_are_given_where_it_decides(
    component: str, comparator: str, value: float, points: int | None
) -> None:
    (found,) = compute_points(component, [value], [comparator]).tolist()
    assert (None if math.isnan(found) else found) == points


def test_findings_have_points() -> None:
    ascites = objects(["none", "mild", "moderate", "severe", None])
    assert np.array_equal(finding_points("ascites", ascites), [1, 2, 3, 3, np.nan], equal_nan=True)
    brain = objects(["none", "grade 1-2", "grade 3-4"])
    assert finding_points("encephalopathy", brain).tolist() == [1, 2, 3]


def test_classes_are_those_that_a_recorded_status_is_held_against() -> None:
    for name, scores in CHILD_PUGH_CLASSES.items():
        assert set(child_pugh_class(list(scores))) == {name}
    assert child_pugh_class([np.nan]).tolist() == [None]


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "score", "grade"),
    [
        # 0.66 log10(17.1) - 0.085 * 40 = 0.66 * 1.232996 - 3.4
        (1.0, 4.0, -2.586223, 2),
        (0.5, 4.0, -2.784903, 1),
        # 0.66 log10(171) - 0.085 * 20
        (10.0, 2.0, -0.226223, 3),
    ],
)
def test_albi(bilirubin: float, albumin: float, score: float, grade: int) -> None:
    assert albi_score(bilirubin, albumin) == pytest.approx(score, abs=1e-6)
    assert albi_grade(albi_score(bilirubin, albumin)) == grade


def test_the_ends_of_albi_grades_are_in_the_better_grade() -> None:
    assert albi_grade([-2.6, -2.599999, -1.39, -1.389999]).tolist() == [1, 2, 2, 3]


def test_without_a_component_there_is_no_albi() -> None:
    scores = albi_score([np.nan, 1.0, 0.0], [4.0, np.nan, 4.0])
    assert np.isnan(scores).all()
    assert np.isnan(albi_grade(scores)).all()


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(5, 60))
def test_albi_rises_with_bilirubin_and_falls_with_albumin(
    one: int, other: int, albumin: int
) -> None:
    low, high = sorted((one / 100, other / 100))
    assert albi_score(low, albumin / 10) <= albi_score(high, albumin / 10)
    assert albi_score(low, albumin / 10) > albi_score(low, albumin / 10 + 0.1)

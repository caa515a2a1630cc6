"""Doses of the same effect, by the linear-quadratic model."""

from __future__ import annotations

import numpy as np
import pytest

from timeline.criteria.dose import (
    biologically_effective_dose,
    conventional_dose,
    equivalent_dose,
    to_centigray,
)


def course(*doses_gy: float) -> tuple[int, int]:
    """The sum of the doses in cGy and of their squares in cGy²."""
    doses = to_centigray(list(doses_gy))
    return int(doses.sum()), int((doses * doses).sum())


def test_doses_are_whole_centigray() -> None:
    assert to_centigray([1.8, 2.54, 0.1 + 0.2]).tolist() == [180, 254, 30]


def test_the_effect_of_45_gy_in_25_fractions() -> None:
    """45 · (1 + 0.18) = 53.1; 45 · 11.8 / 12 = 44.25."""
    total = course(*[1.8] * 25)
    assert biologically_effective_dose(*total, alpha_beta_gy=10) == pytest.approx(53.1)
    assert equivalent_dose(*total, alpha_beta_gy=10) == pytest.approx(44.25)


def test_in_fractions_of_the_reference_size_a_dose_is_its_own_equivalent() -> None:
    assert equivalent_dose(*course(*[2] * 30), alpha_beta_gy=3) == pytest.approx(60)
    assert equivalent_dose(
        *course(*[1.8] * 25), alpha_beta_gy=10, reference_gy=1.8
    ) == pytest.approx(45)


def test_fractions_of_unequal_size_add_up_one_by_one() -> None:
    """2 · 1.2 + 4 · 1.4 = 8 Gy."""
    assert biologically_effective_dose(*course(2, 4), alpha_beta_gy=10) == pytest.approx(8)


def test_the_conventional_dose_is_in_whole_fractions_halves_up() -> None:
    """At α/β 10, 1.8 Gy fractions of 1.8 Gy are their own equivalent: 0.9 Gy is half of one."""
    half = (90, 90 * 180)  # as much effect for its dose as fractions of 1.8 Gy have
    three_halves = (270, 270 * 180)
    rules = {"alpha_beta_gy": 10.0, "fraction_gy": 1.8}
    assert conventional_dose(*half, **rules) == 1.8
    assert conventional_dose(*three_halves, **rules) == 3.6
    assert conventional_dose(*course(*[1.8] * 25), **rules) == 45.0


def test_many_courses_are_computed_at_once() -> None:
    totals = np.array([course(*[1.8] * 25), course(*[6] * 5)])
    conventional = conventional_dose(
        totals[:, 0], totals[:, 1], alpha_beta_gy=10.0, fraction_gy=1.8
    )
    assert conventional.tolist() == [45.0, 41.4]

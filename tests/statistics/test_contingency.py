"""Chi-square and Fisher's test."""

from __future__ import annotations

import pytest

from timeline.statistics.contingency import fisher_exact_p, pearson_chi_square


def test_pearson_by_hand_without_and_with_yates() -> None:
    """N (ad − bc)² / (r₁ r₂ c₁ c₂) = 100 · 200² / 5,040,000; Yates takes 50 from the 200."""
    table = [[10, 20], [30, 40]]
    plain, corrected = pearson_chi_square(table), pearson_chi_square(table, continuity=True)
    assert (plain.chi_square, plain.degrees_of_freedom) == (pytest.approx(0.793651, abs=1e-6), 1)
    assert corrected.chi_square == pytest.approx(0.446429, abs=1e-6)
    assert plain.lowest_expected == 12
    assert plain.p == pytest.approx(0.3730, abs=5e-5)


def test_a_larger_table_has_more_degrees_of_freedom_and_no_correction() -> None:
    """Equal rows of 2 × 3 counts hold no association."""
    found = pearson_chi_square([[5, 10, 15], [5, 10, 15]], continuity=True)
    assert (found.chi_square, found.degrees_of_freedom, found.p) == (0, 2, 1)


def test_an_empty_column_cannot_be_tested() -> None:
    found = pearson_chi_square([[3, 0], [4, 0]])
    assert (found.chi_square, found.p) == (None, None)


def test_the_lady_tasting_tea() -> None:
    """Fisher, The Design of Experiments, 1935; R's fisher.test(TeaTasting), two-sided: 0.4857."""
    assert fisher_exact_p([[3, 1], [1, 3]]) == pytest.approx(34 / 70)


def test_convictions_of_twins() -> None:
    """Fisher, 1962: 2 and 10 against 15 and 3; R's documentation of fisher.test: p 0.0005367."""
    assert fisher_exact_p([[2, 15], [10, 3]]) == pytest.approx(0.0005367, abs=5e-8)


def test_fisher_takes_two_by_two_alone() -> None:
    with pytest.raises(ValueError, match="a table of 2 × 3; expected 2 × 2"):
        fisher_exact_p([[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize("table", [[[1, -1], [2, 3]], [1, 2]])
def test_counts_are_a_table_of_whole_numbers(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="expected rows of counts"):
        pearson_chi_square(table)

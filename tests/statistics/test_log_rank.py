"""The log-rank test."""

from __future__ import annotations

import pytest

from published_survival import MAINTAINED, MERCAPTOPURINE, NONMAINTAINED, PLACEBO, labelled
from timeline.statistics.log_rank import log_rank


def test_aml_is_as_r_prints_it() -> None:
    """survdiff(Surv(time, status) ~ x, aml): 10.69 and 7.31 expected, chisq 3.4, p 0.0653."""
    found = log_rank(*labelled(maintained=MAINTAINED, nonmaintained=NONMAINTAINED))
    assert found.observed == (7, 11)
    assert found.expected == pytest.approx((10.69, 7.31), abs=0.005)
    assert found.chi_square == pytest.approx(3.396, abs=5e-4)
    assert (found.degrees_of_freedom, found.p) == (1, pytest.approx(0.0653, abs=5e-5))


def test_the_remission_data_are_as_published() -> None:
    """Kleinbaum & Klein, Survival Analysis, 3rd ed.: log-rank 16.793, 19.25 and 10.75 expected."""
    found = log_rank(*labelled(mercaptopurine=MERCAPTOPURINE, placebo=PLACEBO))
    assert found.expected == pytest.approx((19.25, 10.75), abs=0.005)
    assert found.chi_square == pytest.approx(16.793, abs=5e-4)


def test_three_groups_by_hand() -> None:
    """O − E = 2/3, 1/6, …; V of the first two = [[2/9, −1/9], [−1/9, 17/36]]; chi-square 2.6."""
    found = log_rank([1, 2, 3], [True] * 3, ["a", "b", "c"])
    assert found.expected == pytest.approx((1 / 3, 5 / 6, 11 / 6))
    assert (found.chi_square, found.degrees_of_freedom) == (pytest.approx(2.6), 2)
    assert found.p == pytest.approx(0.27253, abs=1e-5)


def test_a_p_too_small_for_one_minus_the_distribution_is_still_a_number() -> None:
    early, late = [str(n) for n in range(1, 200)], [str(n) for n in range(1000, 1200)]
    found = log_rank(*labelled(early=early, late=late))
    assert found.p is not None
    assert 0 < found.p < 1e-30


def test_a_group_that_nobody_of_was_at_risk_is_not_counted() -> None:
    found = log_rank(*labelled(a=["5", "9"], b=["5", "7+"], gone=["1+"]))
    assert (found.groups[2], found.expected[2], found.degrees_of_freedom) == ("gone", 0, 1)


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {"a": ["3", "4+"]},
        {"a": ["3+", "4+"], "b": ["5+"]},
        {"a": ["5", "5"], "b": ["5"]},
        {"a": ["5"], "b": ["1+"]},
    ],
)
def test_groups_that_cannot_be_compared_have_no_p(groups: dict[str, list[str]]) -> None:
    found = log_rank(*labelled(**groups))
    assert (found.chi_square, found.p) == (None, None)

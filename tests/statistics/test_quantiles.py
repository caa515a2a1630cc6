"""Medians and other quantiles with the interval that is named."""

from __future__ import annotations

from fractions import Fraction

import pytest

from published_survival import MAINTAINED, MERCAPTOPURINE, NONMAINTAINED, PLACEBO, Series, curve
from timeline.statistics.follow_up import median_follow_up
from timeline.statistics.intervals import Estimate
from timeline.statistics.quantiles import INTERVALS, Interval, quantile


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (MAINTAINED, Estimate(31, 18, None)),
        (NONMAINTAINED, Estimate(23, 8, None)),
        (MERCAPTOPURINE, Estimate(23, 16, None)),
        (PLACEBO, Estimate(8, 4, 12)),
    ],
)
def test_medians_with_log_intervals_are_as_r_prints_them(
    series: Series, expected: Estimate
) -> None:
    """print(survfit(...)) of aml and gehan: conf.type = "log", R's default."""
    assert quantile(curve(*series), "log") == expected


def test_brookmeyer_and_crowley_by_hand_for_each_transform() -> None:
    """Ten deaths on days 1 to 10: S(k) = 1 − k / 10, SE = √(S (1 − S) / 10).

    plain: S + 1.96 SE ≤ 0.5 first at S = 0.2 (0.448), S − 1.96 SE at 0.8 (0.552) no, at 0.7
    (0.416) yes; log: S exp(1.96 SE / S) at 0.2 is 0.691, at 0.1 0.642: never; its lower limit at
    0.8 is 0.587, at 0.7 0.467; arcsine: sin²(asin √0.2 + 0.310) = 0.478, sin²(asin √0.8 − 0.310) =
    0.522, at 0.7 0.399.
    """
    tenth = curve(*map(str, range(1, 11)))
    assert quantile(tenth, "plain") == Estimate(5, 3, 8)
    assert quantile(tenth, "log") == Estimate(5, 3, None)
    assert quantile(tenth, "arcsine") == Estimate(5, 3, 8)


def test_log_log_by_hand() -> None:
    """Ten deaths: at S = 0.9 the lower limit is 0.9 ^ exp(1.96 · 0.0949 / (0.9 · 0.1054)) = 0.473,
    at S = 0.2 the upper one 0.2 ^ exp(−1.96 · 0.1265 / (0.2 · 1.609)) = 0.475.
    """
    assert quantile(curve(*map(str, range(1, 11))), "log-log") == Estimate(5, 1, 8)


def test_the_symmetric_interval_by_hand() -> None:
    """Ten deaths: u = 4 (S = 0.6), l = 6 (0.4), f = 0.2 / 2, SE = √(0.25 / 10) / f = 1.581."""
    found = quantile(curve(*map(str, range(1, 11))), "symmetric")
    assert (found.value, found.low, found.high) == pytest.approx((5, 1.901, 8.099), abs=5e-4)


def test_the_symmetric_interval_is_cut_at_zero() -> None:
    found = quantile(curve("1", "20", "40"), "symmetric")
    assert (found.value, found.low) == (20, 0)


def test_half_is_reached_where_whole_numbers_say_so() -> None:
    """(6/7) (5/6) (4/5) … gives 0.49999999999999994 or 0.5000000000000001 in floating point."""
    for size in range(2, 60, 2):
        everybody = curve(*(str(day) for day in range(1, size + 1)))
        assert quantile(everybody, "plain").value == size // 2


def test_levels_that_are_exactly_the_slopes_ends_count() -> None:
    """Twenty deaths: S(9) is exactly 0.55, S(11) exactly 0.45."""
    found = quantile(curve(*map(str, range(1, 21))), "symmetric")
    error = (0.25 / 20) ** 0.5 / (0.1 / 2)
    assert found.high == pytest.approx(10 + 1.959964 * error, abs=1e-5)


def test_a_quarter_and_three_quarters() -> None:
    found = curve(*MAINTAINED)
    assert quantile(found, "log", left=Fraction(3, 4)) == Estimate(18, 13, None)
    assert quantile(found, "log", left=Fraction(1, 10)).value is None


@pytest.mark.parametrize("interval", INTERVALS)
def test_what_cannot_be_told_is_none(interval: Interval) -> None:
    nothing = Estimate(None, None, None)
    assert quantile(curve(), interval) == nothing
    assert quantile(curve("4+", "6+"), interval) == nothing
    assert quantile(curve("4"), interval) == Estimate(4, None, None)


def test_median_follow_up_reverses_events_and_censorings() -> None:
    """By hand: censored at 13, 28, 45, 161 of 9, 6, 3, 1 at risk: 0.889, 0.741, 0.494."""
    assert median_follow_up(curve(*MAINTAINED), "log").value == 45
    assert median_follow_up(curve("3", "4", "5"), "log").value is None

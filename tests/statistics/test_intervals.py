"""Intervals of a survival, each by its named transform."""

from __future__ import annotations

from math import asin, exp, log, sin, sqrt
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from published_survival import MAINTAINED, NONMAINTAINED, curve
from timeline.statistics.intervals import (
    Estimate,
    Transform,
    limits,
    survival_with_interval,
    two_sided,
)

TRANSFORMS = get_args(Transform)
SERIES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)


def test_log_limits_of_aml_are_as_r_prints_them() -> None:
    """summary(survfit(Surv(time, status) ~ x, aml)): conf.type = "log", R's default."""
    found = curve(*MAINTAINED)
    low, high = limits(found.survival, found.standard_error, "log", 0.95)
    assert low.round(4).tolist() == [0.7541, 0.6192, 0.4884, 0.3769, 0.2549, 0.1549, 0.0359]
    assert high.round(3).tolist() == [1.0, 1.0, 1.0, 0.999, 0.946, 0.875, 0.944]


def test_survival_at_zero_has_no_limits_and_full_survival_no_width() -> None:
    found = curve(*NONMAINTAINED)
    for transform in TRANSFORMS:
        assert survival_with_interval(found, 45, transform) == Estimate(0.0, None, None)
        assert survival_with_interval(found, 1, transform) == Estimate(1.0, 1.0, 1.0)


def test_each_transform_by_hand() -> None:
    """S = 0.75 of four patients, of whom one died: SE = √(0.75 · 0.25 / 4)."""
    s, error, z = 0.75, sqrt(0.75 * 0.25 / 4), 1.959963985
    angle, width = asin(sqrt(s)), z * error / (2 * sqrt(s * 0.25))
    expected = {
        "plain": (s - z * error, 1.0),
        "log": (s * exp(-z * error / s), 1.0),
        "log-log": (s ** exp(z * error / (s * -log(s))), s ** exp(-z * error / (s * -log(s)))),
        "arcsine": (sin(angle - width) ** 2, sin(min(angle + width, 1.5707963268)) ** 2),
    }
    for transform in TRANSFORMS:
        found = survival_with_interval(curve("2", "9+", "9+", "9+"), 5, transform)
        assert (found.low, found.high) == pytest.approx(expected[transform])


def test_nobody_followed_so_long_is_no_estimate() -> None:
    assert survival_with_interval(curve("2", "9+"), 10, "log") == Estimate(None, None, None)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_is_between_zero_and_one(level: float) -> None:
    with pytest.raises(ValueError, match="expected one between 0 and 1"):
        two_sided(level)


@given(SERIES, st.sampled_from(TRANSFORMS), st.floats(0.5, 0.99))
def test_limits_stay_within_0_and_1_around_the_estimate(
    series: list[tuple[int, bool]], transform: Transform, level: float
) -> None:
    found = curve(*(f"{time}{'' if event else '+'}" for time, event in series))
    low, high = limits(found.survival, found.standard_error, transform, level)
    seen = found.survival > 0
    assert np.all(low[seen] <= found.survival[seen] + 1e-12)
    assert np.all(high[seen] >= found.survival[seen] - 1e-12)
    assert np.all((low[seen] >= 0) & (high[seen] <= 1))

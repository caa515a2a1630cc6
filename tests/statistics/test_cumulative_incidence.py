"""Cumulative incidence with competing causes."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from published_survival import MAINTAINED, curve, met, times
from timeline.statistics.cumulative_incidence import cumulative_incidence
from timeline.statistics.intervals import Estimate

CAUSES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2])), min_size=1, max_size=25
)


def test_by_hand() -> None:
    """1: cause 1 of four, 2: cause 2, 3: censored, 4: cause 1 of the last: 1/4, then + 1/2."""
    found = cumulative_incidence([1, 2, 3, 4], [1, 2, 0, 1])
    assert found.times.tolist() == [1, 2, 4]
    assert found.at_risk.tolist() == [4, 3, 1]
    assert (found.events.tolist(), found.competing.tolist()) == ([1, 0, 1], [0, 1, 0])
    assert found.incidence.tolist() == pytest.approx([0.25, 0.25, 0.75])
    other = cumulative_incidence([1, 2, 3, 4], [1, 2, 0, 1], of=2)
    assert other.incidence.tolist() == pytest.approx([0, 0.25, 0.25])


def test_without_censoring_the_standard_error_is_that_of_a_proportion() -> None:
    found = cumulative_incidence([1, 2, 3, 4, 5], [1, 2, 1, 2, 2])
    assert found.standard_error.tolist() == pytest.approx(
        [sqrt(i * (1 - i) / 5) for i in (0.2, 0.2, 0.4, 0.4, 0.4)]
    )


def test_without_a_competing_cause_it_is_one_minus_survival_with_greenwoods_error() -> None:
    found = cumulative_incidence(times(MAINTAINED), [int(event) for event in met(MAINTAINED)])
    survived = curve(*MAINTAINED)
    assert found.incidence == pytest.approx(1 - survived.survival)
    assert found.standard_error == pytest.approx(survived.standard_error)


def test_the_interval_is_log_log() -> None:
    found = cumulative_incidence([1, 2, 3, 4, 5], [1, 2, 1, 2, 2]).incidence_at(3)
    width = 1.959964 * sqrt(0.4 * 0.6 / 5) / (0.4 * -log(0.4))
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.4, 0.4 ** exp(width), 0.4 ** exp(-width)), abs=1e-6
    )


def test_before_any_event_there_is_no_incidence_and_beyond_follow_up_no_estimate() -> None:
    found = cumulative_incidence([3, 5, 9], [1, 2, 0])
    assert found.incidence_at(2) == Estimate(0.0, None, None)
    assert found.incidence_at(10) == Estimate(None, None, None)
    assert cumulative_incidence([3, 5], [1, 2]).incidence_at(10).value == 0.5
    assert cumulative_incidence([3, 5], [0, 0]).incidence_at(4) == Estimate(0.0, None, None)
    assert cumulative_incidence([], []).incidence_at(0) == Estimate(None, None, None)


@given(CAUSES)
def test_incidences_and_survival_add_up_to_one(series: list[tuple[int, int]]) -> None:
    time, cause = [float(t) for t, _ in series], [c for _, c in series]
    one, two = cumulative_incidence(time, cause), cumulative_incidence(time, cause, of=2)
    free = curve(*(f"{t}{'' if c else '+'}" for t, c in series))
    assert one.incidence + two.incidence + free.survival == pytest.approx(np.ones(len(free.times)))


@given(CAUSES)
def test_errors_are_those_of_statsmodels_where_it_has_them(series: list[tuple[int, int]]) -> None:
    time, cause = [float(t) for t, _ in series], [c for _, c in series]
    found = cumulative_incidence(time, cause)
    if 1 not in cause:
        assert not found.incidence.any()
        return
    with np.errstate(all="ignore"):
        other = CumIncidenceRight(np.array(time), np.array(cause))
    theirs = other.cinc_se[0][np.isin(other.times, found.times)]
    seen = np.isfinite(theirs)
    assert found.standard_error[seen] == pytest.approx(theirs[seen], abs=1e-7)
    assert np.isfinite(found.standard_error).all()

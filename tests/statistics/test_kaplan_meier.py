"""The survival curve: against R's survfit, by hand, and at its edges."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from published_survival import MAINTAINED, MERCAPTOPURINE, NONMAINTAINED, curve
from timeline.statistics.kaplan_meier import kaplan_meier, number_at_risk

SERIES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=25)


def test_the_maintained_group_of_aml_is_as_r_prints_it() -> None:
    """summary(survfit(Surv(time, status) ~ x, aml)), survival 3."""
    found = curve(*MAINTAINED)
    assert found.times.tolist() == [9, 13, 18, 23, 31, 34, 48]
    assert found.at_risk.tolist() == [11, 10, 8, 7, 5, 4, 2]
    assert found.events.tolist() == [1] * 7
    assert found.survival.round(3).tolist() == [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]
    assert found.standard_error.round(4).tolist() == [
        0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535,
    ]  # fmt: skip


def test_the_nonmaintained_group_has_ties_and_ends_at_zero_without_a_standard_error() -> None:
    found = curve(*NONMAINTAINED)
    assert found.events.tolist() == [2, 2, 1, 1, 1, 1, 1, 1, 1]
    assert found.survival.round(4).tolist() == [
        0.8333, 0.6667, 0.5833, 0.4861, 0.3889, 0.2917, 0.1944, 0.0972, 0.0,
    ]  # fmt: skip
    assert found.standard_error.round(4).tolist()[:-1] == [
        0.1076, 0.1361, 0.1423, 0.1481, 0.1470, 0.1387, 0.1219, 0.0919,
    ]  # fmt: skip
    assert np.isnan(found.standard_error[-1])


def test_six_mercaptopurine_is_as_published() -> None:
    """Kleinbaum & Klein, Survival Analysis, 3rd ed., table of the remission data, group 1."""
    found = curve(*MERCAPTOPURINE)
    assert dict(zip(found.times.tolist(), found.survival.round(4).tolist(), strict=True)) == {
        6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482,
    }  # fmt: skip
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_one_censored_on_the_day_of_an_event_is_still_at_risk_of_it() -> None:
    assert curve("5+", "5", "7").survival.tolist() == pytest.approx([2 / 3, 0])


def test_the_number_at_risk_counts_those_followed_to_the_time() -> None:
    assert number_at_risk(curve("5", "5+", "7", "9+"), [0, 5, 5.5, 7, 9, 10]) == [4, 4, 2, 2, 1, 0]


def test_an_event_at_time_zero_lowers_the_curve_at_once() -> None:
    found = curve("0", "3", "4+", "8+")
    assert found.survival_at(0) == 0.75
    assert number_at_risk(found, [0, 1]) == [4, 3]


def test_all_censored_survive_as_long_as_somebody_is_followed() -> None:
    found = curve("3+", "6+")
    assert (len(found.times), found.survival_at(6), found.survival_at(6.1)) == (0, 1.0, None)


def test_after_the_last_death_nobody_survives_however_late() -> None:
    assert curve("3", "6").survival_at(100) == 0


@pytest.mark.parametrize(("patient", "survival"), [("5", 0.0), ("5+", 1.0)])
def test_one_patient(patient: str, survival: float) -> None:
    assert curve(patient).survival_at(5) == survival
    assert curve(patient).survival_at(4.9) == 1.0


def test_without_patients_nothing_is_known() -> None:
    found = curve()
    assert (found.patients, found.survival_at(0), number_at_risk(found, [0])) == (0, None, [0])


@pytest.mark.parametrize("time", [-1.0, float("nan"), float("inf")])
def test_impossible_durations_are_refused(time: float) -> None:
    with pytest.raises(ValueError, match="negative or not finite"):
        kaplan_meier([time], [True])


def test_every_duration_needs_its_event() -> None:
    with pytest.raises(ValueError, match="expected one of each"):
        kaplan_meier([1.0, 2.0], [True])


@given(SERIES)
def test_the_curve_is_the_product_of_whole_fractions(series: list[tuple[int, bool]]) -> None:
    found = kaplan_meier([float(time) for time, _ in series], [event for _, event in series])
    exact = Fraction(1)
    for step, time in enumerate(found.times.tolist()):
        at_risk = sum(one >= time for one, _ in series)
        events = sum(one == time for one, event in series if event)
        exact *= Fraction(at_risk - events, at_risk)
        assert found.survival[step] == pytest.approx(float(exact))
        for level in (Fraction(1, 2), Fraction(9, 20), exact):
            first, last = found.first_at_or_below(level), found.last_at_or_above(level)
            assert (first is not None and first <= step) or exact > level
            assert (last is not None and last >= step) or exact < level

"""The median follow-up of a list, by hand and as the analysis has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.statistics.follow_up import median_follow_up as by_analysis
from timeline.statistics.kaplan_meier import kaplan_meier
from timeline_tui.cohort.follow_up import median_follow_up


@pytest.mark.parametrize(
    ("times", "median"),
    [
        ([], None),
        ([(5.0, False)], 5.0),
        ([(5.0, True)], None),
        # 4 at risk: censored at 2 leaves 3/4; death at 3; censored at 6 leaves 3/8 of them.
        ([(2.0, False), (3.0, True), (6.0, False), (9.0, False)], 6.0),
        # Exactly a half after the second of four.
        ([(1.0, False), (2.0, False), (3.0, False), (4.0, False)], 2.0),
        ([(4.0, True), (4.0, False)], 4.0),
        ([(1.0, False), (2.0, True), (3.0, True), (4.0, True)], None),
    ],
)
def test_half_of_the_patients_were_followed_for_so_long(
    times: list[tuple[float, bool]], median: float | None
) -> None:
    assert median_follow_up(times) == median


@given(st.lists(st.tuples(st.integers(0, 12).map(float), st.booleans()), max_size=40))
def test_it_is_the_one_of_the_analysis(times: list[tuple[float, bool]]) -> None:
    curve = kaplan_meier([months for months, _ in times], [died for _, died in times])
    assert median_follow_up(times) == by_analysis(curve, "log-log").value

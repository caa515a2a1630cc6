"""Curves in characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli.curves import Drawn, render_curves


def drawn(
    name: str, times: list[float], levels: list[float], last: float, *censored: float
) -> Drawn:
    return Drawn(name, times, levels, last, censored, lambda ticks: [4] * len(ticks))


HALVED = drawn("all", [6, 12], [0.5, 0.0], 12, 9)


def test_a_curve_falls_in_steps_with_a_mark_for_the_censored() -> None:
    lines = render_curves([HALVED], 34)
    assert lines[0] == "  100 %┤────────────┐"
    assert lines[4] == "   75 %┤            │"
    assert lines[8] == "   50 %┤            └────+─────┐"
    assert lines[16] == "    0 %┤                       └"


def test_below_it_stand_the_months_and_the_number_at_risk() -> None:
    lines = render_curves([HALVED], 34)
    assert lines[17:] == [
        "       └┬───────────┬──────────┬",
        "months  0           6          12",
        "at risk",
        "── all  4           4          4",
    ]


def test_a_terminal_without_unicode_gets_plain_letters() -> None:
    lines = render_curves([HALVED, drawn("öther", [3], [0.75], 10)], 40, ascii_only=True)
    assert all(line.isascii() for line in lines)
    assert lines[-1].startswith("== ?ther")


def test_groups_differ_in_their_lines() -> None:
    lines = render_curves([HALVED, drawn("other", [3], [0.75], 12)], 60)
    assert "─ all" in lines[-2]
    assert "━ other" in lines[-1]
    assert lines[4].count("━") > 20


def test_incidence_rises_from_the_floor() -> None:
    lines = render_curves([drawn("late", [6], [0.5], 12)], 34, starts_at=0.0)
    assert lines[8] == "    50 %┤           ┌───────────"
    assert lines[16] == "     0 %┤───────────┘"


def test_every_curve_is_painted_as_its_own() -> None:
    lines = render_curves(
        [HALVED, drawn("b", [3], [0.5], 9)], 40, paint=lambda text, curve: f"{text}{curve}"
    )
    assert "─0" in lines[0]
    assert "━1" in lines[8]


@pytest.mark.parametrize("last", [0.0, 0.1, 1000.0])
def test_short_and_long_follow_up_are_drawn(last: float) -> None:
    assert len(render_curves([drawn("all", [], [], last, last)], 80)) == 21


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 1)), max_size=20),
    st.integers(40, 200),
    st.text(max_size=40),
)
def test_a_drawing_is_no_wider_than_the_terminal(
    steps: list[tuple[float, float]], width: int, name: str
) -> None:
    times = sorted(time for time, _ in steps)
    levels = sorted((level for _, level in steps), reverse=True)
    lines = render_curves([drawn(name, times, levels, max(times, default=0.0))], width)
    assert max(map(len, lines)) <= width

"""Days to columns: one mapping for ticks, labels and marks."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates import EPOCH_ORDINAL
from timeline_tui.lanes.axis import ticks
from timeline_tui.lanes.scale import Scale, fitted


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - EPOCH_ORDINAL


def test_the_fitted_window_shows_the_first_and_the_last_day() -> None:
    scale = fitted(day("2009-02-20"), day("2009-11-02"), 105)
    assert scale.shows(day("2009-02-20"))
    assert scale.shows(day("2009-11-02"))
    assert scale.column(day("2009-11-02")) >= 100


def test_a_day_falls_in_one_column_and_its_dots_in_the_same() -> None:
    scale = Scale(start=100.0, days=2.5, columns=40)
    assert [scale.column(d) for d in (100, 102, 103, 105, 199)] == [0, 0, 1, 2, 39]
    assert all(scale.dot(d) // 2 == scale.column(d) for d in range(100, 200))


def test_zoom_keeps_the_column_of_the_day_it_goes_around() -> None:
    scale = Scale(start=0.0, days=4.0, columns=100)
    closer = scale.zoomed(2, around=120)
    assert closer.column(120) == scale.column(120) == 30
    assert closer.days == pytest.approx(4 / 2.25)
    assert closer.zoomed(-2, around=120).days == pytest.approx(4.0)


def test_panning_cannot_leave_the_course() -> None:
    scale = Scale(start=0.0, days=1.0, columns=80).panned(100_000).within(0, 300)
    assert scale.shows(300)
    scale = scale.panned(-100_000).within(0, 300)
    assert scale.shows(0)


def test_a_hidden_day_is_brought_well_into_the_window() -> None:
    scale = Scale(start=0.0, days=1.0, columns=80)
    assert scale.revealing(50) is scale
    assert 10 < scale.revealing(500).column(500) < 70
    assert 10 < scale.revealing(-500).column(-500) < 70


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (300.0, ["1980", "1990", "2000"]),
        (10.0, ["2009", "Apr", "Jul", "Oct"]),
        (2.5, ["2009", "Feb", "Mar", "Apr"]),
        (0.5, ["5 Jan", "12 Jan", "19 Jan", "26 Jan"]),
        (0.1, ["2 Jan", "3 Jan", "4 Jan", "5 Jan"]),
    ],
)
def test_ticks_are_years_months_weeks_or_days_by_zoom(days: float, labels: list[str]) -> None:
    start = day("2009-01-01") - (0.5 if days < 1 else 40 if days < 200 else 11_000)
    found = [tick.label for tick in ticks(Scale(start, days, 100), None)]
    at = found.index(labels[0])
    assert found[at : at + len(labels)] == labels


def test_ticks_can_count_days_from_rt_start() -> None:
    found = ticks(Scale(-30.0, 1.0, 100), origin=0)
    assert [tick.label for tick in found] == ["D-28", "D-14", "D+0", "D+14", "D+28", "D+42", "D+56"]


def test_a_course_of_forty_years_has_few_ticks() -> None:
    assert 2 <= len(ticks(fitted(day("1970-01-01"), day("2010-01-01"), 70), None)) <= 10

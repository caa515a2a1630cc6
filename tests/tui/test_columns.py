"""Choosing the columns of the cohort list, their order, and the order by any of them."""

from __future__ import annotations

from typing import Any

from timeline_tui.cohort.column_picker import ColumnPicker
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.more_columns import ALL_COLUMNS


def titles(at: Any) -> list[str]:
    return [placed.column.name for placed in at.app.screen.table.columns]


async def stand_on(at: Any, name: str) -> None:
    picker = at.app.screen
    assert isinstance(picker, ColumnPicker)
    await at.press("home", *["down"] * picker.order.index(name))


async def test_space_shows_and_hides_a_column(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("v")
        await stand_on(at, "sex")
        await at.press("space")
        await stand_on(at, "etiology")
        await at.press("enter")
        assert "sex" not in titles(at)
        assert titles(at)[:2] == ["patient", "age"]


async def test_a_column_is_moved_and_the_list_can_be_sorted_by_it(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("v")
        await stand_on(at, "origin_on")
        picker = at.app.screen
        await at.press(*["K"] * (picker.order.index("origin_on") - 1), "space", "enter")
        assert titles(at)[:3] == ["patient", "origin_on", "sex"]
        assert "2009-03-02" in at.line(2)
        await at.press("right", "s", "s")
        table = at.app.screen.table
        assert [table.rows[place].patient for place in table.places] == [
            "P09", "P07", "P08", "P10",
        ], "by day 0, the latest first, without one last"  # fmt: skip


async def test_the_patient_stays_first_whatever_is_moved(desk: Any) -> None:
    async with desk() as at:
        await at.press("v", "space", "home", "J", "down", "K", "enter")
        assert titles(at)[0] == "patient"


async def test_escape_leaves_the_columns_as_they_were(desk: Any) -> None:
    async with desk() as at:
        before = titles(at)
        await at.press("v", "down", "space", "escape")
        assert titles(at) == before


async def test_the_columns_are_kept_between_runs_and_can_be_as_at_first(desk: Any) -> None:
    async with desk() as at:
        first = titles(at)
        await at.press("v", "down", "space", "enter")
        assert "sex" not in titles(at)
    async with desk() as at:
        assert "sex" not in titles(at)
        await at.press("v", "r", "enter")
        assert titles(at) == first


async def test_minus_takes_a_chosen_column_away_and_plus_goes_back_to_the_first(desk: Any) -> None:
    async with desk() as at:
        first = titles(at)
        await at.press("v", "down", "space", "enter", "right", "minus")
        assert "age" not in titles(at)
        await at.press("plus")
        assert titles(at) == first


def test_every_column_of_the_course_is_offered() -> None:
    by_another_name = {
        "best_response": "response", "afp_change_percent": "afp", "ttp_months": "ttp",
        "os_months": "os", "late_3_months": "late_3", "late_6_months": "late_6",
        "last_on": "last",
    }  # fmt: skip
    wanted = {by_another_name.get(name, name) for name in CourseRow._fields}
    assert wanted <= set(ALL_COLUMNS)

"""Patients beside each other: one scale of days from RT start, one window, one cursor."""

from __future__ import annotations

from typing import Any

import pytest

from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.compare.arrangement import arrangement, most_of
from timeline_tui.compare.linking import joint_days, window_on
from timeline_tui.compare.screen import CompareScreen
from timeline_tui.event.screen import EventScreen
from timeline_tui.lanes.scale import Scale
from timeline_tui.patient.screen import PatientScreen


async def compared(at: Any) -> list[Any]:
    """The lanes of P07 and P08, marked and compared."""
    await at.press("space", "space", "c")
    assert isinstance(at.app.screen, CompareScreen)
    return at.app.screen.all_lanes


def window(lanes: Any) -> tuple[float, float, int]:
    return (round(lanes.scale.start - lanes.origin, 6), lanes.scale.days, lanes.scale.columns)


async def test_c_compares_the_marked_patients_on_one_scale_from_rt_start(desk: Any) -> None:
    async with desk((120, 40)) as at:
        seven, eight = await compared(at)
        assert (seven.patient, eight.patient) == ("P07", "P08")
        assert seven.origin != eight.origin
        assert window(seven) == window(eight)
        rows = [line.index("D+0") for line in at.text.splitlines() if "D+0" in line]
        assert len(rows) == 2
        assert rows[0] == rows[1], "day 0 stands under day 0"


async def test_the_endpoints_of_both_stand_over_their_courses(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await compared(at)
        assert "► P07  OS 8.0 mo †" in at.text
        assert "P08  OS 13.8 mo +" in at.text
        assert "★ CR" in at.text


@pytest.mark.parametrize("keys", [["plus"], ["plus", "right_square_bracket"], ["plus", "0"]])
async def test_zoom_and_pan_move_both(desk: Any, keys: list[str]) -> None:
    async with desk((120, 40)) as at:
        seven, eight = await compared(at)
        before = window(seven)
        await at.press("plus")
        assert window(seven) != before
        await at.press(*keys)
        assert window(seven) == window(eight)


async def test_the_cursor_of_the_other_goes_to_the_event_nearest_in_its_course(desk: Any) -> None:
    async with desk((120, 40)) as at:
        seven, eight = await compared(at)
        seven.select("P07/imaging/ct-abdomen-2009-05-04")
        await at.settle()
        # 63 days after P07's RT start; P08's scan is 84 days after its own, its AFP 35.
        assert eight.highlighted.fact == "P08/imaging/ct-abdomen-2009-01-12"


async def test_tab_hands_the_keys_to_the_other_course(desk: Any) -> None:
    async with desk((120, 40)) as at:
        seven, eight = await compared(at)
        await at.press("tab")
        assert eight.has_focus
        assert "► P08" in at.text
        await at.press("plus")
        assert window(seven) == window(eight)
        await at.press("o")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.patient == "P08"


async def test_enter_opens_the_event_and_q_leads_back_to_the_list(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await compared(at)
        await at.press("enter")
        assert isinstance(at.app.screen, EventScreen)
        await at.press("q", "q")
        assert isinstance(at.app.screen, CohortScreen)


async def test_one_marked_patient_is_compared_with_that_under_the_cursor(desk: Any) -> None:
    async with desk() as at:
        await at.press("space", "down", "c")
        assert at.app.screen.patients == ["P07", "P09"]


async def test_nobody_marked_says_how_to_mark(desk: Any) -> None:
    async with desk((120, 40), notifications=True) as at:
        await at.press("c")
        assert isinstance(at.app.screen, CohortScreen)
        assert "Mark two patients with space" in at.text


async def test_three_are_compared_where_there_is_room(desk: Any) -> None:
    async with desk((200, 50)) as at:
        await at.press("space", "space", "space", "c")
        assert at.app.screen.patients == ["P07", "P08", "P09"]
        assert len({window(lanes) for lanes in at.app.screen.all_lanes}) == 1
    async with desk((120, 40)) as at:
        await at.press("m", "c")
        assert at.app.screen.patients == ["P07", "P08"]


async def test_a_patient_without_any_treatment_can_stand_beside_another(desk: Any) -> None:
    async with desk() as at:
        await at.press("space", "end", "space", "c")
        assert at.app.screen.patients == ["P07", "P10"]
        assert "P10" in at.text


async def test_as_of_a_moment_both_are_seen_as_of_then(desk: Any) -> None:
    async with desk((120, 40), as_of="2010-02-15") as at:
        await compared(at)
        assert "AS OF" in at.text
        seven, eight = at.app.screen.all_lanes
        assert window(seven) == window(eight)


async def test_a_course_turned_side_by_side_keeps_one_window(desk: Any) -> None:
    async with desk((160, 20)) as at:
        seven, eight = await compared(at)
        assert at.app.screen.has_class("-beside")
        assert seven.region.y == eight.region.y
        assert window(seven) == window(eight)
        await at.pilot.resize_terminal(120, 40)
        await at.settle()
        assert seven.region.x == eight.region.x
        assert window(seven) == window(eight)


def test_courses_lie_above_each_other_unless_the_terminal_is_wide_and_low() -> None:
    assert arrangement(80, 24, 2) == "above"
    assert arrangement(200, 50, 3) == "above"
    assert arrangement(160, 20, 2) == "beside"
    assert arrangement(80, 20, 2) == "above"
    assert (most_of(120, 40), most_of(200, 50)) == (2, 3)


def test_days_are_counted_from_each_one_s_day_0() -> None:
    assert joint_days([(90, 95, 200), (1000, 1003, 1300)], [100, 1010]) == (-10, -7, 290)
    assert window_on(Scale(80.0, 2.0, 100), 100, 1010) == Scale(990.0, 2.0, 100)

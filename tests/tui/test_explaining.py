"""Every endpoint can be explained; its evidence is lit, in sight and can be walked through."""

from __future__ import annotations

from typing import Any

import pytest

from timeline.explaining.projections import WORDS
from timeline_tui.patient.endpoint_picker import EndpointPicker
from timeline_tui.patient.explanation import ENDPOINTS


def test_whatever_has_words_can_be_chosen() -> None:
    assert {name for name, _ in ENDPOINTS} == set(WORDS)


async def test_key_9_offers_all_of_them(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "9")
        assert isinstance(at.app.screen, EndpointPicker)
        assert "Response at every day of imaging" in at.text
        await at.press("end", "up", "up", "enter")
        assert at.app.screen.explaining == "liver_function"
        assert " 9 liver " in at.text
        await at.press("9", "escape")
        assert at.app.screen.explaining == "liver_function"


@pytest.mark.parametrize("name", [name for name, _ in ENDPOINTS])
async def test_each_is_said_in_words_with_its_evidence_lit(desk: Any, name: str) -> None:
    async with desk((80, 24)) as at:
        await at.press("enter")
        at.app.screen.action_explain_endpoint(name)
        await at.settle()
        screen = at.app.screen
        assert screen.query_one("#explanation").text
        drawn = {
            index
            for lane in screen.lanes.frame.lanes[1:]
            for index in lane.items
            if screen.lanes.course.items[index].event.fact in screen.lanes.evidence
        }
        lit = [i for i in screen.lanes.course.items if i.event.fact in screen.lanes.evidence]
        assert {item.index for item in lit} == drawn, "each lit fact has a lane on the screen"


async def test_braces_walk_through_the_evidence(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await at.press("enter", "2", "right_curly_bracket")
        seen = [at.app.screen.lanes.highlighted.fact]
        await at.press("right_curly_bracket")
        seen.append(at.app.screen.lanes.highlighted.fact)
        assert set(seen) == {"P07/rt_fraction/1-1", "P07/imaging/ct-abdomen-2009-07-06"}
        assert "► 2009-" in at.text
        await at.press("left_curly_bracket")
        assert at.app.screen.lanes.highlighted.fact == seen[0]
        assert at.app.screen.lanes.cursor.lane in ("rt", "imaging")


async def test_evidence_outside_the_window_is_brought_into_it_and_the_window_comes_back(
    desk: Any,
) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "down", "home", *["plus"] * 5)
        lanes = at.app.screen.lanes
        before = lanes.scale
        await at.press("1")
        days = [i.day for i in lanes.course.items if i.event.fact in lanes.evidence]
        assert all(lanes.scale.shows(day) for day in days)
        assert not all(before.shows(day) for day in days)
        await at.press("escape")
        assert lanes.scale == before


async def test_a_long_explanation_scrolls_by_pages(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await at.press("enter", "8")
        panel = at.app.screen.query_one("#explanation")
        await at.press("pagedown")
        assert panel.top > 0
        await at.press("pageup", "pageup")
        assert panel.top == 0

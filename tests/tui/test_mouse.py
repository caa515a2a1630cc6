"""The mouse: whatever can be done by a key that is in sight can be done by a click on it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import MouseScrollDown, MouseScrollRight, MouseScrollUp

from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.form.screen import FormScreen
from timeline_tui.help.screen import HelpScreen
from timeline_tui.patient.screen import PatientScreen
from timeline_tui.widgets.bars import KeyBar, key_targets
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.question import Question


async def click(at: Any, words: str, *, times: int = 1) -> None:
    """Click on the first words on the screen that are these."""
    for y, line in enumerate(at.text.splitlines()):
        if words in line:
            await at.pilot.click(offset=(line.index(words), y), times=times)
            await at.settle()
            return
    raise AssertionError(f"{words!r} is not in sight:\n{at.text}")


async def wheel(at: Any, turn: type, widget: Any, x: int, *, shift: bool = False) -> None:
    await at.pilot._post_mouse_events([turn], widget, (x, 5), shift=shift)
    await at.settle()


async def test_a_title_sorts_and_sorts_the_other_way_round(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await click(at, "Age")
        table = at.app.screen.table
        ages = [table.rows[place].age for place in table.places]
        assert ages == sorted(ages)
        await click(at, "A…▲")
        assert [table.rows[place].age for place in table.places] == ages[::-1]


async def test_a_click_goes_to_a_patient_and_a_second_one_opens_it(desk: Any) -> None:
    async with desk() as at:
        await click(at, "P09")
        assert at.app.screen.table.current.patient == "P09"
        await click(at, "P09")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.patient == "P09"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_key_in_the_key_bar_can_be_clicked(desk: Any, size: tuple[int, int]) -> None:
    async with desk(size) as at:
        for screen in ("cohort", "patient"):
            if screen == "patient":
                await at.press("enter")
            bar = at.app.screen.query_one(KeyBar)
            pressed: list[str] = []
            bar.render_line(0)
            assert bar._targets
            simulate = at.app.simulate_key
            at.app.simulate_key = pressed.append
            for start, end, _ in bar._targets:
                for x in (start, end - 1):
                    await at.pilot.click(bar, offset=(x, 0))
            at.app.simulate_key = simulate
            assert pressed == [key for _, _, key in bar._targets for _ in (0, 1)]


async def test_clicks_lead_through_the_screens_and_back(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await click(at, "? help")
        assert isinstance(at.app.screen, HelpScreen)
        await click(at, "esc close")
        await click(at, "↵ open")
        assert isinstance(at.app.screen, PatientScreen)
        await click(at, "c correct")
        assert isinstance(at.app.screen, FormScreen)
        await at.press("escape")
        await click(at, "q back")
        assert isinstance(at.app.screen, CohortScreen)


async def test_a_click_on_the_lanes_selects_the_event_and_two_open_it(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        lanes = at.app.screen.lanes
        lanes.select("P07/imaging/ct-abdomen-2009-07-06")
        await at.settle()
        spot = lanes.frame.grid.spots[lanes.cursor.index]
        await at.press("home")
        await at.pilot.click(lanes, offset=(spot.column, spot.row))
        await at.settle()
        assert lanes.highlighted.fact == "P07/imaging/ct-abdomen-2009-07-06"
        await at.pilot.click(lanes, offset=(spot.column, spot.row), times=2)
        await at.settle()
        assert type(at.app.screen).__name__ == "EventScreen"


async def test_the_wheel_zooms_around_the_mouse_and_pans_with_shift(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        lanes = at.app.screen.lanes
        x = lanes.frame.gutter + 10
        day, wide = lanes.scale.day(10), lanes.scale.days
        await wheel(at, MouseScrollUp, lanes, x)
        assert lanes.scale.days < wide
        assert lanes.scale.day(10) == pytest.approx(day, abs=1.0), "that day stays at the mouse"
        start = lanes.scale.start
        await wheel(at, MouseScrollDown, lanes, x, shift=True)
        assert lanes.scale.start > start
        await wheel(at, MouseScrollUp, lanes, x, shift=True)
        assert lanes.scale.start == pytest.approx(start)
        await wheel(at, MouseScrollRight, lanes, x)
        assert lanes.scale.start > start
        await wheel(at, MouseScrollDown, lanes, x)
        assert lanes.scale.days == pytest.approx(wide)


async def test_the_endpoints_over_an_explanation_can_be_clicked(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "1")
        await click(at, "2 TTP")
        assert at.app.screen.explaining == "ttp"
        await click(at, "3 PFS")
        assert at.app.screen.explaining == "pfs"
        await click(at, "esc closes")
        assert at.app.screen.explaining == ""


async def test_a_question_can_be_answered_by_a_click(desk: Any) -> None:
    async with desk() as at:
        answers: list[bool | None] = []
        for words, answer in (("write it", True), ("n no", False), ("y write", True)):
            at.app.push_screen(Question("?", "", yes="write it"), answers.append)
            await at.settle()
            await click(at, words)
            assert answers[-1] is answer


async def test_the_words_of_a_choice_can_be_clicked(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        at.app.screen.lanes.select("P07/imaging/ct-abdomen-2009-07-06")
        await at.press("c")
        choice = at.app.screen.query_one("FieldRow Choice", Choice)
        for word in choice.words[-2:]:
            line = next(i for i, row in enumerate(choice._lines(choice.size.width))
                        if choice.words.index(word) in row)  # fmt: skip
            x = choice.render_line(line).text.index(f") {word}")
            assert choice.word_at(x, line) == choice.words.index(word)
            await at.pilot.click(choice, offset=(x, line))
            await at.settle()
            assert choice.values == [word]


async def test_a_list_is_scrolled_by_the_wheel_and_chosen_by_a_click(desk: Any) -> None:
    async with desk() as at:
        await at.press("a")
        menu = at.app.screen.query_one("Menu")
        before = menu.cursor
        await wheel(at, MouseScrollDown, menu, 3)
        assert menu.cursor > before
        await click(at, "first cut")
        assert at.app.as_of.lock == "first cut"


async def test_help_is_scrolled_by_the_wheel(desk: Any) -> None:
    async with desk() as at:
        await at.press("question_mark")
        lines = at.app.screen.query_one("Lines")
        await wheel(at, MouseScrollDown, lines, 3)
        assert lines.top == 3
        await wheel(at, MouseScrollUp, lines, 3)
        assert lines.top == 0


def test_a_line_names_its_keys_with_the_words_behind_them() -> None:
    spans = [("Why?  ", "bar-strong"), (" 1", "bar-key"), (" OS ", "bar"),
             (" 2 TTP ", "title-cursor"), (" 3", "bar-key"), (" PFS ", "bar"),
             ("   ", "bar"), ("a b · esc closes", "bar-soft")]  # fmt: skip
    assert key_targets(spans) == [(7, 11, "1"), (20, 25, "3"), (35, 45, "escape")]
    assert key_targets([("filter abc", "bar-key"), ("^ ", "key"), ("wrong", "warn")]) == []

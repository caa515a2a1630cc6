"""Jumps: `g`, and a second key that says where to; by keys, by the palette, by the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from timeline_tui.analysis.screen import AnalysisScreen
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.form.screen import FormScreen
from timeline_tui.history.screen import HistoryScreen
from timeline_tui.palette import ActionProvider
from timeline_tui.patient.screen import PatientScreen


async def test_g_shows_where_the_next_key_leads(desk: Any) -> None:
    async with desk() as at:
        before = at.line(23)
        await at.press("g")
        for words in ("go to", "c cohort", "h history", "d diff", "p patient…"):
            assert words in at.line(23)
        await at.press("escape")
        assert at.line(23) == before


async def test_a_second_key_that_leads_nowhere_does_nothing_else(desk: Any) -> None:
    async with desk() as at:
        before = at.text
        await at.press("g", "x")
        assert at.text == before, "x alone would show the excluded patients"


async def test_from_a_patient_to_the_history_of_everybody_and_to_the_cohort(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "enter", "g", "h")
        assert isinstance(at.app.screen, HistoryScreen)
        assert at.app.screen.patient is None
        assert len(at.app.screen_stack) == 2, "it lies over the list alone"
        await at.press("g", "c")
        assert isinstance(at.app.screen, CohortScreen)
        assert len(at.app.screen_stack) == 1


async def test_to_the_analysis_and_nowhere_where_one_is_there(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "g", "a")
        assert isinstance(at.app.screen, AnalysisScreen)
        found = at.app.screen
        await at.press("g", "a")
        assert at.app.screen is found


async def test_a_patient_is_gone_to_by_an_id(desk: Any) -> None:
    async with desk() as at:
        await at.press("g", "p")
        await at.type("p09")
        await at.pilot.pause(0.2)
        await at.press("enter")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.patient == "P09"


async def test_to_the_top_and_to_the_end_of_a_list(desk: Any) -> None:
    async with desk() as at:
        await at.press("G")
        assert at.app.screen.table.current.patient == "P10"
        await at.press("g", "g")
        assert at.app.screen.table.current.patient == "P07"
        await at.press("g", "e")
        assert at.app.screen.table.current.patient == "P10"


async def test_the_focus_comes_back(desk: Any) -> None:
    async with desk() as at:
        table = at.app.screen.table
        await at.press("g")
        assert not table.has_focus
        await at.press("escape")
        assert table.has_focus


async def test_the_hint_is_clicked(desk: Any) -> None:
    async with desk() as at:
        await at.press("g")
        at_x = at.line(23).index("history")
        await at.pilot.click(offset=(at_x, 23))
        await at.settle()
        assert isinstance(at.app.screen, HistoryScreen)


async def test_what_is_typed_into_a_form_is_not_left_by_a_jump(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "n", "enter", "g", "c")
        assert isinstance(at.app.screen, FormScreen)


async def test_jumps_stand_in_the_help_and_in_the_palette(desk: Any) -> None:
    async with desk((120, 60)) as at:
        offered = {words: keys for words, keys, _ in ActionProvider(at.app.screen)._actions()}
        assert offered["Go to history"] == "keys g h"
        await at.press("question_mark")
        text = at.app.screen.query_one("Lines").text
        assert "After g" in text
        assert "jump.history" in text


async def test_both_keys_of_a_jump_can_be_bound_anew(desk: Any, tmp_path: Path) -> None:
    config = tmp_path / "config" / "timeline"
    config.mkdir(parents=True)
    (config / "workbench.toml").write_text('[keys]\n"jump" = "o"\n"jump.history" = "z"\n')
    async with desk() as at:
        await at.press("o")
        assert "z history" in at.line(23)
        await at.press("z")
        assert isinstance(at.app.screen, HistoryScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_the_hint_is_one_line_at_every_size(desk: Any, size: tuple[int, int]) -> None:
    async with desk(size) as at:
        above = at.text.splitlines()[:-1]
        await at.press("g")
        after = at.text.splitlines()
        assert after[-1].startswith(" go to")
        assert len(after[-1]) <= size[0]
        assert after[:-1] == above

"""The cohort list narrowed to patients that were chosen elsewhere."""

from __future__ import annotations

from typing import Any

from timeline_tui.cohort.kept import CohortKept
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.cohort.selection import SelectionScreen
from timeline_tui.patient.screen import PatientScreen


def shown(desk: Any) -> list[str]:
    table = desk.app.screen.table
    return [table.rows[place].patient for place in table.places]


async def test_a_selection_lists_its_patients_under_its_words(desk: Any) -> None:
    async with desk() as at:
        at.app.open_selection("best response PD", {"P09", "P07", "nobody"})
        await at.settle()
        assert shown(at) == ["P07", "P09"]
        assert "[best response PD]" in at.line(0)
        assert "2 patients" in at.line(0)


async def test_escape_leaves_the_selection_as_everything_was(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("metas")
        await at.press("enter")
        at.app.open_selection("dead", ["P07", "P09"])
        await at.settle()
        assert shown(at) == ["P07", "P09"]
        await at.press("escape")
        assert isinstance(at.app.screen, CohortScreen)
        assert shown(at) == ["P08"]
        assert at.app.recall(CohortKept).filter == "metas"


async def test_q_comes_back_to_the_screen_that_it_was_opened_on(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter")
        at.app.open_selection("dead", ["P07", "P09"])
        await at.settle()
        await at.press("q")
        assert isinstance(at.app.screen, PatientScreen)


async def test_a_selection_is_filtered_within_itself_and_escape_clears_that_first(
    desk: Any,
) -> None:
    async with desk() as at:
        at.app.open_selection("dead", ["P07", "P09"])
        await at.settle()
        await at.press("slash")
        await at.type("ttp<3")
        await at.press("enter")
        assert shown(at) == ["P09"]
        assert at.app.selected_patients() == ["P09"]
        assert at.app.selected_words() == "dead, ttp<3"
        await at.press("escape")
        assert shown(at) == ["P07", "P09"]
        assert isinstance(at.app.screen, SelectionScreen)
        assert at.app.recall(CohortKept).filter == "", "the filter of the whole list is another one"


async def test_the_patients_shown_are_known_to_other_screens_while_they_are_not_all(
    desk: Any,
) -> None:
    async with desk() as at:
        assert at.app.selected_patients() is None
        await at.press("slash")
        await at.type("group=primary")
        assert at.app.selected_patients() == ["P07", "P09", "P10"]
        assert at.app.selected_words() == "group=primary"
        await at.press("enter", "enter")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.selected_patients() == ["P07", "P09", "P10"]


async def test_a_filter_that_cannot_be_read_selects_nobody_in_particular(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("ttp<")
        assert at.app.selected_patients() is None


async def test_a_patient_opens_from_a_selection_and_comes_back_to_it(desk: Any) -> None:
    async with desk() as at:
        at.app.open_selection("dead", ["P07", "P09"])
        await at.settle()
        await at.press("down", "enter")
        assert at.app.screen.patient == "P09"
        await at.press("q")
        assert isinstance(at.app.screen, SelectionScreen)


async def test_a_selection_of_nobody_known_says_so(desk: Any) -> None:
    async with desk() as at:
        at.app.open_selection("late toxicity", ["X1"])
        await at.settle()
        assert "None of these patients is known here." in at.text

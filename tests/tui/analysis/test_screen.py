"""The analysis screen: every key does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from timeline_tui.analysis.group_picker import GroupPicker
from timeline_tui.analysis.screen import AnalysisScreen
from timeline_tui.analysis.selection_picker import SelectionPicker
from timeline_tui.widgets.save_to import SaveTo


async def opened(at: Any) -> AnalysisScreen:
    await at.press("g", "a")
    assert isinstance(at.app.screen, AnalysisScreen)
    screen: AnalysisScreen = at.app.screen
    return screen


async def by_group(at: Any) -> AnalysisScreen:
    screen = await opened(at)
    await at.press("b")
    await at.type("group")
    await at.press("enter")
    return screen


async def test_the_curves_are_there_with_medians_and_those_at_risk(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await opened(at)
        assert "Overall survival" in at.line(2)
        assert "8.0 (3.7–n/r)" in at.text
        assert "number at risk" in at.text
        assert at.text.splitlines()[-3].startswith(" 3.7 mo · all patients · 1 death: P09")


async def test_the_arrows_walk_through_events_and_groups(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await by_group(at)
        assert screen.view.spot.words == "13.8 mo · metastasis · 1 censored: P08"
        await at.press("down")
        assert screen.view.spot.words == "8.0 mo · primary · 1 death: P07"
        await at.press("left")
        assert screen.view.spot.words == "3.7 mo · primary · 1 death: P09"
        await at.press("left", "end")
        assert screen.view.spot.words == "8.0 mo · primary · 1 death: P07"
        assert "survival 0.0 %" in at.text
        await at.press("home", "up")
        assert "metastasis" in screen.view.spot.words


async def test_enter_lists_the_patients_behind_a_step_and_comes_back(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        await at.press("enter")
        assert "[1 death at 3.7 mo, all patients]" in at.line(0)
        assert "P09" in at.text
        assert "P07" not in at.text
        await at.press("q")
        assert at.app.screen is screen


async def test_those_at_risk_and_the_whole_group_are_offered(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await opened(at)
        await at.press("m")
        assert isinstance(at.app.screen, SelectionPicker)
        assert "at risk at 3.7 mo" in at.text
        await at.press("down", "enter")
        assert "[at risk at 3.7 mo]" in at.line(0)
        assert all(who in at.text for who in ("P07", "P08", "P09"))


async def test_endpoints_are_switched(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await opened(at)
        await at.press("e")
        assert "Time to progression" in at.line(2)
        await at.press("e")
        assert "Progression-free survival" in at.line(2)
        await at.press("e")
        assert "Overall survival" in at.line(2)


async def test_limits_come_and_go(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await opened(at)
        without = at.text
        await at.press("i")
        assert at.text != without
        await at.press("i")
        assert at.text == without


async def test_groups_are_chosen_from_the_list(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        await at.press("b")
        assert "metastasis 1 · primary 3" in at.text
        await at.press("down", "enter")
        assert screen.options.by == "group"
        assert "log-rank" in at.line(2)
        await at.press("b", "home", "up", "up", "enter")
        assert screen.options.by is None


async def test_a_grouping_is_read_as_it_is_typed(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        await at.press("b")
        await at.type("aeg >= 60")
        assert "did you mean" in at.text or "known:" in at.text
        await at.press("enter")
        assert isinstance(at.app.screen, GroupPicker), "what cannot be read is not left with"
        await at.press(*["backspace"] * 9)
        await at.type("age >= 60")
        assert "false 2 · true 2" in at.text
        await at.press("enter")
        assert screen.options.by == "age >= 60"
        assert [curve.title for curve in screen.view.data.curves] == [
            "age >= 60: no", "age >= 60: yes",
        ]  # fmt: skip


async def test_the_digits_change_the_chart_and_the_cursor_is_remembered(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        await at.press("right")
        stood = screen.view.at
        await at.press("5")
        assert "Late toxicity" in at.line(2)
        assert "3 months after the last fraction" in at.text
        await at.press("1")
        assert screen.view.at == stood


async def test_late_toxicity_says_who_could_not_be_evaluated(desk: Any) -> None:
    async with desk((120, 40)) as at:
        screen = await opened(at)
        await at.press("5", "end")
        assert "died before" in screen.view.spot.words
        await at.press("m", "enter")
        assert "[died before at 3 months, all patients]" in at.line(0)


async def test_the_incidence_of_late_toxicity_is_drawn_when_asked(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await opened(at)
        await at.press("5", "v")
        assert "cumulative incidence, death competes" in at.line(2)
        assert "death before" in at.text


async def test_the_charts_are_of_the_patients_that_were_listed(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("slash")
        await at.type("group=primary")
        await at.press("enter")
        screen = await opened(at)
        assert "of 3 patients: group=primary" in at.line(0)
        assert screen.view.data.curves[0].patients == ("P09", "P07")
        await at.press("o")
        assert "group=primary" not in at.line(0)
        assert len(screen.view.data.curves[0].patients) == 3


async def test_everybody_is_offered_only_where_some_were_listed(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await opened(at)
        assert "everybody" not in at.text


async def test_an_earlier_point_is_honoured(desk: Any) -> None:
    async with desk((120, 40), as_of="0") as at:
        await opened(at)
        assert "there are no patients to show" in at.text
        at.app.look_from(None)
        await at.settle()
        assert "number at risk" in at.text


async def test_a_change_is_followed(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        before = screen.view.data
        at.app.show_change("P07")
        await at.settle()
        assert screen.view.data is not before


async def test_an_unreadable_grouping_is_told_in_place_of_the_chart(desk: Any) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        screen.options = screen.options.__class__(by="no_such_column")
        await at.press("ctrl+r")
        assert "'no_such_column' is not a column of course" in at.text
        assert screen.view.spot is None
        await at.press("enter", "m", "right", "w")
        assert at.app.screen is screen


async def test_a_click_puts_the_cursor_there_and_two_open_it(desk: Any) -> None:
    async with desk((120, 40)) as at:
        screen = await opened(at)
        second = screen.view.drawing.spots[1]
        await at.pilot.click(offset=(second.x, second.y + 2))
        await at.settle()
        assert screen.view.spot.name == second.name
        await at.pilot.click(offset=(second.x, second.y + 2), times=2)
        await at.settle()
        assert "[1 death at 8.0 mo" in at.line(0)


async def test_a_tab_is_clicked(desk: Any) -> None:
    async with desk((120, 40)) as at:
        screen = await opened(at)
        await at.pilot.click(offset=(at.line(1).index("Late"), 1))
        await at.settle()
        assert screen.chart.name == "late"


async def test_a_step_of_the_cursor_stays_within_its_bytes(desk: Any) -> None:
    async with desk((120, 40)) as at:
        screen = await by_group(at)
        written: list[str] = []
        at.app._driver.write = written.append
        await at.press("down")
        assert screen.view.spot.words.startswith("8.0 mo")
        assert sum(map(len, written)) <= 6_000


async def test_a_curve_is_written_to_a_file(desk: Any, tmp_path: Path) -> None:
    async with desk((80, 24)) as at:
        screen = await opened(at)
        await at.press("w")
        dialog = at.app.screen
        assert isinstance(dialog, SaveTo)
        line = dialog.query_one("#path")
        assert line.value == "survival-os.svg"
        line.value = str(tmp_path / "curve.csv")
        await at.settle()
        await at.press("enter")
        assert at.app.screen is screen
        assert (tmp_path / "curve.csv").read_text().startswith("group,patient,months")

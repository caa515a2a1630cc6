"""The patient screen: figures, lanes, explanations and record time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from timeline.protocol import default_protocol_text
from timeline.protocols import set_protocol
from timeline.store import Store
from timeline_tui.as_of.screen import AsOfScreen
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.event.screen import EventScreen
from timeline_tui.form.kind_picker import KindPicker
from timeline_tui.form.screen import FormScreen
from timeline_tui.history.screen import HistoryScreen

PD = "P07/imaging/ct-abdomen-2009-07-06"


async def test_two_lines_say_who_the_patient_is_and_how_it_went(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        who = "P07 ⚑ 3 open · M 53 · HBV · Child–Pugh A5 · stage IVA · primary group · ECOG 1"
        assert who in at.line(0)
        for words in ("OS 8.0 mo †", "TTP 4.1 mo ▲", "AFP ▼−88 %", "best response ▼ PR"):
            assert words in at.line(1)
        assert "late toxicity 3 mo none · 6 mo none" in at.line(1)


async def test_at_80_columns_the_figures_are_shorter_but_whole(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter")
        assert at.line(0).startswith(" P07 ⚑ 3 open · M 53 · HBV · Child–Pugh A5")
        assert "OS 8.0 mo †  TTP 4.1 mo ▲" in at.line(1)
        assert "late 3 mo none · 6 mo none" in at.line(1)


async def test_the_issues_of_the_title_are_told_one_by_one(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "8")
        assert "target without a viable diameter: L1. Warning: the sum is incomplete" in at.text


async def test_an_event_under_the_cursor_opens_with_enter(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter")
        at.app.screen.lanes.select(PD)
        await at.press("enter")
        assert isinstance(at.app.screen, EventScreen)
        assert at.app.screen.fact == PD
        await at.press("q", "q")
        assert isinstance(at.app.screen, CohortScreen)


async def test_e_explains_one_endpoint_after_the_other(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "e")
        assert "Overall survival is 8.0 months" in at.text
        assert at.app.screen.lanes.evidence == {
            "P07/rt_fraction/1-1",
            "P07/vital_status/2009-11-02",
        }
        await at.press("e")
        assert "Time to progression is 4.1 months" in at.text
        assert at.app.screen.lanes.evidence == {"P07/rt_fraction/1-1", PD}
        await at.press("E")
        assert "Overall survival is 8.0 months" in at.text
        await at.press("4")
        assert "AFP fell by 87.5 %" in at.text
        await at.press("escape")
        assert at.app.screen.explaining == ""
        assert at.app.screen.lanes.evidence == frozenset()
        assert "AFP fell" not in at.text


async def test_an_explanation_tells_how_its_facts_were_corrected(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "5")
        assert "At 3 months after RT" in at.text
        assert at.app.screen.query_one("#explanation").text


async def test_the_keys_lead_to_forms_history_and_as_of(desk: Any) -> None:
    for key, screen in (
        ("c", FormScreen),
        ("d", FormScreen),
        ("n", KindPicker),
        ("h", HistoryScreen),
        ("a", AsOfScreen),
    ):
        async with desk() as at:
            await at.press("enter", key)
            assert isinstance(at.app.screen, screen), key
            await at.press("escape")
            assert at.app.screen.__class__.__name__ == "PatientScreen"


async def test_comma_and_full_stop_step_through_the_changes_of_the_patient(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter")
        assert at.app.as_of is None
        await at.press("comma")
        assert at.app.as_of.seq == 129
        assert "recorded by 12 Jan 2010, 09:30 UTC" in at.line(1)
        assert "happened by 2 Nov 2009" in at.line(1)
        assert "editing off" in at.line(1)
        await at.press("comma")
        assert at.app.as_of.seq == 62
        await at.press("comma")
        assert at.app.as_of.seq == 62, "there is nothing before the first"
        await at.press("full_stop")
        assert at.app.as_of.seq == 129
        await at.press("full_stop")
        assert at.app.as_of is None
        assert "recorded by" not in at.line(1)


async def test_as_of_an_earlier_point_the_fact_is_what_it_was(desk: Any) -> None:
    fact = "P07/adverse_event/hfs-2009-04-07"
    async with desk() as at:
        await at.press("enter")

        def grade() -> int:
            events = at.app.screen.course.events
            return next(event.payload["grade"] for event in events if event.fact == fact)

        assert grade() == 3
        await at.press("comma")
        assert grade() == 2
        await at.press("comma")
        assert grade() == 3


async def test_while_a_moment_is_set_nothing_can_be_changed(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "comma")
        for key in ("c", "d", "n", "u"):
            await at.press(key)
            assert at.app.screen.__class__.__name__ == "PatientScreen", key


async def test_a_patient_without_treatment_or_endpoints_has_a_screen_too(desk: Any) -> None:
    async with desk() as at:
        await at.press("end", "enter")
        assert "P10 · F 58" in at.line(0)
        assert "OS –" in at.line(1)
        await at.press("e", "e", "4")
        assert at.app._exception is None


async def test_an_excluded_patient_is_marked(desk: Any) -> None:
    async with desk() as at:
        await at.press("x", "home", "enter")
        assert "B01 × excluded" in at.line(0)


async def test_as_of_before_the_patient_was_known_the_screen_says_so(desk: Any) -> None:
    async with desk() as at:
        await at.press("down", "down", "enter")
        at.app.look_from(3)
        await at.settle()
        assert "nothing was known of this patient then" in at.line(2)


async def test_the_line_of_elevated_afp_is_the_protocols(desk: Any, store_path: Path) -> None:
    text = default_protocol_text().replace(
        "elevated_iu_per_ml = 200.0", "elevated_iu_per_ml = 400.0"
    )
    with Store.open(store_path) as store:
        set_protocol(store, text, source="test", actor="jc", reason="another laboratory")
    async with desk((120, 40)) as at:
        await at.press("enter")
        assert any(line.strip().startswith("400╌") for line in at.text.splitlines())

"""The as-of picker, the banner on every screen, and the history that leads to both."""

from __future__ import annotations

from typing import Any

from timeline_tui.as_of.screen import AsOfScreen
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.dialog_screen import DialogScreen


async def test_the_picker_offers_now_the_locks_and_the_patients_changes(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "a")
        assert isinstance(at.app.screen, AsOfScreen)
        for words in ("now", "first cut", "interim analysis", "Changes of P07", "62 events"):
            assert words in at.text


async def test_what_is_typed_is_read_as_it_is_typed(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("a")
        await at.type("2010-01-12T09:30")
        assert "what was recorded by 12 Jan 2010, 09:30 UTC · seq 129 of 131" in at.text
        await at.type(":99")
        assert "is no lock, seq or instant of this store" in at.text


async def test_a_lock_is_chosen_from_the_list(desk: Any) -> None:
    async with desk() as at:
        await at.press("a", "down", "enter")
        assert at.app.as_of.lock == "first cut"
        assert at.app.as_of.seq == 130
        assert "AS OF lock first cut" in at.line(0)


async def test_a_seq_is_typed(desk: Any) -> None:
    async with desk() as at:
        await at.press("a")
        await at.type("62")
        await at.press("enter")
        assert at.app.as_of.seq == 62


async def test_now_is_chosen_again(desk: Any) -> None:
    async with desk(as_of="first cut") as at:
        assert at.app.as_of.seq == 130
        await at.press("a", "home", "up", "up", "up", "enter")
        assert at.app.as_of is None
        assert "as of now" in at.line(0)


async def test_what_is_no_moment_is_said_and_nothing_changes(desk: Any) -> None:
    async with desk(notifications=True) as at:
        await at.press("a")
        await at.type("9999")
        await at.press("enter")
        assert at.app.as_of is None
        assert "not in the store yet" in at.text


async def test_the_banner_stands_on_every_screen(desk: Any) -> None:
    async with desk(as_of="first cut") as at:
        await at.press("enter")
        for keys in ((), ("enter",), ("q", "h")):
            await at.press(*keys)
            banner = at.line(1)
            assert "recorded by" in banner, at.app.screen
            assert "editing off" in banner


async def test_the_banner_stands_in_every_dialog(desk: Any) -> None:
    for size in ((80, 24), (120, 40)):
        async with desk(size, as_of="first cut") as at:
            for key in ("a", "question_mark"):
                await at.press(key)
                assert isinstance(at.app.screen, DialogScreen)
                banner = at.app.screen.query_one("#dialog-banner", Bar)
                assert banner.region.height == 1
                assert "recorded by 12 Jan 2010, 09:31 UTC (first cut)" in banner.text
                assert "editing off" in banner.text
                await at.press("escape")


async def test_the_list_is_derived_as_of_the_moment(desk: Any) -> None:
    async with desk() as at:
        at.app.look_from(62)
        await at.settle()
        patients = [row.patient for row in at.app.rows]
        assert patients == ["P07"]
        assert "1 patient" in at.line(0)
        at.app.look_from(None)
        await at.settle()
        assert len(at.app.rows) == 5


async def test_the_command_line_can_set_the_moment(desk: Any) -> None:
    async with desk(as_of="2010-01-12T09:30:30Z") as at:
        assert at.app.as_of.seq == 129
        assert "AS OF 12 Jan 2010, 09:30 UTC · seq 129" in at.line(0)

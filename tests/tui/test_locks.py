"""Locks: set with a name and a reason, held against the chain, looked from; steps in time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from timeline.history import locks
from timeline.store import Store
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.diff.screen import DiffScreen
from timeline_tui.locks.new_lock import NewLock
from timeline_tui.locks.screen import LocksScreen


async def test_the_locks_are_listed_and_held_against_the_chain(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "l")
        assert isinstance(at.app.screen, LocksScreen)
        for words in ("1 lock", "first cut", "✓ verified", "interim analysis", "1 Feb 2010"):
            assert words in at.text
        assert "every event and every lock is as it was written" in at.text


async def test_a_lock_is_set_with_a_name_and_a_reason(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "l", "n")
        assert isinstance(at.app.screen, NewLock)
        await at.press("enter")
        assert "a name is needed" in at.text
        await at.type("final")
        await at.press("enter")
        assert "a reason too" in at.text
        await at.type("data cut")
        await at.press("enter")
        assert isinstance(at.app.screen, LocksScreen)
        assert "2 locks" in at.line(0)
        assert "final" in at.line(2)
        assert "✓ verified" in at.line(2)
    with Store.open(store_path) as store:
        made = locks(store)[-1]
    assert (made.name, made.reason, made.actor, made.seq) == ("final", "data cut", "jc", 131)


async def test_a_name_that_is_taken_is_refused_in_the_dialog(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "l", "n")
        await at.type("first cut")
        await at.press("tab")
        await at.type("again")
        await at.press("enter")
        assert isinstance(at.app.screen, NewLock)
        assert "first cut" in at.text
        assert "already" in at.text


async def test_nothing_is_locked_as_of_an_earlier_point_or_read_only(desk: Any) -> None:
    async with desk(as_of="first cut") as at:
        await at.press("g", "l", "n")
        assert isinstance(at.app.screen, LocksScreen)
    async with desk(readonly=True) as at:
        await at.press("g", "l", "n")
        assert isinstance(at.app.screen, LocksScreen)


async def test_a_lock_after_an_event_that_was_edited_is_shown_as_broken(
    desk: Any, store_path: Path
) -> None:
    file = sqlite3.connect(store_path)
    ((trigger,),) = file.execute("SELECT sql FROM sqlite_master WHERE name = 'events_no_update'")
    file.execute("DROP TRIGGER events_no_update")
    file.execute("UPDATE events SET actor = 'somebody' WHERE seq = 20")
    file.execute(trigger)
    file.commit()
    file.close()
    async with desk((120, 40)) as at:
        await at.press("g", "l")
        assert "✕ broken" in at.text
        assert "event 20 is not the one that was written" in at.text


async def test_one_looks_from_a_lock_and_sees_what_moved_since(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "l", "enter")
        assert at.app.as_of.lock == "first cut"
        await at.press("d")
        assert isinstance(at.app.screen, DiffScreen)
        assert "from lock first cut (seq 130)   to now" in at.text


async def test_a_store_without_locks_says_so(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Store.open(path, create=True).close()
    async with desk(path=path) as at:
        await at.press("g", "l")
        assert "No point in record time was locked yet." in at.text
        await at.press("enter", "d")
        assert isinstance(at.app.screen, LocksScreen)


async def test_on_the_list_one_steps_through_the_changes_of_the_store(desk: Any) -> None:
    async with desk() as at:
        assert isinstance(at.app.screen, CohortScreen)
        seen = []
        for _ in range(4):
            await at.press("comma")
            seen.append(at.app.as_of.seq)
        assert seen == [130, 129, 128, 128], "an import is one step; before it there is none"
        assert "editing off" in at.line(1)
        seen = []
        for _ in range(4):
            await at.press("full_stop")
            seen.append(at.app.as_of.seq if at.app.as_of else None)
        assert seen == [129, 130, None, None]


async def test_in_a_patients_history_one_steps_through_that_patients_changes(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "h", "comma")
        assert at.app.as_of.seq == 129
        await at.press("comma")
        assert at.app.as_of.seq == 62
        await at.press("full_stop", "full_stop")
        assert at.app.as_of is None

"""What moved between two points: a row an endpoint, and the way to what moved it."""

from __future__ import annotations

import asyncio
import csv
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from timeline.history import draft_correction
from timeline.recording import append
from timeline.store import Store
from timeline_tui.as_of.screen import AsOfScreen
from timeline_tui.diff.screen import DiffScreen
from timeline_tui.event.screen import EventScreen
from timeline_tui.patient.screen import PatientScreen
from timeline_tui.widgets.save_to import SaveTo


@pytest.fixture
def died_later(store_path: Path) -> str:
    """P07 died a month later than was recorded: 2 December, 275 days after 2 March 2009."""
    with Store.open(store_path) as store:
        ((fact,),) = store.rows("SELECT fact FROM events WHERE patient = 'P07'"
                                " AND kind = 'vital_status'")  # fmt: skip
        later = draft_correction(
            store, fact, {}, reason="the certificate", occurred_on="2009-12-02"
        )
        append(store, [later], actor="mk")
    return str(fact)


def rows(at: Any) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row.patient, row.what): (row.old, row.new) for row in at.app.screen.found.rows}


async def test_since_the_last_lock_until_now_where_nothing_is_chosen(
    desk: Any, died_later: str
) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "d")
        assert isinstance(at.app.screen, DiffScreen)
        assert "from lock first cut (seq 130)   to now" in at.line(1)
        assert rows(at)["P07", "OS months"] == ("8.0", "9.0 mo"), "245 and 275 days / 30.4375"
        assert "8.0 → 9.0 mo" in at.text
        assert "vital status 2009-12-02 corrected: date 2009-11" in at.text
        assert "mk corrected it on" in at.text
        assert "“the certificate”" in at.text


async def test_the_points_are_chosen_and_swapped(desk: Any, died_later: str) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "d", "t")
        assert isinstance(at.app.screen, AsOfScreen)
        assert "To which point?" in at.text
        await at.type("131")
        await at.press("enter")
        assert ("P07", "OS months") not in rows(at)
        await at.press("f")
        await at.type("132")
        await at.press("enter")
        assert rows(at)["P07", "OS months"] == ("9.0", "8.0 mo")
        await at.press("s")
        assert rows(at)["P07", "OS months"] == ("8.0", "9.0 mo")


async def test_the_patient_is_shown_at_either_point(desk: Any, died_later: str) -> None:
    async with desk((120, 40)) as at:
        at.app.open_diff(131)
        await at.settle()
        await at.press("enter")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.as_of is None
        assert at.app.screen.lanes.highlighted.fact == died_later
        assert "OS 9.0 mo" in at.text
        await at.press("q", "o")
        assert at.app.as_of.seq == 131
        assert "OS 8.0 mo" in at.text


async def test_the_fact_that_moved_it_is_shown_with_its_revisions(
    desk: Any, died_later: str
) -> None:
    async with desk((120, 40)) as at:
        at.app.open_diff(131)
        await at.settle()
        await at.press("v")
        assert isinstance(at.app.screen, EventScreen)
        assert at.app.screen.fact == died_later


async def test_from_the_history_what_moved_since_a_change(desk: Any, died_later: str) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "h", "d")
        assert isinstance(at.app.screen, DiffScreen)
        assert (at.app.screen.old, at.app.screen.new) == (131, "now")


async def test_every_cell_that_moved_is_written_to_a_file(
    desk: Any, died_later: str, tmp_path: Path
) -> None:
    file = tmp_path / "moved.csv"
    async with desk((120, 40)) as at:
        at.app.open_diff(131)
        await at.settle()
        await at.press("w")
        assert isinstance(at.app.screen, SaveTo)
        at.app.screen.query_one("#path", Input).value = str(file)
        await at.settle()
        await at.press("enter")
    cells = {
        (r["projection"], r["column"]): r for r in csv.DictReader(file.read_text().splitlines())
    }
    found = cells["os", "ended_on"]
    assert (found["old"], found["new"]) == ("2009-11-02", "2009-12-02")
    assert found["because"] == died_later


async def test_where_nothing_moved_it_says_so(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_diff(131)
        await at.settle()
        assert "No endpoint moved between the two points." in at.text
        await at.press("enter", "o", "v", "G")
        assert isinstance(at.app.screen, DiffScreen)


async def test_a_point_that_is_none_is_said(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_diff("no such lock")
        await at.settle()
        assert "'no such lock' is no lock, seq or instant of this store" in at.text


async def test_deriving_is_stopped_by_escape(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()

    def read(session: Any, old: Any, new: Any, ticket: Any) -> None:
        ticket.progress(0, 5)
        try:
            while True:
                ticket.check()
        finally:
            given_up.set()

    monkeypatch.setattr("timeline_tui.diff.screen.read_differences", read)
    async with desk((120, 40)) as at:
        await at.pilot.press("g", "d")
        while "deriving both points: 0 of 5 patients" not in at.text:
            await at.pilot.pause(0.01)
        await at.press("escape")
        assert isinstance(at.app.screen, DiffScreen)
        assert "Stopped; ctrl+r begins again." in at.text
        await asyncio.to_thread(given_up.wait, 5)
        assert given_up.is_set()

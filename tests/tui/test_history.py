"""The history: every append, newest first, filtered, opened, looked from and written to a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from timeline.dates import parse_instant
from timeline.events import Draft
from timeline.recording import append
from timeline.store import Store
from timeline_tui.event.screen import EventScreen
from timeline_tui.history import window as held
from timeline_tui.history.screen import HistoryScreen
from timeline_tui.patient.screen import PatientScreen
from timeline_tui.widgets.save_to import SaveTo

HFS = "P07/adverse_event/hfs-2009-04-07"


def lines(at: Any) -> list[str]:
    """The lines of the list, without its titles."""
    return [line for line in at.text.splitlines()[2:-3] if line.strip()]


async def filtered(at: Any, text: str) -> None:
    """Open the history of everybody and filter it."""
    await at.press("g", "h", "slash")
    at.app.screen.query_one("#trail-filter", Input).value = text
    await at.settle()
    await at.press("enter")


async def test_of_a_patient_it_tells_who_changed_what_when_and_why(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "h")
        assert isinstance(at.app.screen, HistoryScreen)
        assert "64 events, 2 changes" in at.line(0)
        first, second, third = lines(at)
        for words in ("12 Jan 2010, 09:31", "jc", "◆ corrected", "grade 2 → 3", "“it was 3 after"):
            assert words in first
        assert "grade 3 → 2" in second
        assert "62 events in one import" in third


async def test_of_everybody_an_import_is_one_line_that_opens(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "h")
        retracted, *_, imported = lines(at)
        assert "× retracted" in retracted
        assert "P08" in retracted
        assert "128 events in one import · 5 patients" in imported
        await at.press("G", "enter")
        assert "appended 5 Jan 2010, 08:00 UTC by import" in at.line(0)
        assert "128 events" in at.line(0)
        assert "B01" in lines(at)[0], "its own events, the last one first"
        await at.press("q")
        assert "128 events in one import" in lines(at)[-1]


@pytest.mark.parametrize(
    ("text", "seqs"),
    [
        ("actor=jc", [130, 129]),
        ("actor=mk", [131]),
        ("action=retract", [131]),
        ("patient=P08 action=retract,correct", [131]),
        ('"mis-keyed"', [129]),
        ("since=2010-03", [131]),
        ("on=2010-01-12", [130, 129]),
        ("kind=note on=2011", []),
    ],
)
async def test_it_is_filtered_by_fields_words_and_period(
    desk: Any, text: str, seqs: list[int]
) -> None:
    async with desk((120, 40)) as at:
        await filtered(at, text)
        assert [line.seq for line in at.app.screen.window.lines] == seqs
        assert f"[{text}]" in at.text
        if not seqs:
            assert "Nothing in the trail is as asked" in at.text


async def test_it_is_filtered_as_one_types_and_escape_clears_it(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "h", "slash")
        await at.type("actor=mk")
        assert len(lines(at)) == 2, "one line, and the filter's own"
        await at.press("escape")
        assert len(lines(at)) == 4
        await at.press("escape")
        assert not isinstance(at.app.screen, HistoryScreen)


async def test_a_filter_that_is_not_understood_says_so_and_leaves_everything(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await filtered(at, "actr=jc")
        assert "filter: 'actr' is not a field; did you mean actor?" in at.text
        assert len(lines(at)) == 4


async def test_a_fact_is_opened_and_the_course_of_its_patient(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "h", "enter")
        assert isinstance(at.app.screen, EventScreen)
        assert at.app.screen.fact == HFS
        await at.press("q")
        assert isinstance(at.app.screen, HistoryScreen)
        await at.press("o")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.lanes.highlighted.fact == HFS


async def test_one_looks_from_before_a_change_and_from_it(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "h", "b")
        assert at.app.as_of.seq == 129
        assert len(at.app.screen.window.lines) == 2, "what came later is hidden"
        await at.press("t")
        assert at.app.as_of.seq == 129


async def test_what_is_appended_meanwhile_is_shown_and_the_cursor_stays(
    desk: Any, store_path: Path
) -> None:
    async with desk() as at:
        await at.press("g", "h", "down")
        before = at.app.screen.listing.current
        with Store.open(store_path) as store:
            note = Draft(patient="P09", kind="note", occurred_on="2009-06", payload={"text": "x"})
            append(store, [note], actor="mk")
        at.app.show_change("P09")
        await at.settle()
        assert at.app.screen.listing.current == before
        assert at.app.screen.window.lines[0].seq == 132


@pytest.mark.parametrize("kind", ["csv", "jsonl", "txt"])
async def test_what_is_filtered_is_written_to_a_file(desk: Any, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"trail.{kind}"
    async with desk() as at:
        await filtered(at, "actor=jc")
        await at.press("w")
        assert isinstance(at.app.screen, SaveTo)
        at.app.screen.query_one("#path", Input).value = str(file)
        await at.settle()
        await at.press("enter")
    text = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    match kind:
        case "csv":
            rows = list(csv.DictReader(text.splitlines()))
            assert [row["changed"] for row in rows] == ["grade 3 → 2", "grade 2 → 3"]
        case "jsonl":
            told = [json.loads(line) for line in text.splitlines()]
            assert told[0]["changed"] == [{"field": "grade", "old": 3, "new": 2}]
        case _:
            assert text.splitlines()[0].endswith("grade 3 → 2 “grade mis-keyed”")


@pytest.fixture
def long_store(tmp_path: Path) -> Path:
    """A patient and 900 notes, each appended a second after the one before."""
    path = tmp_path / "long.db"
    first = parse_instant("2010-01-01T00:00:00Z")
    registration = Draft(
        patient="P01", kind="registration", occurred_on="2009-01-01", payload={"sex": "male"},
        recorded_at=first,
    )  # fmt: skip
    notes = [
        Draft(patient="P01", kind="note", occurred_on="2009-01-02", fact=f"P01/note/{n}",
              payload={"text": f"note {n}"}, recorded_at=first + n * 1_000_000)
        for n in range(1, 900)
    ]  # fmt: skip
    with Store.open(path, create=True) as store:
        append(store, [registration, *notes], actor="jc")
    return path


async def test_a_long_trail_is_read_by_pages_as_one_scrolls(
    desk: Any, long_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST", 300)
    async with desk(path=long_store) as at:
        await at.press("g", "h")
        screen = at.app.screen
        assert [line.seq for line in screen.window.lines] == list(range(900, 700, -1))
        seen = [screen.listing.current.seq]
        for _ in range(60):
            await at.press("pagedown")
            seen.append(screen.listing.current.seq)
        assert seen[-1] == 1
        assert seen == sorted(seen, reverse=True)
        assert len(screen.window.lines) == 300, "what was left behind is let go"
        for _ in range(60):
            await at.press("pageup")
        assert screen.listing.current.seq == 900


async def test_home_and_end_reach_the_ends_at_once(desk: Any, long_store: Path) -> None:
    async with desk(path=long_store) as at:
        await at.press("g", "h", "G")
        assert at.app.screen.listing.current.seq == 1
        assert "P01/registration" in at.text
        await at.press("home")
        assert at.app.screen.listing.current.seq == 900


async def test_the_trail_of_an_empty_store_says_so(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Store.open(path, create=True).close()
    async with desk(path=path) as at:
        await at.press("g", "h")
        assert "Nothing was recorded yet." in at.text
        await at.press("enter", "o", "b", "G", "pagedown")
        assert isinstance(at.app.screen, HistoryScreen)


async def test_hostile_text_stays_on_its_line(desk: Any, store_path: Path) -> None:
    text = "\x1b[2J first\nsecond [bold]x[/bold] \u202egnitirw " + "漢字" * 60
    with Store.open(store_path) as store:
        note = Draft(patient="P07", kind="note", occurred_on="2009-06-02", payload={"text": text})
        append(store, [note], actor="漢" * 90)
    for size in ((80, 24), (120, 40), (200, 50)):
        async with desk(size) as at:
            await at.press("g", "h")
            assert size[0] < 200 or "[bold]x[/bold]" in at.text, "markup is text like any other"
            for strip in at.app.screen._compositor.render_strips():
                assert strip.text.isprintable()
                assert strip.cell_length == size[0]


async def test_the_mouse_chooses_a_line_and_opens_it(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("g", "h")
        await at.pilot.click(offset=(30, 3))
        await at.settle()
        assert at.app.screen.listing.cursor == 1
        await at.pilot.click(offset=(30, 3))
        await at.settle()
        assert isinstance(at.app.screen, EventScreen)

"""What holds on every screen: help, palette, keys of one's own, small terminals, looks, privacy."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from timeline.errors import StoreError
from timeline.events import Draft
from timeline.recording import append
from timeline.store import Store
from timeline_tui.help.screen import HelpScreen
from timeline_tui.palette import MOST_PATIENTS, Palette
from timeline_tui.patient.screen import PatientScreen


async def test_help_is_made_from_the_bindings_of_the_screen_below(desk: Any) -> None:
    async with desk((120, 60)) as at:
        await at.press("question_mark")
        assert isinstance(at.app.screen, HelpScreen)
        for words in ("Sort", "cohort.sort", "Filter", "As-of", "Signs", "progressive disease"):
            assert words in at.app.screen.query_one("Lines").text
        await at.press("escape", "enter", "question_mark")
        assert "Explain" in at.app.screen.query_one("Lines").text
        assert "cohort.sort" not in at.app.screen.query_one("Lines").text


async def test_help_is_scrolled(desk: Any) -> None:
    async with desk() as at:
        await at.press("question_mark")
        before = at.text
        await at.press("pagedown")
        assert at.text != before


async def test_the_palette_finds_a_patient_and_opens_it(desk: Any) -> None:
    async with desk() as at:
        await at.press("ctrl+p")
        assert isinstance(at.app.screen, Palette)
        await at.type("p09")
        await at.pilot.pause(0.2)
        await at.press("enter")
        await at.settle()
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.patient == "P09"
        await at.press("ctrl+p")
        await at.type("p08")
        await at.pilot.pause(0.2)
        await at.press("enter")
        assert at.app.screen.patient == "P08"
        assert len(at.app.screen_stack) == 2, "one patient's screen takes the other's place"


async def test_the_palette_offers_every_action_of_the_screen(desk: Any) -> None:
    from timeline_tui.palette import ActionProvider

    async with desk() as at:
        await at.press("enter")
        words = [words for words, _, _ in ActionProvider(at.app.screen)._actions()]
        for action in ("Explain", "Correct", "Retract", "Record", "History", "As-of", "Help"):
            assert action in words
        assert "Lane" not in words, "moving about is no action"


async def test_the_palette_never_lists_all_of_many_patients(desk: Any) -> None:
    from timeline_tui.cohort.course_row import CourseRow
    from timeline_tui.palette import PatientProvider

    async with desk() as at:
        at.app.rows = [CourseRow(f"X{number:06}") for number in range(100_000)]
        hits = [hit async for hit in PatientProvider(at.app.screen).search("x0")]
        assert len(hits) == MOST_PATIENTS


async def test_keys_can_be_bound_anew(desk: Any, tmp_path: Path) -> None:
    config = tmp_path / "config" / "timeline"
    config.mkdir(parents=True)
    (config / "workbench.toml").write_text('[keys]\n"cohort.excluded" = "e"\n')
    async with desk((120, 40)) as at:
        assert "e excluded" in at.line(39)
        await at.press("e")
        assert "B01" in at.text


async def test_a_damaged_file_of_keys_is_told_and_changes_nothing(
    desk: Any, tmp_path: Path
) -> None:
    config = tmp_path / "config" / "timeline"
    config.mkdir(parents=True)
    (config / "workbench.toml").write_text("[keys\n")
    async with desk(notifications=True) as at:
        assert "workbench.toml" in at.text
        await at.press("x")
        assert "B01" in at.text


async def test_a_damaged_state_is_forgotten(desk: Any, tmp_path: Path) -> None:
    state = tmp_path / "state" / "timeline"
    state.mkdir(parents=True)
    (state / "workbench.json").write_text("{]")
    async with desk() as at:
        assert "4 patients" in at.line(0)


async def test_the_state_is_for_its_user_alone(desk: Any, tmp_path: Path) -> None:
    async with desk():
        pass
    kept = tmp_path / "state" / "timeline" / "workbench.json"
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5)])
async def test_a_terminal_that_is_too_small_says_what_it_needs(
    desk: Any, size: tuple[int, int]
) -> None:
    async with desk(size) as at:
        assert f"{size[0]}×{size[1]}" in at.text
        assert "P07" not in at.text
        await at.pilot.resize_terminal(80, 24)
        await at.settle()
        assert "P07" in at.text


async def test_every_screen_fits_its_terminal(desk: Any) -> None:
    for size in ((60, 16), (80, 24), (120, 40), (200, 50)):
        async with desk(size) as at:
            for keys in ((), ("enter",), ("e",), ("escape", "h"), ("enter",), ("question_mark",)):
                await at.press(*keys)
                lines = at.text.splitlines()
                assert len(lines) <= size[1]
                assert all(len(line) <= size[0] for line in lines), (size, keys)


async def test_ascii_draws_ascii_only_cell_for_cell(desk: Any) -> None:
    async with desk() as at:
        unicode_text = at.text
    async with desk(ascii=True) as at:
        assert at.text.isascii()
        assert [len(line) for line in at.text.splitlines()] == [
            len(line) for line in unicode_text.splitlines()
        ]
        assert "v PR" in at.text
        for keys in (("enter",), ("e",), ("escape", "h"), ("enter",), ("c",), ("escape", "ctrl+p")):
            await at.press(*keys)
            assert at.text.isascii(), keys


async def test_without_colour_nothing_has_a_colour_and_the_cursor_is_seen(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk() as at:
        assert at.app.flavour == "plain"
        for keys in ((), ("enter",), ("e",), ("escape", "c")):
            await at.press(*keys)
            for strip in at.app.screen._compositor.render_strips():
                for _, style, _ in strip:
                    if style is not None:
                        assert style.color is None or style.color.is_default, keys
                        assert style.bgcolor is None or style.bgcolor.is_default, keys
        await at.press("escape", "q")
        cursor = at.app.screen._compositor.render_strips()[2]
        assert any(style is not None and style.reverse for _, style, _ in cursor)


async def test_a_terminal_of_sixteen_colours_gets_its_own(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-16color")
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard")
    async with desk() as at:
        assert at.app.flavour == "ansi"
        await at.press("enter")
        for strip in at.app.screen._compositor.render_strips():
            for _, style, _ in strip:
                assert style is None or style.color is None or not style.color.triplet


async def test_the_look_can_be_changed_while_it_runs(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter")
        at.app.theme = "timeline-terminal"
        await at.settle()
        assert at.app.flavour == "ansi"
        lines = at.app.screen._compositor.render_strips()
        colours = [s.color for strip in lines for _, s, _ in strip if s is not None and s.color]
        assert not [colour for colour in colours if colour.triplet]


async def fail(desk: Any, **session: Any) -> Any:
    """Let the workbench fail over something that holds a patient's data."""
    found = None
    with suppress(KeyError):
        async with desk(**session) as at:
            found = at.app
            secret = "P07 has a secret"
            at.app.call_later(lambda: {}[secret])
            await at.pilot.pause(0.1)
    assert isinstance(found._exception, KeyError)
    return found


async def test_a_failure_leaves_one_line_without_patients_data(
    desk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    app = await fail(desk)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("timeline: the workbench failed (KeyError at ")
    assert "P07" not in said
    assert app.return_code == 1


async def test_with_debug_a_failure_says_where_but_no_values(
    desk: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    await fail(desk, debug=True)
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "test_everywhere.py" in said
    assert "KeyError" in said
    assert "P07 has" not in said


async def test_text_that_would_move_the_cursor_is_written_out(desk: Any, store_path: Path) -> None:
    text = "\x1b[2J\x1b]0;owned\x07 first\nsecond\tthird \u202egnitirw"
    with Store.open(store_path) as store:
        note = Draft(patient="P07", kind="note", occurred_on="2009-06-02", payload={"text": text})
        append(store, [note], actor="jc")
    fact = "P07/note/2009-06-02"
    async with desk((120, 40)) as at:
        await at.press("enter")
        at.app.screen.lanes.select(fact)
        for keys in ((), ("enter",), ("c",), ("escape", "d"), ("escape", "q", "h")):
            await at.press(*keys)
            for strip in at.app.screen._compositor.render_strips():
                assert strip.text.isprintable(), (keys, strip.text)
        await at.press("q", "q")
        await at.pilot.pause(0.05)
        await at.settle()
        assert all(line.isprintable() for line in at.text.splitlines())


def test_a_file_that_is_no_store_is_refused_before_the_screen(tmp_path: Path) -> None:
    from timeline_tui import run

    with pytest.raises(StoreError, match="no store here"):
        run(tmp_path / "missing.db", actor="jc")
    other = tmp_path / "other.db"
    other.write_text("not a store, but long enough to be read as a header of something" * 4)
    with pytest.raises(StoreError, match="not a timeline store"):
        run(other, actor="jc")


def test_a_store_that_cannot_be_written_is_read_only(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline_tui.session import Session

    assert not Session(store_path, actor="jc").readonly
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may do anything
    assert Session(store_path, actor="jc").readonly

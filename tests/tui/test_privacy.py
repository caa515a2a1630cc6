"""What a workbench must not give away, wherever in it one is."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from timeline.events import Draft
from timeline.recording import append
from timeline.store import Store
from timeline_tui.widgets.save_to import SaveTo

EVERYWHERE = [
    (), ("slash",), ("enter",), ("enter", "e"), ("enter", "enter"), ("enter", "c"),
    ("enter", "d"), ("enter", "n"), ("enter", "h"), ("a",), ("n",), ("question_mark",), ("ctrl+p",),
]  # fmt: skip


@pytest.mark.parametrize("keys", EVERYWHERE, ids=lambda keys: "-".join(keys) or "cohort")
async def test_no_cursor_blinks_and_no_text_is_taken_for_markup(
    desk: Any, keys: tuple[str, ...]
) -> None:
    async with desk((120, 40)) as at:
        await at.press(*keys)
        for line in at.app.screen.query(Input):
            assert not line.cursor_blink, line
        if keys != ("ctrl+p",):
            for words in at.app.screen.query(Static):
                assert not words._render_markup, words


async def test_markup_in_a_record_is_shown_as_it_stands(desk: Any, store_path: Path) -> None:
    text = "[bold red]x[/] [link=http://a]y[/link] [/unbalanced] $text"
    with Store.open(store_path) as store:
        note = Draft(patient="P07", kind="note", occurred_on="2009-06-02", payload={"text": text})
        append(store, [note], actor="[b]jc[/b]")
    async with desk((200, 50)) as at:
        await at.press("enter")
        at.app.screen.lanes.select("P07/note/2009-06-02")
        await at.settle()
        assert "[bold red]x[/]" in at.text
        await at.press("enter")
        assert "[bold red]x[/] [link=http://a]y[/link] [/unbalanced] $text" in at.text
        assert "[b]jc[/b]" in at.text
        await at.press("c")
        assert "[bold red]x[/]" in at.text


async def test_a_picture_is_written_only_when_its_name_is_given(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk() as at:
        at.app.action_picture()
        await at.pilot.pause(0.2)
        await at.settle()
        assert isinstance(at.app.screen, SaveTo)
        assert "Patients' data" in at.text
        await at.press("escape")
        assert not list(tmp_path.glob("*.svg"))
        at.app.action_picture()
        await at.pilot.pause(0.2)
        await at.press("enter")
        await at.settle()
    written = tmp_path / "timeline-screen.svg"
    assert written.stat().st_mode & 0o777 == 0o600
    drawn = written.read_text(encoding="utf-8")
    assert "P07" in drawn
    assert "Patients&#x27;" not in drawn, "the screen, not the dialog over it"
    assert "@font-face" not in drawn, "opening it asks nobody for a font"


async def test_textuals_own_screenshot_cannot_be_asked_for(desk: Any) -> None:
    async with desk() as at:
        await at.press("ctrl+p")
        await at.type("screenshot")
        await at.pilot.pause(0.2)
        assert "Save a screenshot" not in at.text
        assert "timeline-screen" not in at.text


SCRIPT = """
import logging, signal, sys, warnings
from pathlib import Path
from timeline_tui.app import Workbench
from timeline_tui.cohort.opening import read_opening
from timeline_tui.session import Session

def job(ticket):
    print("stray on standard output")
    print("stray on standard error", file=sys.stderr)
    logging.getLogger("some.library").warning("stray in a log")
    warnings.warn("stray warning", UserWarning)

async def talk(app):
    await in_thread(job)
    app.exit()

def ready(self):
    first(self)
    self.run_worker(talk(self))

path = Path(sys.argv[1])
first, Workbench.on_ready = Workbench.on_ready, ready
signal.alarm(60)
Workbench(Session(path, actor="jc"), read_opening(path)).run()
"""


def test_nothing_that_a_library_says_reaches_the_terminal(store_path: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(store_path)], stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # The end of a pseudo-terminal is an error of input.
            while some := os.read(ours, 65536):
                said += some
    os.close(ours)
    assert process.returncode == 0
    assert b"P07" in said, "the list was shown"
    assert b"stray" not in said

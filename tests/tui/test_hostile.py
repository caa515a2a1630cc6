"""Every screen on stores that no screen may break on."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tui.hostile_store import build_empty, build_hostile, build_one

WALKS: dict[str, tuple[str, ...]] = {
    "cohort": ("x", "end", "right", "s", "slash", "a", "escape"),
    "patient": ("enter", "end", "plus", "x", "v", "V", "enter", "m", "0"),
    "explanation": ("enter", "e", "right_curly_bracket", "9", "end", "enter", "pagedown"),
    "event": ("enter", "end", "enter", "right", "end"),
    "forms": ("enter", "end", "c", "tab", "tab", "escape", "d", "escape", "n", "end", "enter"),
    "history": ("enter", "h", "down", "enter"),
    "every change": ("g", "h", "end", "enter"),
    "as of": ("enter", "comma", "comma", "a", "end", "enter"),
    "analysis": ("g", "a", *"123456", "right", "enter"),
    "help": ("enter", "question_mark", "pagedown"),
    "palette": ("ctrl+p", "down", "down"),
}
"""Keys from the cohort list on, by what they lead to."""


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    found = {}
    for build in (build_empty, build_one, build_hostile):
        found[build.__name__] = folder / f"{build.__name__}.db"
        build(found[build.__name__])
    return found


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("name", ["build_empty", "build_one", "build_hostile"])
async def test_no_store_breaks_a_screen_or_reaches_the_terminal_raw(
    desk: Any, stores: dict[str, Path], name: str, walk: str
) -> None:
    async with desk((80, 24), path=stores[name], readonly=True) as at:
        for key in WALKS[walk]:
            await at.press(key)
            hold_whole(at)
        await at.pilot.resize_terminal(120, 40)
        await at.settle()
        hold_whole(at)


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("walk", ["patient", "event", "history"])
async def test_each_hostile_patient_is_shown_in_ascii_too(
    desk: Any, stores: dict[str, Path], row: int, walk: str
) -> None:
    async with desk((120, 40), path=stores["build_hostile"], ascii=True) as at:
        await at.press("x", "home", *["down"] * row)
        for key in WALKS[walk]:
            await at.press(key)
            hold_whole(at)


def hold_whole(at: Any) -> None:
    """The screen is as wide as the terminal, line by line, without a character that moves it."""
    assert at.app._exception is None
    width = at.app.size.width
    for strip in at.app.screen._compositor.render_strips():
        text = strip.text
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")], text
        assert "\u202e" not in text
        assert cell_len(text) == width == strip.cell_length

"""Random keys, clicks and sizes: whatever is done, the workbench goes on.

`MONKEY_SEEDS=500 MONKEY_STEPS=400 pytest tests/tui/test_monkey.py` runs for long. A failure names
its seed and the last keys.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from tui.hostile_store import build_hostile

KEYS = (
    "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "tab",
    "shift+tab", "shift+left", "shift+right", "backspace", "delete", "space", "slash", "comma",
    "full_stop", "plus", "minus", "left_square_bracket", "right_square_bracket",
    "left_curly_bracket", "right_curly_bracket", "question_mark", "colon", "ctrl+s", "ctrl+p",
    "ctrl+r", "f3", "f4",
    *"aabcddeegghnnorsuvxypmtwzjGETV0123456789",
)  # fmt: skip
SIZES = ((80, 24), (120, 40), (60, 16), (200, 50), (40, 10), (81, 17), (20, 5))
DOORS: tuple[tuple[str, ...], ...] = (
    (), ("enter",), ("enter", "enter"), ("enter", "c"), ("enter", "n", "enter"), ("enter", "h"),
    ("enter", "a"), ("enter", "9"), ("enter", "V"), ("g", "a"), ("g", "h"), ("g", "r"), ("slash",),
    ("down", "enter", "e"), ("ctrl+p",),
)  # fmt: skip
"""Where a run may begin, so that every screen gets its share."""
SEEDS = int(os.environ.get("MONKEY_SEEDS", "15"))
STEPS = int(os.environ.get("MONKEY_STEPS", "50"))


@pytest.fixture(scope="session")
def hostile_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("monkey") / "hostile.db"
    build_hostile(path)
    return path


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_random_keys_clicks_and_sizes_break_nothing(
    desk: Any, hostile_path: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("timeline_tui.widgets.save_to.write_whole", lambda path, write: None)
    chance = random.Random(seed)
    options = {"path": hostile_path, "readonly": True} if seed % 5 == 4 else {}
    done: list[str] = []
    async with desk((80, 24), **options) as at:
        for key in DOORS[seed % len(DOORS)]:
            await at.press(key)
        for _ in range(STEPS):
            done.append(await one_step(at, chance))
            if chance.random() < 0.2:
                await at.settle()
            if at.app._exit:
                break
        else:
            await at.settle()
            at.app.screen._compositor.render_strips()
        assert at.app._exception is None, f"seed {seed}: {done[-12:]}"


async def one_step(at: Any, chance: random.Random) -> str:
    """A key, a click, a turn of the wheel or another size; its name comes back."""
    kind = chance.random()
    width, height = at.app.size
    if kind < 0.05:
        size = chance.choice(SIZES)
        await at.pilot.resize_terminal(*size)
        return f"{size[0]}x{size[1]}"
    if kind < 0.17:
        spot = (chance.randrange(max(1, width)), chance.randrange(max(1, height)))
        times = chance.choice((1, 1, 2))
        await at.pilot.click(offset=spot, times=times)
        return f"click{spot}x{times}"
    key = chance.choice(KEYS)
    await at.pilot.press(key)
    return key

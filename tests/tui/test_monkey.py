"""Random keys and sizes: whatever is pressed, the workbench goes on."""

from __future__ import annotations

import random
from typing import Any

import pytest

KEYS = (
    "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "tab",
    "shift+tab", "backspace", "delete", "space", "slash", "comma", "full_stop", "plus", "minus",
    "left_square_bracket", "right_square_bracket", "question_mark", "ctrl+s", "ctrl+p", "f3", "f4",
    *"aacddeegghnnrsuxypmtjG0123456789",
)  # fmt: skip
SIZES = ((80, 24), (120, 40), (60, 16), (200, 50), (40, 10), (81, 17))


@pytest.mark.parametrize("seed", range(6))
async def test_random_keys_and_sizes_break_nothing(desk: Any, seed: int) -> None:
    chance = random.Random(seed)
    async with desk((80, 24)) as at:
        for _ in range(90):
            if chance.random() < 0.06:
                await at.pilot.resize_terminal(*chance.choice(SIZES))
            else:
                key = chance.choice(KEYS)
                if key in ("q", "ctrl+q"):
                    continue
                await at.pilot.press(key)
            if chance.random() < 0.3:
                await at.settle()
            if at.app._exit:
                return
        await at.settle()
        assert at.app._exception is None
        at.app.screen._compositor.render_strips()

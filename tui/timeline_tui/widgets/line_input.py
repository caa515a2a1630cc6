"""A line to type on. The cursor stands still: a blinking one repaints twice a second over ssh."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input


class LineInput(Input):
    """An input one line high, without a border or a blinking cursor."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, compact=True, select_on_focus=False, **options)
        self.cursor_blink = False

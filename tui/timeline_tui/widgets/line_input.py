"""A line to type on. The cursor stands still: a blinking one repaints twice a second over ssh."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.widgets import Input


class LineInput(Input):
    """An input one line high, without a border or a blinking cursor.

    A record's text may hold characters that move a terminal's cursor, which Textual would send as
    they are: each is drawn as a sign of its own, and stays in the value.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, compact=True, select_on_focus=False, **options)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(drawn(self.value), no_wrap=True, overflow="ignore", end="")


def drawn(value: str) -> str:
    """The value character for character, breaks as ↵ and what cannot be seen as �."""
    if value.isprintable():
        return value
    return "".join(c if c.isprintable() else "↵" if c == "\n" else "�" for c in value)

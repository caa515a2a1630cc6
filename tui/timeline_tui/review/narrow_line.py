"""The line that the worklist is narrowed by."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from timeline_tui.widgets.line_input import LineInput


class NarrowLine(LineInput):
    """Words that have to occur: a patient, an issue, a value. It acts as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep", key_display="↵", id="narrow.keep"),
        Binding("down", "submit", "Go to the list", show=False, id="narrow.list"),
        Binding("escape", "screen.clear", "Clear", key_display="esc", id="narrow.clear"),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="words: a patient, an issue, a value", id="narrow")

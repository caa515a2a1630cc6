"""The line that the cohort list is filtered by."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from timeline_tui.widgets.line_input import LineInput


class FilterLine(LineInput):
    """Words, or comparisons of columns; it acts as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep", key_display="↵", id="filter.keep"),
        Binding("tab", "screen.complete", "Complete", key_display="tab", id="filter.complete"),
        Binding("down", "submit", "Go to the list", show=False, id="filter.list"),
        Binding("escape", "screen.clear", "Clear", key_display="esc", id="filter.clear"),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="words, or ttp<6 and group=primary", id="filter")

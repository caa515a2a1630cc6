"""The line that the audit trail is filtered by."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from timeline_tui.widgets.line_input import LineInput


class TrailFilterLine(LineInput):
    """Fields and words; it acts as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "submit", "Keep", key_display="↵", id="history.filter_keep"),
        Binding("escape", "screen.clear", "Clear", key_display="esc", id="history.filter_clear"),
    ]

    def __init__(self) -> None:
        super().__init__(
            placeholder='actor=jc kind=lab action=correct patient=P07 since=2010-01 "a word"',
            id="trail-filter",
        )

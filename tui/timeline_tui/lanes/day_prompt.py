"""Which day to look at."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline_tui.lanes.course import Day
from timeline_tui.lanes.when import parse_day
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.line_input import LineInput

HELP = "2009-04-07, 2009-04 or 2009; +30 or D-7 days, 6mo months from RT start"


class DayPrompt(DialogScreen[int | None]):
    """A line to type a day in; what cannot be read as one is said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go", key_display="↵", id="day.go"),
    ]

    def __init__(self, origin: Day) -> None:
        super().__init__()
        self.origin = origin

    def title_spans(self) -> list[Span]:
        return [("Go to a day", "head")]

    def compose_body(self) -> ComposeResult:
        yield LineInput(id="day")
        yield Bar(id="day-help")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#day-help", Bar).show([(HELP, "bar-soft")])
        self.query_one("#day", LineInput).focus()

    @on(Input.Submitted)
    def action_go(self) -> None:
        text = self.query_one("#day", LineInput).value
        day = parse_day(text, self.origin)
        if day is None:
            words = f"'{text.strip()[:30]}' is not a day: {HELP}"
            self.query_one("#day-help", Bar).show([(words, "bar-warn")])
        else:
            self.dismiss(day)

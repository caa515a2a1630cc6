"""A question that has to be answered before something is done."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from timeline_tui.widgets.bars import Bar


class Question(ModalScreen[bool]):
    """Yes with `y`; anything that leads back is a no."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).parent / "dialog.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes", key_display="y", id="question.yes"),
        Binding("n,escape,q", "answer(False)", "Cancel", key_display="n", id="question.no"),
    ]

    def __init__(
        self, question: str, detail: str = "", *, yes: str = "yes", no: str = "no"
    ) -> None:
        super().__init__()
        self.question, self.detail, self.yes, self.no = question, detail, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.question, markup=False, classes="dialog-title")
            yield Static(self.detail, markup=False, classes="dialog-text")
            yield Bar(fill="text", id="answers")

    def on_mount(self) -> None:
        self.query_one("#answers", Bar).show(
            [("y ", "key"), (self.yes, "text"), ("     n ", "key"), (self.no, "text")]
        )

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

"""Asking for a verdict and its comment."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.line_input import LineInput
from timeline_tui.widgets.lines import Lines
from timeline_tui.widgets.wrapping import wrap

VERDICTS = ("accepted", "query open", "answered", "closed")
_MEANINGS = {
    "accepted": "it may stand as it is",
    "query open": "somebody has to answer; it waits until it is answered and closed",
    "answered": "the query was answered; it waits to be closed",
    "closed": "the answer settles it",
}


class MarkDialog(DialogScreen[tuple[str, str] | None]):
    """It is left with a verdict and a comment, or with nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        *DialogScreen.CSS_PATH, Path(__file__).parent / "dialog.tcss",
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "Save", key_display="↵", priority=True, id="mark.save"),
        Binding("down,tab", "app.focus_next", "Next", show=False, id="mark.next"),
        Binding("up,shift+tab", "app.focus_previous", "Previous", show=False, id="mark.previous"),
    ]

    def __init__(self, title: str, what: str, verdict: str) -> None:
        super().__init__()
        self._title, self._what, self._verdict = title, what, verdict

    def title_spans(self) -> list[Span]:
        return [(self._title, "head")]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="mark"):
            yield Lines(id="mark-what")
            yield Choice(VERDICTS, [self._verdict], id="verdict")
            yield Bar(fill="text", id="meaning")
            yield LineInput(placeholder="what was found, asked or answered", id="comment")
            yield Bar(fill="text", id="said")

    def on_mount(self) -> None:
        super().on_mount()
        what = self.query_one("#mark-what", Lines)
        what.can_focus = False
        what.show([[(line, "text")] for line in wrap(self._what, min(self.app.size.width, 90) - 6)])
        self.query_one("#comment", LineInput).focus()
        self._show_meaning()

    @property
    def verdict(self) -> str:
        (verdict,) = self.query_one("#verdict", Choice).values
        return verdict

    @on(Choice.Changed, "#verdict")
    def _show_meaning(self) -> None:
        self.query_one("#meaning", Bar).show([(_MEANINGS[self.verdict], "soft")])

    @on(Input.Changed, "#comment")
    def _typed(self) -> None:
        self.query_one("#said", Bar).show([("", "text")])

    def action_save(self) -> None:
        comment = self.query_one("#comment", LineInput).value.strip()
        if not comment:
            self.query_one("#said", Bar).show([("a comment is needed: why?", "error")])
            self.query_one("#comment", LineInput).focus()
            return
        self.dismiss((self.verdict, comment))

"""Naming this point in record time, with the reason."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.locks.reading import set_lock
from timeline_tui.look import Role
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.line_input import LineInput
from timeline_tui.wording import grouped


class NewLock(DialogScreen[str | None]):
    """It is left with the lock's name once it is set, or with nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*DialogScreen.CSS_PATH, "new_lock.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "lock", "Lock", key_display="↵", priority=True, id="lock.set"),
        Binding("down,tab", "app.focus_next", "Next", show=False, id="lock.next"),
        Binding("up,shift+tab", "app.focus_previous", "Previous", show=False, id="lock.previous"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._locking = False

    def title_spans(self) -> list[Span]:
        return [("Lock this point in record time  ", "head"),
                (f"seq {grouped(self.bench.head)}", "head-soft")]  # fmt: skip

    def compose_body(self) -> ComposeResult:
        yield LineInput(placeholder="its name, e.g. interim-2010", id="lock-name")
        yield LineInput(placeholder="the reason, e.g. interim analysis", id="lock-reason")
        yield Bar(fill="text", id="said")
        yield Bar(fill="text", id="explained")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#lock-name", Input).focus()
        self.query_one("#explained", Bar).show(
            [("It stays for good, and answers from then on as the store stands now.", "faint")]
        )

    def _say(self, words: str, role: Role) -> None:
        self.query_one("#said", Bar).show([(words, role)])

    @on(Input.Changed)
    def _typed(self) -> None:
        self._say("", "soft")

    def action_lock(self) -> None:
        """Set the lock; what is missing is asked for first."""
        for line, words in (("#lock-name", "a name is needed"), ("#lock-reason", "a reason too")):
            field = self.query_one(line, Input)
            if not field.value.strip():
                field.focus()
                self._say(words, "warn")
                return
        if not self._locking:
            self._locking = True
            name, reason = (
                self.query_one(f"#lock-{key}", Input).value for key in ("name", "reason")
            )
            start(self, partial(self._lock, name.strip(), reason.strip()), group="lock")

    async def _lock(self, name: str, reason: str) -> None:
        session = self.bench.session
        try:
            await in_thread(lambda ticket: set_lock(session, name, reason))
        except TimelineError as error:
            self._say(str(error).splitlines()[0], "error")
        else:
            self.dismiss(name)
        self._locking = False

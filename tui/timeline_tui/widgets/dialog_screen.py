"""A dialog: full screen in a small terminal, a box in a large one."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from timeline_tui.widgets.banner import banner_words
from timeline_tui.widgets.bars import Bar, KeyBar
from timeline_tui.widgets.drawing import Span

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

R = TypeVar("R")


class DialogScreen(ModalScreen[R]):
    """A title, a body, keys. Escape leaves it without an answer."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).parent / "dialog.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", key_display="esc", id="dialog.leave"),
    ]

    @property
    def bench(self) -> Workbench:
        return cast("Workbench", self.app)

    def title_spans(self) -> list[Span]:
        """What the dialog is for."""
        return []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Bar(fill="head", id="dialog-title")
            if self.bench.as_of is not None:
                yield Bar(fill="as-of", id="dialog-banner")
            yield from self.compose_body()
            yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """The dialog between its title and its keys."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one("#dialog-title", Bar).show(self.title_spans())
        moment = self.bench.as_of
        for banner in self.query("#dialog-banner").results(Bar):
            if moment is not None:
                banner.show(*banner_words(moment, ""))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= 100 and event.size.height >= 30, "-wide")

    def action_leave(self) -> None:
        self.dismiss(None)

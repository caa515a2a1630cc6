"""Which patients behind a part of a chart: those of it, those still at risk, the whole group."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from timeline_tui.analysis.chart import Selection
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.menu import Item, Menu
from timeline_tui.wording import grouped


class SelectionPicker(DialogScreen[int | None]):
    """It is left with the place of the selection that was chosen."""

    def __init__(self, words: str, selections: Sequence[Selection]) -> None:
        super().__init__()
        self.words, self.offered = words, selections

    def title_spans(self) -> list[Span]:
        return [("Which patients?  ", "head"), (self.words, "head-soft")]

    def compose_body(self) -> ComposeResult:
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        menu = self.query_one(Menu)
        menu.show([Item(str(at), _line(one)) for at, one in enumerate(self.offered)])
        menu.focus()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(int(event.key))


def _line(selection: Selection) -> list[Span]:
    return [(f"{grouped(len(selection.patients)):>6}  ", "soft"), (selection.words, "strong")]

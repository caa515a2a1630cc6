"""Which kind of event to record."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from timeline.kinds import KINDS, REMARKS
from timeline_tui.form.fields import form_fields
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.menu import Item, Menu


class KindPicker(DialogScreen[str | None]):
    """The twelve kinds, with what each of them holds."""

    def __init__(self, *, registration: bool = False) -> None:
        super().__init__()
        self.first = "registration" if registration else "lab"

    def title_spans(self) -> list[Span]:
        return [("Record what happened", "head")]

    def compose_body(self) -> ComposeResult:
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        kinds = [kind for kind in KINDS.values() if kind.name not in REMARKS]
        items = [Item(kind.name, _line(kind.name, kind.title)) for kind in kinds]
        menu = self.query_one(Menu)
        menu.show(items, at=self.first)
        menu.focus()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.key)


def _line(kind: str, title: str) -> list[Span]:
    labels = [field.label for field in form_fields(kind)]
    fields = ", ".join(
        label if label[:2].isupper() or "–" in label else label[0].lower() + label[1:]
        for label in labels
    )
    return [(f"{title:<18}", "strong"), (fields, "faint")]

"""Which of all that is derived to explain."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from timeline.projections.declarations import PROJECTIONS
from timeline_tui.patient.explanation import ENDPOINTS, KEYED
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.menu import Item, Menu


class EndpointPicker(DialogScreen[str | None]):
    """Everything that has an explanation, with its key where it has one."""

    def __init__(self, at: str = "") -> None:
        super().__init__()
        self.at = at

    def title_spans(self) -> list[Span]:
        return [("What to explain", "head")]

    def compose_body(self) -> ComposeResult:
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        menu = self.query_one(Menu)
        menu.show([Item(name, _line(at, name)) for at, (name, _) in enumerate(ENDPOINTS, 1)],
                  at=self.at)  # fmt: skip
        menu.focus()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.key)


def _line(at: int, name: str) -> list[Span]:
    key = str(at) if at <= KEYED else ""
    declared = PROJECTIONS[name]
    rows = ", ".join(field for field in declared.key if field != "patient")
    return [
        (fit(key, 3), "key"),
        (fit(declared.title, 36), "strong"),
        (f"by {rows.replace('_', ' ')}" if rows else "one of the patient", "soft"),
    ]

"""Choosing the columns of the cohort list and their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline_tui.cohort.more_columns import ALL_COLUMNS, DEFAULT
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.menu import Item, Menu

FIRST = "patient"


class ColumnPicker(DialogScreen[tuple[str, ...] | None]):
    """It is left with the columns to show, in order; without any for the ones that fit best."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", "Show or hide", key_display="space", id="columns.toggle"),
        Binding("K,shift+up", "shift(-1)", "Move up", key_display="K", id="columns.up"),
        Binding("J,shift+down", "shift(1)", "Move down", key_display="J", id="columns.down"),
        Binding("r", "reset", "As at first", id="columns.reset"),
    ]

    def __init__(self, shown: Sequence[str]) -> None:
        super().__init__()
        self.shown = {FIRST, *shown}
        self.order = [FIRST, *(name for name in shown if name != FIRST)]
        self.order += [name for name in ALL_COLUMNS if name not in self.order]

    def title_spans(self) -> list[Span]:
        return [("Columns  ", "head"), ("from the left as far as there is room", "head-soft")]

    def compose_body(self) -> ComposeResult:
        yield Menu()

    @property
    def menu(self) -> Menu:
        return self.query_one(Menu)

    def on_mount(self) -> None:
        super().on_mount()
        self._show(0)
        self.menu.focus()

    def _show(self, cursor: int) -> None:
        self.menu.show([Item(name, self._line(name)) for name in self.order])
        self.menu.action_move(cursor - self.menu.cursor)
        self.menu.refresh()

    def _line(self, name: str) -> list[Span]:
        column = ALL_COLUMNS[name]
        on = name in self.shown
        return [
            ("[x] " if on else "[ ] ", "key" if on else "faint"),
            (f"{column.title:<12}", "strong" if on else "soft"),
            (column.meaning, "soft" if on else "faint"),
        ]

    def action_switch(self) -> None:
        """Show the column under the cursor, or hide it; the patient stays."""
        at = self.menu.cursor
        if self.order[at] != FIRST:
            self.shown ^= {self.order[at]}
        self._show(min(at + 1, len(self.order) - 1))

    def action_shift(self, by: int) -> None:
        """Move the column under the cursor to the left or right; the patient stays first."""
        at, to = self.menu.cursor, self.menu.cursor + by
        if at > 0 and 0 < to < len(self.order):
            self.order[at], self.order[to] = self.order[to], self.order[at]
            self._show(to)

    def action_reset(self) -> None:
        """The columns of the start."""
        self.shown = set(DEFAULT)
        self.order = [*DEFAULT, *(name for name in ALL_COLUMNS if name not in DEFAULT)]
        self._show(self.menu.cursor)

    @on(Menu.Chosen)
    def _chosen(self) -> None:
        columns = tuple(name for name in self.order if name in self.shown)
        self.dismiss(() if columns == DEFAULT else columns)

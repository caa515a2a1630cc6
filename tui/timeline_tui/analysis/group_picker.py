"""Choosing what the patients are divided by: a column, two halves, or a condition as typed."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.analysis.chart import Request
from timeline_tui.analysis.groupings import Offer, read_offer, read_offers
from timeline_tui.background import in_thread, start
from timeline_tui.look import Role
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.line_input import LineInput
from timeline_tui.widgets.menu import Item, Menu

NOBODY = "-"
"""The key of the line for no grouping."""


class GroupPicker(DialogScreen[str | None]):
    """It is left with a grouping, with nothing at all for one group, or with None."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*DialogScreen.CSS_PATH, "group_picker.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, id="group_by.next"),
        Binding("up", "move(-1)", "Previous", show=False, id="group_by.previous"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="group_by.page_down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="group_by.page_up"),
        Binding("enter", "choose", "Group by it", key_display="↵", priority=True,
                id="group_by.choose"),
    ]  # fmt: skip

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request, self.by = request, request.by
        self._good = ""
        """What is typed, once it was read without a complaint."""

    def title_spans(self) -> list[Span]:
        return [("Group by what?  ", "head"), ("a column, or a condition", "head-soft")]

    def compose_body(self) -> ComposeResult:
        yield LineInput(placeholder="age >= 60, late_toxicity: max_grade >= 2; or choose below")
        yield Bar(fill="text", id="reading")
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Menu).can_focus = False
        self.query_one(LineInput).focus()
        self._say("looking for what divides the patients…")
        start(self, self._read, group="offers")

    async def _read(self) -> None:
        read = partial(read_offers, self.request)
        try:
            offers = await in_thread(read)
        except TimelineError as error:
            self._say(str(error), "warn")
            return
        self._say("")
        everybody = Item(NOBODY, [(fit("no grouping", 32) + " ", "strong"), ("one curve", "soft")])
        items = [everybody, *(Item(offer.by, _line(offer)) for offer in offers)]
        if self.by and self.by not in [item.key for item in items]:
            items.insert(1, Item(self.by, [(self.by, "strong")]))
        self.query_one(Menu).show(items, at=self.by or NOBODY)

    def _say(self, words: str, role: Role = "soft") -> None:
        self.query_one("#reading", Bar).show([(words, role)])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._good = ""
        start(self, partial(self._try, event.value.strip()), group="try")

    async def _try(self, text: str) -> None:
        """Say as it is typed which groups a grouping makes."""
        if not text:
            self._say("")
            return
        read = partial(read_offer, text, self.request)
        try:
            offer = await in_thread(read)
        except TimelineError as error:
            self._say(str(error), "warn")
            return
        self._good = text
        self._say(offer.words or "nobody is in a group of it", "text")

    def action_move(self, by: int) -> None:
        self.query_one(Menu).action_move(by)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss("" if event.key == NOBODY else event.key)

    def action_choose(self) -> None:
        """What is typed, where anything is; else what the cursor stands on."""
        typed = self.query_one(LineInput).value.strip()
        if typed:
            if typed == self._good:
                self.dismiss(typed)
            return
        self.query_one(Menu).action_choose()


def _line(offer: Offer) -> list[Span]:
    return [(fit(offer.by, 32) + " ", "strong"), (offer.words, "soft")]

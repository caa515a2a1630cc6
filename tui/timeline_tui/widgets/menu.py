"""A list to choose from, one line an item; only the visible lines are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from timeline_tui.widgets.drawing import Span, cut, strip_of
from timeline_tui.widgets.drawn import Drawn


@dataclass(frozen=True)
class Item:
    """One line of a menu; a heading cannot be chosen. `line` may depend on the width."""

    key: str
    line: Sequence[Span] | Callable[[int], Sequence[Span]]
    heading: bool = False

    def spans(self, width: int) -> Sequence[Span]:
        return self.line(width) if callable(self.line) else self.line


class Menu(Drawn, can_focus=True):
    """The cursor stands on an item; Enter chooses it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next", show=False, id="menu.next"),
        Binding("up,k", "move(-1)", "Previous", show=False, id="menu.previous"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="menu.page_down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="menu.page_up"),
        Binding("home", "move(-1000000)", "First", show=False, id="menu.first"),
        Binding("end", "move(1000000)", "Last", show=False, id="menu.last"),
        Binding("enter", "choose", "Choose", key_display="↵", id="menu.choose"),
    ]

    class Chosen(Message):
        """An item was chosen."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Highlighted(Message):
        """The cursor stands on another item."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, items: Sequence[Item] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: Sequence[Item] = items
        self.cursor = -1
        self.top = 0
        self.action_move(1)

    @property
    def current(self) -> str:
        """The key of the item under the cursor; empty where there is none."""
        return self.items[self.cursor].key if 0 <= self.cursor < len(self.items) else ""

    def show(self, items: Sequence[Item], *, at: str = "") -> None:
        """Offer other items, with the cursor on one of them, else on the first."""
        self.items = items
        self.cursor, self.top = -1, 0
        keys = [item.key for item in items]
        if at and at in keys:
            self.cursor = keys.index(at)
            self._keep_visible()
        else:
            self.action_move(1)
        self.refresh(layout=True)

    def action_move(self, by: int) -> None:
        open_to = [at for at, item in enumerate(self.items) if not item.heading]
        if not open_to:
            return
        here = open_to.index(self.cursor) if self.cursor in open_to else (-1 if by > 0 else 0)
        before = self.cursor
        self.cursor = open_to[max(0, min(len(open_to) - 1, here + by))]
        self._keep_visible()
        if self.is_mounted and self.cursor != before:
            self.refresh()
            self.post_message(self.Highlighted(self.current))

    def action_choose(self) -> None:
        if self.current:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        at = self.top + event.y
        if at < len(self.items) and not self.items[at].heading:
            self.action_move(0)
            self.cursor = at
            self.refresh()
            self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-1)

    def on_resize(self) -> None:
        self._keep_visible()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _keep_visible(self) -> None:
        height = max(1, self.size.height)
        if self.cursor < self.top:
            self.top = max(0, self.cursor - 1)
        elif self.cursor >= self.top + height:
            self.top = self.cursor - height + 1
        self.top = max(0, min(self.top, len(self.items) - height))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        at = self.top + y
        if at >= len(self.items):
            return strip_of((), width, self.flavour, fill="text")
        item = self.items[at]
        spans = cut(item.spans(width - 4), width - 4)
        if item.heading:
            return strip_of([(" ", "text"), *spans], width, self.flavour, fill="text")
        if at != self.cursor:
            return strip_of([("   ", "text"), *spans], width, self.flavour, fill="text")
        role = "cursor" if self.has_focus else "cursor-blurred"
        text = "".join(text for text, _ in spans)
        padding = " " * max(0, width - 3 - cell_len(text))
        return strip_of([(f" ► {text}{padding}", role)], width, self.flavour, fill=role)

"""A table of any number of lines under a line of titles; only the visible lines are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from timeline_tui.widgets.drawing import Span, cut, strip_of
from timeline_tui.widgets.drawn import Drawn

Head = Callable[[int], Sequence[Span]]
Line = Callable[[Any, int], Sequence[Span]]
"""An item as a line of so many cells."""


class Listing(Drawn, can_focus=True):
    """Items with a cursor. Where they are part of a longer list, going near an end asks for more.

    `more_before` and `more_after` say that the list goes on there; Home and End then ask for its
    very ends.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Next", show=False, id="listing.next"),
        Binding("up,k", "step(-1)", "Previous", show=False, id="listing.previous"),
        Binding("pagedown,space", "page(1)", "Next page", show=False, id="listing.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="listing.page_up"),
        Binding("home", "edge(False)", "First", show=False, id="listing.first"),
        Binding("end,G", "edge(True)", "Last", show=False, id="listing.last"),
        Binding("enter", "open", "Open", key_display="↵", id="listing.open"),
    ]

    class Highlighted(Message):
        """The cursor stands on another item, or the items are others."""

    class Opened(Message):
        """The item under the cursor was asked for."""

    class Scrolled(Message):
        """Other items are visible."""

    class MoreAsked(Message):
        """The cursor came near an end beyond which the list goes on."""

        def __init__(self, *, after: bool, edge: bool = False) -> None:
            super().__init__()
            self.after, self.edge = after, edge

    def __init__(self, head: Head, line: Line, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._head, self._line = head, line
        self.items: Sequence[Any] = ()
        self.cursor = 0
        self.top = 0
        self.more_before = self.more_after = False
        self.empty = ""

    @property
    def current(self) -> Any | None:
        """The item under the cursor."""
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    @property
    def page(self) -> int:
        """How many items are visible at once."""
        return max(1, self.size.height - 1)

    @property
    def in_sight(self) -> Sequence[Any]:
        return self.items[self.top : self.top + self.page]

    def show(self, items: Sequence[Any], *, at: int = 0, shifted: int = 0) -> None:
        """Show other items with the cursor on one; `shifted` came before those that were there."""
        self.items = items
        self.cursor = max(0, min(at, len(items) - 1))
        self.top += shifted
        self._keep_visible()
        self.refresh()
        self.post_message(self.Highlighted())
        self.post_message(self.Scrolled())

    def refresh_lines(self) -> None:
        """Draw every line anew."""
        self.refresh()

    def action_step(self, by: int) -> None:
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.move_to(self.cursor + by * self.page)

    def action_edge(self, last: bool) -> None:
        if self.more_after if last else self.more_before:
            self.post_message(self.MoreAsked(after=last, edge=True))
        else:
            self.move_to(len(self.items) - 1 if last else 0)

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened())

    def move_to(self, at: int) -> None:
        """Put the cursor on an item; what lies beyond the ends is the end."""
        before, top = self.cursor, self.top
        self.cursor = max(0, min(at, len(self.items) - 1))
        self._keep_visible()
        if self.top != top:
            self.refresh()
            self.post_message(self.Scrolled())
        elif self.cursor != before:
            for place in (before, self.cursor):
                self.refresh(Region(0, place - self.top + 1, self.size.width, 1))
        if self.cursor != before:
            self.post_message(self.Highlighted())
        if self.more_after and self.cursor >= len(self.items) - 2 * self.page:
            self.post_message(self.MoreAsked(after=True))
        if self.more_before and self.cursor < 2 * self.page:
            self.post_message(self.MoreAsked(after=False))

    def on_click(self, event: events.Click) -> None:
        at = self.top + event.y - 1
        if event.y > 0 and at < len(self.items):
            again = at == self.cursor
            self.move_to(at)
            if again:
                self.action_open()

    def on_mouse_scroll_down(self) -> None:
        self.action_step(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_step(-3)

    def on_resize(self) -> None:
        self._keep_visible()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _keep_visible(self) -> None:
        page = self.page
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + page:
            self.top = self.cursor - page + 1
        self.top = max(0, min(self.top, len(self.items) - page))

    def render_line(self, y: int) -> Strip:
        width, flavour = self.size.width, self.flavour
        if y == 0:
            spans = [("  ", "title"), *self._head(width - 2)]
            return strip_of(spans, width, flavour, fill="title")
        at = self.top + y - 1
        if at >= len(self.items):
            words = self.empty if not self.items and y == 2 else ""
            return strip_of([("  " + words, "soft")], width, flavour, fill="text")
        line = cut(self._line(self.items[at], width - 3), width - 3)
        if at != self.cursor:
            return strip_of([("  ", "text"), *line], width, flavour, fill="text")
        role = "cursor" if self.has_focus else "cursor-blurred"
        text = "".join(text for text, _ in line)
        return strip_of([("► " + text, role)], width, flavour, fill=role)

"""The worklist's lines on screen: any number, of which only the visible ones are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from timeline_tui.cohort.table_lines import empty_line, thumb
from timeline_tui.review.drawing import line_spans
from timeline_tui.review.entries import Asked, Entry, Line
from timeline_tui.widgets.drawing import strip_of
from timeline_tui.widgets.drawn import Drawn


class ReviewList(Drawn, can_focus=True):
    """The cursor stands on entries alone; headings are passed over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Next", show=False, id="review.down"),
        Binding("up,k", "step(-1)", "Previous", show=False, id="review.up"),
        Binding("pagedown,space", "page(1)", "Next page", show=False, id="review.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="review.page_up"),
        Binding("home", "edge(1)", "First", show=False, id="review.first"),
        Binding("end,G", "edge(-1)", "Last", show=False, id="review.last"),
        Binding("enter", "open", "Patient", key_display="↵", id="review.open"),
    ]

    class Highlighted(Message):
        """The cursor stands on another entry, or on none."""

    class Opened(Message):
        """The entry under the cursor was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self.entries: Sequence[Entry] = ()
        self.asked = Asked()
        self.empty = ""
        self.cursor = 0
        self.top = 0
        self._severities: dict[str, str] = {}

    @property
    def page(self) -> int:
        return max(1, self.size.height)

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        place = self.lines[self.cursor].entry if 0 <= self.cursor < len(self.lines) else -1
        return self.entries[place] if place >= 0 else None

    def show(self, lines: Sequence[Line], entries: Sequence[Entry], asked: Asked) -> None:
        """Show other lines; the cursor stays on its entry, or near where it was."""
        before = self.current
        self.lines, self.entries, self.asked = lines, entries, asked
        self._severities = {
            line.group: entries[lines[at + 1].entry].severity
            for at, line in enumerate(lines)
            if line.entry < 0
        }
        self.cursor = min(self.cursor, max(0, len(lines) - 1))
        if before is not None:
            same = (
                at
                for at, line in enumerate(lines)
                if line.entry >= 0 and entries[line.entry].key == before.key
            )
            self.cursor = next(same, self.cursor)
        self._settle(1)
        self._keep_visible()
        self.refresh()
        self.post_message(self.Highlighted())

    def go_to(self, at: int) -> None:
        """Put the cursor on a line, or on the next entry after it."""
        self._move(at, 1)

    def action_step(self, by: int) -> None:
        self._move(self.cursor + by, by)

    def action_page(self, by: int) -> None:
        self._move(self.cursor + by * self.page, by)

    def action_edge(self, by: int) -> None:
        self._move(0 if by > 0 else len(self.lines) - 1, by)

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened())

    def on_mouse_scroll_down(self) -> None:
        self.action_step(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_step(-3)

    def on_click(self, event: events.Click) -> None:
        at = self.top + event.y
        if at < len(self.lines) and self.lines[at].entry >= 0:
            if at == self.cursor:
                self.action_open()
            self._move(at, 1)

    def on_resize(self) -> None:
        self._keep_visible()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _move(self, to: int, direction: int) -> None:
        before, top = self.cursor, self.top
        self.cursor = max(0, min(to, len(self.lines) - 1))
        self._settle(direction)
        self._keep_visible()
        if self.top != top:
            self.refresh()
        elif self.cursor != before:
            for at in (before, self.cursor):
                self.refresh(Region(0, at - self.top, self.size.width, 1))
        if self.cursor != before:
            self.post_message(self.Highlighted())

    def _settle(self, direction: int) -> None:
        """Leave a heading for the entry after it; going up, for the one before it."""
        if not self.lines or self.lines[self.cursor].entry >= 0:
            return
        self.cursor += 1 if direction > 0 or self.cursor == 0 else -1

    def _keep_visible(self) -> None:
        self.top = max(0, min(self.top, len(self.lines) - self.page))
        first = self.cursor - 1 if self._under_heading else self.cursor
        if first < self.top:
            self.top = max(0, first)
        elif self.cursor >= self.top + self.page:
            self.top = self.cursor - self.page + 1

    @property
    def _under_heading(self) -> bool:
        return 0 < self.cursor < len(self.lines) and self.lines[self.cursor - 1].entry < 0

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, self.top + y
        if not self.lines:
            line = empty_line(self.empty, y, width, self.size.height)
            return strip_of(line, width, self.flavour, fill="text")
        if at >= len(self.lines):
            return strip_of((), width, self.flavour, fill="text")
        over = None
        if at == self.cursor:
            over = "cursor" if self.has_focus else "cursor-blurred"
        spans = line_spans(
            self.lines[at], self.entries, self.asked, width - 1, over, self._severities
        )
        used = sum(len(text) for text, _ in spans)
        if self.lines[at].entry < 0:
            spans.append((" " * max(0, width - 1 - used), "text"))
        spans.append(thumb(y, self.top, self.page, len(self.lines)))
        return strip_of(spans, width, self.flavour, fill=over or "text")

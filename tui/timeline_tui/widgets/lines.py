"""Lines of words that scroll, drawn as they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn


class Lines(Drawn, can_focus=True):
    """Text that can be longer than the screen. Lines are not wrapped: who makes them does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_lines(1)", "Down", show=False, id="lines.down"),
        Binding("up,k", "scroll_lines(-1)", "Up", show=False, id="lines.up"),
        Binding(
            "pagedown,space", "scroll_lines(20)", "Page down", show=False, id="lines.page_down"
        ),
        Binding("pageup", "scroll_lines(-20)", "Page up", show=False, id="lines.page_up"),
        Binding("home", "scroll_lines(-1000000)", "Top", show=False, id="lines.top"),
        Binding("end", "scroll_lines(1000000)", "End", show=False, id="lines.end"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Sequence[Span]] = ()
        self.top = 0

    def show(self, lines: Sequence[Sequence[Span]]) -> None:
        """Put other lines there; the place that was scrolled to stays."""
        self.lines = lines
        self.top = max(0, min(self.top, len(lines) - self.size.height))
        self.refresh()

    def reveal(self, line: int) -> None:
        """Scroll so that a line is in sight."""
        height = max(1, self.size.height)
        if line < self.top:
            self.top = line
        elif line >= self.top + height - 1:
            self.top = max(0, min(line - height + 2, len(self.lines) - height))
        self.refresh()

    @property
    def text(self) -> str:
        """All the words, line by line."""
        return "\n".join("".join(text for text, _ in line) for line in self.lines)

    def action_scroll_lines(self, by: int) -> None:
        top = max(0, min(self.top + by, len(self.lines) - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll_lines(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll_lines(-3)

    def on_resize(self) -> None:
        self.action_scroll_lines(0)

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        at = self.top + y
        line = self.lines[at] if at < len(self.lines) else ()
        more = ""
        if y == 0 and self.top:
            more = "▲"
        elif y == height - 1 and at < len(self.lines) - 1:
            more = "▼"
        if not more:
            return strip_of([(" ", "text"), *line], width, self.flavour, fill="text")
        strip = strip_of([(" ", "text"), *line], width - 2, self.flavour, fill="text")
        tail = strip_of([(more, "key")], 2, self.flavour, fill="text")
        return Strip.join([strip, tail])

"""A widget of strips that repaints only what changed.

Textual writes a changed line from the widget's left edge to the last changed column. So the sheet
is cut into panes, and a change far to the right costs no more than its own pane.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.lanes.strips import changed_columns

PANE_COLUMNS = 30
PANES = 8
"""As many as a wide terminal has; the last one takes what is left of a wider one."""


class Pane(Widget):
    """A vertical slice of the sheet."""

    DEFAULT_CSS: ClassVar[str] = """
    Pane { width: 30; height: 1fr; }
    Pane.-last { width: 1fr; }
    """

    def __init__(self, sheet: Sheet, left: int, *, last: bool) -> None:
        super().__init__(classes="-last" if last else None)
        self.sheet, self.left = sheet, left

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        strip = self.sheet.strip(y)
        if strip is None:
            return Strip.blank(width)
        return _apart(strip.crop(self.left, self.left + width)).extend_cell_length(width)


class Sheet(Widget):
    """Strips by row, put there by whoever draws them."""

    DEFAULT_CSS: ClassVar[str] = """
    Sheet { layout: horizontal; overflow: hidden hidden; width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []
        self._panes = [
            Pane(self, number * PANE_COLUMNS, last=number == PANES - 1) for number in range(PANES)
        ]

    def compose(self) -> ComposeResult:
        yield from self._panes

    def strip(self, y: int) -> Strip | None:
        """The row's strip, if there is one."""
        return self._strips[y] if y < len(self._strips) else None

    def lines(self) -> list[str]:
        """What is on the sheet, as plain text."""
        return [strip.text.rstrip() for strip in self._strips]

    def put(self, strips: list[Strip]) -> None:
        """Show these strips, and have repainted only the columns that changed, pane by pane."""
        before, self._strips = self._strips, strips
        if len(before) != len(strips):
            for pane in self._panes:
                pane.refresh()
            return
        rows = [
            (row, old, new)
            for row, (old, new) in enumerate(zip(before, strips, strict=True))
            if old != new
        ]
        for pane in self._panes:
            start, stop = pane.left, pane.left + pane.size.width
            if stop > start and (changes := _changes(rows, start, stop)):
                pane.refresh(*changes)

    def at_pointer(self, event: events.MouseEvent) -> tuple[int, int]:
        """The column and row on the sheet that the mouse is at."""
        offset = event.screen_offset - self.region.offset
        return offset.x, offset.y


def _apart(strip: Strip) -> Strip:
    """The strip with its leading blanks a segment of their own.

    An exported picture may swallow blanks before the text that they share a segment with.
    """
    segments = list(strip)
    if not segments or segments[0].style is None or not segments[0].text.startswith(" "):
        return strip
    text, style = segments[0].text, segments[0].style
    words = text.lstrip(" ")
    if not words or style.reverse or style.underline:
        return strip
    blank = Segment(" " * (len(text) - len(words)), Style(bgcolor=style.bgcolor))
    return Strip([blank, Segment(words, style), *segments[1:]], strip.cell_length)


def _changes(rows: list[tuple[int, Strip, Strip]], start: int, stop: int) -> list[Region]:
    """By row the span that changed between two columns, in a pane's own coordinates."""
    found = []
    for row, old, new in rows:
        span = changed_columns(old.crop(start, stop), new.crop(start, stop))
        if span is not None:
            found.append(Region(span[0], row, span[1] - span[0], 1))
    return found

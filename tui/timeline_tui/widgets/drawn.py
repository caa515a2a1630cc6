"""The base of the widgets that draw their own lines."""

from __future__ import annotations

from textual.widget import Widget

from timeline_tui.paints import Flavour


class Drawn(Widget):
    """A widget that draws itself line by line, in the colours that the app has."""

    @property
    def flavour(self) -> Flavour:
        flavour: Flavour = getattr(self.app, "flavour", "colour")
        return flavour

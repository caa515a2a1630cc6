"""The line of tabs: the charts there are, the one that is shown told apart."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from timeline_tui.analysis.chart import Chart
from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn


class Tabs(Drawn):
    """`1 Survival  2 Waterfall`; where it is too narrow only the shown tab has its word."""

    def __init__(self, charts: tuple[Chart, ...]) -> None:
        super().__init__()
        self.charts = charts
        self.shown = ""
        self._targets: list[tuple[int, int, str]] = []

    def show(self, name: str) -> None:
        self.shown = name
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._targets:
            if start <= event.x < end:
                self.app.simulate_key(key)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        words = [f" {chart.key} {chart.title} " for chart in self.charts]
        if sum(map(cell_len, words)) + 1 > width:
            words = [
                word if chart.name == self.shown else f" {chart.key} "
                for word, chart in zip(words, self.charts, strict=True)
            ]
        spans: list[Span] = [(" ", "bar")]
        self._targets = []
        x = 1
        for word, chart in zip(words, self.charts, strict=True):
            role: Role = "title-cursor" if chart.name == self.shown else "bar"
            spans.append((word, role))
            self._targets.append((x, x + cell_len(word), chart.key))
            x += cell_len(word)
        return strip_of(spans, width, self.flavour, fill="bar")

"""The chart on screen: it draws what was read, and its cursor walks over the spots."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from timeline_tui.analysis.chart import Chart, Drawing, Line, Pen, Spot
from timeline_tui.analysis.cursor import across, along, find, nearest
from timeline_tui.lanes.sheet import Sheet
from timeline_tui.paints import Flavour
from timeline_tui.widgets.drawing import strip_of


class ChartView(Sheet, can_focus=True):
    """Draws one chart's data; after a step of the cursor only the cells that differ."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Patients", key_display="↵", id="chart.open"),
        Binding("right,l", "step(1)", "Next", show=False, id="chart.next"),
        Binding("left,h", "step(-1)", "Previous", show=False, id="chart.previous"),
        Binding("down,j", "lane(1)", "Next line", show=False, id="chart.down"),
        Binding("up,k", "lane(-1)", "Previous line", show=False, id="chart.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="chart.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="chart.page_up"),
        Binding("home", "step(-1000000)", "First", show=False, id="chart.first"),
        Binding("end", "step(1000000)", "Last", show=False, id="chart.last"),
    ]

    class Highlighted(Message):
        """The cursor stands on another spot."""

    class Opened(Message):
        """The patients behind the spot are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.data: Any = None
        self.words = ""
        self.at = ""
        self.drawing = Drawing(())

    def show(self, chart: Chart, data: Any) -> None:
        """Draw other data; the cursor stays on the spot of its name."""
        self.chart, self.data, self.words = chart, data, data.empty
        self.draw()
        self.post_message(self.Highlighted())

    def say(self, words: str) -> None:
        """Show words in place of a chart: what is waited for, or why there is none."""
        self.chart, self.data, self.words = None, None, words
        self.draw()
        self.post_message(self.Highlighted())

    @property
    def spot(self) -> Spot | None:
        """The spot under the cursor."""
        return find(self.drawing.spots, self.at)

    @property
    def flavour(self) -> Flavour:
        flavour: Flavour = getattr(self.app, "flavour", "colour")
        return flavour

    def draw(self) -> None:
        """Draw anew, and send the cells that differ."""
        self.drawing = self._drawn()
        if (spot := self.spot) is not None and spot.name != self.at:
            self.at = spot.name
            self.drawing = self._drawn()
        width, flavour = self.size.width, self.flavour
        self.put([strip_of(line, width, flavour, fill="text") for line in self.drawing.lines])

    def _drawn(self) -> Drawing:
        width, height = self.size
        if not width or not height:
            return Drawing(())
        if self.chart is None or self.words:
            return Drawing(message(self.words, width, height))
        pen = Pen(self.flavour, bool(self.app.session.ascii))  # type: ignore[attr-defined]
        return self.chart.draw(self.data, width, height, pen, self.at)

    def stand_on(self, spot: Spot | None) -> None:
        """Put the cursor on a spot."""
        if spot is not None and spot.name != self.at:
            self.at = spot.name
            self.draw()
            self.post_message(self.Highlighted())

    def action_step(self, by: int) -> None:
        if (here := self.spot) is not None:
            self.stand_on(along(self.drawing.spots, here, by))

    def action_lane(self, by: int) -> None:
        if (here := self.spot) is not None:
            self.stand_on(across(self.drawing.spots, here, by))

    def action_page(self, by: int) -> None:
        self.action_lane(by * max(1, self.size.height - 4))

    def action_open(self) -> None:
        if self.spot is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        spot = nearest(self.drawing.spots, *self.at_pointer(event))
        self.stand_on(spot)
        if spot is not None and event.chain == 2:
            self.action_open()

    def on_mouse_scroll_down(self) -> None:
        self.action_lane(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_lane(-1)

    def on_resize(self) -> None:
        self.draw()


def message(words: str, width: int, height: int) -> list[Line]:
    """Words in the middle of an empty chart."""
    lines: list[Line] = [[] for _ in range(height)]
    parts = words.splitlines()
    for y, part in enumerate(parts, start=max(0, (height - len(parts)) // 2)):
        if y < height:
            lines[y] = [(" " * max(0, (width - len(part)) // 2), "text"), (part, "soft")]
    return lines

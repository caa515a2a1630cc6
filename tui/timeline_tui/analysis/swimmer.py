"""The tab of the swimmer plot: every patient's course from day 0 to death or last contact."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.swimmer_data import ORDERS, SwimmerData
from timeline_tui.background import Ticket

ORDER = Setting("courses_by", "s", "Sort", ORDERS)


class SwimmerChart:
    """A line a patient."""

    name = "swimmer"
    title = "Swimmer"
    key = "3"
    settings = (ORDER,)
    kinds = ("svg", "pdf", "png", "csv")

    def read(self, request: Request, ticket: Ticket) -> SwimmerData:
        from timeline_tui.analysis.swimmer_reading import read_swimmer

        return read_swimmer(request, ticket, request.value(ORDER))

    def draw(self, data: SwimmerData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.swimmer_plot import draw_swimmer

        return draw_swimmer(data, width, height, pen, at)

    def write(self, data: SwimmerData, path: Path) -> None:
        from timeline_tui.analysis.swimmer_reading import write_swimmer

        write_swimmer(data, path)


SWIMMER = SwimmerChart()

"""The tab of the waterfall: how far tumours shrank or grew, or AFP fell or rose."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.waterfall_data import WaterfallData
from timeline_tui.background import Ticket

MEASURE = Setting(
    "change_of",
    "e",
    "Measure",
    (
        ("size", "size by the protocol's criterion"),
        ("mrecist", "size by mRECIST"),
        ("recist11", "size by RECIST 1.1"),
        ("afp", "AFP"),
    ),
)
BEST = Setting(
    "best_change", "t", "Best change", (("best", "best change"), ("then", "at the assessment"))
)
EACH = Setting(
    "each_bar", "z", "Every bar", (("whole", "all in one view"), ("each", "a bar a patient"))
)


class WaterfallChart:
    """A bar a patient, the largest growth first."""

    name = "waterfall"
    title = "Waterfall"
    key = "2"
    settings = (MEASURE, BEST, EACH)
    kinds = ("svg", "pdf", "png", "csv")

    def read(self, request: Request, ticket: Ticket) -> WaterfallData:
        from timeline_tui.analysis.waterfall_reading import read_waterfall

        return read_waterfall(
            request, ticket, measure=request.value(MEASURE),
            best=request.value(BEST) == "best", whole=request.value(EACH) == "whole",
        )  # fmt: skip

    def draw(self, data: WaterfallData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.waterfall_plot import draw_waterfall

        return draw_waterfall(data, width, height, pen, at)

    def write(self, data: WaterfallData, path: Path) -> None:
        from timeline_tui.analysis.waterfall_reading import write_waterfall

        write_waterfall(data, path)


WATERFALL = WaterfallChart()

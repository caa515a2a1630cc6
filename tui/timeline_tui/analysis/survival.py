"""The tab of Kaplan–Meier curves: overall survival, progression, either."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.steps import StepsData
from timeline_tui.background import Ticket

ENDPOINT = Setting(
    "endpoint",
    "e",
    "Endpoint",
    (
        ("os", "overall survival"),
        ("ttp", "time to progression"),
        ("pfs", "progression-free survival"),
    ),
)
LIMITS = Setting("limits", "i", "Intervals", (("off", "without limits"), ("on", "95 % limits")))


class Survival:
    """Kaplan–Meier curves by group."""

    name = "survival"
    title = "Survival"
    key = "1"
    settings = (ENDPOINT, LIMITS)
    kinds = ("svg", "pdf", "png", "csv")

    def read(self, request: Request, ticket: Ticket) -> StepsData:
        from timeline_tui.analysis.survival_reading import read_survival

        return read_survival(
            request, ticket, request.value(ENDPOINT),
            limits=request.value(LIMITS) == "on",
        )  # fmt: skip

    def draw(self, data: StepsData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.step_plot import draw_steps

        return draw_steps(data, width, height, pen, at)

    def write(self, data: StepsData, path: Path) -> None:
        from timeline_tui.analysis.survival_files import write_survival

        write_survival(data, path)


SURVIVAL = Survival()

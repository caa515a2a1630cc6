"""The tab of late toxicity: at the landmarks, or its cumulative incidence."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.landmarks import LandmarksData
from timeline_tui.analysis.steps import StepsData
from timeline_tui.background import Ticket

VIEW = Setting(
    "late_view",
    "v",
    "View",
    (("landmarks", "at the landmarks"), ("incidence", "cumulative incidence")),
)


class LateToxicity:
    """Who has late toxicity at the landmarks, who could not be evaluated and why."""

    name = "late"
    title = "Late toxicity"
    key = "5"
    settings = (VIEW,)
    kinds = ("svg", "pdf", "png", "csv")

    def read(self, request: Request, ticket: Ticket) -> LandmarksData | StepsData:
        if request.value(VIEW) == "incidence":
            from timeline_tui.analysis.incidence_reading import read_incidence

            return read_incidence(request, ticket)
        from timeline_tui.analysis.landmarks_reading import read_landmarks

        return read_landmarks(request, ticket)

    def draw(
        self, data: LandmarksData | StepsData, width: int, height: int, pen: Pen, at: str
    ) -> Drawing:
        if isinstance(data, StepsData):
            from timeline_tui.analysis.step_plot import draw_steps

            return draw_steps(data, width, height, pen, at)
        from timeline_tui.analysis.landmarks_plot import draw_landmarks

        return draw_landmarks(data, width, height, pen, at)

    def write(self, data: LandmarksData | StepsData, path: Path) -> None:
        from timeline_tui.analysis.late_files import write_incidence, write_landmarks

        if isinstance(data, StepsData):
            write_incidence(data, path)
        else:
            write_landmarks(data, path)


LATE_TOXICITY = LateToxicity()

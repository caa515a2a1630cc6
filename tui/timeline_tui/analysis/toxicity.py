"""The tab of toxicity: who had which term, by worst grade."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.table_data import TableData
from timeline_tui.background import Ticket

PERIOD = Setting(
    "grades_of",
    "t",
    "Period",
    (
        ("all", "from the origin on"),
        ("on treatment", "on treatment"),
        ("acute", "acute"),
        ("late", "late"),
        ("above baseline", "above baseline"),
    ),
)
ATTRIBUTION = Setting(
    "attributed_to",
    "f",
    "Attribution",
    (
        ("any", ""),
        ("RT", "attributed to RT"),
        ("sorafenib", "attributed to sorafenib"),
        ("disease", "attributed to the disease"),
        ("other", "attributed to something else"),
        ("none", "attributed to nothing"),
    ),
)
SORT = Setting(
    "terms_by",
    "s",
    "Sort",
    (
        ("common", "commonest first"),
        ("severe", "most of grade 3 or higher first"),
        ("name", "by name"),
    ),
)


class ToxicityChart:
    """A row a term."""

    name = "toxicity"
    title = "Toxicity"
    key = "4"
    settings = (PERIOD, ATTRIBUTION, SORT)
    kinds = ("csv",)

    def read(self, request: Request, ticket: Ticket) -> TableData:
        from timeline_tui.analysis.toxicity_reading import read_toxicity

        return read_toxicity(
            request, ticket, period=request.value(PERIOD),
            attribution=request.value(ATTRIBUTION), order=request.value(SORT),
        )  # fmt: skip

    def draw(self, data: TableData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.table_plot import draw_table

        return draw_table(data, width, height, pen, at)

    def write(self, data: TableData, path: Path) -> None:
        from timeline_tui.analysis.toxicity_reading import write_toxicity

        write_toxicity(data, path)


TOXICITY = ToxicityChart()

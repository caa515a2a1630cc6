"""The tab of doses: what was delivered and taken, summed up over the cohort."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Pen, Request, Setting
from timeline_tui.analysis.table_data import TableData
from timeline_tui.background import Ticket

TREATMENT = Setting("doses_of", "t", "Treatment", (("rt", "radiotherapy"), ("drug", "drug")))


class DoseChart:
    """A row a measure, or a row a measure and group."""

    name = "dose"
    title = "Dose"
    key = "6"
    settings = (TREATMENT,)
    kinds = ("csv",)

    def read(self, request: Request, ticket: Ticket) -> TableData:
        from timeline_tui.analysis.dose_reading import read_doses

        return read_doses(request, ticket, treatment=request.value(TREATMENT))

    def draw(self, data: TableData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.table_plot import draw_table

        return draw_table(data, width, height, pen, at)

    def write(self, data: TableData, path: Path) -> None:
        from timeline_tui.analysis.dose_reading import write_doses

        write_doses(data, path)


DOSE = DoseChart()

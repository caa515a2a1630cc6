"""The tab of doses: what was delivered and taken, summed up over the cohort."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.chart import Drawing, Options, Pen, Setting
from timeline_tui.analysis.table_data import TableData
from timeline_tui.background import Ticket
from timeline_tui.session import Session

TREATMENT = Setting("doses_of", "t", "Treatment", (("rt", "radiotherapy"), ("drug", "drug")))


class DoseChart:
    """A row a measure, or a row a measure and group."""

    name = "dose"
    title = "Dose"
    key = "6"
    settings = (TREATMENT,)
    grouped = True
    kinds = ("csv",)

    def read(
        self,
        session: Session,
        patients: frozenset[str] | None,
        seq: int | None,
        options: Options,
        ticket: Ticket,
    ) -> TableData:
        from timeline_tui.analysis.dose_reading import read_doses

        return read_doses(
            session, patients, seq, options.by, ticket, treatment=options.value(TREATMENT)
        )

    def draw(self, data: TableData, width: int, height: int, pen: Pen, at: str) -> Drawing:
        from timeline_tui.analysis.table_plot import draw_table

        return draw_table(data, width, height, pen, at)

    def write(self, data: TableData, path: Path) -> None:
        from timeline_tui.analysis.dose_reading import write_doses

        write_doses(data, path)


DOSE = DoseChart()

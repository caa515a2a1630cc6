"""Every projection's table as a sheet."""

from __future__ import annotations

from timeline.exporting.cut import Cut
from timeline.exporting.sheet import Sheet
from timeline.projections.declarations import PROJECTIONS


def projection_sheets(cut: Cut) -> list[Sheet]:
    """The tables of a cut, each in the order of its key."""
    return [
        Sheet(name, PROJECTIONS[name].title, table.columns, table.rows, folder="tables")
        for name, table in cut.tables.items()
    ]

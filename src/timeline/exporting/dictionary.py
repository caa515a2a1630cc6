"""The data dictionary of an export: what every column of every sheet means."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.exporting.sheet import Sheet
from timeline.projections.declaration import Column

COLUMNS = {
    "sheet": Column("text", "the sheet"),
    "title": Column("text", "what the sheet holds"),
    "column": Column("text", "its column"),
    "type": Column("text", "text, date, partial_date, integer, number or boolean"),
    "unit": Column("text", "unit of a number"),
    "meaning": Column("text", "what the column means"),
    "source": Column("text", "where its definition was published"),
}


def data_dictionary(sheets: Sequence[Sheet]) -> Sheet:
    """A sheet that explains the others, one row a column."""
    rows = [
        (
            f"{sheet.folder}/{sheet.name}" if sheet.folder else sheet.name,
            sheet.title,
            name,
            column.dtype,
            column.unit or None,
            column.meaning,
            column.source or None,
        )
        for sheet in sheets
        for name, column in sheet.columns.items()
    ]
    return Sheet("data_dictionary", "What every column means", COLUMNS, rows)

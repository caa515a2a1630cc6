"""Sheets as Parquet: dates, numbers and booleans keep their types, units and meanings stand in the
columns' metadata. A date known to the month or year is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from timeline.errors import ExportError
from timeline.exporting.sheet import Sheet
from timeline.private_files import new_file
from timeline.projections.declaration import Column

BLOCK = 50_000


def write_parquet(folder: Path, sheets: Iterable[Sheet]) -> None:
    """One file a sheet. Raises ExportError where pyarrow is not installed."""
    for sheet in sheets:
        place = folder / sheet.folder
        place.mkdir(mode=0o700, exist_ok=True)
        with new_file(place / f"{sheet.name}.parquet") as file:
            write_sheet(file, sheet)


def write_sheet(file: BinaryIO, sheet: Sheet) -> None:
    """A sheet as Parquet into an open file. Raises ExportError where pyarrow is not installed."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise ExportError(
            "Parquet needs pyarrow; install timeline[parquet], or take another format"
        ) from None
    schema = arrow.schema([_field(arrow, *item) for item in sheet.columns.items()])
    rows = iter(sheet.rows)
    with parquet.ParquetWriter(file, schema) as writer:
        while block := list(islice(rows, BLOCK)):
            writer.write_table(_table(arrow, schema, sheet, block))


def _field(arrow: Any, name: str, column: Column) -> Any:
    types = {
        "text": arrow.string(),
        "date": arrow.date32(),
        "partial_date": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
    }
    told = {"meaning": column.meaning, "unit": column.unit, "source": column.source}
    metadata = {key: value for key, value in told.items() if value}
    return arrow.field(name, types[column.dtype], metadata=metadata)


def _table(arrow: Any, schema: Any, sheet: Sheet, block: list[tuple[Any, ...]]) -> Any:
    arrays = [
        arrow.array(values, arrow.string()).cast(arrow.date32())
        if column.dtype == "date"
        else arrow.array(values, field.type)
        for values, column, field in zip(
            zip(*block, strict=True), sheet.columns.values(), schema, strict=True
        )
    ]
    return arrow.Table.from_arrays(arrays, schema=schema)

"""The rows of a dataset, from CSV or a SAS transport file, as texts by variable."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timeline.errors import Place, Problem, Refused
from timeline.interchange.csv_rows import CsvRows
from timeline.interchange.records import Record, require_columns
from timeline.interchange.text_lines import TextLines

SUFFIXES = (".csv", ".xpt")


@dataclass
class Dataset:
    """A dataset's records in their order. A ragged row is among the `problems`."""

    name: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_dataset(path: Path, *needed: str) -> Dataset:
    """Read a dataset by its file. Raises Refused where a variable is missing that is needed."""
    dataset = Dataset(path.stem.upper())
    rows = _transport(path) if path.suffix.casefold() == ".xpt" else _csv(path)
    header = next(rows)
    assert isinstance(header, list)
    require_columns(path.name, header, needed)
    for row in rows:
        if isinstance(row, Problem):
            dataset.problems.append(row)
        elif isinstance(row, Record):
            dataset.records.append(row)
    return dataset


def _csv(path: Path) -> Iterator[list[str] | Record | Problem]:
    rows = CsvRows(TextLines(path))
    yield rows.header
    for row in rows:
        if isinstance(row, Problem):
            yield row
        else:
            cells = {name: cell for name, cell in zip(rows.header, row.cells, strict=True) if cell}
            yield Record(path.name, row.number, cells)


def _transport(path: Path) -> Iterator[list[str] | Record | Problem]:
    try:
        import pyreadstat
    except ImportError:
        message = "needs pyreadstat; install timeline[cdisc], or bring the dataset as CSV"
        raise Refused([Problem(message, Place(path.name))]) from None
    try:
        frame, _ = pyreadstat.read_xport(str(path), disable_datetime_conversion=True)
    except (pyreadstat.ReadstatError, OSError, UnicodeDecodeError) as error:
        message = f"not a SAS transport file: {error}"
        raise Refused([Problem(message, Place(path.name))]) from None
    names = [str(name) for name in frame.columns]
    yield names
    for number, values in enumerate(frame.itertuples(index=False), 1):
        told = zip(names, map(_text, values), strict=True)
        yield Record(path.name, number, {name: text for name, text in told if text})


def _text(value: Any) -> str:
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()

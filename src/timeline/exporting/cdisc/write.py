"""Datasets as files: CSV with ISO dates, or SAS's transport format, version 5."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from timeline.dates import day_bounds
from timeline.errors import ExportError
from timeline.exporting.cdisc.dataset import Variable
from timeline.private_files import new_file

SAS_EPOCH = -3653  # 1960-01-01, in days since 1970-01-01
LONGEST_TEXT = 200
"""Bytes of a text in a transport file of version 5."""


class Writer(Protocol):
    """Takes the rows of datasets that were begun."""

    def begin(self, name: str, label: str, variables: Sequence[Variable]) -> None: ...

    def write(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None: ...


class _Csv:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.writers: dict[str, Any] = {}

    def begin(self, name: str, label: str, variables: Sequence[Variable]) -> None:
        path = self.folder / f"{name.lower()}.csv"
        file = io.TextIOWrapper(new_file(path), encoding="utf-8", newline="")
        self.writers[name] = csv.writer(self.stack.enter_context(file), lineterminator="\n")
        self.writers[name].writerow([variable.name for variable in variables])

    def write(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self.writers[name].writerows(rows)


@contextmanager
def csv_writer(folder: Path) -> Iterator[Writer]:
    """A CSV file for each dataset, written as the rows come."""
    with ExitStack() as stack:
        yield _Csv(folder, stack)


class _Xpt:
    def __init__(self) -> None:
        self.datasets: dict[str, tuple[str, Sequence[Variable], list[tuple[Any, ...]]]] = {}

    def begin(self, name: str, label: str, variables: Sequence[Variable]) -> None:
        self.datasets[name] = (label, variables, [])

    def write(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self.datasets[name][2].extend(rows)


@contextmanager
def xpt_writer(folder: Path) -> Iterator[Writer]:
    """A transport file for each dataset, written when all rows are there.

    Raises ExportError where pyreadstat is not installed, or a text is longer than 200 bytes.
    """
    try:
        import pyreadstat
    except ImportError:
        raise ExportError(
            "XPT needs pyreadstat; install timeline[cdisc], or take the CSV form"
        ) from None
    import pandas as pd

    writer = _Xpt()
    yield writer
    for name, (label, variables, rows) in writer.datasets.items():
        columns = list(zip(*rows, strict=True)) or [()] * len(variables)
        frame = pd.DataFrame(
            {
                variable.name: _column(name, variable, values)
                for variable, values in zip(variables, columns, strict=True)
            }
        )
        pyreadstat.write_xport(
            frame,
            str(folder / f"{name.lower()}.xpt"),
            file_label=label,
            table_name=name,
            file_format_version=5,
            column_labels={variable.name: variable.label for variable in variables},
            variable_format={one.name: "DATE9." for one in variables if one.type == "date"},
        )


def _column(dataset: str, variable: Variable, values: Sequence[Any]) -> Any:
    import numpy as np

    if variable.type == "text":
        texts = ["" if value is None else str(value) for value in values]
        for text in texts:
            if len(text.encode()) > LONGEST_TEXT:
                raise ExportError(
                    f"{dataset}, variable {variable.name}: a text of {len(text.encode())} bytes;"
                    f" a transport file holds {LONGEST_TEXT}; take the CSV form"
                )
        return np.array(texts, dtype=object)
    if variable.type == "date":
        values = [None if one is None else day_bounds(one)[0] - SAS_EPOCH for one in values]
    return np.array([np.nan if one is None else one for one in values], dtype=float)

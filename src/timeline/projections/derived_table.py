"""A projection's table as it was derived: columns in arrays, from which rows or a frame are made.

A patient's tables are small and many: a DataFrame of each would cost more than deriving them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from timeline.dates import day_to_date
from timeline.projections.declaration import Declaration, Dtype
from timeline.projections.per_patient import NEVER

if TYPE_CHECKING:
    import pandas as pd


class DerivedTable:
    """The columns that a projection declares, in their order, one entry a row.

    Dates are days since 1970-01-01 with NEVER for missing; integers and numbers have NaN for
    missing, where any may be; booleans are of that type, or objects with None; texts are objects
    with None.
    """

    def __init__(self, declaration: Declaration, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        self.declaration = declaration
        self._columns = {name: columns[name] for name in declaration.columns}

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["patient"])

    def where(self, rows: npt.NDArray[Any]) -> DerivedTable:
        """The rows where a mask holds, or those at some places."""
        columns = {name: values[rows] for name, values in self._columns.items()}
        return DerivedTable(self.declaration, columns)

    def of(self, patients: Iterable[str]) -> DerivedTable:
        """The rows of some patients."""
        wanted = set(patients)
        named = [name in wanted for name in self["patient"].tolist()]
        return self.where(np.array(named, dtype=bool))

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as plain values: ISO dates, 0 or 1, None for missing."""
        declared = self.declaration.columns
        columns = [_plain(declared[name].dtype, c) for name, c in self._columns.items()]
        return list(zip(*columns, strict=True))

    def frame(self) -> pd.DataFrame:
        """The same as a DataFrame."""
        import pandas as pd

        declared = self.declaration.columns
        return pd.DataFrame(
            {name: _series(declared[name].dtype, values) for name, values in self._columns.items()}
        )


def table_of(declaration: Declaration, columns: Mapping[str, npt.NDArray[Any]]) -> DerivedTable:
    """The columns as a table, numbers as floats."""
    numbers = [name for name, column in declaration.columns.items() if column.dtype == "number"]
    floats = {name: columns[name].astype(np.float64, copy=False) for name in numbers}
    return DerivedTable(declaration, {**columns, **floats})


class _DayTexts(dict[int, str | None]):
    """Days since 1970-01-01 as ISO texts, each written once; what is no day is None."""

    def __missing__(self, day: int) -> str:
        text = self[day] = day_to_date(day).isoformat()
        return text


_TEXTS = _DayTexts({int(NEVER): None})


def _plain(dtype: Dtype, values: npt.NDArray[Any]) -> list[Any]:
    match dtype:
        case "date":
            return list(map(_TEXTS.__getitem__, values.tolist()))
        case "integer" | "boolean" if values.dtype.kind in "ib":
            whole: list[Any] = values.astype(np.int64).tolist()
            return whole
        case "integer" | "boolean":
            cells = values.tolist()
            return [None if cell is None or cell != cell else int(cell) for cell in cells]
        case _:
            return [None if cell != cell else cell for cell in values.tolist()]


def _series(dtype: Dtype, values: npt.NDArray[Any]) -> pd.Series[Any]:
    import pandas as pd

    match dtype:
        case "date":
            days = np.where(values == NEVER, np.datetime64("NaT"), values.astype("datetime64[D]"))
            return pd.Series(days.astype("datetime64[s]"))
        case "integer":
            return pd.Series(_plain(dtype, values), dtype="Int64")
        case "boolean":
            return pd.Series(_plain(dtype, values), dtype="boolean")
        case "number":
            return pd.Series(values.astype(np.float64))
        case _:
            return pd.Series(values, dtype=object)

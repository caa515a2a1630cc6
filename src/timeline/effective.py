"""Effective events in columns: what projections read.

Days are whole days since 1970-01-01. A partial date has `day` (its earliest) before `last_day`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.kinds import REMARKS

Days = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]


def objects(values: list[Any]) -> Objects:
    """The values as they are, in an array."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


class FactTable:
    """The effective facts of one kind, one row a fact, sorted by patient, day and seq.

    Columns: patient (position in `EffectiveEvents.patients`), fact, revision, seq (of revision 1),
    day, last_day, and the payload's fields that were asked for: numbers as float64 with NaN for
    missing, the rest as objects with None for missing.
    """

    def __init__(self, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["patient"])

    def where(self, rows: npt.NDArray[Any]) -> FactTable:
        """The rows where a mask holds, or those at some places."""
        return FactTable({name: column[rows] for name, column in self._columns.items()})


@dataclass(frozen=True)
class EffectiveEvents:
    """The effective events of some patients: `patients` sorted by id, one table a kind.

    `found` keeps what was once looked for in them, see `projections.moments.found_once`.
    """

    patients: Objects
    tables: Mapping[str, FactTable]
    found: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.patients)

    def __getitem__(self, kind: str) -> FactTable:
        return self.tables[kind]

    @property
    def of_the_course(self) -> list[FactTable]:
        """The tables of what happened to the patients, without what is said of the record."""
        return [table for kind, table in self.tables.items() if kind not in REMARKS]

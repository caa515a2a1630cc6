"""A table on its way out: named, with declared columns, its rows read only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from timeline.projections.declaration import Column


@dataclass(frozen=True)
class Sheet:
    """`rows` has values of str, int, float, bool or None in the order of `columns`. `folder` groups
    sheets of one sort, such as `events`.
    """

    name: str
    title: str
    columns: Mapping[str, Column]
    rows: Iterable[tuple[Any, ...]]
    folder: str = ""

"""Running projections over effective events, in memory, each after those that it needs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache
from typing import Any
from typing import Protocol as Interface

import pandas as pd

from timeline.dates import day_to_date
from timeline.effective import EffectiveEvents
from timeline.loading import load
from timeline.projections.declaration import Declaration
from timeline.projections.declarations import PROJECTIONS, fields_read, values_read
from timeline.protocol import Protocol
from timeline.store import Store

NO_DAY = -(2**63)
"""The number that numpy has for no date."""

Tables = dict[str, pd.DataFrame]


class Derivation(Interface):
    """What a projection's module offers: a pure function of its arguments."""

    def __call__(
        self, events: EffectiveEvents, protocol: Protocol, needed: Tables, /
    ) -> pd.DataFrame: ...


@cache
def derivation(name: str) -> Derivation:
    """The derivation of a projection."""
    module = importlib.import_module(f"timeline.projections.{PROJECTIONS[name].module}")
    return module.derive  # type: ignore[no-any-return]


def with_needs(names: Iterable[str]) -> tuple[str, ...]:
    """The projections named and those that they need, each after its needs."""
    ordered: dict[str, None] = {}
    for name in names:
        for need in PROJECTIONS[name].needs:
            ordered.setdefault(need)
        ordered.pop(name, None)
        ordered[name] = None
    return tuple(sorted(ordered, key=lambda name: bool(PROJECTIONS[name].needs)))


def derive_tables(
    events: EffectiveEvents, protocol: Protocol, names: Iterable[str] = PROJECTIONS
) -> Tables:
    """Every projection named, by name."""
    tables: Tables = {}
    for name in with_needs(names):
        tables[name] = derivation(name)(events, protocol, tables)
    return tables


def derive_as_of(
    store: Store,
    protocol: Protocol,
    *,
    as_of: int,
    patients: Iterable[str] | None = None,
    names: Iterable[str] = PROJECTIONS,
    cached: bool = True,
) -> Tables:
    """The tables as of a seq, of all patients or of those named, from nothing.

    With `cached` false, from the store's events alone, not from the columns kept beside it.
    """
    wanted = with_needs(names)
    only = values_read(wanted)
    events = load(
        store, fields_read(wanted), only=only, as_of=as_of, patients=patients, cached=cached
    )
    return derive_tables(events, protocol, wanted)


class _DayTexts(dict[int, str | None]):
    """Days since 1970-01-01 as ISO texts, each written once; what is no day is None."""

    def __missing__(self, day: int) -> str:
        text = self[day] = day_to_date(day).isoformat()
        return text


_TEXTS = _DayTexts({NO_DAY: None})


def to_rows(declaration: Declaration, table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The table's rows as plain values: ISO dates, 0 or 1, None for missing."""
    return list(
        zip(
            *(
                _plain(column.dtype, values)
                for column, (_, values) in zip(
                    declaration.columns.values(), table.items(), strict=True
                )
            ),
            strict=True,
        )
    )


def _plain(dtype: str, values: pd.Series[Any]) -> list[Any]:
    array = values.array
    match dtype:
        case "date":
            days = values.to_numpy().astype("datetime64[D]").astype("int64")
            return list(map(_TEXTS.__getitem__, days.tolist()))
        case "number":
            return [None if value != value else value for value in values.to_numpy().tolist()]
        case "integer" | "boolean":
            missing = array.isna()
            whole = array._data.astype("int64")
            return [
                None if absent else value
                for value, absent in zip(whole.tolist(), missing.tolist(), strict=True)
            ]
        case _:
            return [
                None if value is None or value != value else value
                for value in values.to_numpy().tolist()
            ]

"""Running projections over effective events, in memory, each after those that it needs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import cache
from typing import Protocol as Interface

from timeline.effective import EffectiveEvents
from timeline.loading import load
from timeline.projections.declarations import PROJECTIONS, fields_read, values_read
from timeline.projections.derived_table import DerivedTable
from timeline.protocol import Protocol
from timeline.store import Store

Tables = dict[str, DerivedTable]


class Derivation(Interface):
    """What a projection's module offers: a pure function of its arguments."""

    def __call__(
        self, events: EffectiveEvents, protocol: Protocol, needed: Tables, /
    ) -> DerivedTable: ...


@cache
def derivation(name: str) -> Derivation:
    """The derivation of a projection."""
    module = importlib.import_module(f"timeline.projections.{PROJECTIONS[name].module}")
    return module.derive  # type: ignore[no-any-return]


def with_needs(names: Iterable[str]) -> tuple[str, ...]:
    """The projections named and those that they need, each after its needs."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        for need in PROJECTIONS[name].needs:
            add(need)
        ordered.setdefault(name)

    for name in names:
        add(name)
    return tuple(ordered)


def derive_tables(
    events: EffectiveEvents, protocol: Protocol, names: Iterable[str] = PROJECTIONS
) -> Tables:
    """Every projection named, by name."""
    tables: Tables = {}
    for name in with_needs(names):
        needed = {need: tables[need] for need in PROJECTIONS[name].needs}
        tables[name] = derivation(name)(events, protocol, needed)
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

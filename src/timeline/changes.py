"""Differences between two states of a projection's table, cell by cell, with the facts behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from timeline.projections.declaration import Declaration
from timeline.projections.declarations import PROJECTIONS


@dataclass(frozen=True)
class Change:
    """One cell that differs. `because` names the facts that were said or revised in between."""

    projection: str
    key: dict[str, Any]
    column: str
    old: Any
    new: Any
    because: tuple[str, ...] = ()


def compare_tables(
    declaration: Declaration,
    old: Iterable[tuple[Any, ...]],
    new: Iterable[tuple[Any, ...]],
    changed: Mapping[str, list[tuple[str, str]]] | None = None,
) -> list[Change]:
    """The cells that differ, by key; a row that one side lacks differs in every cell it has.

    Evidence is compared only where nothing is given of what changed: then the tables themselves are
    held against each other.
    """
    width = len(declaration.key)
    names = list(declaration.columns)
    before = {row[:width]: row for row in old}
    after = {row[:width]: row for row in new}
    nothing = (None,) * len(names)
    found: list[Change] = []
    for key in sorted({*before, *after}):
        one, other = before.get(key, nothing), after.get(key, nothing)
        if one == other:
            continue
        because = _because(declaration, one, other, key[0], changed or {})
        for place, name in enumerate(names):
            if place < width or (name == "evidence" and changed is not None):
                continue
            if one[place] != other[place]:
                dtype = declaration.columns[name].dtype
                found.append(
                    Change(
                        declaration.name,
                        dict(zip(declaration.key, key, strict=True)),
                        name,
                        _value(dtype, one[place]),
                        _value(dtype, other[place]),
                        because,
                    )
                )
    return found


def _because(
    declaration: Declaration,
    old: tuple[Any, ...],
    new: tuple[Any, ...],
    patient: str,
    changed: Mapping[str, list[tuple[str, str]]],
) -> tuple[str, ...]:
    """The changed facts that either row rests on; failing that, all those of a kind it reads."""
    facts = changed.get(patient, [])
    evidence = {*(old[-1] or "").split(), *(new[-1] or "").split()}
    direct = [fact for _, fact in facts if fact in evidence and not declaration.needs]
    kinds = _kinds_read(declaration)
    return tuple(direct or [fact for kind, fact in facts if kind in kinds])


def _kinds_read(declaration: Declaration) -> set[str]:
    kinds = set(declaration.reads)
    for need in declaration.needs:
        kinds |= _kinds_read(PROJECTIONS[need])
    return kinds


def _value(dtype: str, value: Any) -> Any:
    return bool(value) if dtype == "boolean" and value is not None else value

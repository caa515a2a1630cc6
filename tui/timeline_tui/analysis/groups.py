"""Patients divided into numbered groups, as charts without curves need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Request

if TYPE_CHECKING:
    from timeline.store import Store


@dataclass(frozen=True)
class Divided:
    """The number of each patient's group, the groups' titles, and who is in none of them."""

    by: str | None
    titles: tuple[str, ...]
    group_of: Mapping[str, int]
    left_out: tuple[str, ...] = ()


def divide(store: Store, patients: Iterable[str], request: Request) -> Divided:
    """The groups of some patients as asked for; one group of them all without a grouping.

    Raises InvalidGrouping, InvalidFilter, UnknownProjection.
    """
    asked = list(patients)
    if request.by is None:
        return Divided(None, ("",), dict.fromkeys(asked, 0))
    from timeline.grouping import group_patients, group_title

    grouping = group_patients(
        store, request.by, as_of=request.seq, all_patients=request.all_patients
    )
    name_of = {who: grouping.group_of.get(who) for who in asked}
    inside = set(name_of.values())
    names = [name for name in grouping.names if name in inside]
    number = {name: at for at, name in enumerate(names)}
    return Divided(
        grouping.by,
        tuple(group_title(grouping.by, name) for name in names) or ("",),
        {who: number[name] for who, name in name_of.items() if name is not None},
        tuple(who for who, name in name_of.items() if name is None),
    )


def title_of(by: str | None, name: str) -> str:
    """The title over a group: its name in words, or that it is of all patients."""
    from timeline.grouping import group_title

    return "all patients" if by is None else group_title(by, name)

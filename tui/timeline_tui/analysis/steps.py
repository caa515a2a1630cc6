"""Curves of steps as plain data: what happens at each time, to whom, and the level after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from timeline_tui.analysis.chart import Selection


@dataclass(frozen=True)
class Tail(Sequence[str]):
    """Patients from one place of a list on, without a copy of them."""

    patients: tuple[str, ...]
    start: int

    def __len__(self) -> int:
        return len(self.patients) - self.start

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return self.patients[self.start :][at]


@dataclass(frozen=True)
class Step:
    """One time of a curve: who met the event then, who was censored, who met a competing event.

    `level` is the curve's just after it, `low` and `high` its 95 % limits where they are known;
    `at_risk` counts the patients just before it.
    """

    months: float
    met: tuple[str, ...]
    censored: tuple[str, ...]
    at_risk: int
    level: float
    low: float | None = None
    high: float | None = None
    competing: tuple[str, ...] = ()
    until: float | None = None
    """Where several times are told as one, the last of them."""

    @property
    def last(self) -> float:
        return self.months if self.until is None else self.until


@dataclass(frozen=True, eq=False)
class Curve:
    """A group's curve; `patients` by rising time and, of one time, events before censorings.

    `months` are their times. `cells` are what the legend says of the group, column by column.
    """

    name: str
    title: str
    patients: tuple[str, ...]
    months: tuple[float, ...]
    steps: tuple[Step, ...]
    cells: tuple[str, ...] = ()
    median: float | None = None

    @property
    def last(self) -> float:
        return self.months[-1] if self.months else 0.0

    def number_at_risk(self, months: float) -> int:
        """How many were still followed just before a time."""
        return len(self.patients) - bisect_left(self.months, months)

    def at_risk(self, months: float) -> Tail:
        """Who they were."""
        return Tail(self.patients, bisect_left(self.months, months))


@dataclass(frozen=True)
class Words:
    """How a chart of steps speaks of what happens: singular and plural."""

    met: tuple[str, str]
    censored: str
    level: str
    competing: tuple[str, str] = ("", "")


@dataclass(frozen=True, eq=False)
class StepsData:
    """What a chart of steps draws.

    `remarks` are the tests between the groups, the most important first; `notes` the patients who
    are left out, with the reason. `source` is what the figure and the file are written from.
    """

    title: str
    subtitle: str
    starts_at: float
    curves: tuple[Curve, ...]
    words: Words
    columns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    notes: tuple[Selection, ...] = ()
    limits: bool = False
    empty: str = ""
    source: Any = None

    @property
    def longest(self) -> float:
        """The time that the axis reaches, in months."""
        return max((curve.last for curve in self.curves), default=0.0) or 1.0


def merged(steps: Sequence[Step]) -> Step:
    """Several steps in a row told as one."""
    first, last = steps[0], steps[-1]
    if len(steps) == 1:
        return first
    return replace(
        last,
        months=first.months,
        until=last.months,
        met=tuple(who for step in steps for who in step.met),
        censored=tuple(who for step in steps for who in step.censored),
        competing=tuple(who for step in steps for who in step.competing),
        at_risk=first.at_risk,
    )

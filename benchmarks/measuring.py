"""Timing two pieces of work in turn, so that a machine that slows down slows both."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One line of the report: what was measured, against what, and what is wanted of it."""

    name: str
    value: float
    unit: str
    wanted: float | None
    detail: str = ""

    def __str__(self) -> str:
        line = f"{self.name:<58} {self.value:8.2f} {self.unit:<3}"
        if self.wanted is None:
            return f"     {line}  {self.detail}"
        met = "ok  " if self.value <= self.wanted else "over"
        return f"{met} {line} (wanted ≤ {self.wanted:g})  {self.detail}"


def seconds(work: Work) -> float:
    """How long the work took, once; rubbish of earlier work is collected before."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def ratio(work: Work, baseline: Work, *, rounds: int) -> tuple[float, str]:
    """The median of the ratios, pair by pair, and the medians themselves in words."""
    pairs = [(seconds(work), seconds(baseline)) for _ in range(rounds)]
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    return median(one / other for one, other in pairs), f"{ours:.2f} s against {theirs:.2f} s"

"""The values that a report prints: numbers with the words around them, never rounded inside.

Each value knows the shapes that publications print it in: a *shape* is a text with `{}` for every
number, and those numbers. `17 (94)`, `17 of 18` and `17/18` are three shapes of one proportion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

Number = int | float | Fraction
Shape = tuple[str, tuple[Number | None, ...]]


class Value(Protocol):
    """What a figure of a report says."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The ways to print it, the usual one first."""
        ...


@dataclass(frozen=True)
class Measured:
    """One number with the digits after the point that it is usually printed with."""

    number: Number | None
    digits: int = 0

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (("{}", (self.number,)),)


@dataclass(frozen=True)
class Proportion:
    """So many of so many patients; the percentage is of the total."""

    count: int
    total: int

    @property
    def percent(self) -> Fraction | None:
        return Fraction(100 * self.count, self.total) if self.total else None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (
            ("{} ({})", (self.count, self.percent)),
            ("{} of {}", (self.count, self.total)),
            ("{}/{}", (self.count, self.total)),
            ("{} %", (self.percent,)),
            ("{}", (self.count,)),
        )


@dataclass(frozen=True)
class MedianRange:
    """A median with the lowest and the highest value."""

    median: Number | None
    low: Number | None
    high: Number | None
    digits: int = 1

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (("{} ({}-{})", (self.median, self.low, self.high)), ("{}", (self.median,)))


@dataclass(frozen=True)
class MeanDeviation:
    """A mean with the sample's standard deviation (n - 1)."""

    mean: Number | None
    deviation: Number | None
    digits: int = 0

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (("{} +/- {}", (self.mean, self.deviation)), ("{}", (self.mean,)))


@dataclass(frozen=True)
class Interval:
    """A confidence interval; None for an end that is not reached."""

    low: Number | None
    high: Number | None
    digits: int = 1

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (("[{}, {}]", (self.low, self.high)), ("{}-{}", (self.low, self.high)))


@dataclass(frozen=True)
class AtMost:
    """A number that no patient exceeds."""

    number: Number | None
    unit: str

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return ((f"<={{}} {self.unit}", (self.number,)),)


@dataclass(frozen=True)
class Words:
    """A text, with its numbers in place."""

    text: str
    numbers: tuple[Number | None, ...] = ()
    digits: int = 0

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return ((self.text, self.numbers),)


@dataclass(frozen=True)
class Listing:
    """Several texts, in no order that matters."""

    lines: tuple[str, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return ()


@dataclass(frozen=True)
class Parts:
    """Several values under names, such as those of one row of a table."""

    parts: Mapping[str, Value]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return ()

"""A waterfall as plain data: a bar a patient, what its letter says, and the guiding lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from timeline_tui.analysis.chart import Selection
from timeline_tui.look import Role


@dataclass(frozen=True)
class Category:
    """What a bar's letter and colour say: `P`, partial response."""

    name: str
    letter: str
    words: str
    role: Role


@dataclass(frozen=True)
class Bar:
    """A patient's change in percent; `group` is the number of the patient's group."""

    patient: str
    percent: float
    category: str
    group: int = 0


@dataclass(frozen=True)
class WaterfallData:
    """What a waterfall draws. The bars stand by group and, in it, the largest growth first.

    `highest` is where taller bars are cut. `missing` were asked for and have no change, `left_out`
    have one and are in no group. `whole` asks for all bars at once, several in one column where
    there are more of them than columns.
    """

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    categories: tuple[Category, ...]
    lines: tuple[float, ...]
    groups: tuple[str, ...] = ("",)
    highest: float = 100.0
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    whole: bool = True
    empty: str = ""
    source: Any = field(default=None, compare=False)

    def category(self, name: str) -> Category:
        """What a category's bars look like; of one that is not listed, its own letter."""
        known = self._categories.get(name)
        return known or Category(name, name[:1] or "?", name, "soft")

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.name: category for category in self.categories}

    @cached_property
    def by_category(self) -> dict[str, tuple[str, ...]]:
        """The patients of each category."""
        found: dict[str, list[str]] = {}
        for bar in self.bars:
            found.setdefault(bar.category, []).append(bar.patient)
        return {name: tuple(who) for name, who in found.items()}

    @cached_property
    def beyond(self) -> tuple[Bar, ...]:
        """The bars that are cut."""
        return tuple(bar for bar in self.bars if bar.percent > self.highest)

    @cached_property
    def top(self) -> float:
        """Where the axis ends above: a step of 20 that holds the bars and the lines."""
        tallest = max((bar.percent for bar in self.bars), default=0.0)
        least = max((line for line in self.lines if line > 0), default=0.0)
        return min(self.highest, max(20.0, least, -(-tallest // 20) * 20))

    @cached_property
    def past_lines(self) -> tuple[tuple[float, tuple[str, ...]], ...]:
        """The patients at each guiding line or further from 0."""
        return tuple(
            (
                line,
                tuple(
                    bar.patient
                    for bar in self.bars
                    if (bar.percent <= line if line < 0 else bar.percent >= line)
                ),
            )
            for line in self.lines
        )

    @cached_property
    def notes(self) -> tuple[Selection, ...]:
        """Who has no bar, and why."""
        found = (("without a change", self.missing), ("in no group", self.left_out))
        return tuple(Selection(f"{len(who)} {why}", who) for why, who in found if who)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each patient's bar."""
        return {bar.patient: place for place, bar in enumerate(self.bars)}


@dataclass(frozen=True)
class Column:
    """One column: a bar, or several next to each other as one, as high as their median."""

    bars: tuple[Bar, ...]
    x: int = -1
    width: int = 1

    @property
    def name(self) -> str:
        return self.bars[len(self.bars) // 2].patient

    @property
    def group(self) -> int:
        return self.bars[0].group

    @cached_property
    def percent(self) -> float:
        """The median; the bars stand in order."""
        half = len(self.bars) // 2
        low, high = self.bars[half], self.bars[(len(self.bars) - 1) // 2]
        return (low.percent + high.percent) / 2

    @cached_property
    def category(self) -> str:
        """The one that most of its bars have; of several, the first."""
        names = [bar.category for bar in self.bars]
        return max(dict.fromkeys(names), key=names.count)

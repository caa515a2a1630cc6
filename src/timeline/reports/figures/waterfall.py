"""The waterfall: each patient's change from baseline as a bar, the largest growth first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline.errors import InvalidFigure
from timeline.protocols import current_protocol
from timeline.reports.figures.asking import Asked, of_criterion
from timeline.reports.figures.sheet import (
    BLACK,
    BLUE,
    COLUMN_MM,
    GREEN,
    GREY,
    LIGHT,
    ORANGE,
    PAGE_MM,
    SKY,
    VERMILION,
    sheet,
)
from timeline.store import Store

HEIGHT_MM = 62
HIGHEST = 100.0
"""A bar that rises higher is cut here, with its percentage above."""

MOST_IN_A_COLUMN = 30
MOST_NAMED = 100
RESPONSES = {"CR": GREEN, "PR": SKY, "SD": LIGHT, "PD": VERMILION, "NE": GREY}
PARTIAL_RESPONSE, PROGRESSION = -30.0, 20.0
"""Eisenhauer et al., Eur J Cancer 2009;45:228–247."""


@dataclass(frozen=True)
class Bar:
    """A patient's change in percent, and what the bar's colour says of it."""

    patient: str
    percent: float
    category: str


@dataclass(frozen=True)
class Waterfall:
    """The bars, what they measure, the colours of the categories, and the guiding lines."""

    bars: tuple[Bar, ...]
    title: str
    legend: str
    colours: dict[str, str]
    lines: tuple[float, ...]
    left_out: tuple[str, ...]


def size_waterfall(store: Store, asked: Asked, *, criterion: str | None = None) -> Waterfall:
    """Change of the sum of diameters at the protocol's assessment, coloured by overall response."""
    rows = of_criterion(asked.rows(store, "response"), criterion)
    bars = [
        Bar(row["patient"], row["size_change_percent"], row["overall"] or "NE")
        for row in rows
        if row["size_change_percent"] is not None
    ]
    return Waterfall(
        _sorted(bars),
        "Change of sum of diameters (%)",
        "Overall response",
        RESPONSES,
        (PARTIAL_RESPONSE, PROGRESSION),
        _others(store, asked, bars),
    )


def afp_waterfall(store: Store, asked: Asked) -> Waterfall:
    """Change of AFP after treatment, coloured by whether it fell by more than the protocol asks."""
    decline = current_protocol(store).afp_decline.decline_percent
    fell, not_so = f"fell by more than {decline:g} %", "did not"
    bars = [
        Bar(row["patient"], row["change_percent"], fell if row["decline_over_80"] else not_so)
        for row in asked.rows(store, "afp_decline")
        if row["change_percent"] is not None
    ]
    return Waterfall(
        _sorted(bars),
        "Change of AFP (%)",
        "AFP",
        {fell: BLUE, not_so: ORANGE},
        (-decline,),
        _others(store, asked, bars),
    )


def _sorted(bars: list[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: (-bar.percent, bar.patient)))


def _others(store: Store, asked: Asked, bars: list[Bar]) -> tuple[str, ...]:
    shown = {bar.patient for bar in bars}
    return tuple(patient for patient in asked.patients(store) if patient not in shown)


def write_waterfall(path: Path, found: Waterfall) -> None:
    """Write the figure as .svg, .pdf or .png. Raises InvalidFigure, also without a bar."""
    if not found.bars:
        raise InvalidFigure(f"{path}: nobody has a change to show")
    width = COLUMN_MM if len(found.bars) <= MOST_IN_A_COLUMN else PAGE_MM
    with sheet(path, width_mm=width, height_mm=HEIGHT_MM) as figure:
        axes = figure.subplots()
        for line in found.lines:
            axes.axhline(line, color=GREY, linewidth=0.6, linestyle=(0, (3, 2)), zorder=0)
        axes.axhline(0, color=BLACK, linewidth=0.6)
        for category, colour in found.colours.items():
            members = [(at, bar) for at, bar in enumerate(found.bars) if bar.category == category]
            if members:
                axes.bar(
                    [at for at, _ in members],
                    [min(bar.percent, HIGHEST) for _, bar in members],
                    width=0.8, color=colour, edgecolor=BLACK, linewidth=0.4, label=category,
                )  # fmt: skip
        for at, bar in enumerate(found.bars):
            if bar.percent > HIGHEST:
                axes.text(at, HIGHEST + 2, f"{bar.percent:.0f}", ha="center", fontsize=5.5)
        axes.set_ylim(*_span(found.bars))
        axes.set_ylabel(found.title)
        axes.spines.bottom.set_visible(False)
        axes.set_xlim(-0.7, len(found.bars) - 0.3)
        axes.tick_params(axis="x", length=0)
        names = [bar.patient for bar in found.bars] if len(found.bars) <= MOST_NAMED else []
        axes.set_xticks(range(len(names)), names, rotation=90, fontsize=5.5)
        axes.legend(
            title=found.legend, title_fontsize=6.5, loc="lower left",
            bbox_to_anchor=(-0.03, 1.0), ncols=5, handlelength=1.2, columnspacing=1.2,
            borderpad=0.2, alignment="left",
        )  # fmt: skip


def _span(bars: Sequence[Bar]) -> tuple[float, float]:
    """From −100 or a little below the deepest bar to above the highest, in steps of 20."""
    highest = max(PROGRESSION, *(min(bar.percent, HIGHEST) for bar in bars))
    return -104.0, (highest // 20 + 1) * 20 + 4

"""The waterfall as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import InvalidFigure
from timeline.reports.figures.colours import BLACK, GREY
from timeline.reports.figures.sheet import COLUMN_MM, PAGE_MM, sheet
from timeline.reports.figures.waterfall_bars import HIGHEST, Bar, Waterfall

if TYPE_CHECKING:
    from matplotlib.axes import Axes


HEIGHT_MM = 62
LEAST_ABOVE = 20.0
"""So far the axis goes up at least."""

MOST_IN_A_COLUMN = 30
MOST_NAMED = 100


def write_waterfall(path: Path, found: Waterfall) -> None:
    """Write the figure as .svg, .pdf or .png. Raises InvalidFigure, also without a bar."""
    if not found.bars:
        raise InvalidFigure(f"{path}: nobody has a change to show")
    many = len(found.bars) > MOST_NAMED
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
                    width=1.0 if many else 0.8, color=colour, edgecolor=BLACK,
                    linewidth=0 if many else 0.4, label=category,
                )  # fmt: skip
        _values_beyond(axes, found.bars, together=many)
        axes.set_ylim(*_span(found.bars))
        axes.set_ylabel(found.title)
        axes.spines.bottom.set_visible(False)
        axes.set_xlim(-0.7, len(found.bars) - 0.3)
        axes.tick_params(axis="x", length=0)
        names = [] if many else [bar.patient for bar in found.bars]
        axes.set_xticks(range(len(names)), names, rotation=90, fontsize=5.5)
        axes.legend(
            title=found.legend, title_fontsize=6.5, loc="lower left",
            bbox_to_anchor=(-0.03, 1.0), ncols=5, handlelength=1.2, columnspacing=1.2,
            borderpad=0.2, alignment="left",
        )  # fmt: skip


def _values_beyond(axes: Axes, bars: Sequence[Bar], *, together: bool) -> None:
    """The percentages of bars that are cut, above each, or together where they would overlap."""
    beyond = [(at, bar) for at, bar in enumerate(bars) if bar.percent > HIGHEST]
    if not together:
        for at, bar in beyond:
            axes.text(at, HIGHEST + 2, f"{bar.percent:.0f}", ha="center", fontsize=5.5)
    elif beyond:
        highest = max(bar.percent for _, bar in beyond)
        words = f" {len(beyond)} beyond {HIGHEST:g} %, up to {highest:.0f} %"
        axes.text(beyond[-1][0] + 1, HIGHEST, words, va="top", fontsize=5.5)


def _span(bars: Sequence[Bar]) -> tuple[float, float]:
    """From −100 or a little below the deepest bar to above the highest, in steps of 20."""
    highest = max(LEAST_ABOVE, *(min(bar.percent, HIGHEST) for bar in bars))
    return -104.0, (highest // 20 + 1) * 20 + 4

"""Step curves with the number at risk below: survival and cumulative incidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.reports.figures.colours import COLOURS
from timeline.reports.figures.sheet import COLUMN_MM, DASHES, percent_axis, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TICKS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
MOST_TICKS = 8
PLOT_MM = 58
ROW_MM = 3.6
LEGEND_LETTERS = 60
"""How many fit into a line of the legend, with the samples of the lines."""


@dataclass(frozen=True)
class StepCurve:
    """A curve: its level from each time on, where it ends, who was censored when and how many were
    at risk.
    """

    name: str
    times: Sequence[float]
    levels: Sequence[float]
    last: float
    censored_at: Sequence[float]
    at_risk: Callable[[Sequence[float]], list[int]]

    def level_at(self, time: float, starts_at: float) -> float:
        """The level just after a time."""
        passed = [s for t, s in zip(self.times, self.levels, strict=True) if t <= time]
        return passed[-1] if passed else starts_at


def write_step_figure(
    path: Path,
    curves: Sequence[StepCurve],
    *,
    title: str,
    starts_at: float,
    remark: str = "",
) -> None:
    """Write the curves, one column wide, with censor ticks and the number at risk below."""
    rows = max(len(curves), 1)
    height = PLOT_MM + ROW_MM * (rows + 1)
    with sheet(path, width_mm=COLUMN_MM, height_mm=height) as figure:
        plot, table = figure.subplots(
            2, 1, sharex=True, height_ratios=[PLOT_MM - 8, ROW_MM * (rows + 0.6)]
        )
        longest = max((curve.last for curve in curves), default=0.0) or 1.0
        ticks = month_ticks(longest)
        for place, curve in enumerate(curves):
            _draw(plot, curve, place, starts_at)
        plot.set_xlim(0, longest * 1.02)
        plot.set_xticks(ticks)
        plot.tick_params(labelbottom=True)
        percent_axis(plot, f"{title} (%)")
        plot.set_xlabel("Months")
        if len(curves) > 1:
            _legend(plot, curves)
        if remark:
            corner = (0.02, 0.04, "left") if starts_at else (0.98, 0.04, "right")
            plot.text(*corner[:2], remark, transform=plot.transAxes, ha=corner[2], fontsize=6.5)
        _number_at_risk(table, curves, ticks)


def _draw(axes: Axes, curve: StepCurve, place: int, starts_at: float) -> None:
    colour = COLOURS[place % len(COLOURS)]
    times = [0.0, *curve.times, curve.last]
    levels = [starts_at, *curve.levels, curve.level_at(curve.last, starts_at)]
    axes.step(
        times, levels, where="post", color=colour, linestyle=DASHES[place % len(DASHES)],
        label=curve.name, clip_on=False,
    )  # fmt: skip
    axes.plot(
        curve.censored_at,
        [curve.level_at(time, starts_at) for time in curve.censored_at],
        linestyle="none", marker="|", color=colour, markersize=5, markeredgewidth=0.9,
        clip_on=False,
    )  # fmt: skip


def _legend(axes: Axes, curves: Sequence[StepCurve]) -> None:
    """Above the curves, where it can hide none of them."""
    longest = max(len(curve.name) for curve in curves)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), handlelength=2.6, columnspacing=1.4,
        ncols=max(1, min(len(curves), LEGEND_LETTERS // (longest + 8))), borderpad=0.2,
    )  # fmt: skip


def _number_at_risk(axes: Axes, curves: Sequence[StepCurve], ticks: Sequence[float]) -> None:
    """Below each tick how many are at risk, each row in the colour of its curve."""
    axes.set_ylim(len(curves) - 0.4, -0.9)
    axes.spines[:].set_visible(False)
    axes.tick_params(bottom=False, left=False, labelbottom=False, pad=7)
    axes.set_yticks(range(len(curves)), [curve.name for curve in curves])
    axes.set_title("Number at risk", loc="left", fontsize=6.5, pad=0)
    for place, curve in enumerate(curves):
        colour = COLOURS[place % len(COLOURS)]
        axes.get_yticklabels()[place].set_color(colour)
        for tick, count in zip(ticks, curve.at_risk(ticks), strict=True):
            axes.text(
                tick, place, str(count), ha="center", va="center_baseline", fontsize=6.5,
                color=colour,
            )  # fmt: skip


def month_ticks(longest: float) -> list[float]:
    """Months from 0 on, in steps that divide years, at most a few of them."""
    step = next((one for one in TICKS if longest / one <= MOST_TICKS), longest)
    return [float(step * number) for number in range(int(longest / step) + 1)]

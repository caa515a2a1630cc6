"""The swimmer plot as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import InvalidFigure
from timeline.reports.figures.colours import BLACK, BLUE, GREEN, LIGHT, ORANGE, VERMILION
from timeline.reports.figures.sheet import COLUMN_MM, sheet
from timeline.reports.figures.steps import month_ticks
from timeline.reports.figures.swimmer_courses import Swimmer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM = 3.9
FRAME_MM = 24
MOST_ROWS = 60


def write_swimmer_plot(path: Path, swimmers: Sequence[Swimmer], *, agent: str, origin: str) -> None:
    """Write the figure as .svg, .pdf or .png. Raises InvalidFigure, also for nobody or too many."""
    if not swimmers:
        raise InvalidFigure(f"{path}: nobody has a course to show")
    if len(swimmers) > MOST_ROWS:
        raise InvalidFigure(
            f"{path}: {len(swimmers)} patients, more than {MOST_ROWS} rows can be read;"
            " ask for fewer with --where"
        )
    height = FRAME_MM + ROW_MM * len(swimmers)
    with sheet(path, width_mm=COLUMN_MM, height_mm=height) as figure:
        axes = figure.subplots()
        for row, one in enumerate(swimmers):
            _draw(axes, row, one)
        axes.set_ylim(len(swimmers) - 0.4, -0.6)
        axes.set_yticks(range(len(swimmers)), [one.patient for one in swimmers], fontsize=6)
        axes.tick_params(axis="y", length=0)
        axes.spines.left.set_visible(False)
        axes.axvline(0, color=BLACK, linewidth=0.5, zorder=0)
        axes.set_xticks(month_ticks(max(one.until for one in swimmers) or 1.0))
        axes.set_xlabel(f"Months from {origin}")
        _legend(axes, agent)


def _draw(axes: Axes, row: int, one: Swimmer) -> None:
    axes.barh(row, one.until, height=0.72, color=LIGHT, linewidth=0, zorder=1)
    for start, end in one.radiotherapy:
        axes.barh(row, end - start, left=start, height=0.72, color=BLUE, linewidth=0, zorder=2)
    for start, end in one.drug:
        axes.barh(row, end - start, left=start, height=0.24, color=ORANGE, linewidth=0, zorder=3)
    if one.progressed is not None:
        _mark(axes, one.progressed, row, "^", VERMILION)
    if one.late is not None:
        _mark(axes, one.late, row, "D", GREEN)
    if one.died:
        axes.plot(one.until, row, "x", color=BLACK, markersize=4, markeredgewidth=1, zorder=5)
    else:
        axes.plot(one.until, row, ">", color=BLACK, markersize=4, zorder=5, clip_on=False)


def _mark(axes: Axes, at: float, row: int, marker: str, colour: str) -> None:
    axes.plot(
        at, row, marker, color=colour, markersize=4.2, markeredgecolor="white",
        markeredgewidth=0.4, zorder=4,
    )  # fmt: skip


def _legend(axes: Axes, agent: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def sign(marker: str, colour: str, label: str) -> Line2D:
        return Line2D(
            [], [], linestyle="none", marker=marker, color=colour, markersize=4, label=label
        )

    axes.legend(
        handles=[
            Patch(color=BLUE, label="radiotherapy"),
            Patch(color=ORANGE, label=agent),
            sign("^", VERMILION, "progression"),
            sign("D", GREEN, "late toxicity"),
            sign("x", BLACK, "death"),
            sign(">", BLACK, "alive, last contact"),
        ],
        loc="lower left", bbox_to_anchor=(-0.03, 1.0), ncols=3, columnspacing=1.2,
        handlelength=1.2, borderpad=0.2,
    )  # fmt: skip

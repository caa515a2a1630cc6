"""The spider plot: each patient's sum of diameters over time, as change from baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import InvalidFigure
from timeline.protocols import current_protocol
from timeline.reports.figures.asking import Asked, of_criterion
from timeline.reports.figures.colours import BLACK, BLUE, GREEN, GREY, VERMILION
from timeline.reports.figures.sheet import COLUMN_MM, DASHES, sheet
from timeline.reports.figures.steps import month_ticks
from timeline.reports.figures.waterfall_bars import guiding_lines
from timeline.store import Store

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT_MM = 72
MOST_NAMED = 40
LABEL_PERCENT = 3.5
"""A name hides what is nearer to it than this."""

SHIFTS = (0.0, 3.0, -3.0, 5.5, -5.5, 8.0, -8.0)
"""How far up or down a name may be moved."""

RESPONSES = {
    "CR": (GREEN, DASHES[0], "D"),
    "PR": (BLUE, DASHES[0], "o"),
    "SD": (GREY, DASHES[1], "s"),
    "PD": (VERMILION, DASHES[2], "^"),
    "NE": (BLACK, DASHES[3], "v"),
}
"""Colour, line and mark by best overall response."""


@dataclass(frozen=True)
class Thread:
    """A patient's assessments: months from the origin, change in percent; the best response."""

    patient: str
    months: tuple[float, ...]
    percent: tuple[float, ...]
    best: str


def read_threads(
    store: Store, asked: Asked, *, criterion: str | None = None
) -> tuple[list[Thread], tuple[str, ...]]:
    """The threads of patients measured more than once, and the patients who were not."""
    month = current_protocol(store).time.days_per_month
    best = {
        row["patient"]: row["best_overall"]
        for row in of_criterion(asked.rows(store, "response"), criterion)
    }
    points: dict[str, list[tuple[float, float]]] = {}
    for row in of_criterion(asked.rows(store, "response_assessments"), criterion):
        if row["size_change_percent"] is not None and row["days"] is not None:
            point = (row["days"] / month, row["size_change_percent"])
            points.setdefault(row["patient"], []).append(point)
    threads = []
    for patient, found in points.items():
        if len(found) > 1:
            months, percent = zip(*found, strict=True)
            threads.append(Thread(patient, months, percent, best.get(patient) or "NE"))
    shown = {thread.patient for thread in threads}
    return threads, tuple(who for who in asked.patients(store) if who not in shown)


def write_spider_plot(path: Path, threads: Sequence[Thread], *, origin: str) -> None:
    """Write the figure as .svg, .pdf or .png. Raises InvalidFigure, also without a thread."""
    if not threads:
        raise InvalidFigure(f"{path}: nobody was measured more than once")
    with sheet(path, width_mm=COLUMN_MM, height_mm=HEIGHT_MM) as figure:
        axes = figure.subplots()
        for line in guiding_lines(()):
            axes.axhline(line, color=GREY, linewidth=0.6, linestyle=(0, (3, 2)), zorder=0)
        axes.axhline(0, color=BLACK, linewidth=0.5, zorder=0)
        for best, (colour, dashes, mark) in RESPONSES.items():
            label: str | None = best
            for thread in threads:
                if thread.best == best:
                    axes.plot(
                        thread.months, thread.percent, color=colour, linestyle=dashes,
                        linewidth=0.9, marker=mark, markersize=2.4, label=label,
                    )  # fmt: skip
                    label = None
        if len(threads) <= MOST_NAMED:
            _name(axes, threads)
        highest = max(guiding_lines(())[-1] + 5, *(max(thread.percent) + 5 for thread in threads))
        axes.set_ylim(-104, highest)
        axes.set_ylabel("Change of sum of diameters (%)")
        axes.set_xticks(month_ticks(max(thread.months[-1] for thread in threads)))
        axes.set_xlabel(f"Months from {origin}")
        axes.legend(
            title="Best overall response", title_fontsize=6.5, loc="lower left",
            bbox_to_anchor=(-0.03, 1.0), ncols=5, handlelength=2.2, columnspacing=1.2,
            borderpad=0.2, alignment="left",
        )  # fmt: skip


def _name(axes: Axes, threads: Sequence[Thread]) -> None:
    """Each patient's name by the end of the thread, where it hides least of the others."""
    longest = max(thread.months[-1] for thread in threads)
    width = longest / 11
    taken = [(x, y) for one in threads for x, y in zip(one.months, one.percent, strict=True)]
    for thread in sorted(threads, key=lambda one: (-one.percent[-1], one.patient)):
        at, end = thread.months[-1] + width * 0.6, thread.percent[-1]
        level = min(
            (end + shift for shift in SHIFTS),
            key=lambda y: _hidden(taken, at, y, width) + abs(y - end) / 8,
        )
        taken += [(at - width / 4, level), (at + width / 4, level)]
        axes.annotate(
            thread.patient, (at, level), fontsize=5, ha="center", va="center",
            color=RESPONSES[thread.best][0], annotation_clip=False,
        )  # fmt: skip
    axes.set_xlim(right=longest * 1.1)


def _hidden(taken: Sequence[tuple[float, float]], at: float, level: float, width: float) -> int:
    """How many marks and names a name there would lie over."""
    return sum(abs(x - at) < width * 0.55 and abs(y - level) < LABEL_PERCENT for x, y in taken)

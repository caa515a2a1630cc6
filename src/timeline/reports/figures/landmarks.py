"""The figure of late toxicity at the landmarks: a bar of patients for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from timeline.errors import InvalidFigure
from timeline.reports.figures.colours import BLACK, LIGHT
from timeline.reports.figures.sheet import COLUMN_MM, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR_MM = 7
REST_MM = 26
GRADES = {5: "#2B1100", 4: "#8A2E00", 3: "#D55E00", 2: "#E69F00", 1: "#F7D9A0"}
"""Darker with the grade, so that grey print keeps the order."""

NONE = "#009E73"
LABELS = (*(f"grade {grade}" for grade in GRADES), "none", "not evaluable")
LEAST_SHARE = 0.04
"""A part narrower than this share of the longest bar has no number."""


@dataclass(frozen=True)
class LandmarkBar:
    """How many patients of a group have each worst grade at a landmark (0: none), and how many
    could not be evaluated.
    """

    title: str
    grades: Mapping[int, int]
    not_evaluable: int


def write_landmark_figure(path: Path, bars: Sequence[LandmarkBar]) -> None:
    """Write the bars as .svg, .pdf or .png, the first above. Raises InvalidFigure without any."""
    if not bars:
        raise InvalidFigure(f"{path}: nobody is there to draw")
    longest = max(sum(bar.grades.values()) + bar.not_evaluable for bar in bars)
    height = REST_MM + BAR_MM * len(bars)
    with sheet(path, width_mm=COLUMN_MM, height_mm=height) as figure:
        axes = figure.subplots()
        labels: set[str] = set()
        for row, bar in enumerate(bars):
            left = 0
            for grade in (5, 4, 3, 2, 1, 0):
                count = bar.grades.get(grade, 0)
                label = f"grade {grade}" if grade else "none"
                _part(axes, row, left, count, GRADES.get(grade, NONE), label, longest, labels)
                left += count
            _part(axes, row, left, bar.not_evaluable, LIGHT, "not evaluable", longest, labels)
        axes.set_yticks(range(len(bars)), [bar.title for bar in bars])
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_xlabel("Patients")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        _legend(axes)


def _legend(axes: Axes) -> None:
    """What is in the bars, from the worst on."""
    handles, labels = axes.get_legend_handles_labels()
    found = dict(zip(labels, handles, strict=True))
    shown = [label for label in LABELS if label in found]
    axes.legend(
        [found[label] for label in shown], shown, loc="lower left", bbox_to_anchor=(-0.02, 1.0),
        ncols=3, handlelength=1.2, columnspacing=1.2, borderpad=0.2,
    )  # fmt: skip


def _part(
    axes: Axes, row: int, left: int, count: int, colour: str, label: str, longest: int,
    labels: set[str],
) -> None:  # fmt: skip
    if not count:
        return
    known = "_" if label in labels else ""
    labels.add(label)
    axes.barh(
        row, count, left=left, height=0.62, color=colour, edgecolor="white", linewidth=0.5,
        label=known + label,
    )  # fmt: skip
    if count >= longest * LEAST_SHARE:
        dark = label in ("grade 5", "grade 4", "none")
        axes.text(
            left + count / 2, row, str(count), ha="center", va="center_baseline", fontsize=6.5,
            color="white" if dark else BLACK,
        )  # fmt: skip

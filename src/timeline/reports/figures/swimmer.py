"""The swimmer plot: each patient's course as a bar from day 0 to death or last contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import InvalidFigure
from timeline.protocols import current_protocol
from timeline.reports.figures.asking import Asked, Row
from timeline.reports.figures.sheet import (
    BLACK,
    BLUE,
    COLUMN_MM,
    GREEN,
    LIGHT,
    ORANGE,
    VERMILION,
    sheet,
)
from timeline.reports.figures.steps import month_ticks
from timeline.store import Store

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM = 3.9
FRAME_MM = 24
MOST_ROWS = 60
Span = tuple[float, float]


@dataclass(frozen=True)
class Swimmer:
    """A patient's course in months from the origin; `late` has the onset of late toxicity."""

    patient: str
    until: float
    died: bool
    progressed: float | None
    late: float | None
    radiotherapy: tuple[Span, ...]
    drug: tuple[Span, ...]


def read_swimmers(store: Store, asked: Asked) -> list[Swimmer]:
    """The patients who have an origin, the longest followed first."""
    protocol = current_protocol(store)
    month, agent = protocol.time.days_per_month, protocol.drug.agent
    courses = _by_patient(asked.rows(store, "radiotherapy"))
    drugs = _by_patient(asked.rows(store, "drug_exposure"))
    progressed = {row["patient"]: row for row in asked.rows(store, "ttp") if row["event"]}
    late = {row["patient"]: row for row in asked.rows(store, "late_toxicity_onset")}
    found = []
    for row in asked.rows(store, "os"):
        patient, origin = row["patient"], row["origin_on"]
        toxic = late.get(patient)
        found.append(
            Swimmer(
                patient,
                until=row["months"],
                died=row["event"],
                progressed=progressed[patient]["months"] if patient in progressed else None,
                late=_months(origin, toxic["ended_on"], month)
                if toxic and toxic["outcome"] == "late toxicity"
                else None,
                radiotherapy=_spans(courses.get(patient, []), origin, month),
                drug=_spans(
                    [one for one in drugs.get(patient, []) if one["agent"] == agent], origin, month
                ),
            )
        )
    return sorted(found, key=lambda one: (-one.until, one.patient))


def _by_patient(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["patient"], []).append(row)
    return found


def _months(origin: str, day: str, month: float) -> float:
    return (date.fromisoformat(day) - date.fromisoformat(origin)).days / month


def _spans(rows: list[Row], origin: str, month: float) -> tuple[Span, ...]:
    """From the first day to the end of the last; rows without days are not drawn."""
    return tuple(
        (
            _months(origin, row["first_on"], month),
            _months(origin, row["last_on"], month) + 1 / month,
        )
        for row in rows
        if row["first_on"] and row["last_on"]
    )


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

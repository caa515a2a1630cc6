"""The figure of a cumulative incidence."""

from __future__ import annotations

from pathlib import Path

from timeline.grouping import group_title
from timeline.incidence import CohortIncidence
from timeline.reports.figures.steps import StepCurve, write_step_figure


def write_incidence_figure(path: Path, found: CohortIncidence) -> None:
    """Write the groups' curves as .svg, .pdf or .png. Raises InvalidFigure."""
    write_step_figure(
        path,
        [
            StepCurve(
                group_title(found.by, group.name),
                group.curve.times.tolist(),
                group.curve.incidence.tolist(),
                group.curve.last,
                group.curve.censored_at.tolist(),
                group.curve.number_at_risk,
            )
            for group in found.groups
        ],
        title="Late toxicity",
        starts_at=0.0,
    )

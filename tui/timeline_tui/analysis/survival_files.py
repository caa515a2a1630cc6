"""Survival as a file: the figure for print, or the numbers behind it."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.steps import StepsData


def write_survival(data: StepsData, path: Path) -> None:
    """The figure as its ending says; as .csv a row a patient with the estimate at their time."""
    if path.suffix == ".csv":
        write_csv(
            path,
            ("group", "patient", "months", "event", "at_risk", "survival", "low_95", "high_95"),
            (
                (curve.name, patient, step.months, patient in step.met, step.at_risk, step.level,
                 step.low, step.high)
                for curve in data.curves
                for step in curve.steps
                for patient in (*step.met, *step.censored)
            ),
        )  # fmt: skip
        return
    from timeline.reports.figures.survival import write_survival_figure

    source = data.source
    write_survival_figure(path, source.cohort, source.groups, source.test)

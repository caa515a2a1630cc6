"""Late toxicity as a file: the figure for print, or the numbers behind it."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.landmarks import DIED, LOST, NONE, LandmarksData
from timeline_tui.analysis.steps import StepsData

_COLUMNS = (
    "group", "patient", "landmark_months", "landmark_on", "evaluable", "present", "max_grade",
    "terms", "attribution",
)  # fmt: skip
_WHY = {DIED: "died before", LOST: "last contact before"}


def write_landmarks(data: LandmarksData, path: Path) -> None:
    """The bars as a figure; as .csv a row a patient and landmark, with why not evaluable."""
    if path.suffix == ".csv":
        write_csv(
            path,
            (*_COLUMNS, "not_evaluable_because"),
            ((*(row[name] for name in _COLUMNS), _WHY.get(row["finding"])) for row in data.rows),
        )
        return
    from timeline.reports.figures.landmarks import LandmarkBar, write_landmark_figure

    several = len(data.groups) > 1
    bars = []
    for bar in data.bars:
        title = f"{bar.landmark} months" + (f", {data.groups[bar.group]}" if several else "")
        grades = {grade: len(bar.of(str(grade) if grade else NONE)) for grade in range(6)}
        bars.append(LandmarkBar(title, grades, len(bar.of(DIED, LOST))))
    write_landmark_figure(path, bars)


def write_incidence(data: StepsData, path: Path) -> None:
    """The curves as a figure; as .csv a row a patient with the incidence at their time."""
    if path.suffix == ".csv":
        write_csv(
            path,
            ("group", "patient", "months", "outcome", "at_risk", "incidence", "low_95", "high_95"),
            (
                (curve.name, patient, step.months, outcome, step.at_risk, step.level, step.low,
                 step.high)
                for curve in data.curves
                for step in curve.steps
                for outcome, patients in (
                    ("late toxicity", step.met), ("death", step.competing),
                    ("censored", step.censored),
                )
                for patient in patients
            ),
        )  # fmt: skip
        return
    from timeline.reports.figures.incidence import write_incidence_figure

    write_incidence_figure(path, data.source)

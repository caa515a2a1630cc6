"""The Kaplan–Meier figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from timeline.grouping import group_title
from timeline.reports.figures.steps import StepCurve, write_step_figure
from timeline.statistics.kaplan_meier import SurvivalCurve, number_at_risk
from timeline.statistics.log_rank import LogRank
from timeline.statistics.rounding import round_half_up
from timeline.survival import Cohort, GroupSurvival

AXES = {
    "os": "Overall survival",
    "ttp": "Free of progression",
    "pfs": "Progression-free survival",
}
SMALLEST_P = 0.001


def write_survival_figure(
    path: Path, cohort: Cohort, groups: Sequence[GroupSurvival], test: LogRank | None
) -> None:
    """Write the groups' curves as .svg, .pdf or .png, with the log-rank p. Raises InvalidFigure."""
    write_step_figure(
        path,
        [_curve(group_title(cohort.by, group.name), group.curve) for group in groups],
        title=AXES[cohort.endpoint],
        starts_at=1.0,
        remark=_remark(test),
    )


def _curve(name: str, curve: SurvivalCurve) -> StepCurve:
    return StepCurve(
        name,
        curve.times.tolist(),
        curve.survival.tolist(),
        curve.last,
        curve.censored_at.tolist(),
        lambda times: number_at_risk(curve, times),
    )


def _remark(test: LogRank | None) -> str:
    if test is None or test.p is None:
        return ""
    if test.p < SMALLEST_P:
        return "Log-rank p < 0.001"
    return f"Log-rank p = {round_half_up(test.p, 3)}"

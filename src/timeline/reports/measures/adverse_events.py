"""Patients with adverse events: by row of the report's own list, and late ones at a landmark."""

from __future__ import annotations

from timeline.reports.cohort import Cohort
from timeline.reports.figure_kinds import AdverseEvent, Late, MostCommon
from timeline.reports.values import Measured, Parts, Proportion, Value, Words


def worst_grades(cohort: Cohort, event: str, patients: frozenset[str]) -> dict[str, int]:
    """The worst grade on treatment of each patient who had one of the row's terms at all."""
    asked = cohort.definition.adverse_events[event]
    worst: dict[str, int] = {}
    for row in cohort.rows("toxicity", asked.where, patients):
        grade = row["worst_on_treatment_grade"]
        if grade and row["term"] in asked.terms:
            worst[row["patient"]] = max(grade, worst.get(row["patient"], 0))
    return worst


def adverse_event(cohort: Cohort, figure: AdverseEvent, patients: frozenset[str]) -> Value:
    """Each patient once, at the worst grade."""
    worst = worst_grades(cohort, figure.event, patients).values()
    return Parts(
        {
            "all": Proportion(len(worst), len(patients)),
            "g3": Proportion(sum(grade == 3 for grade in worst), len(patients)),
            "g4": Proportion(sum(grade == 4 for grade in worst), len(patients)),
        }
    )


def most_common(cohort: Cohort, figure: MostCommon, patients: frozenset[str]) -> Value:
    had = {
        name: len(worst_grades(cohort, name, patients)) for name in cohort.definition.adverse_events
    }
    ranked = sorted((name for name in had if had[name]), key=lambda name: -had[name])
    return Words(", then ".join(ranked[: figure.first]))


def late(cohort: Cohort, figure: Late, patients: frozenset[str]) -> Value:
    """Patients with something in effect at the landmark, in all and for each part's condition."""
    at = f"landmark_months = {figure.months} and present"
    parts: dict[str, Value] = {"total": Measured(len(cohort.having("late_toxicity", at, patients)))}
    for name, where in figure.parts.items():
        found = cohort.having("late_toxicity", f"{at} and ({where})", patients)
        parts[name] = Measured(len(found))
    return Parts(parts)

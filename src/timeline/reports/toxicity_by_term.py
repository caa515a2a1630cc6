"""Toxicity by term and worst grade: each patient once a term, at the highest grade of a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PERIODS = {
    "all": "worst_grade",
    "on treatment": "worst_on_treatment_grade",
    "acute": "worst_acute_grade",
    "late": "worst_late_grade",
    "above baseline": "worst_grade_above_baseline",
}
"""The column of `toxicity` that has the worst grade of a period."""

GRADES = (1, 2, 3, 4, 5)
UNATTRIBUTED = "none"


@dataclass(frozen=True)
class TermGrades:
    """The patients who had a term, by their worst grade (1 to 5); patients sorted."""

    term: str
    patients: Mapping[int, tuple[str, ...]]

    def of(self, *grades: int) -> tuple[str, ...]:
        """Those whose worst grade is one of these."""
        return tuple(sorted(who for grade in grades for who in self.patients.get(grade, ())))

    @property
    def any_grade(self) -> tuple[str, ...]:
        return self.of(*GRADES)

    @property
    def severe(self) -> tuple[str, ...]:
        """Those of grade 3 or higher."""
        return self.of(3, 4, 5)


def toxicity_by_term(
    rows: Iterable[Mapping[str, Any]], *, period: str = "all", attribution: str | None = None
) -> list[TermGrades]:
    """The terms that somebody had, the commonest first, of one frequency the severest.

    `rows` are of the table `toxicity`. `attribution` keeps those that a report attributes to it;
    `none` those that no report attributes to anything.
    """
    worst: dict[str, dict[str, int]] = {}
    for row in rows:
        grade = row[PERIODS[period]]
        if grade and _attributed(row["attribution"], attribution):
            worst.setdefault(row["term"], {})[row["patient"]] = grade
    found = [_by_grade(term, grades) for term, grades in worst.items()]
    return sorted(found, key=lambda one: (-len(one.any_grade), -len(one.severe), one.term))


def any_term(terms: Iterable[TermGrades], title: str = "any adverse event") -> TermGrades:
    """Each patient once, at the worst grade of all terms."""
    worst: dict[str, int] = {}
    for one in terms:
        for grade, patients in one.patients.items():
            for patient in patients:
                worst[patient] = max(grade, worst.get(patient, 0))
    return _by_grade(title, worst)


def _attributed(said: str | None, asked: str | None) -> bool:
    if asked is None:
        return True
    return not said if asked == UNATTRIBUTED else asked in (said or "").split("; ")


def _by_grade(term: str, worst: Mapping[str, int]) -> TermGrades:
    return TermGrades(
        term,
        {
            grade: tuple(sorted(who for who, found in worst.items() if found == grade))
            for grade in GRADES
        },
    )

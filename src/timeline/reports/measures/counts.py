"""Patients counted, and proportions of populations."""

from __future__ import annotations

from timeline.reports.cohort import Cohort
from timeline.reports.figure_kinds import Count, Counts, Share, Shares
from timeline.reports.values import Measured, Parts, Proportion, Value, Words


def count(cohort: Cohort, figure: Count, patients: frozenset[str]) -> Value:
    return Measured(len(cohort.having(figure.table, figure.where, patients)))


def share(cohort: Cohort, figure: Share, patients: frozenset[str]) -> Value:
    found = len(cohort.having(figure.table, figure.where, patients))
    if figure.all_as and patients and found == len(patients):
        return Words(figure.all_as)
    return Proportion(found, len(patients))


def counts(cohort: Cohort, figure: Counts) -> Value:
    sizes = tuple(len(cohort.population(name)) for name in figure.populations.values())
    return Words(", ".join(f"{{}} {label}" for label in figure.populations), sizes)


def shares(cohort: Cohort, figure: Shares) -> Value:
    parts: dict[str, Value] = {}
    for label, name in figure.populations.items():
        patients = cohort.population(name)
        found = cohort.having(figure.table, figure.where, patients)
        parts[label] = Proportion(len(found), len(patients))
    return Parts(parts)

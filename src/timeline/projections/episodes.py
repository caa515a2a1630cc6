"""Episodes of adverse events: a grade is in effect until the next one of the same episode."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from timeline.effective import EffectiveEvents, FactTable
from timeline.projections.imputation import impute_day, is_known_to_the_month
from timeline.projections.per_patient import NEVER, numbered, of_owner
from timeline.protocol import Protocol


class Episodes:
    """From when to when (exclusive) each row's grade was in effect.

    `table` is that of adverse events, `since` and `until` days, `ended_by` the row of the same
    episode that followed, or -1.

    An end known to the month or the year ends the episode on the last day that it may have; a
    beginning known to the year alone decides nothing.
    """

    def __init__(self, table: FactTable, protocol: Protocol) -> None:
        dated = is_known_to_the_month(table["day"], table["last_day"])
        table = self.table = table.where((table["grade"] == 0) | dated)
        day = impute_day(table["day"], table["last_day"], protocol.imputation.adverse_event)
        day = np.where(table["grade"] == 0, table["last_day"], day)
        _, episode = numbered(table["episode"])
        order = np.lexsort((table["seq"], day, episode, table["patient"]))
        until = np.full(len(table), NEVER, dtype=np.int64)
        ended_by = np.full(len(table), -1, dtype=np.int64)
        if len(table) > 1:
            this, following = order[:-1], order[1:]
            same = (table["patient"][this] == table["patient"][following]) & (
                episode[this] == episode[following]
            )
            until[this[same]] = day[following[same]]
            ended_by[this[same]] = following[same]
        self.since, self.until, self.ended_by = day, until, ended_by

    def in_effect(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Rows with a grade in effect on a day from `first` to `last` of their patient."""
        return np.flatnonzero(
            (self.table["grade"] > 0)
            & (self.since <= of_owner(self.table, last))
            & (self.until > of_owner(self.table, first))
            & (self.until > self.since)
        )

    def ends_by(self, day: np.ndarray) -> np.ndarray:
        """Rows of grade 0 that ended an episode by a day of their patient."""
        had = (self.table["grade"] > 0) & (self.until <= of_owner(self.table, day))
        following = self.ended_by[had]
        ends: np.ndarray = following[self.table["grade"][following] == 0]
        return ends


def episodes_of(events: EffectiveEvents, protocol: Protocol) -> Episodes:
    """The episodes of all patients, taken apart only once."""
    key = (episodes_of, protocol)
    if key not in events.found:
        events.found[key] = Episodes(events["adverse_event"], protocol)
    found: Episodes = events.found[key]
    return found


class _Shown(NamedTuple):
    """An adverse event in effect."""

    grade: float
    term: str
    fact: str
    attribution: list[str]


def summarise(
    table: FactTable, rows: np.ndarray, patients: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Highest grade, terms worst first, attributions and facts of the rows, by patient."""
    grade = np.zeros(patients, dtype=np.int64)
    terms, attribution, facts = (np.full(patients, None, dtype=object) for _ in range(3))
    shown = table.where(rows)
    names = ("patient", "grade", "term", "fact", "attribution")
    by_patient: dict[int, list[_Shown]] = {}
    for patient, *cells in zip(*(shown[name].tolist() for name in names), strict=True):
        by_patient.setdefault(patient, []).append(_Shown(*cells))
    for patient, found in by_patient.items():
        found.sort(key=lambda row: (-row.grade, row.term))
        grade[patient] = found[0].grade
        terms[patient] = "; ".join(dict.fromkeys(row.term for row in found))
        causes = [cause for row in found for cause in row.attribution]
        attribution[patient] = "; ".join(dict.fromkeys(causes)) or None
        facts[patient] = " ".join(row.fact for row in found)
    return grade, terms, attribution, facts


def facts_of(table: FactTable, rows: np.ndarray, patients: int) -> np.ndarray:
    """The facts of the rows, by patient."""
    facts = np.full(patients, None, dtype=object)
    ended = table.where(rows)
    for patient, fact in zip(ended["patient"].tolist(), ended["fact"].tolist(), strict=True):
        facts[patient] = f"{facts[patient]} {fact}" if facts[patient] else fact
    return facts

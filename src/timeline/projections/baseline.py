"""Who a patient was when treatment began: age, stage, performance, liver function."""

from __future__ import annotations

import numpy as np

from timeline.dates import day_to_date
from timeline.effective import EffectiveEvents, objects
from timeline.projections.moments import Moment
from timeline.projections.per_patient import (
    NEVER,
    Rows,
    first_row,
    given,
    last_row,
    of_owner,
    pick,
    pick_days,
)


def age_at(events: EffectiveEvents, registration: Rows, origin: Moment) -> np.ndarray:
    """Completed years at the origin, else at registration; a partial birth date by its middle."""
    births = pick(events["registration"], "birth_date", registration)
    at = np.where(origin.known, origin.day, pick_days(events["registration"], registration))
    ages = [
        _completed_years(birth, day) if birth and day != NEVER else np.nan
        for birth, day in zip(births.tolist(), at.tolist(), strict=True)
    ]
    return np.array(ages, dtype=np.float64)


def _completed_years(birth: str, day: int) -> int:
    year, month, of_month = ([*birth.split("-"), "15"] if len(birth) == 7 else birth.split("-")) + (
        ["07", "01"] if len(birth) == 4 else []
    )
    reached = day_to_date(day)
    return reached.year - int(year) - ((reached.month, reached.day) < (int(month), int(of_month)))


def at_baseline(
    events: EffectiveEvents, origin: Moment
) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """Stage, performance, liver function: the last known up to the origin, else the first."""
    table, patients = events["clinical_status"], len(events)
    upto = table["last_day"] <= of_owner(table, origin.day)
    facts: list[np.ndarray] = []

    def value(column: str) -> np.ndarray:
        values = table[column]
        known = given(values)
        rows = last_row(table, patients, known & upto)
        rows = np.where(rows >= 0, rows, first_row(table, patients, known))
        facts.append(pick(table, "fact", rows))
        return pick(table, column, rows)

    grades, scores = value("child_pugh_class"), value("child_pugh_score")
    child_pugh = np.empty(patients, dtype=object)
    for place, (grade, score) in enumerate(zip(grades.tolist(), scores.tolist(), strict=True)):
        known = score is not None and score == score
        child_pugh[place] = f"{grade or ''}{int(score) if known else ''}" or None
    values = {
        "stage": value("stage"),
        "ecog": value("ecog").astype(np.float64),
        "child_pugh": child_pugh,
    }
    return values, facts


def listed(lists: np.ndarray) -> np.ndarray:
    return objects(["; ".join(words) if words else None for words in lists.tolist()])

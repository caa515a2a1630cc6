"""The row that the cohort list shows: a patient's course at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.effective import EffectiveEvents, FactTable, objects
from timeline.projections.baseline import age_at, at_baseline, listed
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.dose_days import dose_days
from timeline.projections.extent import extent
from timeline.projections.imputation import impute_day, is_partial
from timeline.projections.moments import Moment, death, time_origin
from timeline.projections.per_patient import (
    NEVER,
    Mask,
    Rows,
    first_row,
    join_facts,
    last_row,
    lowest_row,
    of_owner,
    pick,
)
from timeline.projections.progression import progression
from timeline.projections.skin_reaction import skin_reaction
from timeline.protocol import Protocol

RESPONSES = ("CR", "PR", "SD", "non-PD", "PD", "NE")
"""Best first. Source: RECIST 1.1, Eisenhauer et al., Eur J Cancer 2009;45:228–247."""


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row a patient of whom anything is known.

    The evidence names the facts behind every cell but the counts, which rest on all there are.
    """
    patients = len(events)
    origin = time_origin(events, protocol)
    registration = first_row(events["registration"], patients)
    eligibility = last_row(events["eligibility"], patients)
    status = pick(events["eligibility"], "status", eligibility)
    baseline, baseline_facts = at_baseline(events, origin)
    drug, drug_facts = _drug(events, protocol)
    response, response_facts = _best_response(events, protocol, origin)
    span, extent_facts = extent(events)
    skin, skin_facts = skin_reaction(events, protocol)
    at = _places(events, needed)
    columns: dict[str, Any] = {
        "patient": events.patients,
        "included": status != "excluded",
        "group": pick(events["eligibility"], "group", eligibility),
        "sex": pick(events["registration"], "sex", registration),
        "age": age_at(events, registration, origin),
        "etiology": pick(events["registration"], "etiology", registration),
        "diagnosis_basis": pick(events["registration"], "diagnosis_basis", registration),
        "previous_treatments": listed(
            pick(events["registration"], "previous_treatments", registration)
        ),
        **baseline,
        "origin_on": origin.day,
        **drug,
        "best_response": response,
        "skin_reaction": skin,
        **span,
        **_from_needed(events, protocol, needed, at),
    }
    columns["evidence"] = join_facts(
        pick(events["registration"], "fact", registration),
        pick(events["eligibility"], "fact", eligibility),
        origin.fact,
        *baseline_facts,
        *drug_facts,
        response_facts,
        *skin_facts,
        *extent_facts,
        *(_evidence(patients, at[name], needed[name]) for name in PROJECTIONS["course"].needs),
    )
    return table_of(PROJECTIONS["course"], columns)


def _drug(
    events: EffectiveEvents, protocol: Protocol
) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    table, patients = events["drug_dose"], len(events)
    day, _ = dose_days(table, protocol.imputation.drug_dose)
    table = table.where(np.lexsort((table["seq"], day, table["patient"])))
    agent = table["agent"] == protocol.drug.agent
    started = first_row(table, patients, agent & (table["daily_dose_mg"] > 0))
    latest = last_row(table, patients, agent)
    values = {
        "agent": pick(table, "agent", started),
        "start_dose_mg": pick(table, "daily_dose_mg", started).astype(np.float64),
        "dose_mg": pick(table, "daily_dose_mg", latest).astype(np.float64),
    }
    facts = [pick(table, "fact", started), pick(table, "fact", latest)]
    return values, [*facts, _doses_in_doubt(table, agent, patients)]


def _doses_in_doubt(table: FactTable, agent: Mask, patients: int) -> np.ndarray:
    """All doses of the patients of whom one has no exact day: its place rests on the others."""
    facts: list[str] = [""] * patients
    partial = agent & is_partial(table["day"], table["last_day"])
    doubted = np.bincount(table["patient"][partial], minlength=patients) > 0
    rows = agent & of_owner(table, doubted)
    for place, fact in zip(table["patient"][rows].tolist(), table["fact"][rows], strict=True):
        facts[place] += f" {fact}"
    return objects(facts)


def _best_response(
    events: EffectiveEvents, protocol: Protocol, origin: Moment
) -> tuple[np.ndarray, np.ndarray]:
    """The best call after the origin, up to and including the first progression, and its scan."""
    table, patients = events["imaging"], len(events)
    rank = {response: place for place, response in enumerate(RESPONSES)}
    calls = table["reported_response"].tolist()
    ranks = np.array([rank.get(call, -1) for call in calls], dtype=np.int64)
    until = progression(events, protocol, origin, death(events, protocol, origin)).day
    day = impute_day(table["day"], table["last_day"], protocol.imputation.progression)
    counted = (ranks >= 0) & (day > of_owner(table, origin.day)) & (day <= of_owner(table, until))
    best = lowest_row(table, patients, ranks, counted)
    return pick(table, "reported_response", best), pick(table, "fact", best)


def _places(
    events: EffectiveEvents, needed: Mapping[str, DerivedTable]
) -> dict[str, npt.NDArray[np.int64]]:
    """For each row of each needed table the place of its patient."""
    place = {patient: row for row, patient in enumerate(events.patients.tolist())}
    return {
        name: np.array([place[patient] for patient in table["patient"].tolist()], dtype=np.int64)
        for name, table in needed.items()
    }


def _evidence(patients: int, at: np.ndarray, table: DerivedTable) -> np.ndarray:
    """The evidence of another projection's rows, by patient."""
    joined: list[str] = [""] * patients
    for row, facts in zip(at.tolist(), table["evidence"].tolist(), strict=True):
        joined[row] = f"{joined[row]} {facts}" if joined[row] else facts
    return objects(joined)


def _from_needed(
    events: EffectiveEvents,
    protocol: Protocol,
    needed: Mapping[str, DerivedTable],
    at: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """What the other projections say of each patient."""

    def spread(name: str, column: str) -> np.ndarray:
        values = np.full(len(events), None, dtype=object)
        values[at[name]] = needed[name][column]
        return values

    def numbers(name: str, column: str) -> np.ndarray:
        values = np.full(len(events), np.nan)
        values[at[name]] = needed[name][column]
        return values

    dose, fractions = np.zeros(len(events)), np.zeros(len(events))
    radiotherapy = needed["radiotherapy"]
    np.add.at(dose, at["radiotherapy"], radiotherapy["total_gy"])
    np.add.at(fractions, at["radiotherapy"], radiotherapy["fractions"])
    treated = fractions > 0
    first_course = _first_courses(len(events), at["radiotherapy"], radiotherapy)
    landmarks = protocol.late_toxicity.landmark_months[:2]
    late = _late(len(events), at["late_toxicity"], needed["late_toxicity"], landmarks)
    return {
        **{
            f"rt_{name}": _at(radiotherapy[name], first_course)
            for name in ("site", "target", "technique")
        },
        "rt_gy": np.where(treated, np.round(dose, 2), np.nan),
        "rt_fractions": np.where(treated, fractions, np.nan),
        "afp_change_percent": numbers("afp_decline", "change_percent"),
        "afp_decline_over_80": spread("afp_decline", "decline_over_80"),
        "ttp_months": numbers("ttp", "months"),
        "ttp_event": spread("ttp", "event"),
        "os_months": numbers("os", "months"),
        "os_event": spread("os", "event"),
        "late_3_months": late[0],
        "late_6_months": late[1],
    }


def _first_courses(patients: int, at: np.ndarray, table: DerivedTable) -> Rows:
    """The row of each patient's course that began first, -1 for none."""
    began = np.where(table["first_on"] == NEVER, -NEVER, table["first_on"])
    order = np.lexsort((began, at))[::-1]
    rows = np.full(patients, -1, dtype=np.int64)
    rows[at[order]] = order
    return rows


def _at(values: np.ndarray, rows: Rows) -> np.ndarray:
    picked = np.full(len(rows), None, dtype=object)
    picked[rows >= 0] = values[rows[rows >= 0]]
    return picked


def _late(
    patients: int, at: np.ndarray, table: DerivedTable, landmarks: tuple[int, ...]
) -> list[np.ndarray]:
    """Late toxicity in words at the first and the second landmark, where the protocol has them.

    `at` is the patient's place for each row of the table.
    """
    words = [np.full(patients, None, dtype=object) for _ in range(2)]
    columns = ("landmark_months", "evaluable", "max_grade", "terms")
    cells = (table[name].tolist() for name in columns)
    for place, months, evaluable, grade, terms in zip(at.tolist(), *cells, strict=True):
        found = f"G{grade:.0f} {terms}" if evaluable and grade else "none"
        for landmark, said in zip(landmarks, words, strict=False):
            if months == landmark:
                said[place] = found if evaluable else "n/e"
    return words

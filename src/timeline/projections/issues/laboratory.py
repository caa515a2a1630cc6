"""Issues of laboratory values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.criteria.ctcae_laboratory import TESTS
from timeline.criteria.laboratory_grades import Values, lacks_a_limit, limits_needed, values
from timeline.criteria.laboratory_units import ANALYTES
from timeline.effective import EffectiveEvents, FactTable
from timeline.projections.derived_table import DerivedTable
from timeline.projections.issues.finding import Finding, day_text, found_rows, value_text
from timeline.projections.moments import time_origin
from timeline.projections.per_patient import NEVER, given, lowest_row, of_owner, pick, pick_days
from timeline.protocol import Protocol


def laboratory_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """Values beyond detection, without limits, after the death; a missing baseline of AFP."""
    yield from _beyond_detection(events["lab"])
    yield from _without_limits(events["lab"], protocol.toxicity.ctcae_version)
    yield from _after_death(events)
    yield from _without_afp(events, protocol, needed["afp_decline"])


def _beyond_detection(lab: FactTable) -> Iterator[Finding]:
    beyond = (lab["comparator"] == "<") | (lab["comparator"] == ">")
    columns = ("analyte", "value", "unit", "comparator")
    for patient, fact, on, analyte, value, unit, sign in found_rows(lab, beyond, *columns):
        what = (
            f"{analyte} {value_text(value, unit, sign)} on {on} is"
            f" {'below' if sign == '<' else 'above'} what the test can tell; it counts as"
            f" {value_text(value, unit)}."
        )
        yield Finding(patient, "beyond_detection", fact, on, what, fact)


def _without_limits(lab: FactTable, version: str) -> Iterator[Finding]:
    """One finding a patient, with the first value of each test that a missing limit leaves without
    a grade.
    """
    without = {name: np.isnan(lab[name]) for name in ("lower_limit", "upper_limit")}
    firsts = []
    for test in TESTS:
        lacking = [without[name] for name in limits_needed(test, version)]
        if not lacking:
            continue
        rows = np.flatnonzero(np.logical_or.reduce(lacking) & (lab["analyte"] == test))
        if len(rows):
            rows = rows[lacks_a_limit(test, version, _values(test, lab.where(rows)))]
            firsts.append(rows[np.unique(lab["patient"][rows], return_index=True)[1]])
    by_patient: dict[int, list[tuple[str, str, str]]] = {}
    rows = np.sort(np.concatenate(firsts)) if firsts else np.zeros(0, dtype=np.int64)
    for patient, fact, on, test in found_rows(lab, rows, "analyte"):
        by_patient.setdefault(patient, []).append((fact, on, test))
    for patient, known in by_patient.items():
        facts, days, tests = zip(*known, strict=True)
        what = (
            f"From {days[0]} on there are values without the limit of normal that CTCAE {version}"
            f" needs: {', '.join(tests)}."
        )
        yield Finding(patient, "no_limit_of_normal", facts[0], days[0], what, " ".join(facts))


def _values(test: str, lab: FactTable) -> Values:
    """Values of one test as the criteria take them, of nobody whose baseline counts."""
    units = ANALYTES[test].units
    return values(
        lab["value"],
        lower_limit=lab["lower_limit"],
        upper_limit=lab["upper_limit"],
        factor=[units[unit] for unit in lab["unit"].tolist()],
        comparator=lab["comparator"],
        treated=False,
    )


def _after_death(events: EffectiveEvents) -> Iterator[Finding]:
    status, lab, patients = events["vital_status"], events["lab"], len(events)
    dead = lowest_row(status, patients, status["last_day"], status["status"] == "dead")
    last = pick_days(status, dead, "last_day")
    death = pick(status, "fact", dead)
    after = lab["day"] > of_owner(lab, last)
    for patient, fact, on in found_rows(lab, after):
        died = day_text(last[patient])
        what = f"A laboratory value of {on}, after the death by {died}."
        yield Finding(patient, "result_after_death", fact, on, what, f"{fact} {death[patient]}")


def _without_afp(
    events: EffectiveEvents, protocol: Protocol, table: DerivedTable
) -> Iterator[Finding]:
    origin = time_origin(events, protocol)
    known = table["patient"][given(table["baseline_iu_per_ml"])]
    having = set(known.tolist())
    days = protocol.afp_decline.baseline_window_days
    for patient in np.flatnonzero(origin.day != NEVER).tolist():
        if events.patients[patient] in having:
            continue
        on, facts = day_text(origin.day[patient]), origin.fact[patient]
        what = f"No AFP from {days} days before the origin on {on} up to it."
        yield Finding(patient, "no_baseline_afp", facts.split()[0], on, what, facts)

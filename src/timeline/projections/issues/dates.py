"""Issues of dates: known in part, or contradicting each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.effective import Days, EffectiveEvents, FactTable, Objects
from timeline.projections.derived_table import DerivedTable
from timeline.projections.dose_days import dose_days
from timeline.projections.imputation import impute_day, is_known_to_the_month, is_partial
from timeline.projections.issues.finding import Finding, day_text, found_rows
from timeline.projections.per_patient import (
    Mask,
    join_facts,
    lowest_row,
    of_owner,
    pick,
    pick_days,
)
from timeline.protocol import Imputation, Protocol

DECIDING = ("rt_fraction", "drug_dose", "imaging", "adverse_event", "lab", "vital_status")
"""Kinds whose day decides an endpoint."""


def date_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """Dates known to the month or the year where a day is needed, and two deaths."""
    for kind in DECIDING:
        yield from _to_the_year(events[kind])
    rules, status = protocol.imputation, events["vital_status"]
    yield from _imputed(events["imaging"], rules.progression)
    yield from _imputed_doses(events["drug_dose"], rules.drug_dose)
    reactions = events["adverse_event"]
    yield from _imputed(reactions, rules.adverse_event, reactions["grade"] > 0)
    yield from _imputed(reactions, "latest", reactions["grade"] == 0)
    yield from _imputed(events["rt_fraction"], "earliest")
    yield from _partial_deaths(status)
    yield from _two_deaths(status, len(events))


def _to_the_year(table: FactTable) -> Iterator[Finding]:
    undated = ~is_known_to_the_month(table["day"], table["last_day"])
    for patient, fact, on in found_rows(table, undated):
        kind = fact.split("/")[1].replace("_", " ")
        what = f"Of this {kind} only the year is known, {on}."
        yield Finding(patient, "date_to_the_year", fact, on, what, fact)


def _imputed(table: FactTable, rule: Imputation, where: Mask | None = None) -> Iterator[Finding]:
    day = impute_day(table["day"], table["last_day"], rule)
    return _counted_as(table, day, table["fact"], where)


def _imputed_doses(table: FactTable, rule: Imputation) -> Iterator[Finding]:
    day, after = dose_days(table, rule)
    return _counted_as(table, day, join_facts(table["fact"], pick(table, "fact", after)))


def _counted_as(
    table: FactTable, day: Days, evidence: Objects, where: Mask | None = None
) -> Iterator[Finding]:
    partial = is_partial(table["day"], table["last_day"])
    partial &= is_known_to_the_month(table["day"], table["last_day"])
    rows = np.flatnonzero(partial if where is None else partial & where)
    of_rows = zip(found_rows(table, rows), day[rows].tolist(), evidence[rows].tolist(), strict=True)
    for (patient, fact, on), counted, facts in of_rows:
        kind = fact.split("/")[1].replace("_", " ")
        what = f"Of this {kind} only the month is known, {on}; it counts as {day_text(counted)}."
        yield Finding(patient, "day_imputed", fact, on, what, facts)


def _partial_deaths(status: FactTable) -> Iterator[Finding]:
    """The day of a death hangs on the last contact too, so that it is not told here."""
    partial = is_partial(status["day"], status["last_day"]) & (status["status"] == "dead")
    partial &= is_known_to_the_month(status["day"], status["last_day"])
    for patient, fact, on in found_rows(status, partial):
        what = f"Of the death only the month is known, {on}; its day is imputed."
        yield Finding(patient, "day_imputed", fact, on, what, fact)


def _two_deaths(status: FactTable, patients: int) -> Iterator[Finding]:
    dead = status["status"] == "dead"
    first = lowest_row(status, patients, status["last_day"], dead)
    ended = pick_days(status, first, "last_day")
    facts, texts = pick(status, "fact", first), ended
    for patient, fact, on in found_rows(status, dead & (status["day"] > of_owner(status, ended))):
        what = f"A death on {on} after the one by {day_text(texts[patient])}."
        yield Finding(patient, "two_deaths", fact, on, what, f"{fact} {facts[patient]}")

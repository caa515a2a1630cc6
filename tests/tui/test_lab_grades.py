"""The digits of the laboratory lanes are the grades that the tables are made of."""

from __future__ import annotations

import pytest
from hypothesis import given

from courses import Patient, protocol, tell
from random_courses import PATIENTS, Clerk, Step, new_store, records
from timeline.criteria.ctcae_laboratory import VERSIONS
from timeline.dates import day_to_date
from timeline.history import effective_events
from timeline.loading import load
from timeline.projections.declarations import PROJECTIONS, fields_read
from timeline.projections.graded_values import graded_values
from timeline.projections.moments import time_origin
from timeline.store import Store
from timeline_tui.patient.lab_grades import grades_of_values

TREATED_FROM = "2010-08-23"


@pytest.mark.parametrize("version", VERSIONS)
@given(course=records)
def test_they_are_those_of_the_projections(version: str, course: list[Step]) -> None:
    by = protocol(toxicity={"ctcae_version": version})
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        events = load(store, fields_read(tuple(PROJECTIONS)), as_of=store.head().seq)
        origin = time_origin(events, by)
        graded = graded_values(events, by, origin)
        expected = {
            fact: None if grade < 0 else grade
            for fact, grade in zip(
                graded.table["fact"].tolist(), graded.grade.tolist(), strict=True
            )
        }
        days = {
            name: day_to_date(day).isoformat() if known else None
            for name, day, known in zip(
                events.patients.tolist(), origin.day.tolist(), origin.known.tolist(), strict=True
            )
        }
        found: dict[str, int | None] = {}
        for patient in PATIENTS:
            told = effective_events(store, patient)
            found |= grades_of_values(told, by.toxicity, days.get(patient))
    assert found == expected


def test_a_value_by_an_abnormal_baseline(store: Store) -> None:
    told = Patient().irradiated(TREATED_FROM)
    for on, value in (("2010-08-20", 80), ("2010-09-06", 130)):
        told.lab(on, "AST", value, "IU/L", upper_limit=40)
    tell(store, told.lab("2010-09-06", "ALT", 130, "IU/L"))
    events = effective_events(store, "P07")
    rules = protocol(toxicity={"ctcae_version": "5.0"}).toxicity
    assert grades_of_values(events, rules, TREATED_FROM) == {
        "P07/lab/ast-2010-08-20": 1,
        "P07/lab/ast-2010-09-06": 1,
        "P07/lab/alt-2010-09-06": None,
    }

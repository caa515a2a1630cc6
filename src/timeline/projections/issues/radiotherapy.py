"""Issues of radiotherapy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.criteria.dose import to_centigray
from timeline.describe import counted, number
from timeline.effective import EffectiveEvents, FactTable
from timeline.projections.derived_table import DerivedTable
from timeline.projections.issues.finding import Finding, day_text, found_rows
from timeline.projections.per_patient import NEVER, given, numbered
from timeline.protocol import Protocol

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SATURDAY = 5


def radiotherapy_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """Fractions keyed twice or on a weekend, and doses that are not the prescribed ones."""
    yield from _twice(events["rt_fraction"])
    yield from _on_weekends(events["rt_fraction"])
    yield from _not_as_prescribed(events, needed["radiotherapy"])


def _twice(table: FactTable) -> Iterator[Finding]:
    """Each fraction of a number that an earlier recorded fraction of the course has."""
    _, course = numbered(table["course"])
    order = np.lexsort((table["seq"], table["number"], course, table["patient"]))
    same = np.zeros(len(order), dtype=bool)
    this, before = order[1:], order[:-1]
    same[1:] = (
        (table["patient"][this] == table["patient"][before])
        & (course[this] == course[before])
        & (table["number"][this] == table["number"][before])
    )
    first = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
    again, of = order[same], order[first[same]]
    columns = ("course", "number", "dose_gy")
    one, other = found_rows(table, of), found_rows(table, again, *columns)
    for (_, kept, was_on), (patient, fact, on, course_name, number_, dose) in zip(
        one, other, strict=True
    ):
        when = f"twice on {on}" if on == was_on else f"on {was_on} and again on {on}"
        what = (
            f"Fraction {number(number_)} of course {course_name} was given {when}, the second time"
            f" {number(dose)} Gy."
        )
        yield Finding(patient, "duplicate_fraction", fact, on, what, f"{fact} {kept}")


def _on_weekends(table: FactTable) -> Iterator[Finding]:
    weekday = (table["day"] + 3) % len(WEEKDAYS)  # 1970-01-01 was a Thursday
    rows = np.flatnonzero((table["day"] == table["last_day"]) & (weekday >= SATURDAY))
    found = found_rows(table, rows, "course", "number")
    for (patient, fact, on, course, number_), day in zip(found, weekday[rows], strict=True):
        what = f"Fraction {number(number_)} of course {course} on {on}, a {WEEKDAYS[day]}."
        yield Finding(patient, "fraction_on_a_weekend", fact, on, what, fact)


def _not_as_prescribed(events: EffectiveEvents, table: DerivedTable) -> Iterator[Finding]:
    known = table.where(given(table["prescribed_gy"]))
    delivered, planned = to_centigray(known["total_gy"]), to_centigray(known["prescribed_gy"])
    places = {patient: place for place, patient in enumerate(events.patients.tolist())}
    columns = ("patient", "course", "fractions", "total_gy", "prescribed_gy", "last_on", "evidence")
    differing = known.where(delivered != planned)
    for patient, course, fractions, total, prescribed, on, evidence in zip(
        *(differing[name].tolist() for name in columns), strict=True
    ):
        what = (
            f"Course {course}: {number(total)} Gy in {counted(int(fractions), 'fraction')} were"
            f" given, {number(prescribed)} Gy prescribed."
        )
        ended_on = None if on == NEVER else day_text(on)
        fact = evidence.split()[0]
        yield Finding(
            places[patient], "dose_differs_from_prescription", fact, ended_on, what, evidence
        )

"""Reviews as they were made: what each is about, what was looked at, and what is other now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from timeline.effective import EffectiveEvents
from timeline.projections.imputation import known_dates

QUERY = "query"
"""The name of what no rule found: a fact or a patient that somebody asked about or signed off."""

_FIELDS = ("verdict", "reviewer", "comment", "issue", "about", "looked_at", "what")
_VALUE = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One effective review."""

    fact: str
    on: str | None
    verdict: str
    reviewer: str
    comment: str
    looked_at: dict[str, int]
    what: str | None


Key = tuple[str, str, str]
"""The patient, the issue's name, the fact: the key of the table."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it stands now: its revision, and its date as far as it is known."""

    revision: int
    on: str | None


def read_marks(events: EffectiveEvents) -> dict[Key, list[Mark]]:
    """The reviews of each thing, by day and, on one day, in the order of their recording."""
    table = events["review"]
    marks: dict[Key, list[Mark]] = {}
    if not len(table):
        return marks
    dates = known_dates(table["day"], table["last_day"])
    columns = (table["patient"], table["fact"], dates, *(table[name] for name in _FIELDS))
    for row in zip(*(column.tolist() for column in columns), strict=True):
        place, fact, on, verdict, reviewer, comment, issue, about, looked_at, what = row
        patient = events.patients[place]
        mark = Mark(fact, on, verdict, reviewer, comment, dict(map(_seen, looked_at)), what)
        marks.setdefault((patient, issue or QUERY, about or patient), []).append(mark)
    return marks


def _seen(text: str) -> tuple[str, int]:
    fact, _, revision = text.rpartition("@")
    return fact, int(revision)


def read_facts(events: EffectiveEvents, patients: Iterable[str]) -> dict[str, dict[str, Fact]]:
    """The effective facts of some patients, reviews left out, by patient and id."""
    places = {patient: place for place, patient in enumerate(events.patients.tolist())}
    wanted = np.zeros(len(events), dtype=bool)
    found: dict[str, dict[str, Fact]] = {patient: {} for patient in patients}
    wanted[[places[patient] for patient in found]] = True
    for table in events.of_the_course:
        rows = table.where(wanted[table["patient"]])
        if len(rows):
            dates = known_dates(rows["day"], rows["last_day"])
            for place, fact, revision, on in zip(
                rows["patient"].tolist(), rows["fact"], rows["revision"].tolist(), dates,
                strict=True,
            ):  # fmt: skip
                found[events.patients[place]][fact] = Fact(revision, on)
    return found


def changes_since(
    mark: Mark, now: Iterable[str], what: str | None, facts: Mapping[str, Fact]
) -> list[str]:
    """What is other than it was when somebody looked, in words; nothing where all is the same.

    `now` names the facts that it rests on today, `what` is its sentence today. Of a sentence only
    the values are held against each other. What was looked at without a word of it is not judged.
    """
    found = []
    for fact, revision in mark.looked_at.items():
        if fact not in facts:
            found.append(f"{fact} is retracted")
        elif facts[fact].revision != revision:
            found.append(f"{fact} r{revision} → r{facts[fact].revision}")
    if mark.looked_at:
        found += [f"{fact} is new" for fact in now if fact not in mark.looked_at]
    if not found and mark.what and what and _VALUE.findall(mark.what) != _VALUE.findall(what):
        found.append(f"it was: {mark.what}")
    return found

"""Issues of adverse events and of the landmarks at which they are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from timeline.criteria.ctcae_highest_grades import highest_grade
from timeline.effective import EffectiveEvents
from timeline.projections.derived_table import DerivedTable
from timeline.projections.episodes import episodes_of
from timeline.projections.issues.finding import Finding, day_text, found_rows
from timeline.projections.moments import death, last_contact, time_origin
from timeline.projections.per_patient import NEVER
from timeline.protocol import Protocol


def adverse_event_issues(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> Iterator[Finding]:
    """Episodes without an end, grades that their term does not have, landmarks without contact."""
    yield from _without_end(events, protocol)
    yield from _above_the_term(events)
    yield from _without_contact(events, protocol, needed["late_toxicity"])


def _without_end(events: EffectiveEvents, protocol: Protocol) -> Iterator[Finding]:
    episodes, contact = episodes_of(events, protocol), last_contact(events, protocol)
    table = episodes.table
    going_on = (table["grade"] > 0) & (episodes.until == NEVER)
    for patient, fact, on, term, grade in found_rows(table, going_on, "term", "grade"):
        if contact.known[patient]:
            until, seen = (
                f" at the last contact on {day_text(contact.day[patient])}",
                (f" {contact.fact[patient]}"),
            )
        else:
            until, seen = "", ""
        what = f"{term}, grade {int(grade)} since {on}, has no end{until}."
        evidence = " ".join(dict.fromkeys(f"{fact}{seen}".split()))
        yield Finding(patient, "episode_without_end", fact, on, what, evidence)


def _above_the_term(events: EffectiveEvents) -> Iterator[Finding]:
    table = events["adverse_event"]
    rows = np.flatnonzero(table["grade"] > 2)  # every term has grades 1 and 2
    columns = ("term", "grade", "ctcae_version")
    for patient, fact, on, term, grade, version in found_rows(table, rows, *columns):
        highest = highest_grade(term, version)
        if grade > highest:
            what = (
                f"{term}, grade {int(grade)} on {on}: CTCAE {version} has no grade above {highest}"
                " for it."
            )
            yield Finding(patient, "grade_above_the_term", fact, on, what, fact)


def _without_contact(
    events: EffectiveEvents, protocol: Protocol, table: DerivedTable
) -> Iterator[Finding]:
    """One finding a patient, with every landmark at which nobody saw the patient."""
    places = {patient: place for place, patient in enumerate(events.patients.tolist())}
    died = death(events, protocol, time_origin(events, protocol))
    contact = last_contact(events, protocol)
    unseen = table.where(~table["evaluable"])
    missed: dict[int, list[tuple[int, str, str]]] = {}
    columns = ("patient", "landmark_months", "landmark_on", "evidence")
    for patient, months, on, evidence in zip(*(unseen[c].tolist() for c in columns), strict=True):
        if not died.known[places[patient]]:
            missed.setdefault(places[patient], []).append((int(months), day_text(on), evidence))
    for place, landmarks in missed.items():
        at = " and ".join(f"{months} months ({on})" for months, on, _ in landmarks)
        seen = f"; last seen on {day_text(contact.day[place])}" if contact.known[place] else ""
        evidence = " ".join(dict.fromkeys(" ".join(facts for *_, facts in landmarks).split()))
        what = f"No contact at {at}{seen}."
        fact = evidence.split()[0]
        yield Finding(place, "no_contact_at_landmark", fact, landmarks[0][1], what, evidence)

"""What cannot be true of one patient's course, whatever the kinds say one by one.

A rule that life sometimes breaks in the records gives a warning (a laboratory result dated after
the death was drawn before it); a rule that cannot be broken gives an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from timeline.dates import day_bounds, day_to_date
from timeline.errors import Place, Problem
from timeline.payloads import (
    DrugDose,
    Payload,
    Registration,
    RtFraction,
    RtPrescription,
    VitalStatus,
)

ANCHOR_KINDS = frozenset({"registration", "vital_status", "rt_prescription"})
LIVING_KINDS = frozenset(
    {"rt_fraction", "imaging", "adverse_event", "clinical_status", "procedure", "vital_status"}
)
"""Kinds that only happen to a living patient. A drug dose above 0 mg counts too."""


class Sighting(Struct, frozen=True, gc=False):
    """An event that a rule may have to name: its day, its fact and where it was read."""

    day: int
    fact: str
    place: Place


@dataclass(slots=True)
class Course:
    """What the rules need to know of a patient's course, gathered event by event."""

    patient: str
    registered: bool = False
    birth: Sighting | None = None
    death: Sighting | None = None
    last_death: Sighting | None = None
    prescribed: dict[str, int] = field(default_factory=dict)
    irradiated: dict[str, Sighting] = field(default_factory=dict)
    highest_fraction: dict[str, int] = field(default_factory=dict)
    first: Sighting | None = None
    last_living: Sighting | None = None
    last_lab: Sighting | None = None

    def add(self, kind: str, occurred_on: str, payload: Payload, fact: str, place: Place) -> None:
        """Take one effective event into account."""
        earliest, latest = day_bounds(occurred_on)
        if self.first is None or latest < self.first.day:
            self.first = Sighting(latest, fact, place)
        if kind == "lab":
            if self.last_lab is None or earliest > self.last_lab.day:
                self.last_lab = Sighting(earliest, fact, place)
            return
        if isinstance(payload, RtFraction):
            course = payload.course
            if course not in self.irradiated:
                self.irradiated[course] = Sighting(earliest, fact, place)
            if payload.number > self.highest_fraction.get(course, 0):
                self.highest_fraction[course] = payload.number
        elif isinstance(payload, VitalStatus) and payload.status == "dead":
            if self.death is None or latest < self.death.day:
                self.death = Sighting(latest, fact, place)
            if self.last_death is None or earliest > self.last_death.day:
                self.last_death = Sighting(earliest, fact, place)
            return
        elif isinstance(payload, Registration):
            self.registered = True
            if payload.birth_date:
                self.birth = Sighting(day_bounds(payload.birth_date)[0], fact, place)
        elif isinstance(payload, RtPrescription):
            self.prescribed[payload.course] = payload.fractions
        if (
            kind in LIVING_KINDS or (isinstance(payload, DrugDose) and payload.daily_dose_mg > 0)
        ) and (self.last_living is None or earliest > self.last_living.day):
            self.last_living = Sighting(earliest, fact, place)

    def places(self) -> dict[str, Place]:
        """Where the facts were read that a rule may have to name."""
        single = (
            self.first, self.last_living, self.last_lab, self.birth, self.death, self.last_death,
        )  # fmt: skip
        seen = [*(sighting for sighting in single if sighting), *self.irradiated.values()]
        return {sighting.fact: sighting.place for sighting in seen}

    def errors(self) -> list[Problem]:
        """What cannot be true."""
        found: list[Problem] = []
        if self.first and self.birth and self.first.day < self.birth.day:
            here = self.first.place
            found.append(
                Problem(
                    f"field {'occurred_on' if here or not self.birth.place else 'birth_date'}:"
                    f" {self.first.fact} happened on {day_to_date(self.first.day)}, before the"
                    f" patient's birth on {day_to_date(self.birth.day)}; expected a day after it",
                    here or self.birth.place,
                )
            )
        if self.death and self.last_living and self.last_living.day > self.death.day:
            late, place = self.last_living, self.last_living.place
            found.append(
                Problem(
                    f"field occurred_on: {late.fact} is dated {day_to_date(late.day)}, after the"
                    f" patient's death on {day_to_date(self.death.day)} ({self.death.fact});"
                    " one of the two has to be corrected first",
                    place or self.death.place,
                )
            )
        for course, sighting in self.irradiated.items():
            if course not in self.prescribed:
                known = ", ".join(self.prescribed) or "none"
                found.append(
                    Problem(
                        f"field course: {course!r} given by {sighting.fact} is no RT course that"
                        f" was prescribed for {self.patient}; known: {known}",
                        sighting.place,
                    )
                )
        return found

    def warnings(self) -> list[Problem]:
        """What is unlikely, and worth a look."""
        found: list[Problem] = []
        if not self.registered:
            place = self.first.place if self.first else Place()
            found.append(Problem(f"{self.patient} has no registration", place))
        if self.death and self.last_lab and self.last_lab.day > self.death.day:
            late = self.last_lab
            found.append(
                Problem(
                    f"{late.fact} is dated {day_to_date(late.day)}, after the patient's death on"
                    f" {day_to_date(self.death.day)}",
                    late.place,
                )
            )
        if self.death and self.last_death and self.last_death.day > self.death.day:
            found.append(
                Problem(
                    f"{self.patient} died on {day_to_date(self.death.day)} by {self.death.fact} and"
                    f" on {day_to_date(self.last_death.day)} by {self.last_death.fact}; retract the"
                    " wrong one",
                    self.last_death.place,
                )
            )
        for course, number in self.highest_fraction.items():
            if number > self.prescribed.get(course, number):
                found.append(
                    Problem(
                        f"{self.patient}: fraction {number} of course {course} is beyond the"
                        f" {self.prescribed[course]} prescribed",
                        self.irradiated[course].place,
                    )
                )
        return found

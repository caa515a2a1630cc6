"""Holding the courses that a batch touches against the rules, once all of the batch is in.

A batch of plain facts is judged by what it adds and by the few facts that the store knew and that
rules turn on (birth, death, prescriptions). Facts that go away cannot break a rule, unless rules
turn on them: only then the whole course is read again.
"""

from __future__ import annotations

import sqlite3

import msgspec

from timeline.course_rules import ANCHOR_KINDS, Course
from timeline.errors import Place, Problem
from timeline.history import EFFECTIVE
from timeline.kinds import find_kind
from timeline.payloads import Payload
from timeline.upcasts import upcast


class CourseChecks:
    """The courses touched by a batch that began after the seq `start`."""

    def __init__(self, connection: sqlite3.Connection, start: int) -> None:
        self._connection = connection
        self._start = start
        self._courses: dict[str, Course] = {}
        self._places: dict[str, dict[str, Place]] = {}
        self._anchored: set[str] = set()
        self._reanchored: set[str] = set()

    def knows(self, patient: str) -> bool:
        """Whether the batch has touched the patient before."""
        return patient in self._courses

    def note(
        self,
        action: str,
        patient: str,
        kind: str,
        occurred_on: str,
        fact: str,
        payload: Payload | None,
        place: Place,
    ) -> None:
        """Take an event of the batch into account; a retraction has no payload."""
        course = self._courses.get(patient)
        if course is None:
            course = self._courses[patient] = Course(patient)
        if action != "record":
            self._places.setdefault(patient, {})[fact] = place
            if kind in ANCHOR_KINDS or action == "reinstate":
                self._reanchored.add(patient)
        elif kind in ANCHOR_KINDS:
            self._places.setdefault(patient, {})[fact] = place
            self._anchored.add(patient)
        if payload is not None:
            course.add(kind, occurred_on, payload, fact, place)

    def judge(self, end: int) -> tuple[list[Problem], list[Problem]]:
        """What cannot be true of the touched courses as of the seq `end`, and what is unlikely."""
        known = self._known_before()
        whole = self._reanchored | (self._anchored & known)
        self._add_anchors(sorted(known - whole))
        errors: list[Problem] = []
        warnings: list[Problem] = []
        for patient, course in self._courses.items():
            if patient in whole or (patient in self._places and self._suspect(course)):
                course = self._whole_course(patient, end)
            errors += self._in_the_batch(patient, course.errors())
            warnings += course.warnings()
        return errors, warnings

    def _in_the_batch(self, patient: str, errors: list[Problem]) -> list[Problem]:
        """The errors, each with a place: one that names facts of the store alone comes of what the
        batch revised.
        """
        revised = next((place for place in self._places.get(patient, {}).values() if place), None)
        if revised is None:
            return errors
        return [
            error if error.place else Problem(error.message.partition(": ")[2], revised)
            for error in errors
        ]

    @staticmethod
    def _suspect(course: Course) -> bool:
        """Whether something that the batch itself revised may look wrong in what it added."""
        return bool(course.errors() or course.warnings())

    def _known_before(self) -> set[str]:
        if not self._start:
            return set()
        found = self._connection.execute(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM events"
            " INDEXED BY events_patient WHERE patient = value AND seq <= ?)",
            (msgspec.json.encode(list(self._courses)).decode(), self._start),
        )
        return {patient for (patient,) in found}

    def _whole_course(self, patient: str, end: int) -> Course:
        places = self._courses[patient].places() | self._places.get(patient, {})
        course = Course(patient)
        rows = self._connection.execute(
            "SELECT kind, occurred_on, schema_version, payload, fact FROM events AS e"
            f" INDEXED BY events_patient WHERE patient = :patient AND {EFFECTIVE} ORDER BY seq",
            {"patient": patient, "as_of": end},
        )
        for kind, occurred_on, version, text, fact in rows.fetchall():
            payload = _stored_payload(kind, version, text)
            course.add(kind, occurred_on, payload, fact, places.get(fact, Place()))
        return course

    def _add_anchors(self, patients: list[str]) -> None:
        """What the store knew of patients to whom the batch adds plain facts only."""
        if not patients:
            return
        rows = self._connection.execute(
            "SELECT patient, kind, occurred_on, schema_version, payload, fact FROM events AS e"
            " INDEXED BY events_anchors WHERE patient IN (SELECT value FROM json_each(:patients))"
            " AND kind IN ('registration', 'vital_status', 'rt_prescription')"
            f" AND {EFFECTIVE} ORDER BY seq",
            {"patients": msgspec.json.encode(patients).decode(), "as_of": self._start},
        )
        for patient, kind, occurred_on, version, text, fact in rows.fetchall():
            payload = _stored_payload(kind, version, text)
            self._courses[patient].add(kind, occurred_on, payload, fact, Place())


def _stored_payload(kind: str, version: int, text: str) -> Payload:
    return msgspec.convert(
        upcast(kind, version, msgspec.json.decode(text)), find_kind(kind).payload
    )

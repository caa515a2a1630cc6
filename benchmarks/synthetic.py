"""A synthetic cohort: a hundred events a patient, the same for the same seed.

Each patient is registered, staged, irradiated (about 25 fractions, sometimes two courses), given
the drug with changes of dose, followed by laboratory values, scans, adverse events and contacts,
and sometimes dies. About one event in a hundred corrects, retracts or reinstates an earlier fact.
The events of all patients come in the order of recording, so that one patient's are scattered over
the whole store, as they are in a clinic's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter
from random import Random
from typing import Any

from timeline.dates import EPOCH_ORDINAL
from timeline.events import Draft, natural_fact
from timeline.kinds import KINDS

EVENTS_PER_PATIENT = 100
FIRST_DAY = date(2004, 1, 1).toordinal() - EPOCH_ORDINAL
ENROLMENT_DAYS = 5_000
DAY_US = 86_400_000_000
OTHER_LABS = (
    ("platelets", "10^9/L", 130.0),
    ("haemoglobin", "g/dL", 12.5),
    ("leucocytes", "10^9/L", 5.2),
    ("AST", "IU/L", 60.0),
    ("ALT", "IU/L", 45.0),
    ("bilirubin", "mg/dL", 1.1),
    ("albumin", "g/dL", 3.6),
    ("creatinine", "mg/dL", 0.9),
)
TERMS = ("hand-foot skin reaction", "diarrhea", "fatigue", "hypertension", "rash", "hepatitis")
CALLS = ("PR", "SD", "SD", "SD", "PD", "CR", "NE")

Timed = tuple[int, Draft]
"""A draft with the day on which it is recorded, since 1970-01-01."""


def synthetic_drafts(events: int, *, seed: int = 1) -> list[Draft]:
    """So many events (to the next hundred below) as drafts, in the order of recording."""
    timed: list[Timed] = []
    for number in range(1, events // EVENTS_PER_PATIENT + 1):
        timed += _Patient(f"P{number:06d}", Random(f"{seed}/{number}")).course()
    timed.sort(key=itemgetter(0))
    return [_recorded(draft, day * DAY_US + place) for place, (day, draft) in enumerate(timed)]


def short_courses(patients: int) -> Iterator[Draft]:
    """So many patients who were registered, given the drug and seen again."""
    for number in range(1, patients + 1):
        name, start = f"P{number:06d}", FIRST_DAY + number % ENROLMENT_DAYS
        told: tuple[tuple[str, int, dict[str, Any]], ...] = (
            ("registration", start - 20, {"sex": "male", "birth_date": str(1925 + number % 50)}),
            ("drug_dose", start, {"agent": "sorafenib", "daily_dose_mg": 800.0, "reason": "start"}),
            ("vital_status", start + number % 900, {"status": "dead" if number % 3 else "alive"}),
        )
        for kind, day, payload in told:
            yield Draft(patient=name, kind=kind, occurred_on=_text(day), payload=payload)


def _recorded(draft: Draft, recorded_at: int) -> Draft:
    return Draft(
        patient=draft.patient,
        kind=draft.kind,
        occurred_on=draft.occurred_on,
        payload=draft.payload,
        action=draft.action,
        fact=draft.fact,
        revision=draft.revision,
        source=draft.source,
        reason=draft.reason,
        recorded_at=recorded_at,
    )


@dataclass
class _Patient:
    """One patient's course being made up. `start` is the day of the first fraction."""

    name: str
    random: Random
    facts: list[Timed] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def course(self) -> list[Timed]:
        random = self.random
        self.start = FIRST_DAY + random.randrange(ENROLMENT_DAYS)
        self.end = self.start + random.randrange(120, 1500)
        self._enrolment()
        self._radiotherapy("1", "liver", "primary", self.start, random.randrange(20, 31))
        if random.random() < 0.1:
            bone = self.start + random.randrange(60, 110)
            self._radiotherapy("2", "spine", "bone", bone, 10)
        for make in (self._drug, self._afp, self._imaging, self._adverse_events, self._contacts):
            make()
        revised = random.choice((0, 0, 1, 1, 2))
        self._other_labs(EVENTS_PER_PATIENT - len(self.facts) - revised)
        return self.facts + self._revisions(revised)

    def _say(self, kind: str, day: int, payload: dict[str, Any], *, month: bool = False) -> None:
        on = _text(day)[:7] if month else _text(day)
        fact = natural_fact(KINDS[kind], self.name, on, payload)
        draft = Draft(
            patient=self.name,
            kind=kind,
            occurred_on=on,
            payload=payload,
            fact=fact,
            source=f"{kind}.csv#{int(self.name[1:])}",
        )
        self.facts.append((day + 1, draft))

    def _enrolment(self) -> None:
        random, start = self.random, self.start
        self._say(
            "registration",
            start - 20,
            {
                "sex": random.choice(("male", "female")),
                "birth_date": str(random.randrange(1925, 1975)),
                "etiology": random.choice(("HBV", "HCV", "alcohol")),
            },
        )
        excluded = random.random() < 0.02
        self._say("eligibility", start - 15, {"status": "excluded" if excluded else "included"})
        for day in (start - 10, start + 90, start + 110):
            score = random.randrange(5, 9)
            self._say(
                "clinical_status",
                day,
                {
                    "ecog": random.randrange(3),
                    "child_pugh_score": score,
                    "child_pugh_class": "A" if score < 7 else "B",
                    "stage_system": "BCLC",
                    "stage": "C",
                },
            )

    def _radiotherapy(self, course: str, site: str, target: str, day: int, fractions: int) -> None:
        dose = self.random.choice((1.8, 2.0, 2.5))
        self._say(
            "rt_prescription",
            day - 5,
            {
                "course": course,
                "site": site,
                "target": target,
                "technique": "3D-CRT",
                "total_dose_gy": round(dose * fractions, 2),
                "fractions": fractions,
                "fraction_dose_gy": dose,
            },
        )
        for number in range(1, fractions + 1):
            payload = {"course": course, "number": number, "dose_gy": dose}
            self._say("rt_fraction", day, payload)
            day += 3 if (day + 3) % 7 == 4 else 1

    def _drug(self) -> None:
        changes: tuple[tuple[int, float, str], ...] = (
            (0, 800.0, "start"),
            (40, 400.0, "toxicity"),
            (70, 800.0, "recovery"),
            (100, 0.0, "progression"),
        )
        for after, dose, reason in changes[: self.random.randrange(2, 5)]:
            payload = {"agent": "sorafenib", "daily_dose_mg": dose, "reason": reason}
            self._say("drug_dose", self.start + after, payload)

    def _afp(self) -> None:
        value = self.random.lognormvariate(6, 2)
        for day in self._visits(-30, 8):
            self._lab("AFP", "IU/mL", round(value, 1), day)
            value *= self.random.uniform(0.4, 1.5)

    def _other_labs(self, wanted: int) -> None:
        visits = list(self._visits(-8, wanted // len(OTHER_LABS) + 1))
        for number in range(wanted):
            analyte, unit, usual = OTHER_LABS[number % len(OTHER_LABS)]
            value = round(usual * self.random.uniform(0.6, 1.6), 1)
            self._lab(analyte, unit, value, visits[number // len(OTHER_LABS)])

    def _lab(self, analyte: str, unit: str, value: float, day: int) -> None:
        self._say("lab", day, {"analyte": analyte, "value": value, "unit": unit})

    def _imaging(self) -> None:
        size = self.random.uniform(30, 120)
        for number, day in enumerate(self._visits(-12, 5)):
            lesion = {"lesion": "T1", "role": "target", "field": "in", "longest_mm": round(size, 1)}
            call = self.random.choice(CALLS) if number else "baseline"
            payload = {
                "modality": "CT",
                "region": "abdomen",
                "lesions": [lesion],
                "reported_response": call,
            }
            self._say("imaging", day, payload, month=self.random.random() < 0.01)
            size *= self.random.uniform(0.7, 1.2)

    def _adverse_events(self) -> None:
        for number in range(4):
            day = self.start + self.random.randrange(1, 60)
            term = self.random.choice(TERMS)
            for grade in (self.random.randrange(1, 4), 0):
                payload = {
                    "episode": f"e{number}",
                    "term": term,
                    "grade": grade,
                    "ctcae_version": "3.0",
                    "attribution": ["sorafenib"],
                }
                self._say("adverse_event", day, payload)
                day += self.random.randrange(5, 60)

    def _contacts(self) -> None:
        for day in sorted(self.random.sample(range(self.start + 5, self.end), 3)):
            self._say("vital_status", day, {"status": "alive"})
        if self.random.random() < 0.7:
            payload = {"status": "dead", "cause": "progression"}
            self._say("vital_status", self.end + 1, payload, month=self.random.random() < 0.02)

    def _visits(self, first: int, number: int) -> Iterator[int]:
        """Days of visits, from `first` days after the start to well before the end."""
        step = max(1, (self.end - self.start - first) // (number + 1))
        return iter(range(self.start + first, self.start + first + step * number, step))

    def _revisions(self, number: int) -> list[Timed]:
        revisable = [fact for fact in self.facts if fact[1].kind in ("lab", "adverse_event")]
        revised: list[Timed] = []
        for day, draft in self.random.sample(revisable, number):
            after = day + self.random.randrange(1, 100)
            if self.random.random() < 0.8:
                revised.append((after, _correction(draft)))
            else:
                revised.append((after, _revision(draft, 2, "retract", "another patient's")))
        return revised


def _correction(draft: Draft) -> Draft:
    changes: dict[str, Callable[[Any], dict[str, Any]]] = {
        "lab": lambda payload: {"value": payload["value"] + 1.5},
        "adverse_event": lambda payload: {"grade": (payload["grade"] + 1) % 4},
    }
    payload = {**draft.payload, **changes[draft.kind](draft.payload)}
    return _revision(draft, 2, "correct", "typing error", draft.occurred_on, payload)


def _revision(
    draft: Draft,
    revision: int,
    action: Any,
    reason: str,
    occurred_on: str = "",
    payload: dict[str, Any] | None = None,
) -> Draft:
    return Draft(
        patient=draft.patient,
        kind=draft.kind,
        occurred_on=occurred_on,
        payload=payload or {},
        action=action,
        fact=draft.fact,
        revision=revision,
        source=draft.source,
        reason=reason,
    )


def _text(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(day))

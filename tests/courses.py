"""Patients in a few readable lines: what happened to them, as drafts that can be appended.

tell(store, Patient().irradiated("2010-08-23").afp("2010-08-20", 1000).died("2011-04-11"))
assert row(store, "os")["days"] == 231
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

import msgspec

from timeline.events import Draft
from timeline.history import draft_correction, draft_reinstatement, draft_retraction
from timeline.projections.declarations import PROJECTIONS
from timeline.protocol import Protocol, default_protocol, default_protocol_text
from timeline.protocols import set_protocol
from timeline.query import read_table
from timeline.recording import Appended, append
from timeline.store import Store

ACTOR = "study.nurse"
WEEKEND = (5, 6)


class Patient:
    """A patient whose course is told event by event; `drafts` is what has been told so far."""

    def __init__(self, name: str = "P07") -> None:
        self.name = name
        self.drafts: list[Draft] = []

    def says(self, kind: str, on: str, *, key: str | None = None, **payload: Any) -> Self:
        """Any event; `key` names its fact where the natural key shall not."""
        fact = None if key is None else f"{self.name}/{kind}/{key}"
        self.drafts.append(
            Draft(patient=self.name, kind=kind, occurred_on=on, payload=payload, fact=fact)
        )
        return self

    def registered(self, on: str = "2010-01-04", *, sex: str = "male", **payload: Any) -> Self:
        return self.says("registration", on, sex=sex, **payload)

    def prescribed(
        self, on: str, *, course: str = "1", fractions: int = 25, each: float = 1.8,
        target: str = "primary",
    ) -> Self:  # fmt: skip
        return self.says(
            "rt_prescription", on, course=course, site="liver", target=target, technique="3D-CRT",
            total_dose_gy=round(fractions * each, 2), fractions=fractions, fraction_dose_gy=each,
        )  # fmt: skip

    def fraction(self, on: str, number: int, *, course: str = "1", gray: float = 1.8) -> Self:
        return self.says("rt_fraction", on, course=course, number=number, dose_gy=gray)

    def irradiated(
        self, start: str, *, course: str = "1", fractions: int = 25, each: float = 1.8,
        without: Iterable[str] = (), target: str = "primary",
    ) -> Self:  # fmt: skip
        """A prescription and its fractions on weekdays from `start`, none on the days `without`."""
        self.prescribed(start, course=course, fractions=fractions, each=each, target=target)
        day, missed = date.fromisoformat(start), set(without)
        for number in range(1, fractions + 1):
            while day.weekday() in WEEKEND or day.isoformat() in missed:
                day += timedelta(days=1)
            self.fraction(day.isoformat(), number, course=course, gray=each)
            day += timedelta(days=1)
        return self

    def takes(self, on: str, mg: float, reason: str | None = None) -> Self:
        return self.says("drug_dose", on, agent="sorafenib", daily_dose_mg=mg, reason=reason)

    def afp(self, on: str, value: float, unit: str = "IU/mL", **payload: Any) -> Self:
        return self.says("lab", on, analyte="AFP", value=value, unit=unit, **payload)

    def lab(self, on: str, analyte: str, value: float, unit: str, **payload: Any) -> Self:
        return self.says("lab", on, analyte=analyte, value=value, unit=unit, **payload)

    def scan(
        self, on: str, call: str | None = None, *, region: str = "abdomen", **more: Any
    ) -> Self:
        return self.says(
            "imaging", on, modality="CT", region=region, reported_response=call, **more
        )

    def suffers(
        self, on: str, term: str, grade: int, *, episode: str | None = None,
        attribution: Iterable[str] = ("RT",),
    ) -> Self:  # fmt: skip
        return self.says(
            "adverse_event", on, episode=episode or term, term=term, grade=grade,
            ctcae_version="3.0", attribution=list(attribution),
        )  # fmt: skip

    def status(self, on: str, **payload: Any) -> Self:
        return self.says("clinical_status", on, **payload)

    def seen(self, on: str) -> Self:
        return self.says("vital_status", on, status="alive")

    def died(self, on: str) -> Self:
        return self.says("vital_status", on, status="dead", key="death")

    def noted(self, on: str, text: str) -> Self:
        return self.says("note", on, text=text)


def tell(store: Store, *told: Patient | Draft, **options: Any) -> Appended:
    """Append everything in one batch."""
    drafts: list[Draft] = []
    for one in told:
        drafts += one.drafts if isinstance(one, Patient) else [one]
    return append(store, drafts, actor=ACTOR, **options)


def correct(store: Store, fact: str, *, on: str | None = None, **changes: Any) -> Appended:
    return tell(store, draft_correction(store, fact, changes, reason="keyed wrong", occurred_on=on))


def retract(store: Store, fact: str) -> Appended:
    return tell(store, draft_retraction(store, fact, reason="wrong patient"))


def reinstate(store: Store, fact: str) -> Appended:
    return tell(store, draft_reinstatement(store, fact, reason="retracted by mistake"))


def rows(store: Store, projection: str, **question: Any) -> list[dict[str, Any]]:
    """A projection's rows of every patient, included or not."""
    table = read_table(store, projection, **{"all_patients": True, **question})
    return table.records()


def row(store: Store, projection: str, patient: str = "P07", **question: Any) -> dict[str, Any]:
    """The one row that a projection has of a patient."""
    (found,) = rows(store, projection, patient=patient, **question)
    return found


def cells(found: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(found[column] for column in columns)


def all_tables(store: Store, **question: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every projection's table, cell for cell."""
    return {
        name: read_table(store, name, all_patients=True, **question).rows for name in PROJECTIONS
    }


def protocol(**sections: dict[str, Any]) -> Protocol:
    """The shipped protocol with some keys of some sections changed."""
    plain = msgspec.to_builtins(default_protocol())
    return msgspec.convert(
        {name: {**keys, **sections.get(name, {})} for name, keys in plain.items()}, Protocol
    )


def put_in_force(store: Store, *changes: tuple[str, str]) -> None:
    """Set the shipped protocol with each text replaced by another: TOML alone, as a user would."""
    text = default_protocol_text()
    for old, new in changes:
        assert old in text, f"{old!r} does not stand in the protocol"
        text = text.replace(old, new)
    set_protocol(store, text, source="study.toml", actor=ACTOR, reason="amendment 2")


def stated(drafts: Iterable[Draft], **changes: Any) -> list[Draft]:
    """The same drafts with some fields changed."""
    return [msgspec.structs.replace(draft, **changes) for draft in drafts]

"""The courses of a swimmer plot: each patient from day 0 to death or last contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from timeline.protocol import Protocol
from timeline.protocols import current_protocol
from timeline.reports.figures.asking import Asked, Row
from timeline.store import Store

Span = tuple[float, float]
_STEP = re.compile(r"([\d.]+) mg for (\d+) d")
TABLES = ("os", "ttp", "late_toxicity_onset", "radiotherapy", "drug_exposure",
          "response_assessments", "course")  # fmt: skip


@dataclass(frozen=True)
class Dose:
    """A daily dose of the drug from one time to another, in months; 0 mg: held."""

    start: float
    stop: float
    daily_mg: float


@dataclass(frozen=True)
class Swimmer:
    """A patient's course in months from the origin; `late` has the onset of late toxicity.

    `responses` are the calls of the assessments after the baseline: the readers' or the
    criterion's, as the protocol has progression told. `planned_mg` is the drug's full daily dose.
    """

    patient: str
    until: float
    died: bool
    progressed: float | None
    late: float | None
    radiotherapy: tuple[Span, ...]
    drug: tuple[Span, ...]
    doses: tuple[Dose, ...] = ()
    planned_mg: float = 0.0
    responses: tuple[tuple[float, str], ...] = ()
    child_pugh: str = ""


def read_swimmers(store: Store, asked: Asked) -> list[Swimmer]:
    """The patients who have an origin, the longest followed first."""
    protocol = current_protocol(store)
    month, agent = protocol.time.days_per_month, protocol.drug.agent
    tables = asked.tables(store, TABLES)
    courses = _by_patient(tables["radiotherapy"])
    drugs = _by_patient([row for row in tables["drug_exposure"] if row["agent"] == agent])
    scans = _by_patient(tables["response_assessments"])
    child_pugh = {row["patient"]: row["child_pugh"] for row in tables["course"]}
    progressed = {row["patient"]: row for row in tables["ttp"] if row["event"]}
    late = {row["patient"]: row for row in tables["late_toxicity_onset"]}
    found = []
    for row in tables["os"]:
        patient, origin = row["patient"], row["origin_on"]
        toxic, exposure = late.get(patient), drugs.get(patient, [])
        found.append(
            Swimmer(
                patient,
                until=row["months"],
                died=row["event"],
                progressed=progressed[patient]["months"] if patient in progressed else None,
                late=_months(origin, toxic["ended_on"], month)
                if toxic and toxic["outcome"] == "late toxicity"
                else None,
                radiotherapy=_spans(courses.get(patient, []), origin, month),
                drug=_spans(exposure, origin, month),
                doses=tuple(dose for one in exposure for dose in _doses(one, origin, month)),
                planned_mg=max((one["planned_mg"] or 0.0 for one in exposure), default=0.0),
                responses=_responses(scans.get(patient, []), protocol),
                child_pugh=child_pugh.get(patient) or "",
            )
        )
    return sorted(found, key=lambda one: (-one.until, one.patient))


def _by_patient(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["patient"], []).append(row)
    return found


def _months(origin: str, day: str, month: float) -> float:
    return (date.fromisoformat(day) - date.fromisoformat(origin)).days / month


def _spans(rows: list[Row], origin: str, month: float) -> tuple[Span, ...]:
    """From the first day to the end of the last; rows without days are not drawn."""
    return tuple(
        (
            _months(origin, row["first_on"], month),
            _months(origin, row["last_on"], month) + 1 / month,
        )
        for row in rows
        if row["first_on"] and row["last_on"]
    )


def _doses(row: Row, origin: str, month: float) -> Iterator[Dose]:
    """The doses that an exposure says in words, each following on the one before."""
    if not row["first_on"]:
        return
    start = _months(origin, row["first_on"], month)
    for dose, days in _STEP.findall(row["steps"] or ""):
        stop = start + int(days) / month
        yield Dose(start, stop, float(dose))
        start = stop


def _responses(rows: list[Row], protocol: Protocol) -> tuple[tuple[float, str], ...]:
    """The calls in order of time, one a day of imaging after the baseline."""
    by_readers = protocol.response.progression_by == "reported"
    found = []
    for row in rows:
        if row["by_protocol"] and row["assessment"] != "baseline" and row["days"] is not None:
            call = (row["reported"] if by_readers else None) or row["overall"]
            if call and call != "baseline":
                found.append((row["days"] / protocol.time.days_per_month, call))
    return tuple(sorted(found))

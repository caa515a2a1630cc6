"""A patient's effective events as cBioPortal's timeline tracks, in days from day 0.

A date known to the month or year is placed on its first day, and PRECISION says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from timeline.dates import day_bounds
from timeline.events import Event
from timeline.exporting.cbioportal.table import patient_id

FIRST = ("PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE")
Row = tuple[Any, ...]
Tracks = dict[str, list[Row]]

COLUMNS: dict[str, tuple[str, ...]] = {
    "treatment": (
        "TREATMENT_TYPE", "SUBTYPE", "AGENT", "DOSE", "DOSE_UNIT", "FRACTIONS", "REASON",
        "PRECISION",
    ),
    "lab_test": ("TEST", "RESULT", "COMPARATOR", "UNIT", "LOWER_LIMIT", "UPPER_LIMIT", "PRECISION"),
    "imaging": ("DIAGNOSTIC_TYPE", "REGION", "RESULT", "NEW_LESIONS", "LESIONS", "PRECISION"),
    "toxicity": ("TOXICITY_TYPE", "GRADE", "CTCAE_VERSION", "ATTRIBUTION", "EPISODE", "PRECISION"),
    "status": ("STATUS", "DETAIL", "PRECISION"),
    "procedure": ("PROCEDURE", "SITE", "PRECISION"),
}  # fmt: skip
"""The columns of each track after the first four."""


def tracks(patient: str, events: Sequence[Event], day_0: int) -> Tracks:
    """The rows of every track, by track. `day_0` is in days since 1970-01-01."""
    found: Tracks = defaultdict(list)
    ordered = sorted(events, key=lambda event: (day_bounds(event.occurred_on)[0], event.seq))
    for track, make in _MAKERS:
        for start, stop, *cells in make(ordered):
            first = _day(start, day_0)
            last = None if stop is None else _day(stop, day_0)
            precision = start.precision if isinstance(start, Event) else "day"
            row = (patient_id(patient), first, last, track.upper(), *cells, precision)
            found[track].append(row)
    return found


Span = tuple[Any, ...]
"""The event that begins it, the one that ends it or None, and the track's cells."""


def _day(event: Event, day_0: int) -> int:
    return day_bounds(event.occurred_on)[0] - day_0


def _of(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def _drugs(events: Sequence[Event]) -> Iterator[Span]:
    doses = sorted(_of(events, "drug_dose"), key=lambda event: event.payload["agent"])
    for agent, group in groupby(doses, key=lambda event: event.payload["agent"]):
        steps = list(group)
        for step, following in [*pairwise(steps), (steps[-1], None)]:
            dose = step.payload["daily_dose_mg"]
            if dose > 0:
                reason = step.payload.get("reason")
                yield step, following, "Medical Therapy", "", agent, dose, "mg/day", None, reason


def _radiotherapy(events: Sequence[Event]) -> Iterator[Span]:
    sites = {event.payload["course"]: event.payload for event in _of(events, "rt_prescription")}
    fractions = sorted(_of(events, "rt_fraction"), key=lambda event: event.payload["course"])
    for course, group in groupby(fractions, key=lambda event: event.payload["course"]):
        given = list(group)
        dose = round(sum(event.payload["dose_gy"] for event in given), 3)
        planned = sites.get(course, {})
        yield (
            given[0], given[-1], "Radiation Therapy", planned.get("target"), planned.get("site"),
            dose, "Gy", len(given), planned.get("technique"),
        )  # fmt: skip


def _labs(events: Sequence[Event]) -> Iterator[Span]:
    for event in _of(events, "lab"):
        said = event.payload
        sign = said.get("comparator", "none").replace("none", "")
        yield (
            event, None, said["analyte"], said["value"], sign, said["unit"],
            said.get("lower_limit"), said.get("upper_limit"),
        )  # fmt: skip


def _imaging(events: Sequence[Event]) -> Iterator[Span]:
    for event in _of(events, "imaging"):
        said = event.payload
        measured = "; ".join(
            f"{lesion['lesion']} {lesion['longest_mm']:g} mm"
            for lesion in said.get("lesions", [])
            if lesion.get("longest_mm") is not None
        )
        new = "; ".join(said.get("new_lesions", []))
        response = said.get("reported_response")
        yield event, None, said["modality"], said["region"], response, new, measured


def _toxicity(events: Sequence[Event]) -> Iterator[Span]:
    reported = sorted(_of(events, "adverse_event"), key=lambda event: event.payload["episode"])
    for episode, group in groupby(reported, key=lambda event: event.payload["episode"]):
        steps = list(group)
        for step, following in [*pairwise(steps), (steps[-1], None)]:
            said = step.payload
            if said["grade"] > 0:
                why = "; ".join(said.get("attribution", []))
                version = said["ctcae_version"]
                yield step, following, said["term"], said["grade"], version, why, episode


def _status(events: Sequence[Event]) -> Iterator[Span]:
    for event in sorted(
        _of(events, "vital_status") + _of(events, "clinical_status"), key=attrgetter("seq")
    ):
        said = event.payload
        if event.kind == "vital_status":
            yield event, None, said["status"], said.get("cause")
        else:
            told = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items())
            yield event, None, "examined", told


def _procedures(events: Sequence[Event]) -> Iterator[Span]:
    for event in _of(events, "procedure"):
        yield event, None, event.payload["name"], event.payload.get("site")


_MAKERS: tuple[tuple[str, Callable[[Sequence[Event]], Iterator[Span]]], ...] = (
    ("treatment", _drugs),
    ("treatment", _radiotherapy),
    ("lab_test", _labs),
    ("imaging", _imaging),
    ("toxicity", _toxicity),
    ("status", _status),
    ("procedure", _procedures),
)

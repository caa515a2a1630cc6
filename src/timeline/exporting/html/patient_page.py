"""A patient's page: what is known, the course as a figure, endpoints with reasons, every event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from timeline.describe import describe
from timeline.explain import explain
from timeline.explaining.words import origin_in_words
from timeline.exporting.html.pages import figure, standing, write_page
from timeline.history import effective_events, resolve_as_of
from timeline.protocols import current_protocol
from timeline.query import read_table
from timeline.reports.figures.course import write_course_figure
from timeline.store import Store

ENDPOINTS = {
    "os": "Overall survival.",
    "ttp": "Time to progression.",
    "pfs": "Progression-free survival.",
    "afp_decline": "AFP.",
    "late_toxicity": "Late toxicity.",
    "radiotherapy": "Radiotherapy.",
    "drug_exposure": "Drug.",
}
FACTS = {
    "sex": "sex", "age": "age", "group": "group", "etiology": "etiology", "stage": "stage",
    "ecog": "ECOG", "child_pugh": "Child–Pugh", "previous_treatments": "before",
    "best_response": "best response",
}  # fmt: skip


def write_patient_page(store: Store, path: Path, patient: str, *, as_of: int | None) -> None:
    """Write the page to a new file, as of a seq or now. Raises UnknownPatient."""
    seq = resolve_as_of(store, as_of)
    events = effective_events(store, patient, as_of=seq)
    (course,) = read_table(store, "course", patient=patient, as_of=as_of).records()
    origin = origin_in_words(current_protocol(store))
    drawn = None
    if course["origin_on"] is not None:
        drawn = figure(
            "course",
            lambda file: write_course_figure(file, events, course["origin_on"], origin=origin),
        )
    issues = read_table(store, "data_issues", patient=patient, as_of=as_of).records()
    write_page(
        path,
        "patient.html",
        title=f"Patient {patient}",
        standing=standing(store, seq),
        facts=[(name, course[key]) for key, name in FACTS.items() if course[key] is not None],
        figure=drawn,
        endpoints=_endpoints(store, patient, as_of),
        issues=[_issue(one) for one in issues],
        revised=[
            f"{event.occurred_on} {describe(event)}: revision {event.revision} by {event.actor},"
            f" “{event.reason}”"
            for event in events
            if event.revision > 1
        ],
        events=[
            {"day": event.occurred_on, "what": describe(event), "source": event.source}
            for event in events
        ],
    )


def _endpoints(store: Store, patient: str, as_of: int | None) -> list[dict[str, Any]]:
    found = []
    for name, words in ENDPOINTS.items():
        for one in explain(store, patient, name, as_of=as_of):
            found.append({"name": words, "sentence": one.sentence, "history": one.history})
    return found


def _issue(row: dict[str, Any]) -> str:
    return " · ".join(str(row[name]) for name in ("issue", "details", "handling") if row.get(name))

"""The endpoints that are times to an event: overall survival, progression, either."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    FDA_ENDPOINTS,
    LLOVET,
    ORIGIN_FIELDS,
    PATIENT,
    PROGRESSION_FIELDS,
    Column,
    Declaration,
)


def _time_to_event(event_meaning: str, source: str) -> dict[str, Column]:
    return {
        "patient": PATIENT,
        "origin_on": Column("date", "day 0, by the protocol's time origin"),
        "ended_on": Column("date", "day of the event or of censoring"),
        "days": Column(
            "integer", "from origin to end; day 0 counts 0 unless the protocol says 1", "d"
        ),
        "months": Column("number", "days / days per month of the protocol", "mo"),
        "event": Column("boolean", event_meaning, source=source),
        "reason": Column("text", "what ended the time, or why it was censored"),
        "evidence": EVIDENCE,
    }


OVERALL_SURVIVAL = Declaration(
    "os",
    "Overall survival",
    "overall_survival",
    ORIGIN_FIELDS,
    ("patient",),
    _time_to_event("true: death of any cause; false: censored at last contact", FDA_ENDPOINTS),
)

TIME_TO_PROGRESSION = Declaration(
    "ttp",
    "Time to progression",
    "time_to_progression",
    PROGRESSION_FIELDS,
    ("patient",),
    _time_to_event("true: progression on imaging; a death without progression censors", LLOVET),
)

PROGRESSION_FREE_SURVIVAL = Declaration(
    "pfs",
    "Progression-free survival",
    "progression_free_survival",
    PROGRESSION_FIELDS,
    ("patient",),
    _time_to_event("true: progression on imaging or death, the first", FDA_ENDPOINTS),
)

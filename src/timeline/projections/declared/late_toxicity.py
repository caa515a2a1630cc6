"""Late toxicity at the landmarks."""

from __future__ import annotations

from timeline.projections.declaration import (
    CTCAE,
    EVIDENCE,
    ORIGIN_FIELDS,
    PATIENT,
    Column,
    Declaration,
)

LATE_TOXICITY = Declaration(
    "late_toxicity",
    "Late toxicity at landmarks",
    "late_toxicity",
    {
        **ORIGIN_FIELDS,
        "adverse_event": ("episode", "term", "grade", "attribution"),
    },
    ("patient", "landmark_months"),
    {
        "patient": PATIENT,
        "landmark_months": Column("integer", "the landmark", "mo"),
        "landmark_on": Column("date", "day of the landmark, counted as the protocol says"),
        "evaluable": Column("boolean", "alive and in contact on the day of the landmark"),
        "present": Column(
            "boolean",
            "an adverse event in effect within the window (or later); missing: not evaluable",
        ),
        "max_grade": Column("integer", "highest grade in effect, 0 for none", source=CTCAE),
        "terms": Column("text", "terms in effect, worst first, separated by '; '"),
        "attribution": Column("text", "what they were attributed to, separated by '; '"),
        "evidence": EVIDENCE,
    },
)

LATE_TOXICITY_ONSET = Declaration(
    "late_toxicity_onset",
    "Onset of late toxicity, death competing",
    "late_toxicity_onset",
    {
        **ORIGIN_FIELDS,
        "adverse_event": ("episode", "term", "grade", "attribution"),
    },
    ("patient",),
    {
        "patient": PATIENT,
        "start_on": Column("date", "day that late toxicity is counted from, by the protocol"),
        "ended_on": Column("date", "first day with late toxicity, or of death or last contact"),
        "days": Column(
            "integer", "from start to end; day 0 counts 0 unless the protocol says 1", "d"
        ),
        "months": Column("number", "days / days per month of the protocol", "mo"),
        "outcome": Column("text", "late toxicity, death (which competes) or censored"),
        "max_grade": Column("integer", "highest grade in effect on that day", source=CTCAE),
        "terms": Column("text", "terms in effect on that day, worst first, separated by '; '"),
        "attribution": Column("text", "what they were attributed to, separated by '; '"),
        "evidence": EVIDENCE,
    },
)

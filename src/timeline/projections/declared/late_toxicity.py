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

"""Radiotherapy as it was delivered."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    FOWLER,
    PATIENT,
    RCR,
    WITHERS,
    Column,
    Declaration,
)

RADIOTHERAPY = Declaration(
    "radiotherapy",
    "Radiotherapy courses as delivered",
    "radiotherapy",
    {
        "rt_fraction": ("course", "number", "dose_gy"),
        "rt_prescription": ("course", "site", "target", "technique", "total_dose_gy"),
    },
    ("patient", "course"),
    {
        "patient": PATIENT,
        "course": Column("text", "the course"),
        "site": Column("text", "prescribed site"),
        "target": Column("text", "primary, metastasis or bone"),
        "technique": Column("text", "prescribed technique"),
        "total_gy": Column("number", "sum of the delivered fractions", "Gy"),
        "fractions": Column("integer", "delivered fractions"),
        "fraction_gy": Column("number", "median dose of a delivered fraction", "Gy"),
        "prescribed_gy": Column("number", "prescribed total dose", "Gy"),
        "bed_gy": Column("number", "Σ d (1 + d / (α/β))", "Gy", FOWLER),
        "eqd2_gy": Column("number", "Σ d (d + α/β) / (2 + α/β)", "Gy", WITHERS),
        "conventional_gy": Column(
            "number",
            "equivalent dose in whole fractions of the protocol's conventional size",
            "Gy",
            "the study's own; it calls it BED",
        ),
        "first_on": Column("date", "first fraction whose day is known"),
        "last_on": Column("date", "last fraction whose day is known"),
        "overall_treatment_days": Column(
            "integer", "from the first to the last fraction, both days included", "d", RCR
        ),
        "longest_gap_days": Column(
            "integer",
            "longest delay of a fraction beyond the next weekday after the one before",
            "d",
        ),
        "interruptions": Column(
            "integer", "how often a fraction came later than the next weekday", source=RCR
        ),
        "missed_days": Column(
            "integer",
            "weekdays between first and last fraction without any, holidays too",
            "d",
            RCR,
        ),
        "evidence": EVIDENCE,
    },
)

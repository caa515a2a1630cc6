"""Data issues."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    ORIGIN_FIELDS,
    PATIENT,
    Column,
    Declaration,
)

DATA_ISSUES = Declaration(
    "data_issues",
    "What is contradictory, missing or dealt with by a rule",
    "data_issues",
    {
        **ORIGIN_FIELDS,
        "rt_fraction": ("course", "number"),
        "drug_dose": ("agent", "daily_dose_mg", "reason"),
        "adverse_event": ("episode", "term", "grade", "ctcae_version"),
        "lab": ("analyte", "value", "unit", "comparator", "lower_limit", "upper_limit"),
    },
    ("patient", "issue", "fact"),
    {
        "patient": PATIENT,
        "issue": Column("text", "name of the issue; see Data issues"),
        "fact": Column("text", "the fact that it is about"),
        "severity": Column("text", "error, warning or note"),
        "occurred_on": Column("partial_date", "date of the fact, or of what is missing"),
        "what": Column("text", "what it is, with the values"),
        "evidence": EVIDENCE,
    },
    needs=("response_assessments", "afp_decline", "late_toxicity", "radiotherapy"),
    only={},
)

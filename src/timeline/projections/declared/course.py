"""The row that the cohort list shows."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    PATIENT,
    PROGRESSION_FIELDS,
    RECIST,
    Column,
    Declaration,
)

COURSE = Declaration(
    "course",
    "The cohort list's row",
    "course",
    {
        **PROGRESSION_FIELDS,
        "drug_dose": ("agent", "daily_dose_mg", "reason"),
        "registration": (
            "sex",
            "birth_date",
            "etiology",
            "diagnosis_basis",
            "previous_treatments",
        ),
        "eligibility": ("status", "group"),
        "adverse_event": ("episode", "term", "grade"),
        "note": (),
        "clinical_status": (
            "ecog",
            "child_pugh_score",
            "child_pugh_class",
            "stage",
        ),
    },
    ("patient",),
    {
        "patient": PATIENT,
        "included": Column("boolean", "not excluded by the study's eligibility decision"),
        "group": Column("text", "the study's group"),
        "sex": Column("text", "male, female or unknown"),
        "age": Column("integer", "completed years at the origin", "a"),
        "etiology": Column("text", "cause of the liver disease"),
        "diagnosis_basis": Column("text", "histology or clinical"),
        "previous_treatments": Column("text", "treatments before, separated by '; '"),
        "stage": Column("text", "stage, last known up to the origin (else the first)"),
        "ecog": Column("integer", "ECOG performance status, as stage"),
        "child_pugh": Column("text", "Child–Pugh class and score, as stage"),
        "origin_on": Column("date", "day 0, by the protocol's time origin"),
        "rt_site": Column("text", "prescribed site of the first course"),
        "rt_target": Column("text", "its target: primary, metastasis or bone"),
        "rt_technique": Column("text", "its technique"),
        "rt_gy": Column("number", "delivered dose over all courses", "Gy"),
        "rt_fractions": Column("integer", "delivered fractions over all courses"),
        "agent": Column("text", "the protocol's drug, where it was given"),
        "start_dose_mg": Column("number", "first daily dose", "mg"),
        "dose_mg": Column("number", "last daily dose; 0: stopped or interrupted", "mg"),
        "best_response": Column(
            "text", "best call of the readers up to progression", source=RECIST
        ),
        "afp_change_percent": Column("number", "of `afp_decline`", "%"),
        "afp_decline_over_80": Column("boolean", "of `afp_decline`"),
        "ttp_months": Column("number", "of `ttp`", "mo"),
        "ttp_event": Column("boolean", "of `ttp`"),
        "os_months": Column("number", "of `os`", "mo"),
        "os_event": Column("boolean", "of `os`"),
        "late_3_months": Column(
            "text", "late toxicity at the first landmark: none, n/e or grade and term"
        ),
        "late_6_months": Column("text", "late toxicity at the second landmark"),
        "skin_reaction": Column(
            "boolean", "a skin reaction during radiotherapy; missing: not examined"
        ),
        "first_on": Column("partial_date", "first event"),
        "last_on": Column("partial_date", "last event"),
        "events": Column("integer", "effective facts"),
        "corrections": Column("integer", "effective facts that were revised"),
        "evidence": EVIDENCE,
    },
    counts_revisions=True,
    needs=("os", "ttp", "afp_decline", "late_toxicity", "radiotherapy"),
)

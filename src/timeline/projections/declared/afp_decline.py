"""AFP before and after treatment."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    ORIGIN_FIELDS,
    PATIENT,
    Column,
    Declaration,
)

AFP_DECLINE = Declaration(
    "afp_decline",
    "AFP decline",
    "afp_decline",
    {**ORIGIN_FIELDS, "lab": ("analyte", "value", "unit", "comparator")},
    ("patient",),
    {
        "patient": PATIENT,
        "baseline_iu_per_ml": Column(
            "number", "last AFP on or before the origin, within the window", "IU/mL"
        ),
        "baseline_on": Column("partial_date", "day of the baseline AFP"),
        "post_iu_per_ml": Column("number", "first AFP after RT (or the origin)", "IU/mL"),
        "post_on": Column("partial_date", "day of the post AFP"),
        "change_percent": Column("number", "(post − baseline) / baseline × 100", "%"),
        "nadir_iu_per_ml": Column("number", "lowest AFP after the origin", "IU/mL"),
        "nadir_on": Column("partial_date", "first day of the nadir"),
        "decline_over_80": Column(
            "boolean", "declined by strictly more than the protocol's percentage (80)"
        ),
        "evidence": EVIDENCE,
    },
)

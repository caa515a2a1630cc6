"""Toxicity by term."""

from __future__ import annotations

from timeline.criteria.ctcae_laboratory import TESTS
from timeline.projections.declaration import (
    EVIDENCE,
    ORIGIN_FIELDS,
    PATIENT,
    Column,
    Declaration,
)

CTCAE = "CTCAE in the protocol's version: v3.0 (2006), v4.03 (2010) or v5.0 (2017), NCI"
LIMITED_VALUE = ("analyte", "value", "unit", "comparator", "lower_limit", "upper_limit")

TOXICITY = Declaration(
    "toxicity",
    "Toxicity by term",
    "toxicity",
    {
        **ORIGIN_FIELDS,
        "lab": LIMITED_VALUE,
        "adverse_event": ("episode", "term", "grade", "attribution"),
    },
    ("patient", "term"),
    {
        "patient": PATIENT,
        "term": Column("text", "common name under which reports and laboratory values meet"),
        "ctcae_term": Column("text", "its name in CTCAE; missing: the table of terms has none"),
        "worst_grade": Column(
            "integer", "highest grade from the origin on; missing: nothing graded", source=CTCAE
        ),
        "baseline_grade": Column(
            "integer", "grade when treatment began; missing: not measured before", source=CTCAE
        ),
        "worst_grade_above_baseline": Column(
            "integer",
            "the worst grade where it is above that of the baseline, else 0; missing: no baseline",
        ),
        "worst_on_treatment_grade": Column(
            "integer", "highest grade from the origin to the protocol's days after treatment"
        ),
        "worst_acute_grade": Column("integer", "highest grade before late toxicity begins"),
        "worst_late_grade": Column(
            "integer",
            "highest grade from the first day of late toxicity; missing: not seen or measured then",
        ),
        "worst_reported_grade": Column("integer", "highest grade of the reports alone"),
        "worst_laboratory_grade": Column("integer", "highest grade of laboratory values alone"),
        "came_on_under_treatment": Column(
            "boolean", "began or became worse than the baseline on treatment"
        ),
        "first_on": Column("partial_date", "first day of a grade above 0"),
        "resolved_on": Column("partial_date", "day of grade 0 after the last; missing: goes on"),
        "attribution": Column("text", "what reports attribute it to, separated by '; '"),
        "source": Column("text", "who says so: reported, laboratory or both"),
        "imputed": Column("boolean", "a date that the row rests on is known in part"),
        "not_graded": Column("text", "values without a grade and why, separated by '; '"),
        "evidence": EVIDENCE,
    },
    needs=("drug_exposure",),
    only={"lab": ("analyte", TESTS)},
)

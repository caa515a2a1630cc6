"""Liver function by date."""

from __future__ import annotations

from timeline.projections.declaration import EVIDENCE, PATIENT, Column, Declaration

PUGH = "Pugh et al., Br J Surg 1973;60:646–649, with INR for prothrombin time"
JOHNSON = "Johnson et al., J Clin Oncol 2015;33:550–558"

LIVER_FUNCTION = Declaration(
    "liver_function",
    "Child–Pugh and ALBI by date",
    "liver_function",
    {
        "lab": ("analyte", "value", "unit", "comparator"),
        "clinical_status": ("child_pugh_score", "child_pugh_class", "ascites", "encephalopathy"),
    },
    ("patient", "occurred_on"),
    {
        "patient": PATIENT,
        "occurred_on": Column("partial_date", "when a component or a score was found"),
        "child_pugh_score": Column(
            "integer", "computed where all five components are known, else as reported", "", PUGH
        ),
        "child_pugh_class": Column("text", "A 5–6, B 7–9, C 10–15", source=PUGH),
        "child_pugh_source": Column("text", "computed or reported"),
        "computed_child_pugh_score": Column("integer", "sum of the points of five components"),
        "reported_child_pugh_score": Column("integer", "as the clinic reported it on that date"),
        "reported_child_pugh_class": Column("text", "the same; of the score where not given"),
        "missing": Column("text", "components without points, separated by '; '"),
        "bilirubin_mg_per_dl": Column("number", "last in the protocol's window", "mg/dL"),
        "albumin_g_per_dl": Column("number", "last in the protocol's window", "g/dL"),
        "inr": Column("number", "last in the protocol's window", "1"),
        "ascites": Column("text", "last in the protocol's window"),
        "encephalopathy": Column("text", "last in the protocol's window"),
        "albi_score": Column(
            "number", "0.66 log10(bilirubin in µmol/L) − 0.085 albumin in g/L", "", JOHNSON
        ),
        "albi_grade": Column("integer", "1 up to −2.60, 2 up to −1.39, 3 above", "", JOHNSON),
        "imputed": Column("boolean", "a date that the row rests on is known in part"),
        "evidence": EVIDENCE,
    },
    only={"lab": ("analyte", ("bilirubin", "albumin", "INR"))},
)

"""Words of CDISC's controlled terminology for what the store says in its own."""

from __future__ import annotations

LAB_TESTS: dict[str, tuple[str, str]] = {
    "AFP": ("AFP", "Alpha Fetoprotein"),
    "PIVKA-II": ("PIVKAII", "Prothrombin Induced by Vit K Absence II"),
    "platelets": ("PLAT", "Platelets"),
    "haemoglobin": ("HGB", "Hemoglobin"),
    "leucocytes": ("WBC", "Leukocytes"),
    "neutrophils": ("NEUT", "Neutrophils"),
    "lymphocytes": ("LYM", "Lymphocytes"),
    "AST": ("AST", "Aspartate Aminotransferase"),
    "ALT": ("ALT", "Alanine Aminotransferase"),
    "GGT": ("GGT", "Gamma Glutamyl Transferase"),
    "ALP": ("ALP", "Alkaline Phosphatase"),
    "bilirubin": ("BILI", "Bilirubin"),
    "albumin": ("ALB", "Albumin"),
    "creatinine": ("CREAT", "Creatinine"),
    "INR": ("INR", "Prothrombin Intl. Normalized Ratio"),
    "sodium": ("SODIUM", "Sodium"),
}
"""LBTESTCD and LBTEST by analyte. PIVKA-II's code is the sponsor's own."""

UNITS = {"/µL": "/uL", "µg/L": "ug/L", "µmol/L": "umol/L", "1": "RATIO", "mAU/mL": "mAU/mL"}
"""Units that are written in other signs there."""

SEX = {"male": "M", "female": "F", "unknown": "U"}
NO_YES = {False: "N", True: "Y"}

MEASUREMENTS: dict[str, tuple[str, str]] = {
    "longest_mm": ("LDIAM", "Longest Diameter"),
    "viable_mm": ("VIABDIAM", "Longest Diameter of Viable Tumor"),
    "short_axis_mm": ("SAXIS", "Short Axis"),
}
"""TRTESTCD and TRTEST by the field of a lesion. The viable diameter's code is the sponsor's own."""

LESION_ROLES = {"target": "TARGET", "non_target": "NON-TARGET"}
RESPONSES = {"non-PD": "NON-CR/NON-PD", "baseline": "BASELINE"}
"""Calls of a reader that are worded otherwise there."""

ATTRIBUTION = {"RT": "RADIOTHERAPY", "sorafenib": "SORAFENIB", "disease": "DISEASE"}


def unit(known: str) -> str:
    """A unit in the signs of the terminology."""
    return UNITS.get(known, known)

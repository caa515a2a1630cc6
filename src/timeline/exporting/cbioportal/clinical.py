"""What cBioPortal shows of each patient: the course's row and the three endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.exporting.cbioportal.table import Attribute, patient_id

Record = Mapping[str, Any]

FROM_COURSE = {
    "SEX": "sex",
    "AGE": "age",
    "GROUP": "group",
    "ETIOLOGY": "etiology",
    "STAGE": "stage",
    "ECOG": "ecog",
    "CHILD_PUGH": "child_pugh",
    "RT_TARGET": "rt_target",
    "RT_TOTAL_DOSE_GY": "rt_gy",
    "RT_FRACTIONS": "rt_fractions",
    "BEST_RESPONSE": "best_response",
    "AFP_CHANGE_PERCENT": "afp_change_percent",
    "LATE_TOXICITY_3_MONTHS": "late_3_months",
    "LATE_TOXICITY_6_MONTHS": "late_6_months",
}
"""Attributes and the columns of `course` that they are."""

PATIENT_ATTRIBUTES = (
    Attribute("PATIENT_ID", "Patient ID", "Pseudonymous identifier"),
    Attribute("SEX", "Sex", "Sex"),
    Attribute("AGE", "Age", "Completed years on day 0", "NUMBER"),
    Attribute("GROUP", "Group", "The study's group"),
    Attribute("ETIOLOGY", "Etiology", "Cause of the liver disease"),
    Attribute("STAGE", "Stage", "Stage, last known up to day 0"),
    Attribute("ECOG", "ECOG", "ECOG performance status on day 0", "NUMBER"),
    Attribute("CHILD_PUGH", "Child-Pugh", "Child-Pugh class and score on day 0"),
    Attribute("RT_TARGET", "RT target", "What was irradiated: primary, metastasis or bone"),
    Attribute("RT_TOTAL_DOSE_GY", "RT dose (Gy)", "Delivered dose of radiotherapy", "NUMBER"),
    Attribute("RT_FRACTIONS", "RT fractions", "Delivered fractions of radiotherapy", "NUMBER"),
    Attribute("BEST_RESPONSE", "Best response", "Best call of the readers up to progression"),
    Attribute("AFP_CHANGE_PERCENT", "AFP change (%)", "Change of AFP over the RT", "NUMBER"),
    Attribute("LATE_TOXICITY_3_MONTHS", "Late toxicity, 3 months", "At the first landmark"),
    Attribute("LATE_TOXICITY_6_MONTHS", "Late toxicity, 6 months", "At the second landmark"),
    Attribute("OS_STATUS", "Overall survival status", "Overall survival status"),
    Attribute("OS_MONTHS", "Overall survival (months)", "From day 0 to death", "NUMBER"),
    Attribute("PFS_STATUS", "Progression free status", "Progression or death"),
    Attribute("PFS_MONTHS", "Progression free (months)", "From day 0", "NUMBER"),
    Attribute("TTP_STATUS", "Time to progression status", "Progression; a death censors"),
    Attribute("TTP_MONTHS", "Time to progression (months)", "From day 0", "NUMBER"),
)
SAMPLE_ATTRIBUTES = (
    Attribute("PATIENT_ID", "Patient ID", "Pseudonymous identifier"),
    Attribute("SAMPLE_ID", "Sample ID", "The patient's tumour; no specimen is recorded"),
    Attribute("CANCER_TYPE", "Cancer type", "Cancer type"),
    Attribute("CANCER_TYPE_DETAILED", "Cancer type detailed", "Cancer type in detail"),
    Attribute("ONCOTREE_CODE", "OncoTree code", "OncoTree code"),
)
STATUS = {
    "os": ("0:LIVING", "1:DECEASED"),
    "pfs": ("0:CENSORED", "1:PROGRESSION"),
    "ttp": ("0:CENSORED", "1:PROGRESSION"),
}


def patient_row(course: Record, endpoints: Mapping[str, Record | None]) -> list[Any]:
    """The values of PATIENT_ATTRIBUTES for one patient. Months are rounded to hundredths."""
    found: dict[str, Any] = {"PATIENT_ID": patient_id(course["patient"])}
    found |= {attribute: course[column] for attribute, column in FROM_COURSE.items()}
    found["SEX"] = {"male": "Male", "female": "Female"}.get(course["sex"] or "")
    change = found["AFP_CHANGE_PERCENT"]
    found["AFP_CHANGE_PERCENT"] = None if change is None else round(change, 1)
    for name, (censored, happened) in STATUS.items():
        row = endpoints.get(name)
        if row is not None and row["months"] is not None:
            found[f"{name.upper()}_STATUS"] = happened if row["event"] else censored
            found[f"{name.upper()}_MONTHS"] = round(row["months"], 2)
    return [found.get(attribute.id) for attribute in PATIENT_ATTRIBUTES]


def sample_row(patient: str) -> list[str]:
    """The values of SAMPLE_ATTRIBUTES: cBioPortal needs a sample of every patient."""
    known = patient_id(patient)
    return [known, f"{known}-T", "Hepatobiliary Cancer", "Hepatocellular Carcinoma", "HCC"]

"""Response to treatment: the assessment of the protocol, and every day of imaging."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    PATIENT,
    PROGRESSION_FIELDS,
    RECIST,
    Column,
    Declaration,
)

LENCIONI = "Lencioni & Llovet, Semin Liver Dis 2010;30:52–60"
RECIST_AND_MRECIST = f"{RECIST}; {LENCIONI}"

_CRITERION = Column("text", "mrecist or recist11", source=RECIST_AND_MRECIST)
_BY_PROTOCOL = Column("boolean", "the criterion is the protocol's for the target of this patient")
_IN_FIELD = Column(
    "text",
    "CR, PR, SD, PD or NE of the target lesions that the protocol sums; none: there are none",
    source=RECIST_AND_MRECIST,
)
_OUT_FIELD = Column(
    "text",
    "CR, non-PD, PD or NE of other target, non-target and new lesions; none: there are none",
    source=RECIST,
)
_OVERALL = Column("text", "CR, PR, SD, non-PD, PD or NE of both together", source=RECIST)
_CHANGE = Column("number", "(sum − baseline sum) / baseline sum × 100", "%")
_SUM = Column(
    "number",
    "sum of the targets' diameters: viable (mrecist) or longest (recist11), of nodes the short"
    " axis; missing where one was not measured",
    "mm",
    RECIST_AND_MRECIST,
)
_NADIR = Column("number", "smallest sum before, the baseline included", "mm")
_FROM_NADIR = Column("number", "(sum − nadir sum) / nadir sum × 100", "%")
_AGREES = Column(
    "boolean",
    "the reader's call is the overall response; missing without a call, and where the protocol"
    " has the patient judged by the other criterion",
)
_FLAGS = Column("text", "what to know of the data behind it, separated by '; '")

RESPONSE = Declaration(
    "response",
    "Response to treatment",
    "response",
    PROGRESSION_FIELDS,
    ("patient", "criterion"),
    {
        "patient": PATIENT,
        "criterion": _CRITERION,
        "by_protocol": _BY_PROTOCOL,
        "in_field": _IN_FIELD,
        "out_field": _OUT_FIELD,
        "overall": _OVERALL,
        "size_change_percent": _CHANGE,
        "best_overall": Column(
            "text",
            "best overall response up to the first PD, without confirmation",
            source=RECIST,
        ),
        "best_overall_confirmed": Column(
            "text", "the same, where CR and PR have to be confirmed", source=RECIST
        ),
        "assessed_on": Column(
            "date",
            "first evaluable day of imaging in the protocol's window (else the first in it);"
            " missing: not assessed",
        ),
        "reported": Column("text", "the reader's own call of that day"),
        "agrees": _AGREES,
        "new_lesions": Column("text", "what the readers of that day call new, separated by '; '"),
        "baseline_on": Column("date", "last day of imaging up to the origin, within the window"),
        "baseline_largest_mm": Column("number", "largest diameter of a target at baseline", "mm"),
        "baseline_sum_mm": Column("number", "sum of the targets' diameters at baseline", "mm"),
        "sum_mm": _SUM,
        "nadir_sum_mm": _NADIR,
        "change_from_nadir_percent": _FROM_NADIR,
        "flags": _FLAGS,
        "evidence": EVIDENCE,
    },
)

RESPONSE_ASSESSMENTS = Declaration(
    "response_assessments",
    "Response at every day of imaging",
    "response_assessments",
    PROGRESSION_FIELDS,
    ("patient", "criterion", "occurred_on"),
    {
        "patient": PATIENT,
        "criterion": _CRITERION,
        "occurred_on": Column(
            "date", "(first) day of imaging; a date known to the month is imputed"
        ),
        "days": Column("integer", "from the origin; the baseline may lie before it", "d"),
        "by_protocol": _BY_PROTOCOL,
        "assessment": Column("text", "baseline or follow-up"),
        "in_field": _IN_FIELD,
        "out_field": _OUT_FIELD,
        "new_lesions": Column("text", "what the readers call new, separated by '; '"),
        "overall": _OVERALL,
        "sum_mm": _SUM,
        "size_change_percent": _CHANGE,
        "baseline_sum_mm": Column("number", "sum of the targets' diameters at baseline", "mm"),
        "nadir_sum_mm": _NADIR,
        "change_from_nadir_percent": _FROM_NADIR,
        "reported": Column("text", "the reader's own call"),
        "agrees": _AGREES,
        "flags": _FLAGS,
        "scans": Column("text", "the scans of the day, ids separated by blanks"),
        "evidence": EVIDENCE,
    },
)

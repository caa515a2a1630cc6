"""The words of every projection: `WORDS` is the whole list, by the projection's name."""

from __future__ import annotations

from timeline.explaining.afp_decline import AFP_DECLINE
from timeline.explaining.course import COURSE
from timeline.explaining.data_issues import DATA_ISSUES
from timeline.explaining.drug_exposure import DRUG_EXPOSURE
from timeline.explaining.issue_review import ISSUE_REVIEW
from timeline.explaining.late_toxicity import LATE_TOXICITY, LATE_TOXICITY_ONSET
from timeline.explaining.liver_function import LIVER_FUNCTION
from timeline.explaining.radiotherapy import RADIOTHERAPY
from timeline.explaining.response import RESPONSE, RESPONSE_ASSESSMENTS
from timeline.explaining.time_to_event import (
    OVERALL_SURVIVAL,
    PROGRESSION_FREE_SURVIVAL,
    TIME_TO_PROGRESSION,
)
from timeline.explaining.toxicity import TOXICITY
from timeline.explaining.words import Words

WORDS: dict[str, Words] = {
    "os": OVERALL_SURVIVAL,
    "ttp": TIME_TO_PROGRESSION,
    "pfs": PROGRESSION_FREE_SURVIVAL,
    "afp_decline": AFP_DECLINE,
    "late_toxicity": LATE_TOXICITY,
    "late_toxicity_onset": LATE_TOXICITY_ONSET,
    "toxicity": TOXICITY,
    "liver_function": LIVER_FUNCTION,
    "radiotherapy": RADIOTHERAPY,
    "response": RESPONSE,
    "response_assessments": RESPONSE_ASSESSMENTS,
    "drug_exposure": DRUG_EXPOSURE,
    "data_issues": DATA_ISSUES,
    "issue_review": ISSUE_REVIEW,
    "course": COURSE,
}

"""The payloads of the kinds of event: what each says, typed and bounded.

A payload is validated when it is written and stored as JSON without its defaults, in the order of
the fields. Changing its shape means a new version of its kind and a step in `upcasts.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from timeline.criteria.data_issues import ISSUES
from timeline.dates import parse_clinical_date
from timeline.errors import InvalidDate
from timeline.payload_errors import suggestion

Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Word = Annotated[str, Meta(min_length=1, max_length=200)]
Fact = Annotated[str, Meta(min_length=1, max_length=420)]
Gray = Annotated[float, Meta(gt=0, le=200)]
Millimetre = Annotated[float, Meta(ge=0, le=1000)]
Seen = Annotated[
    str, Meta(max_length=430, pattern=r"^\S+@[1-9][0-9]*$", description="FACT@REVISION")
]
Limit = Annotated[float, Meta(ge=-1e9, le=1e9)]
Count = Annotated[int, Meta(ge=1, le=200)]


class Payload(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What happened, in the words of its kind."""


class Registration(Payload, frozen=True):
    sex: Literal["male", "female", "unknown"]
    birth_date: Word | None = None
    diagnosis_basis: Literal["histology", "clinical"] | None = None
    etiology: (
        Literal["HBV", "HCV", "HBV+HCV", "non-B non-C", "alcohol", "other", "unknown"] | None
    ) = None
    previous_treatments: list[
        Literal[
            "resection",
            "ablation",
            "RFA",
            "TACE",
            "RT",
            "systemic chemotherapy",
            "transplantation",
            "other",
        ]
    ] = []

    def __post_init__(self) -> None:
        if self.birth_date is not None:
            try:
                parse_clinical_date(self.birth_date)
            except InvalidDate as error:
                raise ValueError(f"field birth_date: {error}") from error


class Eligibility(Payload, frozen=True):
    status: Literal["included", "excluded"]
    reason: Text | None = None
    group: Word | None = None


CHILD_PUGH_CLASSES = {"A": range(5, 7), "B": range(7, 10), "C": range(10, 16)}


class ClinicalStatus(Payload, frozen=True):
    ecog: Annotated[int, Meta(ge=0, le=5)] | None = None
    child_pugh_score: Annotated[int, Meta(ge=5, le=15)] | None = None
    child_pugh_class: Literal["A", "B", "C"] | None = None
    stage_system: Word | None = None
    stage: Word | None = None
    ascites: Literal["none", "mild", "moderate", "severe"] | None = None
    encephalopathy: Literal["none", "grade 1-2", "grade 3-4"] | None = None

    def __post_init__(self) -> None:
        score, grade = self.child_pugh_score, self.child_pugh_class
        if score is not None and grade is not None and score not in CHILD_PUGH_CLASSES[grade]:
            span = CHILD_PUGH_CLASSES[grade]
            raise ValueError(
                f"field child_pugh_class: {grade!r} does not fit the score {score}; "
                f"class {grade} is {span.start}-{span.stop - 1}"
            )


class RtPrescription(Payload, frozen=True):
    course: Word
    site: Word
    target: Literal["primary", "metastasis", "bone"]
    technique: Word
    total_dose_gy: Gray
    fractions: Count
    fraction_dose_gy: Gray
    constraints: list[Word] = []


class RtFraction(Payload, frozen=True):
    course: Word
    number: Count
    dose_gy: Gray


class DrugDose(Payload, frozen=True):
    agent: Word
    daily_dose_mg: Annotated[float, Meta(ge=0, le=100_000)]
    reason: (
        Literal["start", "toxicity", "recovery", "progression", "choice", "completed"] | None
    ) = None


class Lab(Payload, frozen=True):
    analyte: Word
    value: Annotated[float, Meta(ge=0, le=1e9)]
    unit: Annotated[str, Meta(max_length=40)]
    comparator: Literal["none", "<", ">"] = "none"
    lower_limit: Limit | None = None
    upper_limit: Limit | None = None

    def __post_init__(self) -> None:
        low, high = self.lower_limit, self.upper_limit
        if low is not None and high is not None and low > high:
            raise ValueError(f"field lower_limit: {low:g} lies above the upper limit {high:g}")


class Lesion(Payload, frozen=True):
    lesion: Word
    role: Literal["target", "non_target"]
    field: Literal["in", "out"] | None = None
    longest_mm: Millimetre | None = None
    viable_mm: Millimetre | None = None
    short_axis_mm: Millimetre | None = None


class Imaging(Payload, frozen=True):
    modality: Word
    region: Word
    lesions: list[Lesion] = []
    non_target: Literal["CR", "non-CR/non-PD", "PD", "NE"] | None = None
    new_lesions: list[Word] = []
    reported_response: Literal["baseline", "CR", "PR", "SD", "non-PD", "PD", "NE"] | None = None

    def __post_init__(self) -> None:
        names = [lesion.lesion for lesion in self.lesions]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"field lesions: lesion {name!r} is measured twice in one scan")


class AdverseEvent(Payload, frozen=True):
    episode: Word
    term: Word
    grade: Annotated[int, Meta(ge=0, le=5)]
    ctcae_version: Literal["3.0", "4.03", "5.0"]
    attribution: list[Literal["RT", "sorafenib", "disease", "other"]] = []


class Procedure(Payload, frozen=True):
    name: Word
    site: Word | None = None


class VitalStatus(Payload, frozen=True):
    status: Literal["alive", "dead"]
    cause: Text | None = None


class Note(Payload, frozen=True):
    text: Text


class Review(Payload, frozen=True):
    """A mark on a data issue (`issue` and the fact it is `about`), a fact, or the whole patient.

    `looked_at` names the facts as the reviewer saw them, `FACT@REVISION`, and `what` is the issue's
    sentence: what is other later is told from them.
    """

    verdict: Literal["accepted", "query open", "answered", "closed"]
    reviewer: Word
    comment: Text
    issue: Word | None = None
    about: Fact | None = None
    looked_at: list[Seen] = []
    what: Text | None = None

    def __post_init__(self) -> None:
        if self.issue is not None and self.issue not in ISSUES:
            raise ValueError(
                f"field issue: {self.issue!r} is no data issue; {suggestion(self.issue, [*ISSUES])}"
            )
        if self.issue is not None and self.about is None:
            raise ValueError("field about: missing; a data issue is told by the fact it is about")

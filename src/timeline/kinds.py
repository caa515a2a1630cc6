"""The kinds of event and their payloads. `KINDS` is the whole list.

A payload is typed, validated when it is written and stored as JSON without its defaults, in the
order of the fields. Changing a payload's shape means a new version here and a step in
`upcasts.py`; what was written stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from timeline.criteria.data_issues import ISSUES
from timeline.criteria.laboratory_units import canonical_analyte_and_unit, find_analyte
from timeline.dates import parse_clinical_date
from timeline.errors import InvalidDate, InvalidEvent, UnknownKind, UnknownUnit
from timeline.payload_errors import explain, suggestion

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


@dataclass(frozen=True)
class Kind:
    """A kind of event. `natural_key` names the payload fields (and `date`) that tell facts of one
    patient apart where the source gives no key of its own; empty: one fact a patient.
    """

    name: str
    title: str
    payload: type[Payload]
    natural_key: tuple[str, ...]
    version: int = 1
    normalise: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    units: Mapping[str, str] = field(default_factory=dict)


def _normalise_lab(payload: dict[str, Any]) -> dict[str, Any]:
    analyte, unit = payload.get("analyte"), payload.get("unit")
    if not isinstance(analyte, str) or not isinstance(unit, str | int):
        return payload
    spelling = _analyte_and_unit(analyte, str(unit))
    if spelling == (analyte, unit):
        return payload
    return {**payload, "analyte": spelling[0], "unit": spelling[1]}


@lru_cache(maxsize=4096)
def _analyte_and_unit(analyte: str, unit: str) -> tuple[str, str]:
    try:
        analyte = find_analyte(analyte).name
    except UnknownUnit as error:
        raise UnknownUnit(f"field analyte: {error}") from None
    try:
        return canonical_analyte_and_unit(analyte, unit)
    except UnknownUnit as error:
        raise UnknownUnit(f"field unit: {error}") from None


def drug_name(spelling: str) -> str:
    """A drug's name as it is stored: `Sorafenib` and `sorafenib` are one."""
    return spelling.strip().lower()


def _normalise_drug_dose(payload: dict[str, Any]) -> dict[str, Any]:
    agent = payload.get("agent")
    return {**payload, "agent": drug_name(agent)} if isinstance(agent, str) else payload


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("registration", "Registration", Registration, ()),
        Kind("eligibility", "Eligibility", Eligibility, ()),
        Kind("clinical_status", "Clinical status", ClinicalStatus, ("date",)),
        Kind(
            "rt_prescription",
            "RT prescription",
            RtPrescription,
            ("course",),
            units={"total_dose_gy": "Gy", "fraction_dose_gy": "Gy"},
        ),
        Kind(
            "rt_fraction", "RT fraction", RtFraction, ("course", "number"), units={"dose_gy": "Gy"}
        ),
        Kind(
            "drug_dose",
            "Drug dose",
            DrugDose,
            ("agent", "date"),
            version=2,
            normalise=_normalise_drug_dose,
            units={"daily_dose_mg": "mg/day"},
        ),
        Kind("lab", "Laboratory value", Lab, ("analyte", "date"), normalise=_normalise_lab),
        Kind(
            "imaging", "Imaging", Imaging, ("modality", "region", "date"), units={"lesions": "mm"}
        ),
        Kind("adverse_event", "Adverse event", AdverseEvent, ("episode", "date")),
        Kind("procedure", "Procedure", Procedure, ("name", "date")),
        Kind("vital_status", "Vital status", VitalStatus, ("date",)),
        Kind("note", "Note", Note, ("date",)),
        Kind("review", "Review", Review, ("issue", "about", "verdict", "date")),
    )
}


REMARKS = frozenset({"review"})
"""Kinds that are said of the record, not of the patient: no contact, no event of the course."""


def find_kind(name: str) -> Kind:
    """The kind of that name. Raises UnknownKind with the names that exist."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(
            f"{name!r} is not a kind of event; {suggestion(name, list(KINDS))}"
        ) from None


def decode_payload(kind: Kind, payload: dict[str, Any], *, from_text: bool = False) -> Payload:
    """The typed payload of a kind.

    With `from_text` the values are words of a file or command line and are read as the field's
    type. Raises InvalidEvent (or UnknownUnit) naming the field, the value and what was expected.
    """
    if kind.normalise is not None:
        payload = kind.normalise(payload)
    if from_text:
        for name, value in payload.items():
            # msgspec would read the word as a missing value, which only an empty cell is.
            if isinstance(value, str) and len(value) == 4 and value.casefold() == "null":
                raise InvalidEvent(
                    f"field {name}: {value!r} given; leave it out if it is not known"
                )
    try:
        return msgspec.convert(payload, kind.payload, strict=not from_text)
    except msgspec.ValidationError as error:
        raise InvalidEvent(explain(kind.name, kind.payload, payload, str(error))) from None


def encode_payload(payload: Payload) -> str:
    """The payload as it is stored: JSON in field order, defaults left out."""
    return msgspec.json.encode(payload).decode()


def payload_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of the kind's payload, self-contained."""
    _, components = msgspec.json.schema_components([kind.payload], ref_template="#/$defs/{name}")
    body = components.pop(kind.payload.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.title,
        **{key: value for key, value in body.items() if key != "title"},
        **({"$defs": components} if components else {}),
    }

"""The kinds of event. `KINDS` is the whole list; `payloads.py` has what each of them says.

Changing a payload's shape means a new version here and a step in `upcasts.py`; what was written
stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec

from timeline.criteria.laboratory_units import canonical_analyte_and_unit, find_analyte
from timeline.errors import InvalidEvent, UnknownKind, UnknownUnit
from timeline.payload_errors import explain, suggestion
from timeline.payloads import (
    AdverseEvent,
    ClinicalStatus,
    DrugDose,
    Eligibility,
    Imaging,
    Lab,
    Note,
    Payload,
    Procedure,
    Registration,
    Review,
    RtFraction,
    RtPrescription,
    VitalStatus,
)


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

"""mCODE resources as events. What a profile leaves open is refused or named, never guessed.

A RadiotherapyCourseSummary has the delivered dose and fractions of a course without their days: it
is a procedure here. A CancerDiseaseStatus is an impression and no call by RECIST: it is a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from timeline.criteria.laboratory_units import find_analyte
from timeline.errors import Place, Problem, Refused, Remark, TimelineError
from timeline.events import Draft, fact_from_key
from timeline.interchange.fhir.resources import (
    SUFFIXES,
    Resource,
    codes,
    extension,
    read_resources,
    words,
)
from timeline.interchange.text_lines import TextLines
from timeline.kinds import find_kind

Read = Draft | Problem | Remark

LOINC: dict[str, str] = {
    "1834-1": "AFP",
    "777-3": "platelets",
    "718-7": "haemoglobin",
    "6690-2": "leucocytes",
    "751-8": "neutrophils",
    "731-0": "lymphocytes",
    "1920-8": "AST",
    "1742-6": "ALT",
    "2324-2": "GGT",
    "6768-6": "ALP",
    "1975-2": "bilirubin",
    "1751-7": "albumin",
    "2160-0": "creatinine",
    "6301-6": "INR",
    "2951-2": "sodium",
}
"""LOINC codes of the analytes in serum, plasma or blood."""
ECOG = ("89247-1", "89262-0")
DISEASE_STATUS = ("97509-4", "88040-1")
"""LOINC: cancer disease status; response to cancer treatment."""
SEX = {"male": "male", "female": "female"}
UCUM = {"[iU]/mL": "IU/mL", "[IU]/mL": "IU/mL", "U/L": "IU/L", "[iU]/L": "IU/L",
        "10*3/uL": "10^9/L", "10*9/L": "10^9/L", "{INR}": "1", "ug/L": "µg/L",
        "umol/L": "µmol/L"}  # fmt: skip
MG_A_DAY = ("mg/d", "mg/day", "mg/(24.h)", "mg/24h")
FINAL = ("entered-in-error", "not-done", "cancelled")


class FhirReader:
    """A reader of the files of one export: patients are known by their first identifier."""

    def __init__(self, folder: Path, *, ctcae_version: str = "5.0") -> None:
        self.ctcae_version = ctcae_version
        self.patients: dict[str, str] = {}
        self.unread: Counter[str] = Counter()
        for path in resource_files(folder):
            for resource in read_resources(path):
                if resource.kind == "Patient":
                    known = resource.text("identifier", "value") or resource.text("id")
                    self.patients[f"Patient/{resource.text('id')}"] = known
                    self.patients[f"urn:uuid:{resource.text('id')}"] = known

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The events of one file. Raises Refused where it holds no FHIR resources."""
        self.unread.clear()
        for resource in read_resources(lines.path):
            if resource.text("status") in FINAL:
                self.unread[f"{resource.kind} {resource.text('status')}"] += 1
                continue
            make = _MAKERS.get(resource.kind)
            if make is None:
                self.unread[resource.kind or "resource of no type"] += 1
                continue
            yield from make(self, resource)
        for what, count in sorted(self.unread.items()):
            yield Remark(Problem(f"{what}: {count} not read", Place(lines.path.name)))

    def _draft(
        self, resource: Resource, kind: str, on: str, payload: dict[str, Any], *, key: str = ""
    ) -> Read:
        subject = resource.get("subject", "reference") or resource.get("patient", "reference")
        if resource.kind == "Patient":
            subject = f"Patient/{resource.text('id')}"
        patient = self.patients.get(str(subject or ""))
        if patient is None:
            message = f"{subject!r} is no patient of this folder"
            return Problem(message, resource.at("subject.reference"))
        key = key or resource.text("id")
        fact = fact_from_key(find_kind(kind), patient, key) if find_kind(kind).natural_key else None
        return Draft(
            patient=patient,
            kind=kind,
            occurred_on=on[: len("2010-01-01")],
            payload={name: value for name, value in payload.items() if value not in ("", None)},
            fact=fact,
            source=resource.source,
            from_text=True,
            place=Place(resource.file, resource.number),
        )

    def patient(self, resource: Resource) -> Iterator[Read]:
        """A registration, dated by the birth where nothing else is told; and the death."""
        born = resource.text("birthDate")
        sex = SEX.get(resource.text("gender"), "unknown")
        registered = resource.text("meta", "lastUpdated")[: len("2010-01-01")] or born
        yield self._draft(resource, "registration", registered, {"sex": sex, "birth_date": born})
        if died := resource.text("deceasedDateTime"):
            yield self._draft(resource, "vital_status", died, {"status": "dead"}, key="death")

    def observation(self, resource: Resource) -> Iterator[Read]:
        """A tumour marker or another laboratory value, the performance status, the status."""
        concept, on = resource.get("code"), _day(resource, "effective")
        told = list(codes(concept))
        if any(code in ECOG for code, _ in told):
            value = resource.get("valueInteger")
            if value is None:
                value = next((code for code, _ in codes(resource.get("valueCodeableConcept"))), "")
            yield self._draft(resource, "clinical_status", on, {"ecog": str(value)})
        elif any(code in DISEASE_STATUS for code, _ in told):
            status = words(resource.get("valueCodeableConcept"))
            yield self._draft(resource, "note", on, {"text": f"cancer disease status: {status}"})
        elif (analyte := _analyte(told)) is not None:
            yield from self._laboratory(resource, analyte, on)
        else:
            self.unread[f"Observation {words(concept) or '(no code)'}"] += 1

    def _laboratory(self, resource: Resource, analyte: str, on: str) -> Iterator[Read]:
        quantity = resource.get("valueQuantity") or {}
        if not isinstance(quantity, dict) or "value" not in quantity:
            message = "no value; expected a valueQuantity"
            yield Problem(message, resource.at("valueQuantity"))
            return
        unit = str(quantity.get("code") or quantity.get("unit") or "")
        comparator = str(quantity.get("comparator") or "")[:1]
        yield self._draft(resource, "lab", on, {
            "analyte": analyte,
            "value": str(quantity["value"]),
            "comparator": comparator,
            "unit": UCUM.get(unit, unit),
            "lower_limit": _number(resource.get("referenceRange", "low", "value")),
            "upper_limit": _number(resource.get("referenceRange", "high", "value")),
        })  # fmt: skip

    def medication(self, resource: Resource) -> Iterator[Read]:
        """A dose a day from its beginning, held after its end; another unit cannot be read so."""
        agent = words(resource.get("medicationCodeableConcept"))
        dose = resource.get("dosage", "dose") or resource.get("dosage", "rateQuantity") or {}
        unit = str(dose.get("code") or dose.get("unit") or "") if isinstance(dose, dict) else ""
        if resource.text("status") not in ("completed", "in-progress", "on-hold", "stopped"):
            self.unread[f"MedicationAdministration {resource.text('status')}"] += 1
            return
        if unit not in MG_A_DAY:
            message = f"{unit or 'no unit'} given, expected a dose in mg/day"
            yield Problem(message, resource.at("dosage.dose"))
            return
        payload = {"agent": agent, "daily_dose_mg": str(dose.get("value", ""))}
        yield self._draft(resource, "drug_dose", _day(resource, "effective"), payload)
        if end := resource.text("effectivePeriod", "end"):
            held = {"agent": agent, "daily_dose_mg": "0"}
            yield self._draft(resource, "drug_dose", end, held, key=f"{resource.text('id')}-end")

    def procedure(self, resource: Resource) -> Iterator[Read]:
        """A procedure; of a course of radiotherapy with the dose and fractions delivered."""
        volume = extension(resource.said, "dose-delivered-to-volume")
        total = extension(volume, "totalDoseDelivered").get("valueQuantity") or {}
        fractions = extension(volume, "fractionsDelivered").get("valueUnsignedInt")
        name = words(resource.get("code"))
        if total:
            unit = total.get("code") or total.get("unit")
            name = f"radiotherapy {total.get('value')} {unit}"
            name += f" in {fractions} fractions" if fractions else ""
        site = words(resource.get("bodySite"))
        on = _day(resource, "performed")
        yield self._draft(resource, "procedure", on, {"name": name, "site": site})

    def adverse_event(self, resource: Resource) -> Iterator[Read]:
        """An event with its CTCAE grade; one without a grade is refused."""
        grade = extension(resource.said, "ctcae-grade")
        concept = grade.get("valueCodeableConcept")
        told = grade.get("valueInteger") or next((c for c, _ in codes(concept) if c), "")
        if not told:
            yield Problem("no CTCAE grade; expected 1 to 5", resource.at("extension"))
            return
        term = words(resource.get("event"))
        yield self._draft(resource, "adverse_event", resource.text("date"), {
            "episode": resource.text("id") or term,
            "term": term,
            "grade": str(told).removeprefix("grade").strip(),
            "ctcae_version": self.ctcae_version,
        })  # fmt: skip


_MAKERS: dict[str, Callable[[FhirReader, Resource], Iterator[Read]]] = {
    "Patient": FhirReader.patient,
    "Observation": FhirReader.observation,
    "MedicationAdministration": FhirReader.medication,
    "Procedure": FhirReader.procedure,
    "AdverseEvent": FhirReader.adverse_event,
}


def _day(resource: Resource, name: str) -> str:
    """`effectiveDateTime`, or the beginning of `effectivePeriod`."""
    return resource.text(f"{name}DateTime") or resource.text(f"{name}Period", "start")


def _analyte(told: list[tuple[str, str]]) -> str | None:
    for code, display in told:
        if code in LOINC:
            return LOINC[code]
        try:
            return find_analyte(display).name
        except TimelineError:
            continue
    return None


def _number(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else ""


def resource_files(folder: Path) -> list[Path]:
    """The files of a folder that may hold resources. Raises Refused where there are none."""
    found = [path for path in sorted(folder.iterdir()) if path.suffix.casefold() in SUFFIXES]
    if not found:
        raise Refused([Problem("no bundles (.json, .ndjson) here", Place(str(folder)))])
    return found

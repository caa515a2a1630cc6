"""mCODE bundles: what becomes of each profile, and what cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from timeline.history import effective_events
from timeline.interchange.fhir.reading import FhirReader, resource_files

PATIENT = {
    "resourceType": "Patient", "id": "a", "gender": "male", "birthDate": "1950-03",
    "identifier": [{"value": "P07"}], "meta": {"lastUpdated": "2010-08-01T10:00:00Z"},
    "deceasedDateTime": "2011-04-11",
}  # fmt: skip
SUBJECT = {"reference": "Patient/a"}
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/"


def marker(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": "afp1", "status": "final", "subject": SUBJECT,
        "code": {"coding": [{"system": "http://loinc.org", "code": "1834-1"}]},
        "effectiveDateTime": "2010-08-20T08:00:00+09:00",
        "valueQuantity": {"value": 20000, "comparator": ">", "unit": "ng/mL", "code": "ng/mL"},
        "referenceRange": [{"high": {"value": 7}}], **more,
    }  # fmt: skip


def dose(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationAdministration", "id": "m1", "status": "completed",
        "subject": SUBJECT, "medicationCodeableConcept": {"text": "Sorafenib"},
        "effectivePeriod": {"start": "2010-08-23", "end": "2010-10-25"},
        "dosage": {"dose": {"value": 800, "unit": "mg/d", "code": "mg/d"}}, **more,
    }  # fmt: skip


COURSE = {
    "resourceType": "Procedure", "id": "rt", "status": "completed", "subject": SUBJECT,
    "code": {"text": "Radiotherapy Course of Treatment"},
    "performedPeriod": {"start": "2010-08-23", "end": "2010-09-24"},
    "bodySite": [{"text": "liver"}],
    "extension": [{
        "url": f"{MCODE}mcode-radiotherapy-dose-delivered-to-volume",
        "extension": [
            {"url": "totalDoseDelivered", "valueQuantity": {"value": 4500, "code": "cGy"}},
            {"url": "fractionsDelivered", "valueUnsignedInt": 25},
        ],
    }],
}  # fmt: skip


def event(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "AdverseEvent", "id": "ae1", "subject": SUBJECT, "date": "2010-09-17",
        "event": {"text": "Hand-foot syndrome"},
        "extension": [{"url": "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade",
                       "valueCodeableConcept": {"coding": [{"code": "3"}]}}], **more,
    }  # fmt: skip


@pytest.fixture
def bundle(tmp_path):
    def written(*resources: dict[str, Any]):
        folder = tmp_path / "fhir"
        folder.mkdir(exist_ok=True)
        whole = {"resourceType": "Bundle", "type": "collection",
                 "entry": [{"resource": one} for one in (PATIENT, *resources)]}  # fmt: skip
        (folder / "bundle.json").write_text(json.dumps(whole))
        return folder

    return written


@pytest.fixture
def bring_bundle(bring):
    def brought(folder):
        return bring(*resource_files(folder), reader=FhirReader(folder))

    return brought


def said(store, kind):
    events = effective_events(store, "P07")
    return [(one.occurred_on, one.payload) for one in events if one.kind == kind]


def test_a_patient_is_known_by_the_identifier(store, bundle, bring_bundle):
    bring_bundle(bundle())
    assert said(store, "registration") == [("2010-08-01", {"sex": "male", "birth_date": "1950-03"})]
    assert said(store, "vital_status") == [("2011-04-11", {"status": "dead"})]


def test_a_tumour_marker_keeps_its_comparator_and_limits(store, bundle, bring_bundle):
    bring_bundle(bundle(marker()))
    assert said(store, "lab") == [("2010-08-20", {
        "analyte": "AFP", "value": 20000.0, "unit": "ng/mL", "comparator": ">",
        "upper_limit": 7.0,
    })]  # fmt: skip


def test_a_dose_is_held_after_its_end(store, bundle, bring_bundle):
    bring_bundle(bundle(dose()))
    assert [(day, one["daily_dose_mg"]) for day, one in said(store, "drug_dose")] == [
        ("2010-08-23", 800.0), ("2010-10-25", 0.0),
    ]  # fmt: skip


def test_a_course_summary_is_a_procedure_with_what_was_delivered(store, bundle, bring_bundle):
    bring_bundle(bundle(COURSE))
    assert said(store, "procedure") == [
        ("2010-08-23", {"name": "radiotherapy 4500 cGy in 25 fractions", "site": "liver"})
    ]


def test_an_adverse_event_has_its_grade(store, bundle, bring_bundle):
    bring_bundle(bundle(event()))
    ((on, payload),) = said(store, "adverse_event")
    assert (on, payload["term"], payload["grade"]) == ("2010-09-17", "Hand-foot syndrome", 3)


def test_the_same_bundle_again_adds_nothing(bundle, bring_bundle):
    folder = bundle(marker(), dose(), COURSE, event())
    bring_bundle(folder)
    assert set(bring_bundle(folder).outcomes()) == {"unchanged"}


def test_what_is_void_or_of_no_use_is_counted(store, bundle, bring_bundle):
    summary = bring_bundle(bundle(
        marker(status="entered-in-error"), {"resourceType": "Encounter", "subject": SUBJECT},
        marker(id="k", code={"text": "Potassium"}),
    ))  # fmt: skip
    assert [str(one) for one in summary.warnings] == [
        "bundle.json: Encounter: 1 not read",
        "bundle.json: Observation Potassium: 1 not read",
        "bundle.json: Observation entered-in-error: 1 not read",
    ]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (marker(valueQuantity=None), "column valueQuantity: no value; expected a valueQuantity"),
        (marker(subject={"reference": "Patient/z"}),
         "column subject.reference: 'Patient/z' is no patient of this folder"),
        (marker(valueQuantity={"value": 3, "code": "kg"}),
         "column unit: 'kg' is not a unit of AFP"),
        (dose(dosage={"dose": {"value": 2, "unit": "tablet"}}),
         "column dosage.dose: tablet given, expected a dose in mg/day"),
        (event(extension=[]), "column extension: no CTCAE grade; expected 1 to 5"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_its_element(refusal, bundle, resource, message):
    folder = bundle(resource)
    found = refusal(*resource_files(folder), reader=FhirReader(folder))
    assert any(f"bundle.json, row 2, {message}" in line for line in found), found


@pytest.mark.parametrize("content", ["[]", "{}", "{", '{"resourceType": 3}', "\x00"])
def test_other_json_is_refused(refusal, tmp_path, content):
    from timeline.errors import Refused

    (tmp_path / "x").mkdir()
    (tmp_path / "x/bundle.json").write_text(content)
    with pytest.raises(Refused, match=r"bundle.json, row 1: (not JSON|no FHIR resource)"):
        FhirReader(tmp_path / "x")

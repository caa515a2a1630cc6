"""What each kind of event may say, and how it is told what it may not."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from timeline.errors import InvalidEvent, UnknownKind, UnknownUnit
from timeline.kinds import KINDS, decode_payload, encode_payload, find_kind, payload_schema

LESION = {"lesion": "segment 4", "role": "target", "field": "in", "longest_mm": 62.5}
FRACTION = {"course": "1", "number": 3, "dose_gy": 1.8}
PRESCRIPTION = {
    "course": "1", "site": "liver", "target": "primary", "technique": "3D-CRT",
    "total_dose_gy": 45, "fractions": 25, "fraction_dose_gy": 1.8,
}  # fmt: skip
TOXICITY = {"episode": "hfs-1", "term": "hand-foot skin reaction", "grade": 3}

AFP = "P07/lab/afp-2010-08-20"
QUERY = {"verdict": "query open", "reviewer": "dm", "comment": "ng/mL?", "about": AFP}

VALID: list[tuple[str, dict[str, Any]]] = [
    ("registration", {"sex": "male"}),
    ("registration", {"sex": "female", "birth_date": "1950", "diagnosis_basis": "histology"}),
    (
        "registration",
        {"sex": "unknown", "etiology": "non-B non-C", "previous_treatments": ["TACE"]},
    ),
    ("eligibility", {"status": "included", "group": "primary"}),
    ("eligibility", {"status": "excluded", "reason": "RT on a bone metastasis"}),
    ("clinical_status", {}),
    ("clinical_status", {"ecog": 0, "child_pugh_score": 6, "child_pugh_class": "A"}),
    ("clinical_status", {"stage_system": "JIS", "stage": "IVA", "encephalopathy": "grade 1-2"}),
    ("rt_prescription", PRESCRIPTION),
    ("rt_prescription", {**PRESCRIPTION, "constraints": ["duodenum ≤ 45 Gy"]}),
    ("rt_fraction", FRACTION),
    ("drug_dose", {"agent": "sorafenib", "daily_dose_mg": 0}),
    ("drug_dose", {"agent": "sorafenib", "daily_dose_mg": 800, "reason": "start"}),
    ("lab", {"analyte": "AFP", "value": 23919, "unit": "IU/mL", "upper_limit": 7}),
    ("lab", {"analyte": "AFP", "value": 0.6, "unit": "ng/mL", "comparator": "<"}),
    ("imaging", {"modality": "CT", "region": "abdomen"}),
    ("imaging", {"modality": "CT", "region": "abdomen", "lesions": [LESION], "non_target": "PD"}),
    ("imaging", {"modality": "MRI", "region": "liver", "new_lesions": ["lung"]}),
    ("adverse_event", {**TOXICITY, "ctcae_version": "3.0", "attribution": ["sorafenib", "RT"]}),
    ("procedure", {"name": "TACE", "site": "liver"}),
    ("vital_status", {"status": "alive"}),
    ("vital_status", {"status": "dead", "cause": "progressive disease"}),
    ("note", {"text": "moved to another town"}),
    ("review", {"verdict": "accepted", "reviewer": "dm", "comment": "the whole file was read"}),
    ("review", {**QUERY, "issue": "beyond_detection", "looked_at": [f"{AFP}@2"], "what": "< 0.8"}),
]

INVALID: list[tuple[str, dict[str, Any], str]] = [
    ("registration", {}, "field sex: not given; registration needs it"),
    ("registration", {"sex": "m"}, "field sex: 'm' given, expected one of male, female, unknown"),
    (
        "registration",
        {"sex": "male", "birth_date": "17.8.1954"},
        "field birth_date: '17.8.1954' is not a date; expected YYYY-MM-DD, YYYY-MM or YYYY",
    ),
    (
        "registration",
        {"sex": "male", "born": "1954"},
        "field born: not a field of registration; known: sex, birth_date, diagnosis_basis,"
        " etiology, previous_treatments",
    ),
    (
        "registration",
        {"sex": "male", "previous_treatments": ["surgery"]},
        "field previous_treatments[0]: 'surgery' given, expected one of resection, ablation, RFA,"
        " TACE, RT, systemic chemotherapy, transplantation, other",
    ),
    ("eligibility", {"status": "yes"}, "field status: 'yes' given, expected one of included, e"),
    ("clinical_status", {"ecog": 6}, "field ecog: 6 given, expected a whole number from 0 to 5"),
    ("clinical_status", {"ecog": 1.5}, "field ecog: 1.5 given, expected a whole number from 0 t"),
    (
        "clinical_status",
        {"child_pugh_score": 7, "child_pugh_class": "A"},
        "field child_pugh_class: 'A' does not fit the score 7; class A is 5-6",
    ),
    (
        "rt_prescription",
        {**PRESCRIPTION, "total_dose_gy": 0},
        "field total_dose_gy: 0 given, expected a number above 0 and at most 200",
    ),
    (
        "rt_prescription",
        {**PRESCRIPTION, "target": "liver"},
        "field target: 'liver' given, expected one of primary, metastasis, bone",
    ),
    ("rt_fraction", {**FRACTION, "number": 0}, "field number: 0 given, expected a whole number f"),
    ("rt_fraction", {**FRACTION, "course": ""}, "field course: '' given, expected text of 1 to 2"),
    (
        "drug_dose",
        {"agent": "sorafenib", "daily_dose_mg": -400},
        "field daily_dose_mg: -400 given, expected a number from 0 to 100000",
    ),
    ("lab", {"analyte": "AFP", "value": 1}, "field unit: not given; lab needs it"),
    (
        "lab",
        {"analyte": "AFP", "value": "12", "unit": "IU/mL"},
        "field value: '12' given, expected a number from 0 to 1e+09",
    ),
    (
        "lab",
        {"analyte": "AFP", "value": float("nan"), "unit": "IU/mL"},
        "field value: nan given, expected a number",
    ),
    (
        "lab",
        {"analyte": "sodium", "value": 140, "unit": "mmol/L", "lower_limit": 9, "upper_limit": 5},
        "field lower_limit: 9 lies above the upper limit 5",
    ),
    (
        "imaging",
        {"modality": "CT", "region": "abdomen", "lesions": [{**LESION, "role": "both"}]},
        "field lesions[0].role: 'both' given, expected one of target, non_target",
    ),
    (
        "imaging",
        {"modality": "CT", "region": "abdomen", "lesions": [{**LESION, "longest_mm": -1}]},
        "field lesions[0].longest_mm: -1 given, expected a number from 0 to 1000",
    ),
    (
        "imaging",
        {"modality": "CT", "region": "abdomen", "lesions": [LESION, LESION]},
        "field lesions: lesion 'segment 4' is measured twice in one scan",
    ),
    (
        "adverse_event",
        {**TOXICITY, "ctcae_version": "4.0"},
        "field ctcae_version: '4.0' given, expected one of 3.0, 4.03, 5.0",
    ),
    (
        "adverse_event",
        {**TOXICITY, "ctcae_version": "3.0", "grade": 6},
        "field grade: 6 given, expected a whole number from 0 to 5",
    ),
    ("procedure", {"site": "liver"}, "field name: not given; procedure needs it"),
    ("vital_status", {"status": "lost"}, "field status: 'lost' given, expected one of alive, dead"),
    ("note", {"text": ""}, "field text: '' given, expected text of 1 to 2000 characters"),
    (
        "review",
        {**QUERY, "verdict": "open"},
        "field verdict: 'open' given, expected one of accepted, query open, answered, closed",
    ),
    (
        "review",
        {"verdict": "closed", "reviewer": "dm"},
        "field comment: not given; review needs it",
    ),
    (
        "review",
        {"verdict": "closed", "reviewer": "dm", "comment": "x", "issue": "two_deaths"},
        "field about: missing; a data issue is told by the fact it is about",
    ),
    (
        "review",
        {**QUERY, "looked_at": [AFP]},
        f"field looked_at[0]: '{AFP}' given, expected FACT@REVISION",
    ),
]


def test_every_kind_is_tried_both_ways() -> None:
    assert {kind for kind, _ in VALID} == {kind for kind, *_ in INVALID} == set(KINDS)


@pytest.mark.parametrize(("kind", "payload"), VALID)
def test_a_valid_payload_is_stored_as_it_was_given(kind: str, payload: dict[str, Any]) -> None:
    stored = encode_payload(decode_payload(KINDS[kind], payload))
    assert json.loads(stored) == payload
    assert encode_payload(decode_payload(KINDS[kind], json.loads(stored))) == stored


@pytest.mark.parametrize(("kind", "payload", "message"), INVALID)
def test_an_invalid_one_is_refused_with_field_value_and_expectation(
    kind: str, payload: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidEvent) as refused:
        decode_payload(KINDS[kind], payload)
    assert str(refused.value).startswith(message)


def test_defaults_and_missing_values_are_not_stored() -> None:
    given = {"analyte": "AFP", "value": 7, "unit": "IU/mL", "comparator": "none"}
    stored = encode_payload(decode_payload(KINDS["lab"], {**given, "lower_limit": None}))
    assert json.loads(stored) == {"analyte": "AFP", "value": 7, "unit": "IU/mL"}


def test_names_are_stored_in_one_spelling() -> None:
    lab = decode_payload(KINDS["lab"], {"analyte": "plt", "value": 126, "unit": "G/L"})
    assert msgspec.to_builtins(lab) == {"analyte": "platelets", "value": 126, "unit": "10^9/L"}
    dose = decode_payload(KINDS["drug_dose"], {"agent": " Sorafenib ", "daily_dose_mg": 400})
    assert msgspec.to_builtins(dose)["agent"] == "sorafenib"


def test_a_unit_of_another_analyte_is_refused_by_name() -> None:
    with pytest.raises(UnknownUnit) as refused:
        decode_payload(KINDS["lab"], {"analyte": "AFP", "value": 1, "unit": "ng/dl"})
    assert str(refused.value) == (
        "field unit: 'ng/dl' is not a unit of AFP; known: IU/mL, ng/mL, µg/L"
    )


def test_a_misspelt_kind_is_answered_with_the_one_that_looks_alike() -> None:
    with pytest.raises(UnknownKind, match="'labs' is not a kind of event; did you mean lab"):
        find_kind("labs")


class TestWordsOfAFile:
    def test_are_read_as_the_fields_type(self) -> None:
        words = {"course": "1", "number": "3", "dose_gy": "1.80"}
        read = decode_payload(KINDS["rt_fraction"], words, from_text=True)
        assert msgspec.to_builtins(read) == FRACTION

    @pytest.mark.parametrize("word", ["abc", "1,8", "nan", "inf", "1e400", "null", "NULL", "0x1"])
    def test_that_are_no_number_are_refused(self, word: str) -> None:
        words = {**FRACTION, "dose_gy": word}
        with pytest.raises(InvalidEvent, match=f"^field dose_gy: '{word}' given"):
            decode_payload(KINDS["rt_fraction"], words, from_text=True)

    def test_that_look_like_numbers_stay_text_where_text_is_wanted(self) -> None:
        read = decode_payload(KINDS["note"], {"text": "12"}, from_text=True)
        assert msgspec.to_builtins(read) == {"text": "12"}


class TestTheJsonSchema:
    @pytest.mark.parametrize(("kind", "payload"), VALID)
    def test_accepts_what_is_accepted(self, kind: str, payload: dict[str, Any]) -> None:
        assert breaches(payload_schema(KINDS[kind]), payload) == []

    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            (kind, payload)
            for kind, payload, message in INVALID
            if " given, expected" in message or "not given" in message or "not a field" in message
        ],
    )
    def test_refuses_what_is_refused(self, kind: str, payload: dict[str, Any]) -> None:
        if payload.get("value") == payload.get("value"):  # JSON has no NaN to refuse
            assert breaches(payload_schema(KINDS[kind]), payload)

    @pytest.mark.parametrize("kind", KINDS)
    def test_stands_by_itself(self, kind: str) -> None:
        schema = payload_schema(KINDS[kind])
        defined = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
        assert schema["additionalProperties"] is False
        assert set(_references(schema)) == defined


def breaches(schema: dict[str, Any], value: Any, whole: dict[str, Any] | None = None) -> list[str]:
    """What breaks a schema, of the keywords that payload schemas use."""
    whole = schema if whole is None else whole
    if reference := schema.get("$ref"):
        return breaches(whole["$defs"][reference.rpartition("/")[2]], value, whole)
    if options := schema.get("anyOf"):
        tried = [breaches(option, value, whole) for option in options]
        return [] if [] in tried else tried[0]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{value!r} is no choice"]
    types: dict[str, Any] = {"object": dict, "array": list, "string": str, "null": type(None)}
    types |= {"integer": int, "number": int | float}
    if not isinstance(value, types[schema["type"]]) or isinstance(value, bool):
        return [f"{value!r} is no {schema['type']}"]
    found: list[str] = []
    if isinstance(value, dict):
        found += [f"{name} is missing" for name in schema["required"] if name not in value]
        for name, part in value.items():
            if name in schema["properties"]:
                found += breaches(schema["properties"][name], part, whole)
            else:
                found.append(f"{name} is unknown")
    elif isinstance(value, list):
        for item in value:
            found += breaches(schema["items"], item, whole)
    elif isinstance(value, str):
        least, most = schema.get("minLength", 0), schema.get("maxLength", len(value))
        found += [] if least <= len(value) <= most else [f"{value!r} has a wrong length"]
        fits = re.search(schema.get("pattern", ""), value)
        found += [] if fits else [f"{value!r} is not of the pattern"]
    elif value is not None:
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        above = schema.get("exclusiveMinimum", value - 1)
        found += [] if low <= value <= high and value > above else [f"{value} is out of range"]
    return found


def _references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"]] if "$ref" in schema else []
        return own + [ref for part in schema.values() for ref in _references(part)]
    if isinstance(schema, list):
        return [ref for part in schema for ref in _references(part)]
    return []

"""How facts get their names."""

from __future__ import annotations

import pytest

from courses import Patient, tell
from timeline.errors import InvalidEvent, RevisionConflict
from timeline.events import Draft, fact_from_key, natural_fact
from timeline.kinds import KINDS
from timeline.store import Store


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        (Patient().registered(), "P07/registration"),
        (Patient().says("eligibility", "2010", status="included"), "P07/eligibility"),
        (Patient().status("2010-08-05", ecog=1), "P07/clinical_status/2010-08-05"),
        (Patient().prescribed("2010-08-23"), "P07/rt_prescription/1"),
        (Patient().fraction("2010-08-23", 11), "P07/rt_fraction/1-11"),
        (Patient().takes("2010-08", 800), "P07/drug_dose/sorafenib-2010-08"),
        (Patient().afp("2010-08-20", 9), "P07/lab/afp-2010-08-20"),
        (
            Patient().scan("2010-10-24", region="chest and abdomen"),
            "P07/imaging/ct-chest_and_abdomen-2010-10-24",
        ),
        (Patient().suffers("2010-09-17", "HFS", 2), "P07/adverse_event/hfs-2010-09-17"),
        (
            Patient().says("procedure", "2009", name="TACE (2nd)"),
            "P07/procedure/tace_2nd-2009",
        ),
        (Patient().seen("2010-09-17"), "P07/vital_status/2010-09-17"),
        (Patient().noted("2010-09-17", "x"), "P07/note/2010-09-17"),
    ],
    ids=lambda value: None if isinstance(value, Patient) else value,
)
def test_a_fact_is_named_by_its_kinds_natural_key(told: Patient, fact: str) -> None:
    (draft,) = told.drafts
    kind = KINDS[draft.kind]
    assert natural_fact(kind, draft.patient, draft.occurred_on, draft.payload) == fact


def test_every_kind_has_a_natural_key_of_fields_that_it_has() -> None:
    for kind in KINDS.values():
        fields = {"date", *kind.payload.__struct_fields__}
        assert set(kind.natural_key) <= fields, kind.name


def test_a_sources_own_key_becomes_part_of_the_name() -> None:
    assert fact_from_key(KINDS["lab"], "P07", "LIS 4711/a") == "P07/lab/lis_4711_a"


def test_a_second_fact_of_the_same_key_is_kept_beside_the_first_with_a_warning(
    store: Store,
) -> None:
    tell(store, Patient().afp("2010-08-20", 9))
    appended = tell(store, Patient().afp("2010-08-20", 10).afp("2010-08-20", 11))
    assert appended.facts == ["P07/lab/afp-2010-08-20~2", "P07/lab/afp-2010-08-20~3"]
    assert [str(warning) for warning in appended.warnings][:2] == [
        "P07/lab/afp-2010-08-20 is recorded already; this one is kept beside it as"
        f" P07/lab/afp-2010-08-20~{number}"
        for number in (2, 3)
    ]


def test_two_spellings_of_one_analyte_have_one_key(store: Store) -> None:
    told = Patient().says("lab", "2010-08-20", analyte="PLT", value=126, unit="G/L")
    told.says("lab", "2010-08-20", analyte="platelets", value=127, unit="10^9/L")
    assert tell(store, told).facts == [
        "P07/lab/platelets-2010-08-20",
        "P07/lab/platelets-2010-08-20~2",
    ]


def test_a_patient_is_registered_once(store: Store) -> None:
    tell(store, Patient().registered())
    with pytest.raises(RevisionConflict, match="P07/registration is recorded already; correct it"):
        tell(store, Patient().registered(sex="female"))


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("P08/lab/1", "'P08/lab/1' given, expected P07/lab/KEY"),
        ("P07/note/1", "'P07/note/1' given, expected P07/lab/KEY"),
        ("P07/lab/a b", "cannot name a fact; expected no blanks"),
        ("P07/lab/a\n", "cannot name a fact; expected no blanks"),
        ("P07/lab/" + "a" * 400, "cannot name a fact; expected no blanks"),
    ],
)
def test_a_fact_is_named_for_its_patient_and_kind(store: Store, fact: str, message: str) -> None:
    payload = {"analyte": "AFP", "value": 1, "unit": "IU/mL"}
    draft = Draft(patient="P07", kind="lab", occurred_on="2010", payload=payload, fact=fact)
    with pytest.raises(InvalidEvent, match=message):
        tell(store, draft)


@pytest.mark.parametrize("patient", ["", "P 07", "P/07", "P\t07", "P\u202e07", "P" * 101])
def test_a_patient_is_named_in_visible_characters(store: Store, patient: str) -> None:
    with pytest.raises(InvalidEvent, match="cannot name a patient"):
        tell(store, Patient(patient).seen("2010-08-23"))

"""Timelines of cBioPortal: days become dates by a day 0 that is named."""

from __future__ import annotations

import pytest

from timeline.exporting.cbioportal.study import export_cbioportal
from timeline.history import effective_events
from timeline.interchange.cbioportal.reading import CbioportalReader, study_files
from timeline.query import read_table
from timeline.store import Store

FIRST = "PATIENT_ID\tSTART_DATE\tSTOP_DATE\tEVENT_TYPE\t"
CLINICAL = (
    "#Patient\tSex\tStatus\tMonths\n#STRING\tSTRING\tSTRING\tNUMBER\n"
    "PATIENT_ID\tSEX\tOS_STATUS\tOS_MONTHS\nP-1\tMale\t1:DECEASED\t7.59\n"
)


@pytest.fixture
def study(tmp_path):
    def written(clinical: str = CLINICAL, **tracks: str):
        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        (folder / "data_clinical_patient.txt").write_text(clinical)
        for name, text in tracks.items():
            (folder / f"data_timeline_{name}.txt").write_text(FIRST + text)
        return folder

    return written


@pytest.fixture
def bring_study(bring):
    def brought(folder, day_0="2010-08-23"):
        return bring(*study_files(folder), reader=CbioportalReader(folder, day_0))

    return brought


def said(store: Store, kind: str, patient: str = "P-1"):
    events = effective_events(store, patient)
    return [(event.occurred_on, event.payload) for event in events if event.kind == kind]


def test_days_count_from_day_0(store, study, bring_study):
    bring_study(study(lab="TEST\tRESULT\tUNIT\nP-1\t-3\t\tLAB_TEST\tAFP\t4000\tng/mL\n"))
    (lab,) = said(store, "lab")
    assert lab == ("2010-08-20", {"analyte": "AFP", "value": 4000.0, "unit": "ng/mL"})
    # 7.59 months of 30.4375 days are 231 days.
    assert said(store, "vital_status") == [("2011-04-11", {"status": "dead"})]


def test_without_a_day_0_a_note_says_that_dates_are_made_up(store, study, bring_study):
    bring_study(study(), day_0="none")
    assert said(store, "registration")[0][0] == "2000-01-01"
    assert "fictitious" in said(store, "note")[0][1]["text"]


def test_a_drug_is_held_where_its_record_ends_and_none_follows(store, study, bring_study):
    bring_study(study(treatment=(
        "TREATMENT_TYPE\tAGENT\tDOSE\tDOSE_UNIT\tFRACTIONS\n"
        "P-1\t0\t24\tTREATMENT\tMedical Therapy\tsorafenib\t800\tmg/day\t\n"
        "P-1\t24\t63\tTREATMENT\tMedical Therapy\tsorafenib\t400\tmg/day\t\n"
        "P-1\t0\t32\tTREATMENT\tRadiation Therapy\tliver\t45\tGy\t25\n"
    )))  # fmt: skip
    doses = [(day, payload["daily_dose_mg"]) for day, payload in said(store, "drug_dose")]
    assert doses == [("2010-08-23", 800.0), ("2010-09-16", 400.0), ("2010-10-25", 0.0)]
    assert said(store, "procedure") == [
        ("2010-08-23", {"name": "radiotherapy 45 Gy 25 fx", "site": "liver"})
    ]


def test_what_no_event_can_say_is_counted(study, bring_study):
    summary = bring_study(study(
        specimen="SAMPLE_ID\nP-1\t0\t\tSPECIMEN\tS1\n",
        lab="TEST\tRESULT\nP-1\t1\t\tLAB_TEST\tKi-67\t3\n",
    ))  # fmt: skip
    assert [str(warning) for warning in summary.warnings] == [
        "data_timeline_lab.txt: test Ki-67, no analyte here: 1 not read",
        "data_timeline_specimen.txt: track SPECIMEN: 1 not read",
    ]


@pytest.mark.parametrize(
    ("track", "message"),
    [
        ("TEST\tRESULT\nP-1\tsoon\t\tLAB_TEST\tAFP\t3\n",
         "data_timeline_lab.txt, row 2, column START_DATE: ('soon', '') given, expected whole"),
        ("TEST\tRESULT\tUNIT\nP-1\t1\t\tLAB_TEST\tAFP\thigh\tng/mL\n",
         "data_timeline_lab.txt, row 2, column value: 'high' given, expected a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(refusal, study, track, message):
    folder = study(lab=track)
    reader = CbioportalReader(folder, "2010-08-23")
    assert refusal(*study_files(folder), reader=reader)[0].startswith(message)


def test_an_exported_study_keeps_its_survival(store, tmp_path):
    from courses import Patient, tell
    from timeline.interchange.importing import import_files

    told = Patient().irradiated("2010-08-23").takes("2010-08-23", 800, "start").died("2011-04-11")
    tell(store, told.afp("2010-08-20", 4000).suffers("2010-09-01", "rash", 2))
    export_cbioportal(store, tmp_path / "out", study="x")
    with Store.open(tmp_path / "again.db", create=True) as again:
        reader = CbioportalReader(tmp_path / "out", "2010-08-23")
        import_files(again, study_files(tmp_path / "out"), actor="jc", reader=reader)
        assert [day for day, _ in said(again, "vital_status", "P07")] == ["2011-04-11"]
        assert said(again, "lab", "P07") == said(store, "lab", "P07")
        assert said(again, "adverse_event", "P07") == said(store, "adverse_event", "P07")
        assert read_table(again, "drug_exposure").records()[0]["planned_mg"] is not None

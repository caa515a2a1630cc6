"""SDTM datasets, read: what another study's look like, and that our own come back as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timeline.examples import path
from timeline.exporting.cdisc.study import export_cdisc
from timeline.history import EFFECTIVE, effective_events
from timeline.interchange.importing import import_files
from timeline.interchange.sdtm.reading import SdtmReader, datasets
from timeline.query import read_table
from timeline.store import Store

DM = "STUDYID,DOMAIN,USUBJID,SUBJID,RFSTDTC,BRTHDTC,SEX,ARM\nX,DM,X-07,07,2010-03-01,1950,M,A\n"


@pytest.fixture
def study(write, tmp_path):
    """Write datasets of a small study and read them."""

    def written(**tables: str):
        folder = tmp_path / "sdtm"
        folder.mkdir(exist_ok=True)
        for name, text in {"dm": DM, **tables}.items():
            (folder / f"{name}.csv").write_text(text)
        return folder

    return written


@pytest.fixture
def bring_study(bring):
    def brought(folder: Path):
        return bring(*datasets(folder), reader=SdtmReader(folder))

    return brought


def said(store: Store, kind: str, patient: str = "07") -> list[tuple[str, dict[str, Any]]]:
    events = effective_events(store, patient)
    return [(event.occurred_on, event.payload) for event in events if event.kind == kind]


def contents(store: Store) -> set[tuple[Any, ...]]:
    """What the effective events say; SDTM has no place for a note."""
    events = store.events(EFFECTIVE, {"as_of": store.head().seq})
    return {
        (e.patient, e.kind, e.occurred_on, json.dumps(e.payload, sort_keys=True))
        for e in events
        if e.kind != "note"
    }


@pytest.mark.parametrize("form", ["csv", "xpt"])
def test_the_studys_cohort_comes_back_from_its_datasets(
    store: Store, tmp_path: Path, form: str
) -> None:
    folder = path("study")
    import_files(store, [*folder.glob("*.csv"), *folder.glob("*.jsonl")], actor="jc")
    out = tmp_path / "out"
    export_cdisc(store, out, standard="sdtm", form=form, study="HCC", all_patients=True)  # type: ignore[arg-type]
    with Store.open(tmp_path / "again.db", create=True) as again:
        import_files(again, datasets(out), actor="jc", reader=SdtmReader(out))
        for name in ("os", "ttp", "pfs", "afp_decline", "late_toxicity", "radiotherapy"):
            ours = [row[:-1] for row in read_table(store, name).rows]
            assert [row[:-1] for row in read_table(again, name).rows] == ours
        assert contents(again) == contents(store)


def test_a_subject_is_registered_by_its_own_identifier(store, study, bring_study):
    bring_study(study())
    assert said(store, "registration") == [("2010-03-01", {"sex": "male", "birth_date": "1950"})]
    (event,) = effective_events(store, "07")
    assert event.source == "dm.csv#2"


def test_doses_by_frequency_with_a_hold_where_a_gap_is(store, study, bring_study):
    bring_study(study(ex=(
        "USUBJID,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXADJ,EXSTDTC,EXENDTC\n"
        "X-07,SORAFENIB,400,mg,BID,,2010-03-01,2010-03-14\n"
        "X-07,SORAFENIB,400,mg,QD,TOXICITY,2010-03-15,2010-03-20\n"
        "X-07,SORAFENIB,400,mg,BID,RECOVERY,2010-04-01,2010-06-30\n"
    )))  # fmt: skip
    assert said(store, "drug_dose") == [
        ("2010-03-01", {"agent": "sorafenib", "daily_dose_mg": 800.0}),
        ("2010-03-15", {"agent": "sorafenib", "daily_dose_mg": 400.0, "reason": "toxicity"}),
        ("2010-03-21", {"agent": "sorafenib", "daily_dose_mg": 0.0}),
        ("2010-04-01", {"agent": "sorafenib", "daily_dose_mg": 800.0, "reason": "recovery"}),
        ("2010-07-01", {"agent": "sorafenib", "daily_dose_mg": 0.0}),
    ]


def test_an_episode_resolves_where_its_last_record_ends(store, study, bring_study):
    bring_study(study(ae=(
        "USUBJID,AESEQ,AEGRPID,AETERM,AETOXGR,AEREL,AESTDTC,AEENDTC\n"
        "X-07,1,hfs,Hand-foot syndrome,1,SORAFENIB,2010-03-01,2010-03-10\n"
        "X-07,2,hfs,Hand-foot syndrome,3,SORAFENIB,2010-03-10,2010-03-20\n"
    )))  # fmt: skip
    grades = [(day, payload["grade"]) for day, payload in said(store, "adverse_event")]
    assert grades == [("2010-03-01", 1), ("2010-03-10", 3), ("2010-03-20", 0)]


def test_measurements_of_one_day_make_a_scan(store, study, bring_study):
    bring_study(study(
        tu="USUBJID,TULNKID,TUORRES,TULOC,TUMETHOD,TUDTC\n"
           "X-07,T01,TARGET,LIVER,CT SCAN,2010-02-20\nX-07,N01,NEW,LUNG,CT SCAN,2010-05-01\n",
        tr="USUBJID,TRLNKID,TRTESTCD,TRORRES,TRORRESU,TRMETHOD,TRDTC\n"
           "X-07,T01,LDIAM,50,mm,CT SCAN,2010-02-20\nX-07,T01,LDIAM,30,mm,CT SCAN,2010-05-01\n",
        rs="USUBJID,RSTESTCD,RSORRES,RSEVAL,RSDTC\nX-07,OVRLRESP,PD,INVESTIGATOR,2010-05-01\n",
    ))  # fmt: skip
    target = {"lesion": "T01", "role": "target"}
    assert said(store, "imaging") == [
        ("2010-02-20", {"modality": "CT SCAN", "region": "LIVER",
                        "lesions": [{**target, "longest_mm": 50.0}]}),
        ("2010-05-01", {"modality": "CT SCAN", "region": "LUNG",
                        "lesions": [{**target, "longest_mm": 30.0}],
                        "new_lesions": ["N01"], "reported_response": "PD"}),
    ]  # fmt: skip


def test_values_beyond_a_limit_and_tests_without_an_analyte(store, study, bring_study):
    summary = bring_study(study(lb=(
        "USUBJID,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBORNRLO,LBORNRHI,LBDTC\n"
        "X-07,AFP,Alpha Fetoprotein,>20000,ng/mL,,10,2010-02\n"
        "X-07,K,Potassium,4.1,mmol/L,,,2010-02-20\n"
        "X-07,INR,Prothrombin Intl. Normalized Ratio,1.1,,,,2010-02-20\n"
    )))  # fmt: skip
    assert said(store, "lab")[0] == ("2010-02", {
        "analyte": "AFP", "value": 20000.0, "unit": "ng/mL", "comparator": ">",
        "upper_limit": 10.0,
    })  # fmt: skip
    assert [str(warning) for warning in summary.warnings] == [
        "lb.csv: K: 1 values of a test that has no analyte here; not read"
    ]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"ex": "USUBJID,EXTRT,EXDOSE,EXDOSU,EXSTDTC\nX-07,SORAFENIB,2,TABLET,2010-03-01\n"},
         "ex.csv, row 2, column EXDOSU: TABLET; expected mg/day, or mg with a frequency"),
        ({"ae": "USUBJID,AESEQ,AETERM,AETOXGR,AESTDTC\nX-07,1,Rash,,2010-03-01\n"},
         "ae.csv, row 2, column AETOXGR: no grade; expected 1 to 5"),
        ({"pr": "USUBJID,PRGRPID,PRTRT,PRDOSE,PRDOSU,PRSTDTC\n"
                "X-07,1,RADIOTHERAPY,1.8,Gy,2010-03-01\n"},
         "pr.csv, row 2, column PRGRPID: course '1' has no prescription; SUPPPR lacks PRPLDOSE"),
        ({"lb": "USUBJID,LBTESTCD,LBORRES,LBDTC\nX-07,AFP,3,2010-03-01\n"},
         "lb.csv, row 1, column LBORRESU: missing; did you mean LBORRES?"),
        ({"lb": "USUBJID,LBTESTCD,LBORRES,LBORRESU,LBDTC\nX-07,AFP,3,kg,2010-03-01\n"},
         "lb.csv, row 2, column LBORRESU: 'kg' is not a unit of AFP"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_its_variable(refusal, study, tables, message):
    folder = study(**tables)
    found = refusal(*datasets(folder), reader=SdtmReader(folder))
    assert any(line.startswith(message) for line in found), found

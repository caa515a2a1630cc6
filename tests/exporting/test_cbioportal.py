"""A study that cBioPortal's importer takes, by the rules of its validator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from courses import Patient, tell
from timeline.errors import ExportError
from timeline.exporting.cbioportal.study import export_cbioportal
from timeline.store import Store

FIRST = ["PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE"]


def lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text().splitlines()]


def meta(path: Path) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in path.read_text().splitlines())


def clinical(path: Path) -> list[dict[str, str]]:
    found = lines(path)
    return [dict(zip(found[4], row, strict=True)) for row in found[5:]]


def track(folder: Path, name: str, patient: str = "M01") -> list[dict[str, str]]:
    header, *rows = lines(folder / f"data_timeline_{name}.txt")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return [row for row in found if row["PATIENT_ID"] == patient]


@pytest.fixture
def study(cohort: Store, tmp_path: Path) -> Path:
    export_cbioportal(cohort, tmp_path / "out", study="hcc_rt")
    return tmp_path / "out"


def test_every_data_file_has_its_meta_file(study: Path) -> None:
    data = {path.name for path in study.glob("data_*")}
    told = [meta(path) for path in study.glob("meta_*") if path.name != "meta_study.txt"]
    assert {one["data_filename"] for one in told} == data
    assert {one["cancer_study_identifier"] for one in told} == {"hcc_rt"}
    assert {one["genetic_alteration_type"] for one in told} == {"CLINICAL"}
    assert meta(study / "meta_study.txt")["type_of_cancer"] == "hcc"


@pytest.mark.parametrize("name", ["data_clinical_patient.txt", "data_clinical_sample.txt"])
def test_clinical_files_begin_with_four_lines_of_attributes(study: Path, name: str) -> None:
    found = lines(study / name)
    assert [row[0].startswith("#") for row in found[:5]] == [True] * 4 + [False]
    assert {len(row) for row in found} == {len(found[4])}
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", attribute) for attribute in found[4])
    datatypes = [found[2][0].removeprefix("#"), *found[2][1:]]
    assert set(datatypes) <= {"STRING", "NUMBER", "BOOLEAN"}
    for row in found[5:]:
        for value, datatype in zip(row, datatypes, strict=True):
            assert datatype == "STRING" or not value or float(value) is not None
    assert len({row[0] for row in found[5:]}) == len(found[5:]) == 18


def test_a_status_says_0_or_1_and_has_its_months(study: Path) -> None:
    for patient in clinical(study / "data_clinical_patient.txt"):
        for name in ("OS", "PFS", "TTP"):
            assert re.fullmatch(r"[01]:[A-Z]+", patient[f"{name}_STATUS"])
            assert float(patient[f"{name}_MONTHS"]) >= 0


def test_timelines_are_of_known_patients_in_whole_days(study: Path) -> None:
    known = {patient["PATIENT_ID"] for patient in clinical(study / "data_clinical_patient.txt")}
    for path in study.glob("data_timeline_*"):
        header, *rows = lines(path)
        assert header[:4] == FIRST
        for row in rows:
            assert row[0] in known
            assert re.fullmatch(r"-?\d+", row[1])
            assert not row[2] or int(row[2]) >= int(row[1])
            assert row[3] == path.stem.removeprefix("data_timeline_").upper()


def test_a_patient_worked_out_by_hand(study: Path) -> None:
    # M01: first of five fractions of 6 Gy on 2010-03-22, dead on 2010-06-10: 80 days, 2.63 months.
    patient = clinical(study / "data_clinical_patient.txt")[0]
    assert (patient["OS_STATUS"], patient["OS_MONTHS"]) == ("1:DECEASED", "2.63")
    assert (patient["RT_TOTAL_DOSE_GY"], patient["RT_FRACTIONS"]) == ("30", "5")
    given = [
        (row["START_DATE"], row["STOP_DATE"], row["TREATMENT_TYPE"], row["DOSE"], row["DOSE_UNIT"])
        for row in track(study, "treatment")
    ]
    assert given == [
        ("-7", "10", "Medical Therapy", "800", "mg/day"),
        ("10", "43", "Medical Therapy", "600", "mg/day"),
        ("0", "4", "Radiation Therapy", "30", "Gy"),
    ]
    grades = [(row["START_DATE"], row["GRADE"]) for row in track(study, "toxicity")]
    assert grades == [("3", "1"), ("10", "2"), ("20", "1")]
    assert [row["START_DATE"] for row in track(study, "status") if row["STATUS"] == "dead"] == [
        "80"
    ]


def test_a_date_known_to_the_year_says_so(study: Path) -> None:
    (resection,) = track(study, "procedure")
    assert (resection["START_DATE"], resection["PRECISION"]) == ("-1541", "year")


def test_text_with_breaks_stays_on_its_line(store: Store, tmp_path: Path) -> None:
    told = Patient().irradiated("2010-08-23").says("procedure", "2010-08-01", name="TACE\t\n(2nd)")
    tell(store, told)
    export_cbioportal(store, tmp_path / "out", study="x")
    assert track(tmp_path / "out", "procedure", "P07")[0]["PROCEDURE"] == "TACE (2nd)"


def test_an_id_that_cbioportal_refuses_is_named(store: Store, tmp_path: Path) -> None:
    tell(store, Patient("Ärztin-7").irradiated("2010-08-23"))
    with pytest.raises(ExportError, match="patient 'Ärztin-7': cBioPortal takes letters"):
        export_cbioportal(store, tmp_path / "out", study="x")
    assert not (tmp_path / "out").exists()


def test_a_patient_without_a_day_0_has_no_timeline(store: Store, tmp_path: Path) -> None:
    tell(store, Patient("P08").seen("2010-08-23"), Patient().irradiated("2010-08-23"))
    export_cbioportal(store, tmp_path / "out", study="x")
    assert len(clinical(tmp_path / "out/data_clinical_patient.txt")) == 2
    assert not track(tmp_path / "out", "treatment", "P08")

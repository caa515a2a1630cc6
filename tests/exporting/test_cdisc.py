"""SDTM and ADaM datasets: by the standards' rules, and with the numbers of the tables."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pyreadstat
import pytest

from courses import Patient, tell
from timeline.errors import ExportError
from timeline.exporting.cdisc.study import ADAM, SDTM, export_cdisc
from timeline.exporting.cdisc.time_to_event import SOURCES
from timeline.query import read_table
from timeline.store import Store

ALL = [*SDTM, *ADAM]


def read(folder: Path, name: str, patient: str | None = None) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if patient in (None, row["USUBJID"].split("-", 1)[1])]


@pytest.fixture
def out(cohort: Store, tmp_path: Path) -> Path:
    for standard in ("sdtm", "adam"):
        export_cdisc(cohort, tmp_path / standard, standard=standard, form="csv", study="HCC")
    return tmp_path


@pytest.mark.parametrize("dataset", ALL, ids=lambda dataset: dataset.name)
def test_names_and_labels_are_as_long_as_sas_takes(dataset) -> None:  # type: ignore[no-untyped-def]
    names = [variable.name for variable in dataset.variables]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", name) for name in names)
    assert all(len(variable.label) <= 40 for variable in dataset.variables)
    assert len(dataset.label) <= 40


def test_sequence_numbers_count_a_subjects_records(out: Path) -> None:
    for dataset in SDTM:
        if dataset.seq is None:
            continue
        numbers: dict[str, list[int]] = {}
        for row in read(out / "sdtm", dataset.name.lower()):
            numbers.setdefault(row["USUBJID"], []).append(int(row[dataset.seq]))
        assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_there_is_no_study_day_0(out: Path) -> None:
    # M01's first fraction was on 2010-03-22, the scan before ten days earlier.
    fractions = [row for row in read(out / "sdtm", "pr", "M01") if row["PRTRT"] == "RADIOTHERAPY"]
    assert [(row["PRSTDTC"], row["PRSTDY"]) for row in fractions][:2] == [
        ("2010-03-22", "1"), ("2010-03-23", "2"),
    ]  # fmt: skip
    assert read(out / "sdtm", "rs", "M01")[0]["RSDY"] == "-10"
    days = {row[f"{name}DY"] for name in ("LB", "TR") for row in read(out / "sdtm", name.lower())}
    assert "0" not in days


def test_partial_dates_stay_partial(out: Path) -> None:
    resection = next(row for row in read(out / "sdtm", "pr", "M01") if row["PRTRT"] == "resection")
    assert (resection["PRSTDTC"], resection["PRSTDY"]) == ("2006", "")


def test_the_dose_is_a_step_function_of_time(out: Path) -> None:
    steps = [
        (row["EXDOSE"], row["EXADJ"], row["EXSTDTC"]) for row in read(out / "sdtm", "ex", "M01")
    ]
    assert steps == [
        ("800.0", "START", "2010-03-15"),
        ("600.0", "TOXICITY", "2010-04-01"),
        ("0.0", "PROGRESSION", "2010-05-04"),
    ]


def test_lab_values_keep_their_unit_and_have_the_standard_one(store: Store, tmp_path: Path) -> None:
    told = Patient().irradiated("2010-08-23").afp("2010-08-20", 121, "ng/mL")
    tell(store, told.lab("2010-08-20", "AFP", 20000, "IU/mL", comparator=">"))
    export_cdisc(store, tmp_path / "out", standard="sdtm", form="csv", study="X")
    values = [
        (row["LBORRES"], row["LBORRESU"], row["LBSTRESC"], row["LBSTRESN"], row["LBSTRESU"])
        for row in read(tmp_path / "out", "lb")
    ]
    assert values == [
        ("121", "ng/mL", "100", "100.0", "IU/mL"),
        (">20000", "IU/mL", ">20000", "", "IU/mL"),
    ]


def test_lesions_and_their_measurements_share_a_link(out: Path) -> None:
    lesions = {(row["USUBJID"], row["TULNKID"]) for row in read(out / "sdtm", "tu")}
    measured = {(row["USUBJID"], row["TRLNKID"]) for row in read(out / "sdtm", "tr")}
    assert measured <= lesions
    with (out / "sdtm/relrec.csv").open() as file:
        assert [(row["RDOMAIN"], row["IDVAR"], row["RELTYPE"]) for row in csv.DictReader(file)] == [
            ("TU", "TULNKID", "ONE"), ("TR", "TRLNKID", "MANY"),
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["os", "ttp", "pfs"])
def test_times_to_events_are_those_of_the_tables(out: Path, cohort: Store, name: str) -> None:
    rows = [row for row in read(out / "adam", "adtte") if row["PARAMCD"] == name.upper()]
    table = read_table(cohort, name).records()
    assert [(row["SUBJID"], float(row["AVAL"]), row["CNSR"] == "0") for row in rows] == [
        (row["patient"], row["months"], row["event"]) for row in table
    ]
    for row, known in zip(rows, table, strict=True):
        described, other = ("EVNTDESC", "CNSDTDSC") if known["event"] else ("CNSDTDSC", "EVNTDESC")
        assert (row[described], row[other]) == (known["reason"], "")


def test_the_source_of_a_time_is_a_record_of_its_day(out: Path) -> None:
    found = 0
    for row in read(out / "adam", "adtte"):
        if not row["SRCDOM"]:
            continue
        found += 1
        domain = row["SRCDOM"]
        source = next(
            one
            for one in read(out / "sdtm", domain.lower(), row["SUBJID"])
            if one[f"{domain}SEQ"] == row["SRCSEQ"]
        )
        assert source[row["SRCVAR"]] == row["ADT"]
        assert row["SRCVAR"] == SOURCES[domain]
    assert found == 54  # three endpoints of eighteen patients


def test_deaths_rest_on_the_survival_status(out: Path) -> None:
    deaths = [
        row for row in read(out / "adam", "adtte") if row["PARAMCD"] == "OS" and row["CNSR"] == "0"
    ]
    assert len(deaths) == 15
    assert {row["SRCDOM"] for row in deaths} == {"SS"}


def test_a_worst_grade_is_flagged_once(out: Path, cohort: Store) -> None:
    flagged = [row for row in read(out / "adam", "adae") if row["AOCCIFL"] == "Y"]
    worst = {(row["SUBJID"], row["AETERM"]): int(row["ATOXGRN"]) for row in flagged}
    assert len(worst) == len(flagged)
    expected = {
        (row["patient"], row["term"]): row["worst_reported_grade"]
        for row in read_table(cohort, "toxicity").records()
        if row["worst_reported_grade"]
    }
    assert worst == expected


def test_transport_files_have_the_same_rows_with_labels_and_sas_dates(
    cohort: Store, out: Path
) -> None:
    export_cdisc(cohort, out / "xpt", standard="adam", form="xpt", study="HCC")
    frame, meta = pyreadstat.read_xport(str(out / "xpt/adtte.xpt"))
    rows = read(out / "adam", "adtte")
    assert meta.table_name == "ADTTE"
    assert meta.column_names_to_labels["CNSR"] == "Censor"
    assert [str(day) for day in frame["ADT"]] == [row["ADT"] for row in rows]
    assert list(frame["AVAL"]) == [float(row["AVAL"]) for row in rows]
    header = (out / "xpt/adtte.xpt").read_bytes()[:80]
    assert header.startswith(b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!")


def test_a_text_that_a_transport_file_cannot_hold_is_refused(store: Store, tmp_path: Path) -> None:
    told = Patient().irradiated("2010-08-23").says("vital_status", "2011-01-01", status="dead",
                                                   cause="x" * 201)  # fmt: skip
    tell(store, told)
    with pytest.raises(ExportError, match="DS, variable DSTERM: a text of 201 bytes"):
        export_cdisc(store, tmp_path / "out", standard="sdtm", form="xpt", study="X")
    assert not (tmp_path / "out").exists()


def test_a_store_without_patients_makes_empty_datasets(store: Store, tmp_path: Path) -> None:
    for form in ("csv", "xpt"):
        written = export_cdisc(store, tmp_path / form, standard="sdtm", form=form, study="X")
        assert len(written) == len(SDTM) + 1

"""Importing what fits, and setting the rest aside in the input's own layout."""

from __future__ import annotations

from contextlib import contextmanager

import openpyxl
import pytest

from timeline.errors import ExportError, Refused
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping
from timeline.interchange.set_aside import import_what_fits, write_refused
from timeline.interchange.text_lines import TextLines
from timeline.store import Store

LABS = """
    patient,occurred_on,analyte,value,unit
    P01,2008-01-02,AFP,900,IU/mL
    P01,2008-02-02,AFP,9,kg
    P01,2008-03-02,AFP,"8,5",IU/mL
    P02,2008-03-02,AFP,7,IU/mL
"""


@pytest.fixture
def fit(store):
    def bring(*paths, **options):
        return import_what_fits(store, paths, actor="data.manager", **options)

    return bring


def test_rows_that_fit_are_imported_and_the_others_kept_as_they_stood(
    store, write, fit, patients, tmp_path
):
    path = write("lab.csv", LABS)
    summary = fit(path)
    assert summary.outcomes() == {"added": 2}
    assert [str(problem) for problem in summary.refused] == [
        "lab.csv, row 3, column unit: 'kg' is not a unit of AFP; known: IU/mL, ng/mL, µg/L",
        "lab.csv, row 4, column value: '8,5' given, expected a number from 0 to 1e+09",
    ]
    write_refused(tmp_path / "aside", [path], summary)
    assert (tmp_path / "aside/lab.csv").read_text() == (
        "patient,occurred_on,analyte,value,unit\nP01,2008-02-02,AFP,9,kg\n"
        'P01,2008-03-02,AFP,"8,5",IU/mL\n'
    )
    assert (tmp_path / "aside/reasons.csv").read_text().splitlines()[1] == (
        "lab.csv,3,unit,\"'kg' is not a unit of AFP; known: IU/mL, ng/mL, µg/L\""
    )


def test_mended_rows_are_brought_under_the_same_name(store, write, fit, bring, patients, tmp_path):
    path = write("lab.csv", LABS)
    write_refused(tmp_path / "aside", [path], fit(path))
    mended = tmp_path / "aside/lab.csv"
    mended.write_text(mended.read_text().replace("kg", "ng/mL").replace('"8,5"', "8.5"))
    assert bring(mended).outcomes() == {"added": 2}
    write("lab.csv", LABS.replace("9,kg", "9,ng/mL").replace('"8,5"', "8.5"))
    assert bring(path).outcomes() == {"unchanged": 4}


def test_a_scan_is_set_aside_with_all_its_lesions(write, fit, patients, tmp_path):
    path = write(
        "imaging.csv",
        """
        patient,occurred_on,modality,region,lesion,role,longest_mm
        P01,2008-01-02,CT,liver,A,target,30
        P01,2008-01-02,CT,liver,B,target,big
        P01,2008-02-02,CT,liver,A,target,20
        """,
    )
    summary = fit(path)
    assert summary.outcomes() == {"added": 1}
    write_refused(tmp_path / "aside", [path], summary)
    assert len((tmp_path / "aside/imaging.csv").read_text().splitlines()) == 3


def test_what_a_refused_row_takes_with_it_goes_along(write, fit, patients):
    prescription = write(
        "rt_prescription.csv",
        """
        patient,occurred_on,course,site,target,technique,total_dose_gy,fractions,fraction_dose_gy
        P01,2008-01-02,1,liver,primry,3D-CRT,45,25,1.8
        """,
    )
    fraction = write(
        "rt_fraction.csv",
        """
        patient,occurred_on,course,number,dose_gy
        P01,2008-01-07,1,1,1.8
        """,
    )
    summary = fit(prescription, fraction)
    assert not summary.counts
    assert [problem.place.file for problem in summary.refused] == [
        "rt_prescription.csv",
        "rt_fraction.csv",
    ]


def test_a_file_that_will_not_do_as_a_whole_is_refused(write, fit, patients):
    with pytest.raises(Refused, match=r"lab.csv, row 1, column unit: missing"):
        fit(write("lab.csv", LABS.replace("unit", "units")))


def test_lines_of_json_are_set_aside_as_they_are(write, fit, patients, tmp_path):
    path = write(
        "events.jsonl",
        """
        {"patient": "P01", "kind": "note", "occurred_on": "2008-01-02", "payload": {"text": "x"}}
        {"patient": "P01", "kind": "nota", "occurred_on": "2008-01-02", "payload": {"text": "x"}}
        """,
    )
    summary = fit(path)
    write_refused(tmp_path / "aside", [path], summary)
    kept = (tmp_path / "aside/events.jsonl").read_text()
    assert kept == path.read_text().splitlines(keepends=True)[1]


def test_rows_of_a_workbook_are_set_aside_in_a_workbook(write, fit, tmp_path):
    mapping = read_mapping(
        write(
            "map.toml",
            """
            [[sheet]]
            name = "Notes"
            table.patient = "ID"
            table.date = "Day"
            [[sheet.event]]
            kind = "note"
            payload.text = { column = "Said" }
            """,
        )
    )
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    for row in (["ID", "Day", "Said"], ["7", "2010-01-02", "x"], ["8", "soon", "=1+1"]):
        book.active.append(row)
    book.active["C3"].data_type = "s"
    book.save(tmp_path / "notes.xlsx")
    summary = fit(tmp_path / "notes.xlsx", reader=MappedReader(mapping))
    assert summary.outcomes() == {"added": 1}
    write_refused(tmp_path / "aside", [tmp_path / "notes.xlsx"], summary, mapping)
    kept = openpyxl.load_workbook(tmp_path / "aside/notes.xlsx")["Notes"]
    assert [[cell.value for cell in row] for row in kept.iter_rows()] == [
        ["ID", "Day", "Said"],
        ["8", "soon", "=1+1"],
    ]
    assert kept["C2"].data_type == "s"


def test_the_files_of_an_import_are_kept_with_their_hash(store, write, bring, patients):
    path = write("lab.csv", LABS.replace("kg", "ng/mL").replace('"8,5"', "8.5"))
    summary = bring(path)
    rows = store.rows("SELECT file, sha256, rows, first_seq, last_seq FROM imports ORDER BY id")
    assert rows[-1] == ("lab.csv", TextLines(path).sha256(), 4, summary.first_seq, 6)
    bring(path)
    assert store.rows("SELECT rows, first_seq FROM imports ORDER BY id")[-1] == (4, None)


def test_nothing_is_missing_as_long_as_rows_are_refused(store, write, fit, bring, patients):
    bring(write("lab.csv", LABS.replace("9,kg", "9,IU/mL").replace('"8,5"', "8.5")))
    head = store.head()
    summary = fit(write("lab.csv", LABS), retract_missing="full export of May")
    assert (len(summary.refused), summary.vanished) == (2, [])
    assert store.head() == head


def test_without_room_for_the_refused_rows_there_is_no_import(
    store, write, fit, patients, tmp_path
):
    head = store.head()
    with pytest.raises(ExportError, match="an input has this name"):
        fit(write("reasons.csv", LABS), kind="lab", folder=tmp_path / "aside")
    assert store.head() == head
    assert not (tmp_path / "aside").exists()


def test_an_import_that_is_stopped_at_its_end_leaves_nothing_aside(
    store, write, fit, patients, tmp_path, monkeypatch
):
    path, head = write("lab.csv", LABS), store.head()
    monkeypatch.setattr(Store, "writing", _stopped_at_commit(Store.writing))
    with pytest.raises(KeyboardInterrupt):
        fit(path, folder=tmp_path / "aside")
    assert store.head() == head
    assert not (tmp_path / "aside").exists()


def _stopped_at_commit(writing):
    @contextmanager
    def stopped(self, *, keep=True):
        with writing(self, keep=keep) as connection:
            yield connection
            raise KeyboardInterrupt

    return stopped


def test_two_files_of_one_name_are_refused(store, write, refusal, patients, tmp_path):
    (tmp_path / "b").mkdir()
    paths = write("lab.csv", LABS), write("b/lab.csv", LABS)
    assert refusal(*paths) == [
        f"{paths[0]} and {paths[1]} have the same name, by which rows are told apart;"
        " rename one, or import them one after the other"
    ]

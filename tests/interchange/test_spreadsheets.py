"""Workbooks: sheets, dates, numbers as text, merged cells, and files that mean harm."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from timeline.history import effective_events
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping

MAPPING = """
    [file]
    header_row = 2

    [[sheet]]
    name = "Patients"
    table.patient = "ID"
    [[sheet.event]]
    kind = "registration"
    occurred_on = { column = "Seen" }
    payload.sex = { column = "Sex", words = { M = "male", F = "female" } }

    [[sheet]]
    name = "Labs"
    header_row = 1
    table.patient = "ID"
    table.date = "Day"
    table.decimal = ","
    [[sheet.event]]
    kind = "lab"
    payload.analyte = { column = "Test" }
    payload.value = { column = "Value", limits = true }
    payload.unit = { column = "Unit" }
"""


@pytest.fixture
def reader(write):
    return MappedReader(read_mapping(write("mapping.toml", MAPPING)))


@pytest.fixture
def book(tmp_path):
    """A workbook of two sheets; `change` may alter it before it is saved."""

    def make(change=lambda book: None):
        workbook = openpyxl.Workbook()
        patients = workbook.active
        patients.title = "Patients"
        patients.append(["Register of the clinic"])
        patients.append(["ID", "Seen", "Sex"])
        patients.append([7, datetime(2010, 3, 1), "M"])
        patients.append([None, None, None])
        patients.append(["8", date(2010, 4, 2), "F"])
        labs = workbook.create_sheet("Labs")
        labs.append(["ID", "Day", "Test", "Value", "Unit"])
        labs.append([7, datetime(2010, 3, 1, 8, 30), "AFP", 1234.5, "ng/mL"])
        labs.append([7, date(2010, 4, 1), "AFP", "12,5", "ng/mL"])
        labs.append([8, date(2010, 4, 2), "AFP", ">20000", "ng/mL"])
        change(workbook)
        workbook.save(tmp_path / "clinic.xlsx")
        return tmp_path / "clinic.xlsx"

    return make


def labs(store, patient):
    events = effective_events(store, patient)
    return [
        (event.occurred_on, event.payload["value"], event.payload.get("comparator"), event.source)
        for event in events
        if event.kind == "lab"
    ]


def test_every_sheet_is_read_by_its_own_rules(store, bring, book, reader):
    summary = bring(book(), reader=reader)
    assert summary.outcomes() == {"added": 5}
    assert labs(store, "7") == [
        ("2010-03-01", 1234.5, None, "clinic.xlsx[Labs]#2"),
        ("2010-04-01", 12.5, None, "clinic.xlsx[Labs]#3"),
    ]
    assert labs(store, "8") == [("2010-04-02", 20000.0, ">", "clinic.xlsx[Labs]#4")]
    (registered,) = effective_events(store, "7")[:1]
    assert (registered.occurred_on, registered.source) == ("2010-03-01", "clinic.xlsx[Patients]#3")


def test_a_workbook_again_adds_nothing_and_an_edited_one_corrects(store, bring, book, reader):
    bring(book(), reader=reader)
    assert bring(book(), reader=reader).outcomes() == {"unchanged": 5}

    def edit(workbook):
        workbook["Labs"]["D3"] = 13

    assert bring(book(edit), reader=reader).outcomes()["corrected"] == 1


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (
            "Labs!D2",
            "neg",
            "clinic.xlsx[Labs], row 2, column Value: 'neg' given, expected a number",
        ),
        ("Labs!B2", "soon", "clinic.xlsx[Labs], row 2, column Day: 'soon' is not a date"),
        (
            "Labs!F3",
            "see note",
            "clinic.xlsx[Labs], row 3: 'see note' stands right of the header's",
        ),
        ("Labs!A1", "Id", "clinic.xlsx[Labs], row 1, column ID: missing; the mapping reads it"),
        ("Labs!B1", "ID", "clinic.xlsx[Labs], row 1, column ID: stands twice in the header"),
        ("Patients!C3", "X", "clinic.xlsx[Patients], row 3, column Sex: 'X' given, expected one"),
    ],
)
def test_what_does_not_fit_is_named_by_sheet_row_and_column(
    refusal, book, reader, cell, value, message
):
    sheet, at = cell.split("!")

    def change(workbook):
        workbook[sheet][at] = value

    assert refusal(book(change), reader=reader)[0].startswith(message)


def test_a_missing_sheet_is_named_with_those_there_are(refusal, book, reader):
    def rename(workbook):
        workbook["Labs"].title = "Lab"

    assert refusal(book(rename), reader=reader) == [
        "clinic.xlsx: no sheet 'Labs'; did you mean Lab? known: Patients, Lab"
    ]


def test_merged_cells_are_refused_or_filled_as_the_mapping_says(
    store, bring, refusal, book, write, reader
):
    def merge(workbook):
        workbook["Labs"].merge_cells("A2:A3")

    assert refusal(book(merge), reader=reader) == [
        "clinic.xlsx[Labs], row 2: merged cells A2:A3; take them apart, or let the mapping fill"
        ' them (file.merged = "fill")'
    ]
    filling = MAPPING.replace("header_row = 2", 'header_row = 2\n    merged = "fill"', 1)
    bring(book(merge), reader=MappedReader(read_mapping(write("filling.toml", filling))))
    assert [value for _, value, *_ in labs(store, "7")] == [1234.5, 12.5]


def test_a_merged_title_above_the_header_does_no_harm(bring, book, reader):
    def merge(workbook):
        workbook["Patients"].merge_cells("A1:C1")

    assert bring(book(merge), reader=reader).outcomes() == {"added": 5}


def test_a_formula_without_a_stored_value_is_refused_rather_than_taken_as_empty(
    refusal, book, reader
):
    def compute(workbook):
        workbook["Labs"]["D2"] = '=WEBSERVICE("x")&1'

    assert refusal(book(compute), reader=reader) == [
        "clinic.xlsx[Labs], row 2: D2 is a formula without a stored value; save the file in Excel"
    ]


def test_a_formula_is_read_as_the_value_that_was_stored(store, bring, book, reader):
    def compute(workbook):
        workbook["Labs"]["D2"] = "=1000+234.5"

    path = rewritten(book(compute), b"<v></v>", b"<v>1234.5</v>")
    path = rewritten(path, b"<v />", b"<v>1234.5</v>")
    bring(path, reader=reader)
    assert labs(store, "7")[0][1] == 1234.5


def test_a_file_that_is_no_workbook_is_refused(refusal, write, reader):
    (message, *_) = refusal(write("clinic.xlsx", b"ID,Day\n7,2010\n"), reader=reader)
    assert message.startswith("clinic.xlsx: not a workbook that can be read: ")


def test_a_package_that_unpacks_to_far_more_is_refused_unopened(refusal, tmp_path, reader):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    (message,) = refusal(path, reader=reader)
    assert message.startswith("bomb.xlsx: ")
    assert message.endswith("bytes that unpack to 300000000; refused unopened")


def test_a_stray_cell_at_the_end_of_a_sheet_costs_no_room_and_is_named(refusal, book, reader):
    def stray(workbook):
        workbook["Labs"]["XFD1048576"] = "x"

    assert refusal(book(stray), reader=reader) == [
        "clinic.xlsx[Labs], row 1048576: 'x' stands right of the header's 5 columns"
    ]


@pytest.mark.parametrize("place", ["ZZZZ3", "3"])
def test_a_cell_that_no_sheet_has_is_refused(refusal, book, reader, place):
    (message, *_) = refusal(rewritten(book(), b'r="A3"', f'r="{place}"'.encode()), reader=reader)
    assert message.startswith("clinic.xlsx: sheet '")


def test_a_value_that_excel_could_not_compute_is_not_taken_for_an_empty_cell(refusal, book, reader):
    def fail(workbook):
        workbook["Labs"]["D2"] = "#DIV/0!"

    (message,) = refusal(book(fail), reader=reader)
    assert message.startswith("clinic.xlsx[Labs], row 2, column Value: '#DIV/0!' given")


def rewritten(path, given, instead):
    """The workbook with its sheets' XML altered, as no program would write it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/"):
                content = content.replace(given, instead)
            package.writestr(name, content)
    return path


def test_a_sheet_is_named_where_there_are_several(refusal, book, write):
    plain = """
        [table]
        patient = "ID"
        date = "Day"
        [[event]]
        kind = "note"
        payload.text = { column = "Test" }
    """
    reader = MappedReader(read_mapping(write("plain.toml", plain)))
    assert refusal(book(), reader=reader) == [
        "clinic.xlsx: has 2 sheets (Patients, Labs); let the mapping name one"
    ]

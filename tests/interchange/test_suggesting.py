"""A drafted mapping: it reads what can be told from a header, and marks what cannot."""

from __future__ import annotations

import openpyxl
import pytest

from timeline.history import effective_events
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping
from timeline.interchange.suggesting import suggest

WIDE = (
    "Pat-ID;Sex;RT start;AFP 0 (ng/mL);AFP 3 (ng/mL);ECOG;Date of death;Comment\n"
    "7;m;31.01.2010;1234,5;<5;1;04.03.2011;\n"
    "8;f;01.02.2010;12,0;;0;;well\n"
)


@pytest.fixture
def drafted(write):
    def draft(path):
        return write("draft.toml", suggest(path))

    return draft


def said(store, patient):
    events = effective_events(store, patient)
    return [(event.kind, event.occurred_on, event.payload) for event in events]


def test_a_wide_sheet_is_read_by_its_draft(store, write, bring, drafted):
    path = write("register.csv", WIDE)
    bring(path, reader=MappedReader(read_mapping(drafted(path))))
    lab = {"analyte": "AFP", "unit": "ng/mL"}
    assert said(store, "7") == [
        ("registration", "2010-01-31", {"sex": "male"}),
        ("clinical_status", "2010-01-31", {"ecog": 1}),
        ("lab", "2010-01-31", {**lab, "value": 1234.5}),
        ("lab", "2010-04-30", {**lab, "value": 5.0, "comparator": "<"}),
        ("vital_status", "2011-03-04", {"status": "dead"}),
    ]


def test_what_is_not_understood_is_named(write, drafted):
    draft = drafted(write("register.csv", WIDE)).read_text()
    assert 'ignored = ["Comment"]  # not understood' in draft
    assert 'delimiter = ";"' in draft
    assert 'decimal = ","' in draft


def test_what_cannot_be_told_stands_as_a_question_that_no_import_takes(write, refusal, drafted):
    path = write("register.csv", WIDE.replace(" (ng/mL)", ""))
    (first, *_) = refusal(path, reader=MappedReader(read_mapping(drafted(path))))
    assert "column unit: '?' is not a unit of AFP" in first


def test_days_that_may_be_months_are_asked_for(write, drafted):
    path = write("visits.csv", "ID,Date,ALT (U/L)\n7,01/02/2010,30\n7,03/04/2010,31\n")
    assert (
        'dates = ["%d/%m/%Y", "%m/%d/%Y"]  # which of them? a day up to 12 may be a month'
        in drafted(path).read_text()
    )


def test_iso_dates_need_no_format(write, drafted):
    path = write("visits.csv", "ID,Date,ALT (U/L)\n7,2010-02-01,30\n")
    draft = drafted(path).read_text()
    assert "dates" not in draft
    assert 'payload.unit = "IU/L"' in draft


def test_every_sheet_of_a_workbook_is_drafted(store, tmp_path, bring, drafted):
    book = openpyxl.Workbook()
    book.active.title = "Labs"
    for row in (["ID", "Date", "Bilirubin [mg/dL]"], ["7", "2010-02-01", 1.2]):
        book.active.append(row)
    other = book.create_sheet("Status")
    for row in (["ID", "Visit", "ECOG"], ["7", "2010-02-01", 1]):
        other.append(row)
    book.save(tmp_path / "clinic.xlsx")
    path = tmp_path / "clinic.xlsx"
    bring(path, reader=MappedReader(read_mapping(drafted(path))))
    assert [kind for kind, *_ in said(store, "7")] == ["lab", "clinical_status"]

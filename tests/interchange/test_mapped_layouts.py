"""Layouts that clinics have: wide sheets, decimal commas, other dates, code lists, mixed units."""

from __future__ import annotations

import pytest

from timeline.errors import InvalidMapping
from timeline.history import effective_events
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping

WIDE = """
    [file]
    delimiter = ";"
    encoding = "cp1252"
    header_row = 2

    [table]
    patient = "Pat.-Nr."
    dates = ["%d.%m.%Y", "%m.%Y", "%Y"]
    decimal = ","
    missing = ["n.d.", "-"]
    skip = [{ column = "Pat.-Nr.", equals = "Summe" }]

    [[event]]
    kind = "registration"
    occurred_on = { column = "RT-Beginn" }
    payload.sex.column = "Geschlecht"
    payload.sex.words = { m = "male", w = "female" }
    payload.sex.otherwise = "unknown"
    payload.birth_date = { column = "geb." }
    payload.previous_treatments = { column = "Vorbehandlung", split = "/" }

    [[event]]
    kind = "rt_prescription"
    occurred_on = { column = "RT-Beginn" }
    payload.course = "1"
    payload.site = "Leber"
    payload.target = "primary"
    payload.technique = "3D-CRT"
    payload.total_dose_gy = { column = "Dosis", unit = "Einheit", factors = { Gy = 1, cGy = 0.01 } }
    payload.fractions = { column = "Fx" }
    payload.fraction_dose_gy = 1.8

    [[event]]
    kind = "lab"
    occurred_on = { column = "RT-Beginn" }
    each = [
        { column = "AFP 0" },
        { column = "AFP 1", plus_months = 1 },
        { column = "AFP 3", plus_months = 3 },
        { column = "AFP 6", plus_days = 180 },
    ]
    payload.analyte = "AFP"
    payload.value = { column = "*", limits = true }
    payload.unit = "ng/mL"
"""
SHEET = (
    "Leber-Register, Stand Juni;;;;;;;;;;;\n"
    "Pat.-Nr.;Geschlecht;geb.;Vorbehandlung;RT-Beginn;Dosis;Einheit;Fx;AFP 0;AFP 1;AFP 3;AFP 6\n"
    "7;m;1950;TACE / RFA;31.01.2010;45;Gy;25;1234,5;>20000;n.d.;<2\n"
    "8;w;03.1944;;01.02.2010;4500;cGy;25;12;;3;-\n"
    "9;d;;;02.02.2010;45;Gy;25;1;;;\n"
    "Summe;;;;;;;75;1247,5;;;\n"
)


@pytest.fixture
def wide(write):
    return MappedReader(read_mapping(write("mapping.toml", WIDE)))


@pytest.fixture
def sheet(write):
    def written(text: str = SHEET):
        return write("register.csv", text.encode("cp1252"))

    return written


def said(store, patient, kind):
    events = effective_events(store, patient)
    return [(event.occurred_on, event.payload) for event in events if event.kind == kind]


def test_one_row_a_patient_becomes_a_series(store, bring, wide, sheet):
    bring(sheet(), reader=wide)
    assert said(store, "7", "lab") == [
        ("2010-01-31", {"analyte": "AFP", "value": 1234.5, "unit": "ng/mL"}),
        ("2010-02-28", {"analyte": "AFP", "value": 20000.0, "unit": "ng/mL", "comparator": ">"}),
        ("2010-07-30", {"analyte": "AFP", "value": 2.0, "unit": "ng/mL", "comparator": "<"}),
    ]
    assert [day for day, _ in said(store, "8", "lab")] == ["2010-02-01", "2010-05-01"]


def test_codes_lists_and_partial_dates_are_read(store, bring, wide, sheet):
    bring(sheet(), reader=wide)
    assert said(store, "7", "registration") == [
        ("2010-01-31",
         {"sex": "male", "birth_date": "1950", "previous_treatments": ["TACE", "RFA"]}),
    ]  # fmt: skip
    assert said(store, "8", "registration")[0][1] == {"sex": "female", "birth_date": "1944-03"}
    assert said(store, "9", "registration")[0][1] == {"sex": "unknown"}


def test_centigray_become_gray(store, bring, wide, sheet):
    bring(sheet(), reader=wide)
    doses = [said(store, one, "rt_prescription")[0][1]["total_dose_gy"] for one in ("7", "8")]
    assert doses == [45.0, 45.0]


def test_the_title_and_the_total_are_no_patients(store, bring, wide, sheet):
    bring(sheet(), reader=wide)
    assert store.rows("SELECT DISTINCT patient FROM events") == [("7",), ("8",), ("9",)]
    sources = store.rows("SELECT DISTINCT source FROM events WHERE patient = '7'")
    assert sources == [("register.csv#3",)]


@pytest.mark.parametrize(
    ("given", "instead", "message"),
    [
        ("1234,5", "1.234,5", "column AFP 0: '1.234,5' given, expected a number as in 12,5"),
        ("1234,5", "neg", "column AFP 0: 'neg' given, expected a number as in 12,5"),
        ("31.01.2010", "31.02.2010", "column RT-Beginn: '31.02.2010' is not a date; expected %d"),
        ("31.01.2010", "31.01.10", "column RT-Beginn: '31.01.10' is not a date; expected %d.%m"),
        ("31.01.2010;45;Gy", "31.01.2010;45;mGy", "column Einheit: 'mGy' given, expected a unit"),
        ("31.01.2010", "02.2010", "column RT-Beginn: '2010-02' is not a whole date"),
        ("TACE / RFA", "TACE / TARE", "column Vorbehandlung: 'TARE' given, expected one of"),
    ],
)
def test_what_does_not_fit_is_named_by_its_column(refusal, wide, sheet, given, instead, message):
    assert refusal(sheet(SHEET.replace(given, instead)), reader=wide)[0].startswith(
        f"register.csv, row 3, {message}"
    )


def test_thousands_are_parted_where_the_mapping_says_so(store, bring, write, sheet):
    mapping = WIDE.replace('decimal = ","', 'decimal = ","\n    thousands = "."')
    reader = MappedReader(read_mapping(write("mapping.toml", mapping)))
    bring(sheet(SHEET.replace("1234,5", "1.234,5")), reader=reader)
    assert said(store, "7", "lab")[0][1]["value"] == 1234.5


def test_numbers_parted_elsewhere_than_at_thousands_are_refused(refusal, write, sheet):
    mapping = WIDE.replace('decimal = ","', 'decimal = ","\n    thousands = "."')
    reader = MappedReader(read_mapping(write("mapping.toml", mapping)))
    (message, *_) = refusal(sheet(SHEET.replace("1234,5", "12.34")), reader=reader)
    assert "column AFP 0: '12.34' given, expected a number" in message


def test_a_date_that_two_formats_read_differently_is_refused(refusal, write, sheet):
    mapping = WIDE.replace('"%d.%m.%Y"', '"%d.%m.%Y", "%m.%d.%Y"')
    reader = MappedReader(read_mapping(write("mapping.toml", mapping)))
    (message, *_) = refusal(sheet(), reader=reader)
    assert "'01.02.2010' may be 2010-01-02 or 2010-02-01 by the formats" in message


def test_another_encoding_is_said_by_the_mapping(refusal, write, sheet):
    mapping = WIDE.replace('"cp1252"', '"utf-8"').replace('"Pat.-Nr."', '"Pät.-Nr."')
    reader = MappedReader(read_mapping(write("mapping.toml", mapping)))
    (message,) = refusal(sheet(SHEET.replace("Pat.-Nr.", "Pät.-Nr.")), reader=reader)
    assert message == (
        "register.csv, row 2: byte 0xe4 at character 2 is not UTF-8; save the file as UTF-8"
    )


@pytest.mark.parametrize(
    ("given", "instead", "message"),
    [
        ('"%Y"]', '"%y"]', "field table.dates: '%y' given, expected %d, %m (or %b) and %Y"),
        ('"cp1252"', '"cp9999"', "field file.encoding: 'cp9999' given, expected e.g. utf-8"),
        ('unit = "Einheit", ', "", "cell Dosis: expected unit and factors together, or neither"),
        ("payload.fractions", "payload.fraction", "field event.payload.fraction: not a field of"),
        (
            "each = [",
            'when = { column = "*", above = 1 }\n    earch = [',
            "field event[2].earch: not a field",
        ),
    ],
)
def test_a_mapping_says_what_it_has_wrong(write, given, instead, message):
    file = write("mapping.toml", WIDE.replace(given, instead, 1))
    with pytest.raises(InvalidMapping) as raised:
        read_mapping(file)
    assert str(raised.value).startswith(f"{file}: {message}")


def test_month_names_and_serial_days_of_a_workbook_are_dates():
    from timeline.interchange.mapped_dates import read_date

    assert read_date("3-Mar-2010", ("%d-%b-%Y",)) == "2010-03-03"
    assert read_date("Sept. 2010", ("%b %Y",)) == "2010-09"
    assert read_date("40238", ("excel",)) == "2010-03-01"
    assert read_date("40238.75", ("excel",)) == "2010-03-01"
    assert read_date("2010-03-01 08:30", ()) == "2010-03-01"


def test_rows_of_a_patient_may_stand_apart_where_no_rule_looks_at_several(store, write, bring):
    mapping = """
        [table]
        patient = "ID"
        date = "Day"
        [[event]]
        kind = "lab"
        payload.analyte = "AFP"
        payload.value = { column = "AFP" }
        payload.unit = "ng/mL"
    """
    reader = MappedReader(read_mapping(write("map.toml", mapping)))
    rows = "ID,Day,AFP\n7,2010-01-01,1\n8,2010-01-01,2\n7,2010-02-01,3\n"
    assert bring(write("labs.csv", rows), reader=reader).outcomes() == {"added": 3}
    assert [day for day, _ in said(store, "7", "lab")] == ["2010-01-01", "2010-02-01"]

"""Files of another layout, read by a mapping."""

from collections import Counter

import pytest

from timeline.errors import InvalidMapping
from timeline.examples import path
from timeline.history import effective_events
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping

MAPPING = """
    [table]
    patient = "ID"
    date = "Date"
    same_day = "last"
    ignored = ["Age"]

    [[event]]
    kind = "registration"
    once = "first"
    payload.sex = "unknown"

    [[event]]
    kind = "vital_status"
    occurred_on = { column = "Date", plus_days = "Remaining", pick = "latest" }
    payload.status = { column = "Dead", words = { 0 = "alive", 1 = "dead" } }

    [[event]]
    kind = "lab"
    payload.analyte = "AFP"
    payload.value = { column = "AFP" }
    payload.unit = "ng/mL"

    [[event]]
    kind = "imaging"
    payload.modality = "CT"
    payload.region = "liver"
    [[event.payload.lesions]]
    when = { column = "Size", above = 0 }
    fields.lesion = "largest"
    fields.role = "target"
    fields.longest_mm = { column = "Size" }
    [[event.payload.new_lesions]]
    when = { column = "New", equals = "1" }
    word = "new lesion"

    [[event]]
    kind = "procedure"
    when = { column = "TACE", above = 0 }
    payload.name = "TACE"
"""
HEADER = "ID,Date,Age,AFP,Size,New,TACE,Dead,Remaining\n"
VISITS = HEADER + (
    "7,2010-03-01,60,12,20,0,0,1,100.2\n"
    "7,2010-01-01,60,81,30,0,1,1,159.4\n"
    "7,2010-03-01,60,6,0,1,0,1,100.9\n"
    "8,2011-05-01,44,3,0,0,0,0,10\n"
)


@pytest.fixture
def reader(write):
    return MappedReader(read_mapping(write("mapping.toml", MAPPING)))


def test_rows_become_events_by_the_mapping(store, write, bring, reader):
    summary = bring(write("visits.csv", VISITS), reader=reader)
    events = effective_events(store, "7")
    assert [(event.occurred_on, event.kind, event.source) for event in events] == [
        ("2010-01-01", "registration", "visits.csv#3"),
        ("2010-01-01", "lab", "visits.csv#3"),
        ("2010-01-01", "imaging", "visits.csv#3"),
        ("2010-01-01", "procedure", "visits.csv#3"),
        ("2010-03-01", "lab", "visits.csv#4"),
        ("2010-03-01", "imaging", "visits.csv#4"),
        ("2010-06-09", "vital_status", "visits.csv#4"),
    ]
    payloads = [event.payload for event in events]
    assert payloads[2]["lesions"] == [{"lesion": "largest", "role": "target", "longest_mm": 30.0}]
    assert payloads[5] == {"modality": "CT", "region": "liver", "new_lesions": ["new lesion"]}
    assert payloads[6] == {"status": "dead"}
    assert [str(warning) for warning in summary.warnings] == [
        "visits.csv, row 2: passed over; row 4 is of the same patient and day"
    ]


def test_a_mapped_file_again_adds_nothing_and_an_edited_one_corrects(store, write, bring, reader):
    bring(write("visits.csv", VISITS), reader=reader)
    assert set(bring(write("visits.csv", VISITS), reader=reader).outcomes()) == {"unchanged"}
    edited = write("visits.csv", VISITS.replace("44,3,", "44,4,"))
    assert bring(edited, reader=reader).outcomes()["corrected"] == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "7,2010-03-01,60,x,20,0,0,1,100\n",
            "row 2, column AFP: 'x' given, expected a number as in 12.5",
        ),
        ("7,2010-03-01,60,1,20,0,0,2,100\n", "row 2, column Dead: '2' given, expected one of 0, 1"),
        ("7,2010-03-01,60,1,20,0,0,1,\n", "row 2, column Remaining: '' given, expected a number"),
        ("7,2010-03-01,60,1,big,0,0,1,1\n", "row 2, column Size: 'big' given, expected a number"),
        (
            "7,2010-03,60,1,2,0,0,1,1\n",
            "row 2, column Date: '2010-03' is not a whole date; expected",
        ),
        (
            "7,2010-03-01,60,1,2,0,0,1,1\n8,2010-03-01,60,1,2,0,0,1,1\n7,2010-04-01,60,1,2,0,0,1,1\n",
            "row 4, column ID: '7' came before; a patient's rows have to stand together",
        ),
    ],
)
def test_a_bad_cell_is_named_by_its_own_column(write, refusal, reader, rows, message):
    (said,) = refusal(write("visits.csv", HEADER + rows), reader=reader)
    assert said.startswith(f"visits.csv, {message}")


def test_columns_that_the_mapping_does_not_know_are_refused(write, refusal, reader):
    text = VISITS.replace("AFP", "afp").replace("TACE", "Tace")
    assert refusal(write("visits.csv", text), reader=reader) == [
        "visits.csv, row 1, column AFP: missing; the mapping reads it; did you mean afp?"
        " known: ID, Date, Age, afp, Size, New, Tace, Dead, Remaining",
        "visits.csv, row 1, column TACE: missing; the mapping reads it; did you mean Tace?"
        " known: ID, Date, Age, afp, Size, New, Tace, Dead, Remaining",
        "visits.csv, row 1, column afp: neither read nor ignored by the mapping",
        "visits.csv, row 1, column Tace: neither read nor ignored by the mapping",
    ]


@pytest.mark.parametrize(
    ("given", "instead", "message"),
    [
        ("[table]", "[table", "not TOML in UTF-8: "),
        (
            'once = "first"',
            'once = "second"',
            "field event[0].once: 'second' given, expected one of",
        ),
        ('date = "Date"', "", "event of registration: no date; expected occurred_on"),
        (
            'kind = "lab"',
            'kind = "labs"',
            "field event.kind: 'labs' is not a kind of event; did you",
        ),
        (
            'kind = "lab"',
            'kinds = "lab"',
            "field event[2].kinds: not a field of a mapping; did you",
        ),
        (
            'when = { column = "TACE", above = 0 }',
            'when = { column = "TACE" }',
            "when TACE: expected one of above, equals and filled",
        ),
    ],
)
def test_a_mapping_that_will_not_do_is_refused(write, given, instead, message):
    file = write("mapping.toml", MAPPING.replace(given, instead, 1))
    with pytest.raises(InvalidMapping) as raised:
        read_mapping(file)
    assert str(raised.value).startswith(f"{file}: {message}")


def test_the_cohort_of_visits_is_imported_whole(store, bring):
    folder = path("hcc_visits")
    reader = MappedReader(read_mapping(folder / "mapping.toml"))
    summary = bring(folder / "hcc_serial_visits.csv", reader=reader)
    assert Counter({kind: summary.outcomes(kind=kind)["added"] for kind in summary.kinds}) == {
        "registration": 2360,
        "vital_status": 2360,
        "clinical_status": 11684 - 12,
        "lab": 11684 - 12,
        "imaging": 11684 - 12,
        "procedure": 4726,
    }
    assert len(summary.warnings) == 12
    assert bring(folder / "hcc_serial_visits.csv", reader=reader).outcomes() == {
        "unchanged": sum(summary.outcomes().values())
    }

"""Record exports of REDCap: codes, checkboxes, longitudinal events, repeating instruments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from timeline.errors import InvalidMapping
from timeline.history import effective_events
from timeline.interchange.mapped_rows import MappedReader
from timeline.interchange.mapping import read_mapping
from timeline.interchange.redcap import read_dictionary

PAGE = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text()
MAPPING = re.search(r"## REDCap\n.*?```toml\n(.*?)```", PAGE, re.DOTALL)[1]  # type: ignore[index]
BOXES = '\npayload.previous_treatments = { column = "prior" }\n'
DICTIONARY = (
    '"Variable / Field Name","Form Name","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels"\n'
    "record_id,demo,text,Record,\n"
    'sex,demo,radio,Sex,"1, Male | 2, <b>Female</b>"\n'
    'prior,demo,checkbox,Prior,"1, TACE | -2, RFA | 3, resection"\n'
    "afp_value,afp,text,AFP,\n"
    'afp_unit,afp,dropdown,Unit,"1, ng/mL | 2, IU/mL"\n'
)
EXPORT = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,consent_date,sex,"
    "prior___1,prior____2,prior___3,afp_date,afp_value,afp_unit,demo_complete\n"
    "1,baseline_arm_1,,,2010-01-04,1,1,1,0,,,,2\n"
    "1,baseline_arm_1,afp,1,,,,,,2010-01-10,1200,1,2\n"
    "1,followup_arm_1,afp,2,,,,,,2010-03-10,<5,2,2\n"
    "1,followup_arm_1,afp,3,,,,,,,,,0\n"
    "2,baseline_arm_1,,,2010-02-01,2,0,0,1,,,,2\n"
)


@pytest.fixture
def reader(write):
    def read(dictionary: str = DICTIONARY):
        mapping = MAPPING.replace(
            'words = { Male = "male", Female = "female" } }\n',
            'words = { Male = "male", Female = "female" } }' + BOXES,
            1,
        )
        return MappedReader(
            read_mapping(write("map.toml", mapping)),
            read_dictionary(write("DataDictionary.csv", dictionary)),
        )

    return read


def said(store, patient):
    return [(event.occurred_on, event.payload) for event in effective_events(store, patient)]


def test_codes_have_their_labels_and_boxes_are_a_list(store, write, bring, reader):
    bring(write("export.csv", EXPORT), reader=reader())
    assert said(store, "1")[0] == (
        "2010-01-04", {"sex": "male", "previous_treatments": ["TACE", "RFA"]},
    )  # fmt: skip
    assert said(store, "2") == [
        ("2010-02-01", {"sex": "female", "previous_treatments": ["resection"]}),
    ]


def test_each_instance_of_a_repeating_instrument_is_an_event(store, write, bring, reader):
    bring(write("export.csv", EXPORT), reader=reader())
    assert said(store, "1")[1:] == [
        ("2010-01-10", {"analyte": "AFP", "value": 1200.0, "unit": "ng/mL"}),
        ("2010-03-10", {"analyte": "AFP", "value": 5.0, "unit": "IU/mL", "comparator": "<"}),
    ]


def test_a_code_without_a_label_is_refused(write, refusal, reader):
    (message,) = refusal(write("export.csv", EXPORT.replace("2010-01-04,1,", "2010-01-04,7,")),
                         reader=reader())  # fmt: skip
    assert message == "export.csv, row 2, column sex: '7' given, expected a code of 1, 2"


def test_an_export_with_labels_is_read_as_well(store, write, bring, reader):
    bring(write("export.csv", EXPORT.replace("2010-01-04,1,", "2010-01-04,Male,")), reader=reader())
    assert said(store, "1")[0][1]["sex"] == "male"


@pytest.mark.parametrize(
    ("given", "instead", "message"),
    [
        (
            "1, Male |",
            "1 Male |",
            "column Choices, Calculations, OR Slider Labels: '1 Male'",
        ),
        ("Field Type", "Type", "not a data dictionary of REDCap; column 'Field Type' is missing"),
    ],
)
def test_a_dictionary_that_will_not_do_is_refused(write, given, instead, message):
    path = write("DataDictionary.csv", DICTIONARY.replace(given, instead))
    with pytest.raises(InvalidMapping, match=re.escape(message)):
        read_dictionary(path)

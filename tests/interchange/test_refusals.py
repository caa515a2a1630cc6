"""What is refused, and in which words: file, row, column, value, expectation."""

from pathlib import Path

import pytest

LAB = "patient,occurred_on,analyte,value,unit\n"
AE = "patient,occurred_on,episode,term,grade,ctcae_version,attribution\n"
FRACTION = "patient,occurred_on,course,number,dose_gy\n"
IMAGING = "patient,occurred_on,modality,region,lesion,role,longest_mm,reported_response\n"
VITAL = "patient,occurred_on,status\n"

ROWS = {
    "an unknown unit": (
        "lab.csv",
        LAB + "P01,2007-07-01,AFP,12,ng/dl\n",
        "lab.csv, row 2, column unit: 'ng/dl' is not a unit of AFP; known: IU/mL, ng/mL, µg/L",
    ),
    "an unknown analyte": (
        "lab.csv",
        LAB + "P01,2007-07-01,APF,12,ng/ml\n",
        "lab.csv, row 2, column analyte: 'APF' is not a known analyte; known: AFP, PIVKA-II,"
        " platelets, haemoglobin, leucocytes, neutrophils, lymphocytes, AST, ALT, GGT, ALP,"
        " bilirubin, albumin, creatinine, INR, sodium",
    ),
    "a value that is no number": (
        "lab.csv",
        LAB + 'P01,2007-07-01,AFP,"1,200",IU/mL\n',
        "lab.csv, row 2, column value: '1,200' given, expected a number from 0 to 1e+09",
    ),
    "a missing value": (
        "lab.csv",
        LAB + "P01,2007-07-01,AFP,,IU/mL\n",
        "lab.csv, row 2, column value: not given; lab needs it",
    ),
    "an impossible day": (
        "lab.csv",
        LAB + "P01,2007-02-30,AFP,12,IU/mL\n",
        "lab.csv, row 2, column occurred_on: '2007-02-30' is not a day of the calendar:"
        " day is out of range for month",
    ),
    "a date in another order": (
        "lab.csv",
        LAB + "P01,1.7.2007,AFP,12,IU/mL\n",
        "lab.csv, row 2, column occurred_on: '1.7.2007' is not a date;"
        " expected YYYY-MM-DD, YYYY-MM or YYYY",
    ),
    "a day before birth": (
        "lab.csv",
        LAB + "P01,1949-07-01,AFP,12,IU/mL\n",
        "lab.csv, row 2, column occurred_on: P01/lab/afp-1949-07-01 happened on 1949-07-01, before"
        " the patient's birth on 1950-01-01; expected a day after it",
    ),
    "a recording day that is none": (
        "lab.csv",
        LAB[:-1] + ",recorded_at\nP01,2007-07-01,AFP,12,IU/mL,yesterday\n",
        "lab.csv, row 2, column recorded_at: 'yesterday' is not an instant;"
        " expected e.g. 2010-01-12T09:30:00Z or 2010-01-12",
    ),
    "a patient with a blank": (
        "lab.csv",
        LAB + "P 01,2007-07-01,AFP,12,IU/mL\n",
        "lab.csv, row 2, column patient: 'P 01' cannot name a patient;"
        " expected 1 to 100 visible characters without blanks or '/'",
    ),
    "a grade out of range": (
        "adverse_event.csv",
        AE + "P01,2007-08-01,skin,rash,7,3.0,\n",
        "adverse_event.csv, row 2, column grade: '7' given, expected a whole number from 0 to 5",
    ),
    "a word that is not one of a list's": (
        "adverse_event.csv",
        AE + "P01,2007-08-01,skin,rash,2,3.0,RT;sun\n",
        "adverse_event.csv, row 2, column attribution: 'sun' given,"
        " expected one of RT, sorafenib, disease, other",
    ),
    "a fraction of a course that was not prescribed": (
        "rt_fraction.csv",
        FRACTION + "P01,2007-07-09,2,1,1.8\n",
        "rt_fraction.csv, row 2, column course: '2' given by P01/rt_fraction/2-1 is no RT course"
        " that was prescribed for P01; known: none",
    ),
    "a second registration": (
        "registration.csv",
        "patient,occurred_on,sex\nP03,2007-06-20,male\nP03,2007-06-20,male\n",
        "registration.csv, row 3: fact P03/registration is recorded by row 2 already",
    ),
    "a lesion's size, in the lesion's own row": (
        "imaging.csv",
        IMAGING + "P01,2007-07-01,CT,liver,L1,target,50,\n,,,,L2,target,big,\n",
        "imaging.csv, row 3, column longest_mm: 'big' given, expected a number from 0 to 1000",
    ),
    "a lesion measured twice": (
        "imaging.csv",
        IMAGING + "P01,2007-07-01,CT,liver,L1,target,50,\n,,,,L1,target,51,\n",
        "imaging.csv, row 2, column lesions: lesion 'L1' is measured twice in one scan",
    ),
    "a lesion without a name": (
        "imaging.csv",
        IMAGING + "P01,2007-07-01,CT,liver,,target,50,\n",
        "imaging.csv, row 2, column lesion: not given; imaging needs it",
    ),
    "a scan that disagrees with itself": (
        "imaging.csv",
        IMAGING + "P01,2007-07-01,CT,liver,L1,target,50,PR\n,,,,L2,target,20,SD\n",
        "imaging.csv, row 3, column reported_response: 'SD' given, but row 2 of the scan says 'PR'",
    ),
    "the word null": (
        "lab.csv",
        LAB[:-1] + ",upper_limit\nP01,2007-07-01,AFP,12,IU/mL,NULL\n",
        "lab.csv, row 2, column upper_limit: 'NULL' given; leave it out if it is not known",
    ),
}


@pytest.mark.usefixtures("patients")
@pytest.mark.parametrize(("name", "content", "message"), ROWS.values(), ids=ROWS)
def test_a_bad_row_refuses_everything_and_is_named(write, refusal, name, content, message):
    good = write("note.csv", "patient,occurred_on,text\nP01,2007-07-01,Seen\n")
    assert refusal(good, write(name, content)) == [message]


FILES = {
    "a missing column": (
        "lab.csv",
        "patient,occurred_on,analyte,value\nP01,2007-07-01,AFP,12\n",
        [
            "lab.csv, row 1, column unit: missing;"
            " lab needs patient, occurred_on, analyte, value, unit"
        ],
    ),
    "an unknown column": (
        "note.csv",
        "patient,occurred_on,txt,text\n",
        [
            "note.csv, row 1, column txt: not a column of note; did you mean text?"
            " known: patient, occurred_on, text, key, recorded_at, actor, source, event_reason"
        ],
    ),
    "a column named twice": (
        "note.csv",
        "patient,occurred_on,text,text\n",
        ["note.csv, row 1, column text: stands twice in the header"],
    ),
    "a column without a name": (
        "note.csv",
        "patient,occurred_on,text,\n",
        ["note.csv, row 1: column 4 of the header has no name"],
    ),
    "semicolons": (
        "note.csv",
        "patient;occurred_on;text\nP01;2007-07-01;Seen\n",
        ["note.csv, row 1: the cells are separated by ';'; expected commas"],
    ),
    "ragged rows": (
        "note.csv",
        "patient,occurred_on,text\nP01,2007-07-01\nP01,2007-07-02,Seen, then left\n",
        [
            "note.csv, row 2: 2 cells, expected the header's 3",
            "note.csv, row 3: 4 cells, expected the header's 3;"
            " a cell that holds a comma must be quoted",
        ],
    ),
    "a quote that never ends": (
        "note.csv",
        'patient,occurred_on,text\nP01,2007-07-01,Seen\nP01,2007-07-02,"Seen\nP01,2007-07-03,x\n',
        ["note.csv, row 3: a quoted cell that starts here is never closed"],
    ),
    "an empty file": ("note.csv", "", ["note.csv: empty; expected a header and rows"]),
    "Latin 1": (
        "note.csv",
        "patient,occurred_on,text\nP01,2007-07-01,Müdigkeit\n".encode("latin-1"),
        ["note.csv, row 2: byte 0xfc at character 17 is not UTF-8; save the file as UTF-8"],
    ),
    "UTF-16": (
        "note.csv",
        "patient,occurred_on,text\n".encode("utf-16"),
        ["note.csv, row 1: UTF-16 text; save the file as UTF-8"],
    ),
    "NUL bytes": (
        "note.csv",
        b"patient,occurred_on,text\nP01,2007-07-01,\0\n",
        ["note.csv, row 2: a NUL byte; expected a text file in UTF-8"],
    ),
    "carriage returns alone": (
        "note.csv",
        "patient,occurred_on,text\rP01,2007-07-01,Seen\r",
        [
            "note.csv, row 1: lines end in a carriage return alone;"
            " save the file with usual line ends"
        ],
    ),
    "a name without a kind": (
        "labor.csv",
        LAB,
        [
            "labor.csv: the name says no kind of event; name it KIND.csv or give --kind (did you"
            " mean lab? known: registration, eligibility, clinical_status, rt_prescription,"
            " rt_fraction, drug_dose, lab, imaging, adverse_event, procedure, vital_status, note,"
            " review)"
        ],
    ),
}


@pytest.mark.parametrize(("name", "content", "messages"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_is_refused(write, refusal, name, content, messages):
    assert refusal(write(name, content)) == messages


def test_what_is_no_file_is_refused(tmp_path, write, refusal):
    (tmp_path / "lab.csv").mkdir()
    other = write("labs.xlsx", "x")
    assert refusal(tmp_path / "lab.csv", Path("note.csv"), other) == [
        f"{tmp_path / 'lab.csv'}: a folder, not a file; name the files in it",
        "note.csv: no such file",
        f"{other}: a format not known by its name; expected .csv or .jsonl, or a mapping (--map)",
    ]


def test_a_day_that_had_not_come_when_it_was_recorded_is_refused(write, refusal):
    rows = LAB[:-1] + ",recorded_at\nP01,2010-07-01,AFP,12,IU/mL,2010-06-01\n"
    assert refusal(write("lab.csv", rows)) == [
        "lab.csv, row 2, column occurred_on: 2010-07-01 lies after the day of recording"
        " (2010-06-01); expected a day that has come"
    ]


def test_events_after_a_death_are_refused(patients, write, bring, refusal):
    bring(write("vital_status.csv", VITAL + "P01,2007-10-14,dead\n"))
    scan = write("imaging.csv", IMAGING + "P01,2007-11-01,CT,liver,,,,SD\n")
    assert refusal(scan) == [
        "imaging.csv, row 2, column occurred_on: P01/imaging/ct-liver-2007-11-01 is dated"
        " 2007-11-01, after the patient's death on 2007-10-14 (P01/vital_status/2007-10-14);"
        " one of the two has to be corrected first"
    ]


def test_an_edited_birth_after_what_the_store_knows_is_refused_at_its_own_row(
    patients, write, bring, refusal
):
    bring(write("lab.csv", LAB + "P01,2007-07-01,AFP,12,IU/mL\n"))
    rows = "patient,occurred_on,sex,birth_date\nP01,2007-06-20,male,2007-07-02\n"
    assert refusal(write("registration.csv", rows)) == [
        "registration.csv, row 2, column occurred_on: P01/registration happened on 2007-06-20,"
        " before the patient's birth on 2007-07-02; expected a day after it"
    ]
    rows = "patient,occurred_on,sex,birth_date\nP01,2007-07-10,male,2007-07-02\n"
    assert refusal(write("registration.csv", rows)) == [
        "registration.csv, row 2, column birth_date: P01/lab/afp-2007-07-01 happened on 2007-07-01,"
        " before the patient's birth on 2007-07-02; expected a day after it"
    ]


def test_a_prescription_retracted_from_under_its_fractions_is_refused_at_its_line(
    patients, write, bring, refusal
):
    course = (
        "patient,occurred_on,course,site,target,technique,total_dose_gy,fractions,fraction_dose_gy"
        "\nP01,2007-07-01,1,liver,primary,3D-CRT,36,20,1.8\n"
    )
    fraction = "patient,occurred_on,course,number,dose_gy\nP01,2007-07-09,1,1,1.8\n"
    bring(write("rt_prescription.csv", course), write("rt_fraction.csv", fraction))
    line = (
        '{"action": "retract", "fact": "P01/rt_prescription/1", "revision": 2, "patient": "P01",'
        ' "kind": "rt_prescription", "reason": "another patient\'s"}\n'
    )
    assert refusal(write("later.jsonl", line)) == [
        "later.jsonl, row 1: '1' given by P01/rt_fraction/1-1 is no RT course that was prescribed"
        " for P01; known: none"
    ]


def test_a_laboratory_value_after_a_death_is_a_warning(patients, write, bring):
    bring(write("vital_status.csv", VITAL + "P01,2007-10-14,dead\n"))
    summary = bring(write("lab.csv", LAB + "P01,2007-10-15,AFP,12,IU/mL\n"))
    assert [str(warning) for warning in summary.warnings] == [
        "lab.csv, row 2: P01/lab/afp-2007-10-15 is dated 2007-10-15, after the patient's death on"
        " 2007-10-14"
    ]


def test_a_row_recorded_before_the_stores_last_event_is_refused(patients, write, refusal):
    path = write("lab.csv", LAB[:-1] + ",recorded_at\nP01,2007-07-01,AFP,12,IU/mL,2007-07-02\n")
    (message,) = refusal(path)
    assert message.startswith(
        "lab.csv, row 2, column recorded_at: 2007-07-02T00:00:00Z given, expected an instant from"
    )


def test_many_bad_rows_are_named_up_to_a_hundred_and_twenty_are_shown(write, refusal):
    rows = "".join(f"P01,2007-13-{day:03},AFP,12,IU/mL\n" for day in range(150))
    lines = refusal(write("lab.csv", LAB + rows))
    assert len(lines) == 21
    assert lines[-1].startswith("… and ")
    assert lines[-1].endswith(" more")

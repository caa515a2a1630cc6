"""query, show, history, explain, diff, locks, kinds, protocol: shapes that programs rely on."""

import csv
import io
import json
import subprocess
import sys

import pyarrow.parquet
import pytest

from timeline.kinds import KINDS
from timeline.protocol import default_protocol_text

AFP = "P07/lab/afp-2009-02-27"


def test_csv_has_every_column_iso_dates_and_true_or_false(run, treated):
    (row,) = csv.DictReader(io.StringIO(run("query", "os", "--format", "csv").out))
    assert row == {
        "patient": "P07",
        "origin_on": "2009-03-02",
        "ended_on": "2009-11-02",
        "days": "245",
        "months": str(245 / 30.4375),
        "event": "true",
        "reason": "death",
        "evidence": "P07/rt_fraction/1-1 P07/vital_status/2009-11-02",
    }


def test_a_missing_value_is_an_empty_cell(run, treated):
    said = run("query", "course", "--format", "csv", "--columns", "patient,stage,rt_gy,os_event")
    assert said.lines == ["patient,stage,rt_gy,os_event", "P07,,9.0,true", "P08,,,"]


def test_json_is_a_list_of_objects(run, treated):
    said = run("query", "course", "--format", "json", "--columns", "patient,rt_gy,os_event")
    assert json.loads(said.out) == [
        {"patient": "P07", "rt_gy": 9.0, "os_event": True},
        {"patient": "P08", "rt_gy": None, "os_event": None},
    ]


def test_a_table_in_a_pipe_is_plain_and_leaves_the_evidence_out(run, treated):
    assert run("query", "os").lines == [
        "patient  origin_on   ended_on    days  months  event  reason",
        "P07      2009-03-02  2009-11-02   245    8.05  true   death",
    ]


def test_parquet_keeps_the_types(treated):
    program = [sys.executable, "-m", "timeline", "query", "os", "--format", "parquet"]
    written = subprocess.run(program, capture_output=True, check=True).stdout
    table = pyarrow.parquet.read_table(io.BytesIO(written))
    assert [str(field.type) for field in table.schema] == [
        "string",
        "date32[day]",
        "date32[day]",
        "int64",
        "double",
        "bool",
        "string",
        "string",
    ]


def test_parquet_without_pyarrow_says_what_to_install(run, treated, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = run("query", "os", "--format", "parquet")
    assert (said.code, said.err) == (
        1,
        "timeline: Parquet needs pyarrow; install timeline[parquet], or take another format\n",
    )


def test_conditions_and_patients(run, treated):
    def patients(*arguments):
        said = run("query", "course", "--columns", "patient", "--format", "csv", *arguments)
        return said.lines[1:]

    assert patients("--where", "sex = female") == ["P08"]
    assert patients("--where", "os > 6 and os_event") == ["P07"]
    assert patients("--patient", "P08") == ["P08"]
    assert patients("--where", "sex = unknown") == []


def test_excluded_patients_are_left_out_unless_asked_for(run, treated):
    run("record", "eligibility", "--patient", "P08", "--on", "2009-03", "status=excluded")
    columns = ("query", "course", "--columns", "patient", "--format", "csv")
    assert run(*columns).lines == ["patient", "P07"]
    assert run(*columns, "--all-patients").lines == ["patient", "P07", "P08"]


def test_as_of_a_lock_answers_as_the_store_stood(run, treated):
    run("lock", "cut", "--reason", "first")
    run("correct", "P07/vital_status/2009-11-02", "--on", "2009-12-02", "--reason", "mistyped")
    ended = ("query", "os", "--columns", "ended_on", "--format", "csv")
    assert run(*ended).lines[1] == "2009-12-02"
    assert run(*ended, "--as-of", "cut").lines[1] == "2009-11-02"


def test_the_tables_and_their_columns_are_listed(run):
    said = run("query", "--format", "csv")
    assert "os,months,number,mo," in said.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "oss"), "'oss' is not a projection; "),
        (("query", "os", "--columns", "monts"), "'monts' is not a column of os; "),
        (("query", "os", "--patient", "P99"), "'P99' is not a patient of this store"),
        (("query", "os", "--as-of", "cut"), "'cut' is no lock, seq or instant of this store; "),
        (("query", "os", "--where", "monts<3"), "at character 1 of 'monts<3': 'monts' is not a"),
        (("show", "P99"), "'P99' is not a patient of this store"),
        (("history", "P07/lab/x"), "'P07/lab/x' is not a fact of this store"),
        (("explain", "P07", "oss"), "'oss' is not a projection; "),
        (("diff", "cut", "now"), "'cut' is no lock, seq or instant of this store; "),
        (("kinds", "labs"), "'labs' is not a kind of event; did you mean lab?"),
    ],
)
def test_what_is_not_there_is_one_line(run, treated, arguments, message):
    said = run(*arguments)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"timeline: {message}")
    assert said.err.count("\n") == 1


def test_showing_a_patient_as_json_has_the_agreed_keys(run, treated):
    events = json.loads(run("show", "P07", "--format", "json").out)
    assert [event["occurred_on"] for event in events] == sorted(e["occurred_on"] for e in events)
    assert list(events[0]) == [
        "fact",
        "revision",
        "kind",
        "occurred_on",
        "precision",
        "recorded_at",
        "actor",
        "source",
        "payload",
    ]


def test_showing_revisions_lists_all_of_them_in_the_order_of_recording(run, treated):
    run("correct", AFP, "value=9000", "--reason", "look")
    events = json.loads(run("show", "P07", "--revisions", "--format", "json").out)
    assert [event["seq"] for event in events] == sorted(event["seq"] for event in events)
    assert (events[-1]["action"], events[-1]["reason"]) == ("correct", "look")
    assert run("show", "P07", "--revisions").lines[-1].endswith(f"jc     look    {AFP}")


def test_history_says_field_by_field_what_changed(run, treated):
    run("correct", AFP, "value=9000", "upper_limit=7", "--on", "2009-02-28", "--reason", "look")
    run("retract", AFP, "--reason", "another patient's")
    lines = run("history", AFP).lines
    assert lines[0].startswith("1. record ")
    assert lines[0].endswith(" by jc (seq 9, from lab.csv#2)")
    assert lines[1] == "   2009-02-27  AFP 8320 IU/mL"
    assert lines[2].endswith("by jc (seq 12): look")
    assert lines[3:6] == [
        "   occurred_on: 2009-02-27 → 2009-02-28",
        "   value: 8320 → 9000",
        "   upper_limit: (none) → 7",
    ]
    assert lines[6].startswith("3. retract ")
    revisions = json.loads(run("history", AFP, "--format", "json").out)
    assert revisions[1]["changed"][1] == {"field": "value", "old": 8320.0, "new": 9000.0}


def test_explaining_names_the_rule_the_facts_and_their_corrections(run, treated):
    run("correct", AFP, "value=9000", "--reason", "digits swapped")
    said = run("explain", "P07", "afp_decline")
    assert f"  2009-02-27  AFP 9000 IU/mL  {AFP} [lab.csv#2]" not in said.lines
    assert f"  2009-02-27  AFP 9000 IU/mL  {AFP}" in said.lines
    assert "jc corrected it on 20" in said.lines[0]
    assert "“digits swapped”: value 8320 → 9000." in said.lines[0]
    (explained,) = json.loads(run("explain", "P07", "afp_decline", "--format", "json").out)
    assert explained["values"]["baseline_iu_per_ml"] == 9000.0
    assert AFP in [fact["fact"] for fact in explained["facts"]]


def test_a_difference_is_a_sentence_or_an_object_with_its_facts(run, treated):
    run("correct", AFP, "value=9000", "--reason", "look")
    said = run("diff", "11", "now", "afp_decline")
    assert said.lines[:2] == [
        "P07",
        "  afp_decline: baseline_iu_per_ml 8320 → 9000, change_percent -87.5 → -88.44 [1]",
    ]
    assert said.lines[2].startswith("  [1] laboratory value of 2009-02-27: jc corrected it on 20")
    assert said.lines[2].endswith(f", “look”: value 8320 → 9000 ({AFP})")
    first, second = json.loads(run("diff", "11", "now", "afp_decline", "--format", "json").out)
    assert first == {
        "projection": "afp_decline",
        "key": {"patient": "P07"},
        "column": "baseline_iu_per_ml",
        "old": 8320.0,
        "new": 9000.0,
        "because": [AFP],
    }
    assert second["column"] == "change_percent"
    assert run("diff", "11", "11").err == "nothing moved between 11 and 11\n"


def test_kinds_as_json_are_schemas(run):
    schemas = json.loads(run("kinds", "--format", "json").out)
    assert list(schemas) == list(KINDS)
    assert schemas["lab"]["required"] == ["analyte", "value", "unit"]
    assert json.loads(run("kinds", "imaging", "--format", "json").out)["$defs"]["Lesion"]


def test_kinds_as_a_table_say_what_a_field_may_hold(run):
    lines = run("kinds", "rt_fraction").lines
    assert lines[-1].split("  ")[-1] == "a number above 0 and at most 200"


def test_the_protocol_is_printed_and_set(run, treated, folder):
    assert run("protocol").out == default_protocol_text()
    other = default_protocol_text().replace(
        'origin = "first_rt_fraction"', 'origin = "registration"'
    )
    (folder / "other.toml").write_text(other)
    refused = run("protocol", "--set", "other.toml")
    assert (refused.code, refused.err) == (
        1,
        "timeline: field reason: not given; another protocol needs a reason\n",
    )
    assert run("protocol", "--set", "other.toml", "--reason", "from registration").code == 0
    assert run("protocol").out == other
    origins = run("query", "os", "--columns", "origin_on", "--format", "csv").lines
    assert origins[1] == "2009-02-20"
    missing = run("protocol", "--set", "nope.toml", "--reason", "x")
    assert (missing.code, missing.err) == (
        1,
        "timeline: nope.toml: no such file, nor a protocol that timeline ships: study,"
        " regulatory\n",
    )


def test_a_protocol_that_is_shipped_is_set_by_its_name(run, treated):
    listed = run("protocol", "--list").lines
    assert [line.split()[0] for line in listed] == ["name", "study", "regulatory"]
    said = run("protocol", "--set", "regulatory", "--reason", "sensitivity analysis")
    assert said.err.startswith("in force: regulatory (")
    assert run("protocol").out == run("protocol", "--show", "regulatory").out
    assert run("protocol", "--show", "study").out == run("protocol", "--default").out
    unknown = run("protocol", "--show", "EMA")
    assert (unknown.code, unknown.err) == (
        1, "timeline: 'EMA' is not a shipped protocol; known: study, regulatory\n",
    )  # fmt: skip


def test_control_characters_of_a_record_never_reach_a_terminal(run, treated):
    text = "red \x1b[31mtext\x07 \u202eback\n\x9bnext"
    run("record", "note", "--patient", "P08", "--on", "2009-04-01", f"text={text}")
    run("correct", "P08/note/2009-04-01", "text=ok", "--reason", "bell \x07")
    for arguments in (
        ("show", "P08"),
        ("show", "P08", "--revisions"),
        ("history", "P08/note/2009-04-01"),
    ):
        out = run(*arguments).out
        assert not set(out) & set("\x1b\x07\x9b\u202e")
    told = run("history", "P08/note/2009-04-01").out
    assert "red \\x1b[31mtext\\x07 \\u202eback\\n\\x9bnext" in told
    stored = json.loads(run("show", "P08", "--revisions", "--format", "json").out)
    assert stored[1]["payload"]["text"] == text

"""`timeline history` without a fact: the audit trail, filtered, in each of its forms."""

import csv
import io
import json

import pytest

AFP = "P07/lab/afp-2009-02-27"


@pytest.fixture
def revised(run, treated):
    """The AFP before treatment, corrected by mk."""
    said = run("correct", AFP, "value=9000", "--reason", "digits transposed", "--actor", "mk")
    assert said.code == 0


def test_the_trail_is_every_event_oldest_first(run, revised):
    lines = run("history").lines
    assert len(lines) == 12
    assert lines[0].split("  ")[0] == "1"
    assert lines[-1].endswith("mk  correct  " + AFP + "  value 8320 → 9000 “digits transposed”")


def test_it_is_filtered_by_who_what_kind_and_whom(run, revised):
    asked = ("--patient", "P07", "--actor", "mk", "--action", "correct", "--kind", "lab")
    (row,) = csv.DictReader(io.StringIO(run("history", *asked, "--format", "csv").out))
    assert (row["seq"], row["actor"], row["action"], row["patient"]) == ("12", "mk", "correct",
                                                                          "P07")  # fmt: skip
    assert (row["changed"], row["reason"]) == ("value 8320 → 9000", "digits transposed")


def test_values_are_joined_by_commas_or_said_again(run, revised):
    once = run("history", "--kind", "vital_status,registration").lines
    again = run("history", "--kind", "vital_status", "--kind", "registration").lines
    assert len(once) == 3
    assert once == again


def test_it_is_filtered_by_text_and_period(run, revised):
    assert len(run("history", "--text", "TRANSPOSED").lines) == 1
    assert run("history", "--until", "2001").lines == []
    assert len(run("history", "--since", "2001").lines) == 12


def test_as_of_an_earlier_point_the_correction_is_not_there(run, revised):
    assert len(run("history", "--as-of", "11").lines) == 11
    assert len(run("history", AFP, "--as-of", "11", "--format", "jsonl").lines) == 1


def test_json_lines_have_an_object_each_and_json_a_list_of_them(run, revised):
    lines = [json.loads(line) for line in run("history", "--format", "jsonl").lines]
    assert lines == json.loads(run("history", "--format", "json").out)
    assert lines[-1]["changed"] == [{"field": "value", "old": 8320.0, "new": 9000.0}]
    assert lines[-1]["patient"] == "P07"
    assert lines[0]["changed"] == []


def test_an_empty_trail_is_said_and_is_still_csv_and_json(run, revised):
    said = run("history", "--actor", "nobody", "--format", "json")
    assert json.loads(said.out) == []
    assert said.err == "nothing in the audit trail is as asked\n"
    assert run("history", "--actor", "nobody", "--format", "csv").out.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--action", "corect"), "'corect' is no action; did you mean correct?"),
        (("--kind", "labs"), "'labs' is not a kind of event"),
        (("--since", "2010-13"), "'2010-13' is no time; expected e.g. 2010, 2010-01"),
        ((AFP, "--actor", "jc"), "a FACT is one history already"),
    ],
)
def test_what_cannot_be_asked_is_refused(run, revised, asked, words):
    said = run("history", *asked)
    assert said.code == 1
    assert words in said.err


def test_what_would_move_a_terminals_cursor_is_written_out(run, treated):
    run("record", "note", "--patient", "P08", "--on", "2009-04-01", "text=\x1b[2J\x9b now")
    assert "\x1b" not in run("history", "--kind", "note").out
    assert "\\u009b" in run("history", "--kind", "note", "--format", "jsonl").out

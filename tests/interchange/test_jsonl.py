"""JSON Lines: whole histories, with revisions and locks."""

import json

import pytest

from timeline.dates import format_instant
from timeline.history import all_revisions, locks, resolve_as_of, revisions

HISTORY = [
    {
        "patient": "P01",
        "kind": "vital_status",
        "occurred_on": "2007-10-14",
        "payload": {"status": "alive"},
        "recorded_at": "2007-10-15T08:00:00Z",
    },
    {"action": "lock", "name": "cut 1", "reason": "first cut", "recorded_at": "2007-10-16"},
    {
        "action": "correct",
        "fact": "P01/vital_status/2007-10-14",
        "revision": 2,
        "reason": "died that day",
        "occurred_on": "2007-10-14",
        "payload": {"status": "dead"},
        "actor": "jc",
        "recorded_at": "2007-10-20",
    },
    {
        "action": "retract",
        "fact": "P01/vital_status/2007-10-14",
        "revision": 3,
        "reason": "another patient's",
        "recorded_at": "2007-10-21",
    },
    {
        "action": "reinstate",
        "fact": "P01/vital_status/2007-10-14",
        "revision": 4,
        "reason": "it was P01's after all",
        "recorded_at": "2007-10-22",
    },
]
FACT = "P01/vital_status/2007-10-14"


def lines(*events):
    return "".join(json.dumps(event) + "\n" for event in events)


def changed(position, **values):
    return [{**e, **values} if i == position else e for i, e in enumerate(HISTORY)]


def test_a_whole_history_is_taken_over(store, write, bring):
    summary = bring(write("history.jsonl", lines(*HISTORY)))
    assert summary.outcomes() == {"added": 2, "corrected": 1, "retracted": 1, "reinstated": 1}
    assert [event.action for event in revisions(store, FACT)] == [
        "record",
        "correct",
        "retract",
        "reinstate",
    ]
    assert revisions(store, FACT)[1].actor == "jc"
    (lock,) = locks(store)
    assert (lock.name, lock.seq, format_instant(lock.locked_at)) == (
        "cut 1",
        1,
        "2007-10-16T00:00:00Z",
    )
    assert resolve_as_of(store, "2007-10-20") == 2


def test_a_history_again_adds_nothing(store, write, bring):
    path = write("history.jsonl", lines(*HISTORY))
    bring(path)
    head = store.head()
    assert bring(path).outcomes() == {"unchanged": 5}
    assert store.head() == head


def test_revisions_beside_the_csv_files_that_they_revise(store, write, bring):
    csv = write(
        "vital_status.csv",
        "patient,occurred_on,status,recorded_at\nP01,2007-10-14,alive,2007-10-15\n",
    )
    history = write("history.jsonl", lines(*HISTORY[1:]))
    assert bring(csv, history).outcomes()["corrected"] == 1
    assert bring(csv, history).outcomes() == {"unchanged": 5}
    assert len(all_revisions(store, "P01")) == 4


def test_a_revision_that_differs_from_the_one_in_the_store_is_a_conflict(
    store, write, bring, refusal
):
    bring(write("history.jsonl", lines(*HISTORY)))
    edited = changed(2, reason="died on that day")
    assert refusal(write("history.jsonl", lines(*edited))) == [
        f"history.jsonl, row 3: fact {FACT} has another revision 2 already, by jc (died that day)"
    ]


def test_a_lock_of_the_same_name_and_another_reason_is_a_conflict(store, write, bring, refusal):
    bring(write("history.jsonl", lines(*HISTORY)))
    edited = changed(1, reason="second cut")
    assert refusal(write("history.jsonl", lines(*edited))) == [
        "history.jsonl, row 2: lock 'cut 1' exists already, with the reason 'first cut'"
    ]


def test_an_edited_record_line_corrects_after_its_revisions(store, write, bring):
    note = {"patient": "P01", "kind": "note", "occurred_on": "2007-10-01", "payload": {"text": "a"}}
    bring(write("notes.jsonl", lines(note)))
    edited = {**note, "payload": {"text": "b"}}
    assert bring(write("notes.jsonl", lines(edited))).outcomes() == {"corrected": 1}
    assert bring(write("notes.jsonl", lines(edited))).outcomes() == {"unchanged": 1}


def test_an_older_version_of_a_payload_is_taken_as_it_was_written(store, write, bring):
    dose = {
        "patient": "P01",
        "kind": "drug_dose",
        "occurred_on": "2007-10-01",
        "schema_version": 1,
        "payload": {"agent": "sorafenib", "dose_mg": 400.0, "times_daily": 2},
    }
    path = write("doses.jsonl", lines(dose))
    bring(path)
    (event,) = all_revisions(store, "P01")
    assert event.payload == {"agent": "sorafenib", "daily_dose_mg": 800.0}
    assert bring(path).outcomes() == {"unchanged": 1}
    tidy = "patient,occurred_on,agent,daily_dose_mg\nP01,2007-10-01,sorafenib,800\n"
    assert bring(write("drug_dose.csv", tidy)).outcomes() == {"unchanged": 1}


NOTE = {"patient": "P01", "kind": "note", "occurred_on": "2007-10-01", "payload": {"text": "a"}}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "row 1: not JSON: Input data was truncated"),
        (lines({**NOTE, "kind": "notes"}), "row 1: 'notes' is not a kind of event; did you mean"),
        (lines({**NOTE, "patientid": "P1"}), "row 1, column patientid: not a field of a line; did"),
        (
            lines({**NOTE, "recorded_at": "1.2.2010"}),
            "row 1, column recorded_at: '1.2.2010' is not",
        ),
        (
            lines({**NOTE, "payload": {"text": 3}}),
            "row 1, column text: 3 given, expected text of 1",
        ),
        (lines({**NOTE, "payload": "a"}), "row 1, column payload: 'a' given, expected a value"),
        (lines({**NOTE, "action": "delete"}), "row 1, column action: 'delete' given, expected one"),
        (lines({**NOTE, "revision": 2}), "row 1, column revision: 2 given, a record is revision 1"),
        (lines({**NOTE, "name": "x"}), "row 1, column name: only a lock has a name"),
        (lines({**HISTORY[2], "revision": None}), "row 1, column revision: not given; a correct"),
        (lines({**HISTORY[2], "reason": ""}), "row 1, column reason: not given; a correct line"),
        (
            lines({**HISTORY[2], "revision": 1}),
            "row 1, column revision: 1 given, expected 2 or more",
        ),
        (
            lines({**HISTORY[2], "payload": None}),
            "row 1, column payload: not given; a correct line",
        ),
        (
            lines({**HISTORY[3], "payload": {}}),
            "row 1, column payload: a retract line carries none",
        ),
        (lines(HISTORY[3]), f"row 1: '{FACT}' is not a fact of this store"),
        (
            lines(HISTORY[0], HISTORY[3]),
            f"row 2: fact {FACT} is at revision 1, not 2: it was revised",
        ),
        (lines(*[{**HISTORY[0], "fact": FACT}] * 2), f"row 2: fact {FACT} is recorded by row 1"),
        (lines({"action": "lock", "name": "x"}), "row 1, column reason: not given; a lock needs"),
        (lines({"action": "lock", "name": "12", "reason": "y"}), "row 1, column name: '12' cannot"),
        (
            lines({**NOTE, "fact": "P02/note/x"}),
            "row 1, column fact: 'P02/note/x' given, expected P01",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_row(write, refusal, line, message):
    (said,) = refusal(write("history.jsonl", line))
    assert said.startswith(f"history.jsonl, {message}")

"""record, correct, retract, reinstate, lock: what is said, what is written, what is refused."""

import json

import pytest

AFP = "P07/lab/afp-2009-02-27"
DEATH = "P07/vital_status/2009-11-02"


def effective(run, patient="P07"):
    return {e["fact"]: e for e in json.loads(run("show", patient, "--format", "json").out)}


def test_recording_prints_the_fact(run, treated):
    said = run(
        "record", "lab", "--patient", "P07", "--on", "2009-05-02", "analyte=AFP", "value=900",
        "unit=IU/mL", "--source", "chart p. 3",
    )  # fmt: skip
    assert (said.code, said.out, said.err) == (0, "P07/lab/afp-2009-05-02\n", "")
    event = effective(run)["P07/lab/afp-2009-05-02"]
    assert (event["actor"], event["source"]) == ("jc", "chart p. 3")
    assert event["payload"] == {"analyte": "AFP", "value": 900.0, "unit": "IU/mL"}


def test_recording_lists_and_lesions(run, treated):
    said = run(
        "record", "imaging", "--patient", "P07", "--on", "2009-05-02", "modality=CT",
        "region=liver", "new_lesions=lung; bone",
        'lesions=[{"lesion": "L1", "role": "target", "longest_mm": 32}]',
    )  # fmt: skip
    payload = effective(run)[said.out.strip()]["payload"]
    assert payload["new_lesions"] == ["lung", "bone"]
    assert payload["lesions"] == [{"lesion": "L1", "role": "target", "longest_mm": 32.0}]


def test_an_empty_value_is_one_that_is_not_given(run, treated):
    said = run(
        "record", "lab", "--patient", "P07", "--on", "2009-05-02", "analyte=INR", "value=1.1",
        "unit=", "upper_limit=",
    )  # fmt: skip
    assert effective(run)[said.out.strip()]["payload"] == {
        "analyte": "INR",
        "value": 1.1,
        "unit": "1",
    }


def test_a_dry_run_of_recording_shows_what_would_move(run, treated):
    said = run(
        "record", "vital_status", "--patient", "P08", "--on", "2009-05-02", "status=alive",
        "--dry-run",
    )  # fmt: skip
    assert (said.code, said.out) == (0, "")
    assert said.err == (
        "P08 course: last_on 2009-03 → 2009-05-02, events 1 → 2\ndry run: nothing was written\n"
    )
    assert len(effective(run, "P08")) == 1


def test_correcting_shows_the_endpoints_that_move(run, treated):
    said = run("correct", DEATH, "--on", "2009-12-02", "--reason", "month mistyped")
    assert (said.code, said.out) == (0, f"{DEATH}\n")
    assert said.err.splitlines() == [
        "P07 os: ended_on 2009-11-02 → 2009-12-02, days 245 → 275, months 8.05 → 9.03",
        "P07 pfs: ended_on 2009-11-02 → 2009-12-02, days 245 → 275, months 8.05 → 9.03",
        "P07 late_toxicity_onset: ended_on 2009-11-02 → 2009-12-02, days 241 → 271,"
        " months 7.92 → 8.9",
        "P07 course: os_months 8.05 → 9.03, last_on 2009-11-02 → 2009-12-02, corrections 0 → 1",
    ]
    event = effective(run)[DEATH]
    assert (event["revision"], event["occurred_on"]) == (2, "2009-12-02")


def test_a_dry_run_of_a_correction_changes_nothing(run, treated):
    said = run("correct", AFP, "value=9000", "--reason", "look", "--dry-run")
    assert "P07 afp_decline: baseline_iu_per_ml 8320 → 9000, change_percent -87.5" in said.err
    assert effective(run)[AFP]["revision"] == 1


def test_retracting_and_reinstating(run, treated):
    said = run("retract", AFP, "--reason", "another patient's")
    assert (said.code, said.out) == (0, f"{AFP}\n")
    assert "P07 afp_decline: no longer baseline_iu_per_ml 8320" in said.err
    assert AFP not in effective(run)
    assert run("reinstate", AFP, "--reason", "it was P07's").code == 0
    assert effective(run)[AFP]["revision"] == 3


def test_a_field_can_be_taken_away(run, treated):
    run("correct", AFP, "upper_limit=7", "--reason", "known now")
    run("correct", AFP, "upper_limit=", "--reason", "not of this assay")
    assert "upper_limit" not in effective(run)[AFP]["payload"]


REFUSED = {
    "an unknown kind": (
        ("record", "labs", "--patient", "P07", "--on", "2009-05-02"),
        "'labs' is not a kind of event; did you mean lab? known: registration, eligibility,"
        " clinical_status, rt_prescription, rt_fraction, drug_dose, lab, imaging, adverse_event,"
        " procedure, vital_status, note, review",
    ),
    "an unknown field": (
        ("record", "lab", "--patient", "P07", "--on", "2009-05-02", "analite=AFP"),
        "field analite: not a field of lab; did you mean analyte?"
        " known: analyte, value, unit, comparator, lower_limit, upper_limit",
    ),
    "an unknown unit": (
        ("correct", AFP, "unit=mg", "--reason", "x"),
        "field unit: 'mg' is not a unit of AFP; known: IU/mL, ng/mL, µg/L",
    ),
    "an impossible date": (
        ("correct", AFP, "--on", "2009-02-30", "--reason", "x"),
        "field occurred_on: '2009-02-30' is not a day of the calendar:"
        " day is out of range for month",
    ),
    "lesions that are no JSON": (
        ("record", "imaging", "--patient", "P07", "--on", "2009-05-02", "lesions=L1"),
        "field lesions: 'L1' is not JSON (JSON is malformed: invalid character (byte 0));"
        ' expected a list such as [{"lesion": "L1", "role": "target", "longest_mm": 32}]',
    ),
    "a fraction after death": (
        ("record", "rt_fraction", "--patient", "P07", "--on", "2009-12-01", "course=1",
         "number=6", "dose_gy=1.8"),
        "field occurred_on: P07/rt_fraction/1-6 is dated 2009-12-01, after the patient's death on"
        f" 2009-11-02 ({DEATH}); one of the two has to be corrected first",
    ),
    "a fraction of a course that does not exist": (
        ("record", "rt_fraction", "--patient", "P07", "--on", "2009-04-01", "course=2",
         "number=1", "dose_gy=1.8"),
        "field course: '2' given by P07/rt_fraction/2-1 is no RT course that was prescribed for"
        " P07; known: 1",
    ),
    "a correction of an unknown fact": (
        ("correct", "P07/lab/afp", "value=3", "--reason", "x"),
        "'P07/lab/afp' is not a fact of this store",
    ),
    "a correction that says the same": (
        ("correct", AFP, "value=8320", "--reason", "x"),
        f"fact {AFP} already says that; nothing to correct",
    ),
    "a correction without a reason": (
        ("correct", AFP, "value=3"),
        "field reason: not given; to correct a fact needs a reason",
    ),
    "a retraction without a reason": (
        ("retract", AFP, "--reason", " "),
        "field reason: not given; to retract a fact needs a reason",
    ),
    "reinstating what is not retracted": (
        ("reinstate", AFP, "--reason", "x"),
        f"fact {AFP} is not retracted; nothing to reinstate",
    ),
    "a revision that is not the last": (
        ("correct", AFP, "value=3", "--reason", "x", "--revision", "3"),
        f"fact {AFP} is at revision 1, not 3: it was revised meanwhile; look at it again",
    ),
    "a second registration": (
        ("record", "registration", "--patient", "P07", "--on", "2009-05-02", "sex=male"),
        "fact P07/registration is recorded already; correct it instead",
    ),
    "a lock without a reason": (
        ("lock", "final"),
        "field reason: not given; a lock needs a reason",
    ),
    "a lock that is a number": (
        ("lock", "12", "--reason", "x"),
        "field name: '12' cannot name a lock; expected words",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_one_line_and_changes_nothing(run, treated, arguments, message):
    before = run("verify").out
    said = run(*arguments)
    assert (said.code, said.out, said.err) == (1, "", f"timeline: {message}\n")
    assert run("verify").out == before


def test_correcting_a_retracted_fact_is_refused(run, treated):
    run("retract", AFP, "--reason", "another patient's")
    said = run("correct", AFP, "value=3", "--reason", "x")
    assert (said.code, said.err) == (
        1,
        f"timeline: fact {AFP} is retracted; reinstate it before you correct it\n",
    )


def test_a_lock_gives_a_token_that_verify_proves(run, treated):
    said = run("lock", "final 1", "--reason", "paper")
    token = said.out.strip()
    assert said.err == "locked 'final 1' at seq 11\n"
    run("correct", AFP, "value=9000", "--reason", "look")
    proved = run("verify", token)
    assert proved.code == 0
    assert "the history up to event 11 is the one that the token stands for" in proved.err
    wrong = run("verify", f"10:{token.partition(':')[2]}")
    assert (wrong.code, wrong.err) == (
        1,
        "timeline: event 10 is not the one that the token stands for\n",
    )
    assert run("lock", "final 1", "--reason", "again").err == (
        "timeline: lock 'final 1' exists already; choose another name\n"
    )


def test_nobody_is_asked_for_but_the_actor_is_kept(run, treated):
    run("correct", AFP, "value=9000", "--reason", "look", "--actor", "Dr. Abe")
    assert effective(run)[AFP]["actor"] == "Dr. Abe"

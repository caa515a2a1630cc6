"""`timeline import` and `timeline demo`."""

import csv
import io
import json

LAB = "patient,occurred_on,analyte,value,unit\n"


def test_the_summary_is_data(run, treated, folder):
    (folder / "lab.csv").write_text(
        LAB + "P07,2009-02-27,AFP,8321,IU/mL\nP07,2009-04-02,AFP,1040,IU/mL\n"
        "P07,2009-05-02,AFP,900,IU/mL\n"
    )
    said = run("import", "lab.csv", "registration.csv", "--format", "csv")
    assert said.code == 0
    assert said.err.splitlines()[0] == (
        "P07 ttp: ended_on 2009-04-02 → 2009-05-02, days 31 → 61, months 1.02 → 2"
    )
    assert said.lines == [
        "file,kind,added,corrected,retracted,reinstated,unchanged",
        "lab.csv,lab,1,1,0,0,1",
        "registration.csv,registration,0,0,0,0,2",
    ]
    (lab, _) = json.loads(
        run("import", "lab.csv", "registration.csv", "--dry-run", "--format", "json").out
    )
    assert lab["unchanged"] == 3


def test_a_dry_run_says_that_it_was_one(run, treated, folder):
    (folder / "lab_b.csv").write_text(LAB + "P07,2009-05-02,AFP,900,IU/mL\n")
    before = run("verify").out
    assert run("import", "lab_b.csv", "--dry-run").err == "dry run: nothing was written\n"
    assert run("verify").out == before


def test_a_refusal_names_the_place_and_changes_nothing(run, treated, folder):
    (folder / "labs.csv").write_text(
        LAB + "P07,2009-05-02,AFP,900,IU/mL\nP07,2009-06-02,AFP,9,kg\n"
    )
    before = run("verify").out
    said = run("import", "labs.csv")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "timeline: labs.csv, row 3, column unit: 'kg' is not a unit of AFP;"
        " known: IU/mL, ng/mL, µg/L\n"
    )
    assert run("verify").out == before


def test_warnings_go_to_standard_error(run, treated, folder):
    (folder / "lab_b.csv").write_text(LAB + "P07,2009-12-02,AFP,900,IU/mL\n")
    assert run("import", "lab_b.csv").err == (
        "warning: lab_b.csv, row 2: P07/lab/afp-2009-12-02 is dated 2009-12-02, after the"
        " patient's death on 2009-11-02\n"
    )


def test_the_kind_may_be_said(run, treated, folder):
    (folder / "export.csv").write_text(LAB + "P07,2009-05-02,AFP,900,IU/mL\n")
    assert run("import", "--kind", "lab", "export.csv").code == 0
    assert run("import", "--kind", "labs", "export.csv").code == 1


def test_a_mapping_reads_another_layout(run, folder):
    (folder / "map.toml").write_text(
        '[table]\npatient = "ID"\ndate = "Day"\n[[event]]\nkind = "note"\n'
        'payload.text = { column = "Said" }\n'
    )
    (folder / "talk.csv").write_text("ID,Day,Said\n1,2010-01-02,hello\n")
    run("init")
    assert run("import", "--map", "map.toml", "talk.csv").code == 0
    assert run("import", "--map", "map.toml", "--kind", "lab", "talk.csv").code == 2
    assert run("import", "--map", "nope.toml", "talk.csv").err == (
        "timeline: nope.toml: cannot be read: No such file or directory\n"
    )


def test_the_demo_loads_the_study_and_prints_its_patients(run, folder):
    said = run("demo", "--db", "study.db")
    assert said.code == 0
    counts = (
        "18 patients analysed: 15 died, 12 progressed, AFP fell by more than 80 % in 7;"
        " n/e: not evaluable\n"
    )
    assert said.err == f"study.db: the study's cohort is loaded, 3893 events\n{counts}"
    patients = [line.split()[0] for line in said.lines[1:]]
    assert patients == [*(f"M{n:02}" for n in range(1, 6)), *(f"P{n:02}" for n in range(1, 14))]
    again = run("demo", "--db", "study.db")
    assert (again.out, again.err) == (
        said.out,
        f"study.db: the study is loaded already, 3893 events\n{counts}",
    )
    table = run("--db", "study.db", "query", "course", "--all-patients", "--format", "csv").out
    assert len(list(csv.DictReader(io.StringIO(table)))) == 31


def test_the_demo_leaves_a_store_with_other_patients_alone(run, treated):
    hint = "name a new store for the study, as in timeline demo --db study.db\n"
    before = run("verify").out
    said = run("demo")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"timeline: timeline.db: holds patients that go by the study's names; {hint}"
    )
    assert run("verify").out == before
    run("record", "registration", "--patient", "X1", "--on", "2009-05", "sex=male")
    assert run("demo").err == f"timeline: timeline.db: holds other patients (X1, …); {hint}"


def test_what_does_not_fit_is_set_aside(run, treated, folder):
    (folder / "labs.csv").write_text(
        LAB + "P07,2009-05-02,AFP,900,IU/mL\nP07,2009-06-02,AFP,9,kg\n"
    )
    said = run("import", "labs.csv", "--set-aside", "aside", "--format", "csv")
    assert said.lines[1:] == ["labs.csv,lab,1,0,0,0,0"]
    assert "aside: 1 problem set aside" in said.err
    assert (folder / "aside/labs.csv").read_text() == LAB + "P07,2009-06-02,AFP,9,kg\n"
    again = run("import", "labs.csv", "--set-aside", "aside")
    assert (again.code, again.err) == (
        1, "timeline: aside: something is here already; name another\n",
    )  # fmt: skip


def test_a_later_cut_says_which_endpoints_moved(run, treated, folder):
    (folder / "lab.csv").write_text(
        LAB + "P07,2009-02-27,AFP,8320,IU/mL\nP07,2009-04-02,AFP,1040,IU/mL\n"
    )
    run("import", "lab.csv")
    (folder / "lab.csv").write_text(
        LAB + "P07,2009-02-27,AFP,4160,IU/mL\nP07,2009-04-02,AFP,1040,IU/mL\n"
    )
    said = run("import", "lab.csv")
    assert "P07 afp_decline: baseline_iu_per_ml 8320 → 4160" in said.err


def test_the_reconciliation_is_saved(run, treated, folder):
    (folder / "labs.csv").write_text(
        LAB + "P07,2009-05-02,AFP,900,IU/mL\nP07,2009-06-02,AFP,9,kg\n"
    )
    run("import", "labs.csv", "--set-aside", "aside", "--report", "report.json")
    report = json.loads((folder / "report.json").read_text())
    assert report["files"][0]["rows"] == 1
    assert report["patients"] == {"P07": {"added": 1}}
    assert [(one["row"], one["column"]) for one in report["refused"]] == [(3, "unit")]
    assert (folder / "report.json").stat().st_mode & 0o777 == 0o600


def test_vanished_rows_are_retracted_only_when_asked(run, treated, folder):
    (folder / "labs.csv").write_text(
        LAB + "P07,2009-05-02,AFP,900,IU/mL\nP07,2009-06-02,AFP,9,IU/mL\n"
    )
    run("import", "labs.csv")
    (folder / "labs.csv").write_text(LAB + "P07,2009-05-02,AFP,900,IU/mL\n")
    said = run("import", "labs.csv")
    assert "not in these files any more, and left as it was: 1 fact" in said.err
    assert "  P07/lab/afp-2009-06-02 (labs.csv#3)" in said.err
    assert run("import", "labs.csv", "--retract-missing").code == 2
    asked = ("--retract-missing", "--reason", "full export", "--format", "csv")
    said = run("import", "labs.csv", *asked)
    assert said.lines[1:] == ["labs.csv,lab,0,0,1,0,1"]


def test_room_for_what_is_asked_for_is_looked_for_first(run, treated, folder):
    (folder / "lab_b.csv").write_text(LAB + "P07,2009-05-02,AFP,900,IU/mL\n")
    before = run("verify").out
    for option in ("--set-aside", "--report"):
        said = run("import", "lab_b.csv", option, "no/where")
        assert (said.code, said.err) == (1, "timeline: no/where: there is no folder no\n")
    assert run("verify").out == before


def test_a_file_may_have_any_name(run, treated, folder):
    (folder / "lab [1].csv").write_text(LAB + "P07,2009-05-02,AFP,900,IU/mL\n")
    said = run("import", "lab [1].csv", "--format", "csv")
    assert said.lines[1] == "lab [1].csv,lab,1,0,0,0,0"

"""Tidy CSV files as events."""

from timeline.dates import format_instant
from timeline.history import effective_events, revisions


def test_a_row_becomes_an_event_that_names_its_file_and_row(store, write, bring):
    bring(
        write(
            "lab.csv",
            """
            patient,occurred_on,analyte,value,unit,recorded_at,actor,event_reason
            P01,2007-07-01,afp,59018,iu/ml,2007-07-02T09:30:00Z,nurse,repeat of June
            """,
        )
    )
    (event,) = effective_events(store, "P01")
    assert event.fact == "P01/lab/afp-2007-07-01"
    assert event.payload == {"analyte": "AFP", "value": 59018.0, "unit": "IU/mL"}
    assert (event.source, event.actor, event.reason) == ("lab.csv#2", "nurse", "repeat of June")
    assert format_instant(event.recorded_at) == "2007-07-02T09:30:00Z"


def test_the_kind_is_in_the_files_name(store, write, bring):
    header = "patient,occurred_on,analyte,value,unit\n"
    for day, name in enumerate(("lab.csv", "labs.csv", "lab_2010.csv", "lab-site-b.csv"), 1):
        bring(write(name, f"{header}P01,2010-01-{day:02},AFP,{day},IU/mL\n"))
    bring(write("export.csv", f"{header}P01,2010-01-09,AFP,9,IU/mL\n"), kind="lab")
    assert [event.kind for event in effective_events(store, "P01")] == ["lab"] * 5


def test_words_of_a_list_are_separated_by_semicolons(store, write, bring):
    bring(
        write(
            "registration.csv",
            """
            patient,occurred_on,sex,previous_treatments
            P01,2007-06,male,resection; TACE
            """,
        )
    )
    (event,) = effective_events(store, "P01")
    assert event.payload["previous_treatments"] == ["resection", "TACE"]
    assert (event.occurred_on, event.precision) == ("2007-06", "month")


def test_the_unit_of_inr_may_be_left_empty(store, write, bring):
    bring(write("lab.csv", "patient,occurred_on,analyte,value,unit\nP01,2007-08-01,INR,1.1,\n"))
    (event,) = effective_events(store, "P01")
    assert event.payload == {"analyte": "INR", "value": 1.1, "unit": "1"}


def test_rows_of_one_scan_make_one_event(store, write, bring):
    bring(
        write(
            "imaging.csv",
            """
            patient,occurred_on,modality,region,lesion,role,longest_mm,new_lesions,reported_response
            P01,2007-07-01,CT,liver,L1,target,50,,baseline
            ,,,,L2,target,30.5,,
            P01,2007-07-01,CT,chest,,,,,baseline
            P01,2007-10-01,CT,liver,L1,target,61,lung; bone,PD
            P01,2007-10-01,CT,liver,L2,target,30,,PD
            """,
        )
    )
    liver, chest, later = effective_events(store, "P01")
    assert [lesion["longest_mm"] for lesion in liver.payload["lesions"]] == [50.0, 30.5]
    assert chest.payload == {"modality": "CT", "region": "chest", "reported_response": "baseline"}
    assert later.payload["new_lesions"] == ["lung", "bone"]
    assert len(later.payload["lesions"]) == 2


def test_the_same_key_holds_a_scans_rows_together(store, write, bring):
    bring(
        write(
            "imaging.csv",
            """
            patient,occurred_on,key,modality,region,lesion,role,longest_mm
            P01,2007-07-01,A1,CT,liver,L1,target,50
            P01,2007-07-01,A2,CT,liver,L1,target,51
            P01,2007-07-01,A2,CT,liver,L2,target,20
            """,
        )
    )
    first, second = effective_events(store, "P01")
    assert (first.fact, second.fact) == ("P01/imaging/a1", "P01/imaging/a2")
    assert (len(first.payload["lesions"]), len(second.payload["lesions"])) == (1, 2)


def test_a_repeat_of_a_natural_key_is_kept_beside_the_first_with_a_warning(store, write, bring):
    summary = bring(
        write(
            "lab.csv",
            """
            patient,occurred_on,analyte,value,unit
            P01,2007-07-01,AFP,10,IU/mL
            P01,2007-07-01,AFP,12,IU/mL
            P01,2007-07-01,AFP,14,IU/mL
            """,
        )
    )
    assert [event.fact for event in effective_events(store, "P01")] == [
        "P01/lab/afp-2007-07-01",
        "P01/lab/afp-2007-07-01~2",
        "P01/lab/afp-2007-07-01~3",
    ]
    assert str(summary.warnings[0]) == (
        "lab.csv, row 3: the file has this fact 2 times so far; kept beside the others as"
        " P01/lab/afp-2007-07-01~2"
    )


def test_files_of_one_call_are_put_in_order_of_recording(store, write, bring):
    labs = write(
        "lab.csv",
        """
        patient,occurred_on,analyte,value,unit,recorded_at
        P01,2007-07-01,AFP,10,IU/mL,2007-07-09
        P01,2007-06-01,AFP,8,IU/mL,2007-06-02
        P01,2007-08-01,AFP,11,IU/mL,
        """,
    )
    notes = write(
        "note.csv",
        """
        patient,occurred_on,text,recorded_at
        P01,2007-06-30,"First line
        second line",2007-07-01
        P01,2007-06-29,Another,2007-07-01
        """,
    )
    bring(labs, notes)
    events = sorted(effective_events(store, "P01"), key=lambda event: event.seq)
    assert [event.source for event in events] == [
        "lab.csv#3",
        "note.csv#2",
        "note.csv#4",
        "lab.csv#2",
        "lab.csv#4",
    ]


def test_a_byte_order_mark_blank_rows_and_windows_line_ends_do_no_harm(store, write, bring):
    content = "\ufeffpatient,occurred_on,text\r\n\r\nP01,2007-06-30,Ünlü\r\n,,\r\n"
    bring(write("note.csv", content.encode()))
    (event,) = effective_events(store, "P01")
    assert (event.payload["text"], event.source) == ("Ünlü", "note.csv#3")


def test_a_line_of_blanks_or_of_bare_commas_is_no_row(store, write, bring):
    raw = b"patient,occurred_on,text\nP01,2007-07-01,seen\n   \n,\n,,,,\nP01,2007-07-02,called\n"
    assert bring(write("note.csv", raw)).outcomes() == {"added": 2}
    assert [event.source for event in effective_events(store, "P01")] == [
        "note.csv#2",
        "note.csv#6",
    ]


def test_a_sources_own_key_names_the_fact(store, write, bring):
    bring(
        write(
            "note.csv",
            "patient,occurred_on,key,text,source\nP01,2007-06-30,LIS 4711/a,Seen,chart p. 3\n",
        )
    )
    (event,) = revisions(store, "P01/note/lis_4711_a")
    assert event.source == "chart p. 3"


def test_names_in_other_scripts_stay_apart(store, write, bring):
    header = "patient,occurred_on,name\n"
    bring(write("procedure.csv", header + "P01,2009-04,切除\nP01,2009-04,塞栓 (肝)\n"))
    assert [event.fact for event in effective_events(store, "P01")] == [
        "P01/procedure/切除-2009-04",
        "P01/procedure/塞栓_肝-2009-04",
    ]

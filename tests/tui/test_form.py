"""The forms: checked as they are typed, looked ahead, saved as another revision, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from timeline.history import draft_correction, revisions
from timeline.kinds import KINDS
from timeline.recording import append
from timeline.store import Store
from timeline_tui.form.conflict import ConflictScreen
from timeline_tui.form.field_row import FieldRow
from timeline_tui.form.fields import form_fields
from timeline_tui.form.kind_picker import KindPicker
from timeline_tui.form.lesions import LesionRow
from timeline_tui.form.screen import FormScreen
from timeline_tui.form.subject import Subject
from timeline_tui.patient.screen import PatientScreen
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.question import Question

PD = "P07/imaging/ct-abdomen-2009-07-06"
DOSE = "P07/drug_dose/sorafenib-2009-04-09"
FATIGUE = "P08/adverse_event/fatigue-2009-01-20"


def row(at: Any, key: str) -> FieldRow:
    return next(row for row in at.app.screen.query(FieldRow) if row.key == key)


async def write(at: Any, key: str, text: str) -> None:
    row(at, key).query_one(Input).value = text
    await at.settle()


async def choose(at: Any, key: str, word: str) -> None:
    row(at, key).query_one(Choice).choose(word)
    await at.settle()


async def look(at: Any) -> None:
    await at.pilot.pause(0.05)
    await at.settle()


async def revise(at: Any, fact: str, action: str) -> None:
    at.app.open_patient(fact.split("/")[0])
    await at.settle()
    at.app.revise(fact, action)
    await at.settle()
    assert isinstance(at.app.screen, FormScreen)


def panel(at: Any) -> str:
    """What the panel says, its lines joined."""
    return " ".join(str(at.app.screen.query_one("#consequences").text).split())


def last(path: Path, fact: str) -> Any:
    with Store.open(path) as store:
        return revisions(store, fact)[-1]


@pytest.mark.parametrize("kind", list(KINDS))
async def test_every_kind_has_a_form_made_from_its_fields(desk: Any, kind: str) -> None:
    async with desk() as at:
        at.app.push_screen(FormScreen(Subject("record", kind)))
        await at.settle()
        keys = [row.key for row in at.app.screen.query(FieldRow)]
        names = [f"payload.{field.name}" for field in form_fields(kind)]
        assert keys == ["patient", "occurred_on", *names]
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen), "nothing can be saved of an empty form"


async def test_a_correction_shows_what_would_change_saves_and_marks_it(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40)) as at:
        await revise(at, PD, "correct")
        await choose(at, "payload.reported_response", "SD")
        await write(at, "payload.new_lesions", "")
        assert "stand here before you save" in panel(at), "a reason is needed first"
        await write(at, "reason", "second reader")
        await look(at)
        assert "TTP months 4.1 → 8.0 mo" in panel(at)
        assert last(store_path, PD).revision == 1, "looking ahead keeps nothing"
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, PatientScreen)
        assert "TTP ◆4.1 mo ▲ → 8.0 mo +" in at.line(1)
        assert "seq 132" in at.line(0)
        event = last(store_path, PD)
        assert (event.revision, event.action, event.actor) == (2, "correct", "jc")
        assert event.reason == "second reader"
        assert event.payload["reported_response"] == "SD"
        await at.press("q")
        assert "◆P07" in at.text
        assert "8.0 +" in at.line(2)


async def test_undo_is_a_correction_of_its_own(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await revise(at, DOSE, "correct")
        await write(at, "payload.daily_dose_mg", "600")
        await write(at, "reason", "chart")
        await look(at)
        await at.press("ctrl+s", "u")
        assert isinstance(at.app.screen, FormScreen)
        assert at.line(0).startswith(" Undo: correct")
        assert "undoes revision 2: chart" in at.text
        await look(at)
        await at.press("ctrl+s")
        event = last(store_path, DOSE)
        assert (event.revision, event.payload["daily_dose_mg"]) == (3, 400.0)
        await at.press("u")
        assert isinstance(at.app.screen, PatientScreen), "nothing is left to undo"


async def test_a_wrong_value_is_refused_in_the_cores_words_as_it_is_typed(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "payload.daily_dose_mg", "many")
        problem = row(at, "payload.daily_dose_mg").problem
        assert problem == "'many' given, expected a number from 0 to 100000"
        assert "✕" in at.text
        await write(at, "payload.daily_dose_mg", "600")
        assert row(at, "payload.daily_dose_mg").problem == ""


async def test_a_date_that_is_none_is_refused(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "occurred_on", "2009-02-30")
        assert "not a day of the calendar" in row(at, "occurred_on").problem


async def test_a_unit_has_to_be_one_of_the_analytes(desk: Any) -> None:
    async with desk() as at:
        await revise(at, "P07/lab/afp-2009-04-20", "correct")
        await write(at, "payload.unit", "mg/dL")
        assert "known: IU/mL" in row(at, "payload.unit").problem


async def test_two_wrong_fields_are_both_marked(desk: Any) -> None:
    async with desk() as at:
        await revise(at, "P07/lab/platelets-2009-04-20", "correct")
        await write(at, "payload.lower_limit", "low")
        await write(at, "payload.upper_limit", "high")
        assert row(at, "payload.lower_limit").problem
        assert row(at, "payload.upper_limit").problem


async def test_what_the_course_forbids_is_said_before_saving(desk: Any, store_path: Path) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "occurred_on", "2010-01-01")
        await write(at, "reason", "moved")
        await look(at)
        assert "This cannot be saved" in panel(at)
        assert "after the patient's death on 2009-11-02" in panel(at)
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen)
        assert last(store_path, DOSE).revision == 1


async def test_saving_without_a_reason_leads_to_the_reason(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "payload.daily_dose_mg", "600")
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.focused is row(at, "reason").query_one(Input)
        assert "to correct a fact needs a reason" in at.text


async def test_saving_at_once_looks_ahead_first(desk: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("timeline_tui.form.screen.REST_SECONDS", 60.0)
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "payload.daily_dose_mg", "600")
        await write(at, "reason", "chart")
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, FormScreen)
        assert "endpoint" in panel(at)
        await at.press("ctrl+s")
        assert isinstance(at.app.screen, PatientScreen)


async def test_a_correction_that_says_the_same_is_refused(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await write(at, "reason", "nothing")
        await look(at)
        assert "nothing to correct" in panel(at)


async def test_retract_shows_the_fact_and_saves_a_retraction(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await revise(at, PD, "retract")
        assert "The fact leaves every table." in at.text
        assert "6 Jul 2009" in at.text
        await write(at, "reason", "wrong patient")
        await look(at)
        assert "TTP" in panel(at)
        await at.press("ctrl+s")
        assert last(store_path, PD).action == "retract"
        assert PD not in [event.fact for event in at.app.screen.course.events]


async def test_reinstate_brings_a_retracted_fact_back(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await revise(at, FATIGUE, "reinstate")
        await write(at, "reason", "it was this patient")
        await look(at)
        await at.press("ctrl+s")
        assert last(store_path, FATIGUE).action == "reinstate"
        assert FATIGUE in [event.fact for event in at.app.screen.course.events]


async def test_record_asks_for_the_kind_and_starts_at_the_cursors_day(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        at.app.screen.lanes.select(PD)
        await at.press("n")
        assert isinstance(at.app.screen, KindPicker)
        await at.press("end", "enter")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.subject.kind == "note"
        assert row(at, "occurred_on").value == "2009-07-06"
        await at.type("seen again")
        await look(at)
        await at.press("ctrl+s")
        assert last(store_path, "P07/note/2009-07-06").payload == {"text": "seen again"}
        assert at.app.session.steps[-1].action == "record"
        await at.press("u")
        assert at.app.screen.subject.action == "retract"


async def test_a_new_patient_is_recorded_from_the_list(desk: Any, store_path: Path) -> None:
    async with desk() as at:
        await at.press("n", "enter")
        assert at.app.screen.subject.kind == "registration"
        await write(at, "patient", "P11")
        await write(at, "occurred_on", "2010-02-01")
        await choose(at, "payload.sex", "female")
        await choose(at, "payload.previous_treatments", "TACE")
        await look(at)
        await at.press("ctrl+s")
        assert "P11" in at.text
        event = last(store_path, "P11/registration")
        assert event.payload == {"sex": "female", "previous_treatments": ["TACE"]}


async def test_lesions_are_added_and_taken_away(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await revise(at, PD, "correct")
        await at.press("f3")
        lines = list(at.app.screen.query(LesionRow))
        assert len(lines) == 2
        lines[1].query_one("#lesion", Input).value = "L2"
        lines[1].query_one("#longest_mm", Input).value = "12.5"
        await write(at, "reason", "second lesion overlooked")
        await look(at)
        await at.press("ctrl+s")
        assert last(store_path, PD).payload["lesions"] == [
            {"lesion": "L1", "role": "target", "field": "in", "longest_mm": 55.0},
            {"lesion": "L2", "role": "target", "longest_mm": 12.5},
        ]
        await revise(at, PD, "correct")
        next(iter(at.app.screen.query(LesionRow))).query_one(Input).focus()
        await at.press("f4")
        assert len(at.app.screen.query(LesionRow)) == 1


async def test_a_conflict_shows_both_versions_and_saves_mine_after_theirs(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40)) as at:
        await revise(at, DOSE, "correct")
        with Store.open(store_path) as store:
            theirs = draft_correction(store, DOSE, {"daily_dose_mg": 200}, reason="phone call")
            append(store, [theirs], actor="mk")
        await write(at, "payload.daily_dose_mg", "600")
        await write(at, "reason", "chart")
        await look(at)
        assert isinstance(at.app.screen, ConflictScreen)
        for words in ("you saw", "mk made it", "you want", "phone call", "≠ 200", "≠ 600"):
            assert words in at.text
        await at.press("m")
        await look(at)
        await at.press("ctrl+s")
        event = last(store_path, DOSE)
        assert (event.revision, event.payload["daily_dose_mg"]) == (3, 600.0)


async def test_a_conflict_can_be_left_to_the_other(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await revise(at, DOSE, "correct")
        with Store.open(store_path) as store:
            theirs = draft_correction(store, DOSE, {"daily_dose_mg": 200}, reason="phone call")
            append(store, [theirs], actor="mk")
        await write(at, "payload.daily_dose_mg", "600")
        await write(at, "reason", "chart")
        await look(at)
        await at.press("t")
        assert isinstance(at.app.screen, PatientScreen)
        doses = [e.payload for e in at.app.screen.course.events if e.fact == DOSE]
        assert doses[0]["daily_dose_mg"] == 200
        assert last(store_path, DOSE).revision == 2


async def test_leaving_a_form_that_was_typed_in_asks_first(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await at.press("tab")
        await at.type("x")
        await at.press("escape")
        assert isinstance(at.app.screen, Question)
        await at.press("n")
        assert isinstance(at.app.screen, FormScreen)
        await at.press("escape", "y")
        assert isinstance(at.app.screen, PatientScreen)


async def test_leaving_an_untouched_form_asks_nothing(desk: Any) -> None:
    async with desk() as at:
        await revise(at, DOSE, "correct")
        await at.press("escape")
        assert isinstance(at.app.screen, PatientScreen)


async def test_no_cursor_blinks(desk: Any) -> None:
    async with desk() as at:
        await revise(at, PD, "correct")
        assert all(not line.cursor_blink for line in at.app.screen.query(Input))
        assert all(not line.cursor_blink for line in at.app.screen_stack[0].query(Input))

"""A batch is taken whole or not at all, and every reason is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from courses import ACTOR, Patient, cells, correct, reinstate, retract, row, stated, tell
from timeline import batch
from timeline.chain import verify
from timeline.errors import (
    InvalidEvent,
    Place,
    Problem,
    Refused,
    RevisionConflict,
    TimelineError,
    UnknownFact,
    UnknownKind,
)
from timeline.events import Draft, LockDraft
from timeline.history import draft_correction, draft_retraction, locks, revisions
from timeline.recording import append, rehearsal
from timeline.store import Store

AFP = "P07/lab/afp-2010-08-20"


def test_what_was_appended_is_told(store: Store) -> None:
    told = Patient().registered().afp("2010-08-20", 9).afp("2010-10-24", 5)
    appended = tell(store, told)
    assert (appended.first_seq, appended.last_seq) == (1, 3)
    assert appended.actions == {"record": 3}
    assert appended.facts == ["P07/registration", AFP, "P07/lab/afp-2010-10-24"]
    assert appended.warnings == []
    assert correct(store, AFP, value=10).actions == {"correct": 1}
    assert verify(store).seq == store.head().seq == 4


def test_an_event_says_who_when_from_where_and_why(store: Store) -> None:
    (draft,) = stated(Patient().afp("2010-08-20", 9).drafts, source="labs.csv#14", actor="lis")
    tell(store, draft)
    correct(store, AFP, value=10)
    first, second = revisions(store, AFP)
    assert (first.actor, first.source, first.reason, first.action) == (
        "lis", "labs.csv#14", "", "record",
    )  # fmt: skip
    assert (second.actor, second.source, second.reason) == (ACTOR, "", "keyed wrong")
    assert second.recorded_at > first.recorded_at
    assert second.precision == "day"


def test_five_drafts_with_a_wrong_third_leave_nothing_behind(store: Store) -> None:
    told = Patient().afp("2010-08-20", 9).afp("2010-09-20", 8)
    told.says("lab", "2010-10-20", analyte="AFP", value=-1, unit="IU/mL")
    with pytest.raises(InvalidEvent, match="field value: -1 given"):
        tell(store, told.afp("2010-11-20", 6).afp("2010-12-20", 5))
    assert store.head().seq == 0
    assert store.rows("SELECT count(*) FROM events") == [(0,)]


def test_every_problem_of_a_batch_is_listed_with_its_place(store: Store) -> None:
    told = Patient().says("lab", "2010-10-20", analyte="AFP", value=1, unit="g")
    told.says("labs", "2010-10-20").scan("2010-02-30").afp("2010-08-20", 9)
    drafts: list[Draft | Problem] = [
        *(
            stated([draft], place=Place("lab.csv", number))[0]
            for number, draft in enumerate(told.drafts, 2)
        ),
        Problem("not UTF-8", Place("note.csv", 7)),
        *stated(Patient().afp("2999-01-01", 1).drafts, place=Place("lab.csv", 9)),
    ]
    with pytest.raises(Refused) as refused:
        append(store, drafts, actor=ACTOR)
    assert [str(problem) for problem in refused.value.problems] == [
        "lab.csv, row 2, column unit: 'g' is not a unit of AFP; known: IU/mL, ng/mL, µg/L",
        "lab.csv, row 3: 'labs' is not a kind of event; did you mean lab? known: registration,"
        " eligibility, clinical_status, rt_prescription, rt_fraction, drug_dose, lab, imaging,"
        " adverse_event, procedure, vital_status, note, review",
        "lab.csv, row 4, column occurred_on: '2010-02-30' is not a day of the calendar: day is out"
        " of range for month",
        "note.csv, row 7: not UTF-8",
        str(refused.value.problems[4]),
    ]
    assert "2999-01-01 lies after the day of recording" in str(refused.value.problems[4])
    assert store.head().seq == 0


def test_after_a_hundred_problems_no_more_are_sought(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "CHUNK", 50)
    wrong = Patient().says("lab", "2010-10-20").drafts * 500
    with pytest.raises(Refused) as refused:
        append(store, wrong, actor=ACTOR)
    assert len(refused.value.problems) == 100
    assert str(refused.value).endswith("… and 80 more")


def test_a_dry_run_checks_everything_and_keeps_nothing(store: Store) -> None:
    tell(store, Patient().afp("2010-08-20", 9))
    before = store.path.read_bytes(), store.head()
    appended = tell(store, Patient().afp("2010-10-24", 5), dry_run=True)
    assert (appended.last_seq, appended.facts) == (2, ["P07/lab/afp-2010-10-24"])
    with pytest.raises(UnknownKind):
        tell(store, Patient().says("labs", "2010-10-20"), dry_run=True)
    assert (store.path.read_bytes(), store.head()) == before
    assert tell(store, Patient().afp("2010-10-24", 5)).last_seq == 2


def test_in_a_rehearsal_the_store_is_as_it_would_be(store: Store) -> None:
    with rehearsal(store, Patient().seen("2010-08-23").drafts, actor=ACTOR) as appended:
        assert appended.last_seq == 1
        assert store.rows("SELECT fact FROM events") == [("P07/vital_status/2010-08-23",)]
    assert store.rows("SELECT fact FROM events") == []


def test_a_rehearsal_that_fails_inside_keeps_nothing(store: Store) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        rehearsal(store, Patient().seen("2010-08-23").drafts, actor=ACTOR),
    ):
        raise ZeroDivisionError
    assert store.rows("SELECT fact FROM events") == []
    assert tell(store, Patient().seen("2010-08-23")).last_seq == 1


@pytest.mark.parametrize("field", ["text", "source", "reason"])
def test_a_text_that_is_no_unicode_is_refused_with_its_field(store: Store, field: str) -> None:
    (draft,) = Patient().says("note", "2010-08-23", text="x").drafts
    says: dict[str, Any] = {field: "\udc9b"}
    draft = replace(draft, **({"payload": says} if field == "text" else says))
    with pytest.raises(InvalidEvent) as refused:
        append(store, [draft], actor=ACTOR)
    assert str(refused.value) == f"field {field}: '\\udc9b' given, expected text in UTF-8"
    assert store.head().seq == 0


def test_an_empty_batch_changes_nothing(store: Store) -> None:
    appended = tell(store)
    assert (appended.last_seq, store.head().seq) == (0, 0)


@pytest.mark.parametrize("actor", ["", " ", "a\nb", "x" * 201])
def test_somebody_has_to_be_the_actor(store: Store, actor: str) -> None:
    with pytest.raises(InvalidEvent, match=r"field actor: .* expected 1 to 200 visible characters"):
        append(store, Patient().seen("2010-08-23").drafts, actor=actor)
    with pytest.raises(InvalidEvent, match="field actor"):
        tell(store, *stated(Patient().seen("2010-08-23").drafts, actor=actor))


class TestTheOptimisticLock:
    def test_of_two_who_revise_the_same_revision_the_second_is_refused(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        mine = draft_correction(store, AFP, {"value": 10}, reason="misread")
        theirs = draft_correction(store, AFP, {"value": 11}, reason="misread")
        tell(store, mine)
        with pytest.raises(RevisionConflict) as refused:
            tell(store, Patient().seen("2010-08-30"), theirs)
        assert str(refused.value) == (
            f"fact {AFP} is at revision 2, not 1: it was revised meanwhile; look at it again"
        )
        assert [event.payload["value"] for event in revisions(store, AFP)] == [9, 10]
        assert store.head().seq == 2

    def test_two_stores_open_on_one_file_see_each_others_revisions(
        self, store: Store, tmp_path: Path
    ) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        with Store.open(store.path) as other:
            theirs = draft_retraction(other, AFP, reason="wrong patient")
            correct(store, AFP, value=10)
            with pytest.raises(RevisionConflict, match="is at revision 2, not 1"):
                tell(other, theirs)
        assert verify(store).seq == 2

    def test_a_fact_is_recorded_once(self, store: Store) -> None:
        told = Patient().says("lab", "2010", key="1", analyte="AFP", value=1, unit="IU/mL")
        tell(store, told)
        with pytest.raises(RevisionConflict, match="fact P07/lab/1 is recorded already; correct"):
            tell(store, told)
        assert store.head().seq == 1

    @pytest.mark.parametrize("chunk", [1, 2, 3, 10])
    def test_and_once_in_a_batch(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, chunk: int
    ) -> None:
        monkeypatch.setattr(batch, "CHUNK", chunk)
        told = Patient().says("lab", "2010", key="1", analyte="AFP", value=1, unit="IU/mL")
        with pytest.raises(RevisionConflict, match="fact P07/lab/1 is recorded already"):
            tell(store, told, Patient().seen("2010"), told)
        assert store.head().seq == 0


class TestRevisions:
    def test_need_a_reason(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        for draft in (
            draft_correction(store, AFP, {"value": 10}, reason=" "),
            draft_retraction(store, AFP, reason=""),
        ):
            with pytest.raises(
                InvalidEvent, match=r"field reason: not given; to .* needs a reason"
            ):
                tell(store, draft)

    def test_have_to_change_something(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        with pytest.raises(InvalidEvent, match="already says that; nothing to correct"):
            correct(store, AFP, value=9)

    def test_of_an_unknown_fact_are_refused(self, store: Store) -> None:
        draft = Draft(
            patient="P07", kind="lab", fact=AFP, action="retract", revision=2, reason="gone"
        )
        with pytest.raises(UnknownFact, match=f"'{AFP}' is not a fact of this store"):
            tell(store, draft)

    def test_do_not_move_a_fact_to_another_patient(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        draft = draft_correction(store, AFP, {"value": 10}, reason="wrong patient")
        with pytest.raises(InvalidEvent, match="retract it there and record it here"):
            tell(store, *stated([draft], patient="P08"))

    def test_a_retracted_fact_is_only_reinstated(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9))
        with pytest.raises(InvalidEvent, match="is not retracted; nothing to reinstate"):
            reinstate(store, AFP)
        retract(store, AFP)
        with pytest.raises(InvalidEvent, match="is retracted already"):
            retract(store, AFP)
        with pytest.raises(InvalidEvent, match="is retracted; reinstate it before you correct it"):
            correct(store, AFP, value=10)
        reinstate(store, AFP)
        correct(store, AFP, value=10)
        assert [event.action for event in revisions(store, AFP)] == [
            "record", "retract", "reinstate", "correct",
        ]  # fmt: skip

    def test_carry_the_whole_state(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9, upper_limit=7))
        correct(store, AFP, value=10, on="2010-08-19")
        retract(store, AFP)
        reinstate(store, AFP)
        payload = {"analyte": "AFP", "value": 10, "unit": "IU/mL", "upper_limit": 7}
        assert [(event.occurred_on, event.payload) for event in revisions(store, AFP)[1:]] == [
            ("2010-08-19", payload)
        ] * 3

    def test_a_field_corrected_to_nothing_is_taken_away(self, store: Store) -> None:
        tell(store, Patient().afp("2010-08-20", 9, upper_limit=7))
        correct(store, AFP, upper_limit=None)
        assert "upper_limit" not in revisions(store, AFP)[-1].payload

    @pytest.mark.parametrize("chunk", [1, 2, 10])
    def test_may_follow_their_record_in_the_same_batch(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, chunk: int
    ) -> None:
        monkeypatch.setattr(batch, "CHUNK", chunk)
        revised = Draft(
            patient="P07", kind="lab", fact=AFP, action="correct", revision=2,
            occurred_on="2010-08-20", reason="misread",
            payload={"analyte": "AFP", "value": 10, "unit": "IU/mL"},
        )  # fmt: skip
        tell(store, Patient().afp("2010-08-20", 9), revised)
        assert [event.revision for event in revisions(store, AFP)] == [1, 2]
        assert verify(store).seq == 2


class TestThePatientsCourse:
    """What cannot be true of a course is refused, what is unlikely is warned of."""

    @staticmethod
    def refused(store: Store, *told: Patient) -> str:
        with pytest.raises(TimelineError) as refused:
            tell(store, *told)
        return str(refused.value)

    def test_nothing_happens_before_the_birth(self, store: Store) -> None:
        told = Patient().registered(birth_date="1954-08-17").afp("1954-08-16", 1)
        assert self.refused(store, told) == (
            "field occurred_on: P07/lab/afp-1954-08-16 happened on 1954-08-16, before the patient's"
            " birth on 1954-08-17; expected a day after it"
        )

    def test_a_birth_known_to_the_year_may_be_any_day_of_it(self, store: Store) -> None:
        tell(store, Patient().registered(birth_date="2009").afp("2009-01-01", 1))
        assert store.head().seq == 2

    def test_nobody_is_seen_after_the_death(self, store: Store) -> None:
        tell(store, Patient().registered().died("2011-04-11"))
        for told in (
            Patient().seen("2011-04-12"),
            Patient().scan("2011-05", "SD"),
            Patient().suffers("2012", "nausea", 1),
            Patient().takes("2011-04-12", 400),
        ):
            assert "after the patient's death on 2011-04-11" in self.refused(store, told)
        assert store.head().seq == 2

    def test_what_may_have_been_before_the_death_is_taken(self, store: Store) -> None:
        told = Patient().registered().died("2011-04-11").scan("2011-04", "PD").seen("2011")
        told.takes("2011-04-12", 0, "completed").noted("2011-05-02", "letter to the family")
        assert tell(store, told).warnings == []

    def test_a_death_is_refused_before_the_last_visit_that_is_recorded(self, store: Store) -> None:
        tell(store, Patient().registered().seen("2011-04-12"))
        assert "one of the two has to be corrected first" in self.refused(
            store, Patient().died("2011-04-11")
        )

    def test_a_correction_is_held_against_the_whole_course(self, store: Store) -> None:
        tell(store, Patient().registered().seen("2011-04-01").died("2011-04-11"))
        with pytest.raises(TimelineError, match="after the patient's death on 2011-04-11"):
            correct(store, "P07/vital_status/2011-04-01", on="2011-04-21", status="alive")
        with pytest.raises(TimelineError, match="after the patient's death on 2011-03-11"):
            correct(store, "P07/vital_status/death", on="2011-03-11", status="dead")
        retract(store, "P07/vital_status/death")
        tell(store, Patient().seen("2011-04-21"))
        with pytest.raises(TimelineError, match="after the patient's death on 2011-04-11"):
            reinstate(store, "P07/vital_status/death")

    def test_a_result_after_the_death_is_warned_of(self, store: Store) -> None:
        appended = tell(store, Patient().registered().died("2011-04-11").afp("2011-04-14", 9))
        assert [str(warning) for warning in appended.warnings] == [
            "P07/lab/afp-2011-04-14 is dated 2011-04-14, after the patient's death on 2011-04-11"
        ]

    def test_two_deaths_on_different_days_are_warned_of(self, store: Store) -> None:
        told = Patient().registered().died("2011-04-11")
        told.says("vital_status", "2011-04-18", status="dead", key="registry")
        assert [str(warning) for warning in tell(store, told).warnings] == [
            "P07 died on 2011-04-11 by P07/vital_status/death and on 2011-04-18 by"
            " P07/vital_status/registry; retract the wrong one"
        ]

    def test_a_fraction_belongs_to_a_prescribed_course(self, store: Store) -> None:
        told = Patient().registered().prescribed("2010-08-20").fraction("2010-08-23", 1, course="2")
        assert self.refused(store, told) == (
            "field course: '2' given by P07/rt_fraction/2-1 is no RT course that was prescribed"
            " for P07; known: 1"
        )

    def test_a_prescription_with_fractions_is_not_taken_back(self, store: Store) -> None:
        tell(store, Patient().registered().irradiated("2010-08-23", fractions=2))
        with pytest.raises(TimelineError, match="no RT course that was prescribed for P07"):
            retract(store, "P07/rt_prescription/1")

    def test_a_fraction_beyond_the_prescribed_ones_is_warned_of(self, store: Store) -> None:
        told = Patient().registered().irradiated("2010-08-23", fractions=2)
        assert [str(w) for w in tell(store, told.fraction("2010-08-25", 3)).warnings] == [
            "P07: fraction 3 of course 1 is beyond the 2 prescribed"
        ]

    def test_a_patient_who_is_not_registered_is_warned_of(self, store: Store) -> None:
        assert [str(w) for w in tell(store, Patient().seen("2010-08-23")).warnings] == [
            "P07 has no registration"
        ]

    def test_a_wrong_patients_fact_is_retracted_there_and_recorded_here_at_once(
        self, store: Store
    ) -> None:
        tell(store, Patient("P05").registered().afp("2010-12-20", 6), Patient("P04").registered())
        tell(
            store,
            draft_retraction(store, "P05/lab/afp-2010-12-20", reason="the sample was P04's"),
            Patient("P04").afp("2010-12-20", 6),
        )
        assert cells(row(store, "course", "P05"), "events") == (1,)
        assert cells(row(store, "course", "P04"), "events") == (2,)


class TestLocks:
    def test_a_lock_names_the_point_at_which_it_stands_in_the_batch(self, store: Store) -> None:
        lock = LockDraft(name="interim", reason="first look", actor="statistician")
        before, after = Patient().seen("2010-08-23"), Patient().seen("2010-08-24")
        appended = append(store, [*before.drafts, lock, *after.drafts], actor=ACTOR)
        assert appended.locks == ["interim"]
        (found,) = locks(store)
        (first, _) = store.events()
        assert (found.name, found.seq, found.hash) == ("interim", 1, first.hash)
        assert (found.actor, found.reason) == ("statistician", "first look")

    @pytest.mark.parametrize(
        ("name", "reason", "message"),
        [
            ("", "x", "cannot name a lock"),
            ("2010", "x", "cannot name a lock"),
            ("now", "x", "cannot name a lock"),
            ("\x1b[2J", "x", "cannot name a lock"),
            ("interim", " ", "a lock needs a reason"),
        ],
    )
    def test_it_has_a_visible_name_that_is_no_seq_and_a_reason(
        self, store: Store, name: str, reason: str, message: str
    ) -> None:
        with pytest.raises(InvalidEvent, match=message):
            append(store, [LockDraft(name=name, reason=reason)], actor=ACTOR)

    def test_it_is_set_once(self, store: Store) -> None:
        append(store, [LockDraft(name="interim", reason="first look")], actor=ACTOR)
        with pytest.raises(RevisionConflict, match="lock 'interim' exists already; choose another"):
            append(store, [LockDraft(name="interim", reason="second look")], actor=ACTOR)

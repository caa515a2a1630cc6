"""What changed between two points in record time, and because of which facts."""

from __future__ import annotations

import pytest

from courses import ACTOR, Patient, correct, reinstate, retract, stated, tell
from timeline.changes import Change
from timeline.errors import InvalidEvent, Refused, UnknownAsOf, UnknownProjection
from timeline.events import LockDraft
from timeline.history import draft_correction, draft_retraction
from timeline.recording import append
from timeline.replay import diff, preview
from timeline.store import Store

GRADE = "P07/adverse_event/pneumonitis-2010-12-20"
DEATH = "P07/vital_status/death"


@pytest.fixture
def locked(store: Store) -> Store:
    """P07 with a pneumonitis at three months, locked as interim; P08 excluded."""
    told = Patient().registered().irradiated("2010-08-23").scan("2010-10-24", "PR")
    told.suffers("2010-12-20", "pneumonitis", 2).suffers("2011-01-20", "pneumonitis", 0)
    excluded = Patient("P08").irradiated("2010-08-23", target="bone").seen("2010-11-01")
    excluded.says("eligibility", "2010-08-20", status="excluded", reason="bone")
    tell(store, told.seen("2011-04-01"), excluded)
    append(store, [LockDraft(name="interim", reason="first look")], actor=ACTOR)
    return store


def change(projection: str, column: str, old: object, new: object, *because: str) -> Change:
    key = {"patient": "P07"}
    if projection == "late_toxicity":
        key |= {"landmark_months": 3}  # type: ignore[dict-item]
    if projection == "toxicity":
        key |= {"term": "pneumonitis"}
    return Change(projection, key, column, old, new, because)


def of_toxicity(*columns: str) -> list[Change]:
    """The grade of 2 that becomes 3, in each column of grades that it stands in."""
    return [change("toxicity", column, 2, 3, GRADE) for column in columns]


WORSE = (
    "worst_grade",
    "worst_grade_above_baseline",
    "worst_acute_grade",
    "worst_late_grade",
    "worst_reported_grade",
)


def test_nothing_changed_between_a_point_and_itself(locked: Store) -> None:
    assert diff(locked, "interim", "now") == []
    assert diff(locked, 3, 3) == []


def test_a_corrected_grade_moves_the_late_toxicity_and_the_course(locked: Store) -> None:
    correct(locked, GRADE, grade=3)
    assert diff(locked, "interim", "now") == [
        change("late_toxicity", "max_grade", 2, 3, GRADE),
        change("late_toxicity_onset", "max_grade", 2, 3, GRADE),
        *of_toxicity(*WORSE),
        change("course", "late_3_months", "G2 pneumonitis", "G3 pneumonitis", GRADE),
        change("course", "corrections", 0, 1, GRADE),
    ]


def test_a_death_that_is_learned_of_moves_the_endpoints(locked: Store) -> None:
    tell(locked, Patient().died("2011-04-11"))
    changes = diff(locked, "interim", "now", ["os", "ttp"])
    assert changes == [
        change("os", "ended_on", "2011-04-01", "2011-04-11", DEATH),
        change("os", "days", 221, 231, DEATH),
        change("os", "months", 221 / 30.4375, 231 / 30.4375, DEATH),
        change("os", "event", False, True, DEATH),
        change("os", "reason", "alive at last contact", "death", DEATH),
        change("ttp", "ended_on", "2011-04-01", "2011-04-11", DEATH),
        change("ttp", "days", 221, 231, DEATH),
        change("ttp", "months", 221 / 30.4375, 231 / 30.4375, DEATH),
        change(
            "ttp", "reason", "last contact without progression", "death without progression", DEATH
        ),
    ]


def test_backwards_old_and_new_change_places(locked: Store) -> None:
    correct(locked, GRADE, grade=3)
    forth = diff(locked, "interim", "now")
    back = diff(locked, "now", "interim")
    assert [(one.column, one.new, one.old) for one in back] == [
        (one.column, one.old, one.new) for one in forth
    ]


def test_only_the_facts_behind_a_change_are_named(locked: Store) -> None:
    tell(locked, Patient().died("2011-04-11").noted("2011-04-12", "x").afp("2011-03-01", 9))
    (event,) = [one for one in diff(locked, "interim", "now", ["os"]) if one.column == "event"]
    assert event.because == (DEATH,)


def test_a_grade_0_that_ends_the_toxicity_is_named_beside_a_new_contact(locked: Store) -> None:
    end = "P07/adverse_event/pneumonitis-2010-11-30"
    correct(locked, GRADE, grade=2, on=None, term="radiation pneumonitis")
    before = locked.head().seq
    retract(locked, GRADE)
    tell(locked, Patient().suffers("2010-11-20", "pneumonitis", 2))
    tell(locked, Patient().suffers("2010-11-30", "pneumonitis", 0).seen("2011-05-01"))
    changes = diff(locked, before, "now", ["late_toxicity"])
    (gone,) = [one for one in changes if one.column == "present"]
    assert (gone.old, gone.new) == (True, False)
    assert {GRADE, end, "P07/vital_status/2011-05-01"} == set(gone.because)


def test_a_row_that_comes_or_goes_differs_in_every_cell_that_it_has(locked: Store) -> None:
    told = Patient().prescribed("2011-02-07", course="2", fractions=1)
    tell(locked, told.fraction("2011-02-07", 1, course="2"))
    changes = diff(locked, "interim", "now", ["radiotherapy"])
    assert {one.column: one.new for one in changes}["total_gy"] == 1.8
    assert {one.key["course"] for one in changes} == {"2"}
    assert {one.old for one in changes} == {None}
    assert set(changes[0].because) == {"P07/rt_prescription/2", "P07/rt_fraction/2-1"}
    retract(locked, "P07/rt_fraction/2-1")
    assert diff(locked, "interim", "now", ["radiotherapy"]) == []


def test_a_fact_retracted_and_reinstated_in_between_changes_its_count_of_revisions_alone(
    locked: Store,
) -> None:
    retract(locked, GRADE)
    reinstate(locked, GRADE)
    assert diff(locked, "interim", "now") == [change("course", "corrections", 0, 1, GRADE)]


def test_excluded_patients_are_left_out_unless_all_are_asked_for(locked: Store) -> None:
    tell(locked, Patient("P08").died("2011-01-01"))
    assert diff(locked, "interim", "now") == []
    everybody = diff(locked, "interim", "now", all_patients=True)
    assert {one.key["patient"] for one in everybody} == {"P08"}


def test_a_patient_excluded_in_between_is_one_of_the_excluded(locked: Store) -> None:
    tell(locked, Patient().says("eligibility", "2010-08-20", status="excluded").died("2011-04-11"))
    assert diff(locked, "interim", "now") == []


def test_points_and_tables_that_do_not_exist_are_refused(locked: Store) -> None:
    with pytest.raises(UnknownAsOf, match="'final' is no lock"):
        diff(locked, "interim", "final")
    with pytest.raises(UnknownProjection, match="'survival' is not a projection; known: os, ttp"):
        diff(locked, "interim", "now", ["survival"])


class TestAPreview:
    def test_tells_the_cells_that_would_change_and_keeps_nothing(self, locked: Store) -> None:
        head = locked.head()
        draft = draft_correction(locked, GRADE, {"grade": 3}, reason="mis-keyed")
        assert preview(locked, [draft], actor=ACTOR).changes == [
            change("late_toxicity", "max_grade", 2, 3, GRADE),
            change("late_toxicity_onset", "max_grade", 2, 3, GRADE),
            *of_toxicity(*WORSE),
            change("course", "late_3_months", "G2 pneumonitis", "G3 pneumonitis", GRADE),
            change("course", "corrections", 0, 1, GRADE),
        ]
        assert locked.head() == head
        tell(locked, draft)

    def test_tells_what_would_be_warned_of(self, locked: Store) -> None:
        tell(locked, Patient().died("2011-04-11"))
        foreseen = preview(locked, Patient().afp("2011-04-20", 9).drafts, actor=ACTOR)
        assert [str(warning) for warning in foreseen.warnings] == [
            "P07/lab/afp-2011-04-20 is dated 2011-04-20, after the patient's death on 2011-04-11"
        ]

    def test_of_a_new_patient_is_the_whole_row(self, locked: Store) -> None:
        foreseen = preview(locked, Patient("P09").seen("2010-08-23").drafts, actor=ACTOR)
        assert {one.column: one.new for one in foreseen.changes} == {
            "included": True, "first_on": "2010-08-23", "last_on": "2010-08-23", "events": 1,
            "corrections": 0,
        }  # fmt: skip

    def test_of_a_wrong_patients_fact_is_told_for_both(self, locked: Store) -> None:
        drafts = [
            draft_retraction(locked, GRADE, reason="P08's"),
            *Patient("P08").suffers("2010-12-20", "pneumonitis", 2).drafts,
        ]
        foreseen = preview(locked, drafts, actor=ACTOR)
        assert {one.key["patient"] for one in foreseen.changes} == {"P07", "P08"}

    def test_refuses_what_saving_would_refuse(self, locked: Store) -> None:
        with pytest.raises(InvalidEvent, match="field value: -1 given"):
            preview(locked, Patient().afp("2011-03-01", -1).drafts, actor=ACTOR)
        with pytest.raises(Refused, match="no RT course that was prescribed"):
            preview(locked, Patient().fraction("2011-03-01", 1, course="9").drafts, actor=ACTOR)
        (late,) = stated(Patient().seen("2999-01-01").drafts)
        with pytest.raises(InvalidEvent, match="after the day of recording"):
            preview(locked, [late], actor=ACTOR)

"""Where the review of data issues stands: open, queried, answered, reviewed, void, gone."""

from __future__ import annotations

from typing import Any

import pytest

from courses import (
    Patient,
    all_tables,
    cells,
    correct,
    put_in_force,
    reinstate,
    retract,
    row,
    rows,
    tell,
)
from timeline.errors import InvalidEvent, RevisionConflict, UnknownFact
from timeline.reviewing import draft_review
from timeline.store import Store

AFP = "P07/lab/afp-2010-10-24"
FOUND = "AFP < 0.8 IU/mL on 2010-10-24 is below what the test can tell; it counts as 0.8 IU/mL."


def story() -> Patient:
    """An AFP below detection (a note), and the same number given to two fractions (an error)."""
    told = Patient().registered().prescribed("2010-08-23", fractions=2)
    told.fraction("2010-08-23", 1).fraction("2010-08-24", 2).fraction("2010-08-25", 2)
    told.scan("2010-08-20", "baseline").afp("2010-08-20", 100)
    return told.afp("2010-10-24", 0.8, comparator="<").seen("2010-12-20")


@pytest.fixture
def told(store: Store) -> Store:
    tell(store, story())
    return store


DUPLICATE = "P07/rt_fraction/1-2~2"


def say(
    store: Store, verdict: Any = "accepted", about: str = DUPLICATE, on: str = "2011-01-10",
    issue: str | None = "duplicate_fraction", comment: str = "seen", **more: Any,
) -> str:  # fmt: skip
    draft = draft_review(
        store, about, verdict, comment, reviewer="dm", issue=issue, occurred_on=on, **more
    )
    return tell(store, draft).facts[0]


def of(store: Store, issue: str = "duplicate_fraction", **question: Any) -> dict[str, Any]:
    (found,) = [one for one in rows(store, "issue_review", **question) if one["issue"] == issue]
    return found


def test_an_issue_that_nobody_looked_at_is_open(told: Store) -> None:
    found = of(told)
    assert cells(found, "fact", "severity", "status", "unsettled", "reviews") == (
        DUPLICATE, "error", "open", True, 0,
    )  # fmt: skip
    assert found["reviewer"] is found["comment"] is found["since"] is None
    assert found["evidence"] == f"{DUPLICATE} P07/rt_fraction/1-2"


def test_a_note_that_a_rule_deals_with_waits_for_nobody_until_it_is_queried(told: Store) -> None:
    assert cells(of(told, "beyond_detection"), "status", "unsettled") == ("open", False)
    say(told, "query open", AFP, issue="beyond_detection")
    assert cells(of(told, "beyond_detection"), "status", "unsettled") == ("queried", True)


@pytest.mark.parametrize(
    ("verdict", "status", "unsettled"),
    [
        ("accepted", "reviewed", False),
        ("query open", "queried", True),
        ("answered", "answered", True),
        ("closed", "reviewed", False),
    ],
)
def test_a_review_says_where_the_issue_stands(
    told: Store, verdict: str, status: str, unsettled: bool
) -> None:
    review = say(told, verdict, comment="both were given")
    found = of(told)
    assert cells(found, "status", "unsettled", "verdict", "reviewer", "reviewed_on", "comment") == (
        status, unsettled, verdict, "dm", "2011-01-10", "both were given",
    )  # fmt: skip
    assert found["evidence"].split() == [DUPLICATE, "P07/rt_fraction/1-2", review]


def test_the_last_review_by_day_says_it_and_of_one_day_the_one_recorded_last(told: Store) -> None:
    say(told, "closed", on="2011-03-01")
    say(told, "query open", on="2011-02-01")
    assert cells(of(told), "status", "reviews") == ("reviewed", 2)
    say(told, "answered", on="2011-03-01")
    assert cells(of(told), "status", "reviews") == ("answered", 3)


def test_a_correction_of_what_was_looked_at_voids_the_review_and_its_undoing_does_not_mend_it(
    told: Store,
) -> None:
    """By hand: looked at r1; the correction is r2, putting it back is r3: neither is r1."""
    say(told)
    correct(told, DUPLICATE, dose_gy=2.0)
    assert cells(of(told), "status", "unsettled", "since") == (
        "void", True, f"{DUPLICATE} r1 → r2",
    )  # fmt: skip
    correct(told, DUPLICATE, dose_gy=1.8)
    assert cells(of(told), "status", "since") == ("void", f"{DUPLICATE} r1 → r3")
    say(told, on="2011-02-01")
    assert cells(of(told), "status", "since", "reviews") == ("reviewed", None, 2)


def test_an_issue_that_is_put_right_is_gone_and_comes_back_void(told: Store) -> None:
    say(told)
    retract(told, DUPLICATE)
    found = of(told)
    assert cells(found, "status", "unsettled", "verdict") == ("gone", False, "accepted")
    assert found["what"].startswith("Fraction 2 of course 1 was given")
    reinstate(told, DUPLICATE)
    assert cells(of(told), "status", "since") == ("void", f"{DUPLICATE} r1 → r3")


def test_the_other_fact_that_the_issue_rests_on_counts_too(told: Store) -> None:
    say(told)
    correct(told, "P07/rt_fraction/1-2", on="2010-08-26")
    assert of(told)["status"] == "void"


def test_another_fact_that_the_issue_rests_on_voids_the_review(store: Store) -> None:
    """`episode_without_end` rests on the last contact: a later visit is another one."""
    tell(store, story().suffers("2010-09-06", "nausea", 1))
    nausea = "P07/adverse_event/nausea-2010-09-06"
    say(store, about=nausea, issue="episode_without_end")
    tell(store, Patient().seen("2011-02-01"))
    assert cells(of(store, "episode_without_end"), "status", "since") == (
        "void", "P07/vital_status/2011-02-01 is new",
    )  # fmt: skip


def test_a_protocol_that_gives_another_value_voids_the_review(store: Store) -> None:
    tell(store, story().scan("2010-11", "SD"))
    scan = "P07/imaging/ct-abdomen-2010-11"
    say(store, about=scan, issue="day_imputed")
    put_in_force(store, ('progression = "middle"', 'progression = "latest"'))
    found = of(store, "day_imputed")
    assert found["status"] == "void"
    assert found["since"] == (
        "it was: Of this imaging only the month is known, 2010-11; it counts as 2010-11-15."
    )


def test_a_query_stays_open_when_the_fact_is_corrected_and_says_so(told: Store) -> None:
    say(told, "query open")
    correct(told, DUPLICATE, dose_gy=2.0)
    assert cells(of(told), "status", "since") == ("queried", f"{DUPLICATE} r1 → r2")


def test_a_query_by_hand_is_open_until_it_is_closed_and_void_after_a_correction(
    told: Store,
) -> None:
    first = "P07/lab/afp-2010-08-20"
    say(told, "query open", first, issue=None, comment="Is this AFP right?")
    found = of(told, "query")
    assert cells(found, "fact", "severity", "occurred_on", "what", "status", "unsettled") == (
        first, "query", "2010-08-20", "Is this AFP right?", "queried", True,
    )  # fmt: skip
    say(told, "answered", first, issue=None, on="2011-01-11", comment="It is.")
    assert cells(of(told, "query"), "what", "status", "comment") == (
        "Is this AFP right?", "answered", "It is.",
    )  # fmt: skip
    say(told, "closed", first, issue=None, on="2011-01-12")
    assert cells(of(told, "query"), "status", "unsettled") == ("reviewed", False)
    correct(told, first, value=110)
    assert cells(of(told, "query"), "status", "since") == ("void", f"{first} r1 → r2")


def test_a_whole_course_that_was_signed_off_is_void_with_any_change(told: Store) -> None:
    say(told, about="P07", issue=None)
    assert cells(of(told, "query"), "fact", "status") == ("P07", "reviewed")
    say(told, on="2011-01-11")
    assert of(told, "query")["status"] == "reviewed", "a review is no change of the course"
    tell(told, Patient().seen("2011-02-01"))
    assert cells(of(told, "query"), "status", "since") == (
        "void", "P07/vital_status/2011-02-01 is new",
    )  # fmt: skip


def test_a_retracted_review_is_none_and_a_corrected_one_says_the_new(told: Store) -> None:
    review = say(told)
    correct(told, review, verdict="query open")
    assert of(told)["status"] == "queried"
    retract(told, review)
    assert cells(of(told), "status", "reviews") == ("open", 0)


def test_the_status_as_of_an_earlier_point_is_the_one_that_stood_there(told: Store) -> None:
    before = told.head().seq
    say(told)
    reviewed = told.head().seq
    correct(told, DUPLICATE, dose_gy=2.0)
    assert [of(told, as_of=seq)["status"] for seq in (before, reviewed, "now")] == [
        "open", "reviewed", "void",
    ]  # fmt: skip


@pytest.mark.parametrize("origin", ["first_rt_fraction", "first_event", "registration"])
def test_a_review_moves_no_other_table(store: Store, origin: str) -> None:
    """Dated before everything, after it and to the year: no contact, no event, no origin."""
    put_in_force(store, ('origin = "first_rt_fraction"', f'origin = "{origin}"'))
    tell(store, story())
    before = {name: t for name, t in all_tables(store).items() if name != "issue_review"}
    assert row(store, "course")["last_on"] == "2010-12-20"
    for on in ("2005-01-01", "2010", "2012-01-01"):
        say(store, on=on)
        say(store, "query open", "P07", issue=None, on=on)
    review = say(store, about=AFP, issue=None, on="2012-02-01")
    correct(store, review, comment="looked at again")
    after = all_tables(store)
    assert {name: after[name] for name in before} == before


def test_a_patient_of_whom_reviews_alone_are_left_is_none(store: Store) -> None:
    tell(store, Patient("P08").registered())
    say(store, about="P08", issue=None)
    retract(store, "P08/registration")
    assert rows(store, "course") == rows(store, "issue_review") == []


def test_a_review_is_refused_of_what_is_not_there(told: Store) -> None:
    with pytest.raises(InvalidEvent, match="has no issue 'two_deaths'; it has: duplicate_fraction"):
        say(told, issue="two_deaths")
    with pytest.raises(UnknownFact):
        say(told, about="P07/lab/afp-1999-01-01")
    theirs = Patient("P08").registered().says(
        "review", "2011-01-10", verdict="accepted", reviewer="dm", comment="x", about=AFP
    )  # fmt: skip
    with pytest.raises(InvalidEvent, match="is not a fact of P08"):
        tell(told, theirs)


def test_a_mark_on_what_somebody_changed_meanwhile_is_refused(told: Store) -> None:
    looked_from = told.head().seq
    say(told, "query open", seen_at=looked_from)
    correct(told, AFP, value=0.7)
    with pytest.raises(RevisionConflict, match="changed meanwhile; look at it again"):
        say(told, seen_at=looked_from)

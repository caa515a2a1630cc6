"""Points in record time, and what was effective then."""

from __future__ import annotations

import pytest

from courses import ACTOR, Patient, correct, reinstate, retract, stated, tell
from timeline.dates import parse_instant
from timeline.errors import UnknownAsOf, UnknownFact, UnknownPatient
from timeline.events import LockDraft
from timeline.history import (
    all_revisions,
    draft_correction,
    effective_events,
    locks,
    resolve_as_of,
    revisions,
)
from timeline.recording import append
from timeline.store import Store

AFP = "P07/lab/afp-2010-08-20"


@pytest.fixture
def told(store: Store) -> Store:
    """Seq 1 learned on 21 August, 2 and 3 on 31 August at noon, 4 now; a lock after 3."""
    tell(store, *stated(Patient().afp("2010-08-20", 9).drafts, recorded_at=day("2010-08-21")))
    draft = draft_correction(store, AFP, {"value": 10}, reason="misread")
    more = Patient().seen("2010-08-30").drafts
    noon = day("2010-08-31") + 12 * 3_600_000_000
    tell(store, *stated([draft, *more], recorded_at=noon))
    append(store, [LockDraft(name="interim", reason="first look")], actor=ACTOR)
    retract(store, AFP)
    return store


def day(text: str) -> int:
    return parse_instant(text)


@pytest.mark.parametrize(
    ("as_of", "seq"),
    [
        (None, 4),
        ("now", 4),
        ("head", 4),
        (0, 0),
        (2, 2),
        ("2", 2),
        ("interim", 3),
        ("2010-08-20", 0),
        ("2010-08-20T23:59:59Z", 0),
        ("2010-08-21T00:00:00Z", 1),
        ("2010-08-30", 1),
        ("2010-08-31", 3),  # a whole date means its end
        ("2010-08-31T11:59:59.999999Z", 1),
        ("2010-08-31T12:00Z", 3),
        ("2010-08-31T21:00:00+09:00", 3),
        ("2199-01-01", 4),
    ],
)
def test_a_point_in_record_time_is_a_seq(told: Store, as_of: str | int | None, seq: int) -> None:
    assert resolve_as_of(told, as_of) == seq


@pytest.mark.parametrize("as_of", ["final", "2010-08", "2010-13-01", "²", "-1", "+2", "1.5", ""])
def test_an_unknown_point_is_answered_with_what_is_known(told: Store, as_of: str) -> None:
    with pytest.raises(UnknownAsOf) as refused:
        resolve_as_of(told, as_of)
    assert str(refused.value) == (
        f"{as_of!r} is no lock, seq or instant of this store; expected e.g. 1482, 2010-12-31,"
        " 2010-12-31T17:00:00Z or a lock (known: interim)"
    )


@pytest.mark.parametrize("as_of", [5, "5", "99999999999999999999", "2010"])
def test_a_seq_that_has_not_come_is_unknown(told: Store, as_of: str | int) -> None:
    with pytest.raises(UnknownAsOf, match=f"seq {as_of} is not in the store yet; its last is 4"):
        resolve_as_of(told, as_of)


def test_a_negative_seq_is_unknown(told: Store) -> None:
    with pytest.raises(UnknownAsOf, match="'-1' is no lock, seq or instant"):
        resolve_as_of(told, -1)


@pytest.mark.parametrize(
    ("as_of", "values"), [(0, []), (1, [9]), (2, [10]), (3, [10]), (4, []), ("interim", [10])]
)
def test_a_fact_says_what_its_last_revision_said_by_then(
    told: Store, as_of: str | int, values: list[float]
) -> None:
    events = effective_events(told, "P07", as_of=as_of)
    assert [event.payload["value"] for event in events if event.fact == AFP] == values


def test_a_reinstated_fact_is_effective_again(told: Store) -> None:
    reinstate(told, AFP)
    (event,) = [event for event in effective_events(told, "P07") if event.fact == AFP]
    assert (event.revision, event.action, event.payload["value"]) == (4, "reinstate", 10)


def test_effective_events_come_by_their_day_and_revisions_by_their_seq(store: Store) -> None:
    tell(store, Patient().seen("2010-09-01").seen("2010-08-01").seen("2010-08"))
    correct(store, "P07/vital_status/2010-09-01", on="2010-07-01", status="alive")
    assert [event.occurred_on for event in effective_events(store, "P07")] == [
        "2010-07-01", "2010-08", "2010-08-01",
    ]  # fmt: skip
    assert [event.seq for event in all_revisions(store, "P07")] == [1, 2, 3, 4]
    assert [event.seq for event in all_revisions(store, "P07", as_of=2)] == [1, 2]
    assert [event.seq for event in revisions(store, "P07/vital_status/2010-09-01")] == [1, 4]


def test_a_patient_not_known_yet_has_no_events_and_one_never_known_is_no_patient(
    told: Store,
) -> None:
    assert effective_events(told, "P07", as_of=0) == []
    assert all_revisions(told, "P07", as_of=0) == []
    for ask in (effective_events, all_revisions):
        with pytest.raises(UnknownPatient, match="'P08' is not a patient of this store"):
            ask(told, "P08")


def test_an_unknown_fact_has_no_revisions(told: Store) -> None:
    with pytest.raises(UnknownFact, match="'P07/lab/x' is not a fact of this store"):
        revisions(told, "P07/lab/x")


def test_locks_are_listed_in_their_order(told: Store) -> None:
    append(told, [LockDraft(name="final", reason="manuscript")], actor="statistician")
    assert [(lock.name, lock.seq, lock.actor, lock.reason) for lock in locks(told)] == [
        ("interim", 3, ACTOR, "first look"),
        ("final", 4, "statistician", "manuscript"),
    ]


def test_a_lock_may_have_the_name_of_a_day(told: Store) -> None:
    append(told, [LockDraft(name="2010-08-21", reason="data cut")], actor=ACTOR)
    assert resolve_as_of(told, "2010-08-21") == 4

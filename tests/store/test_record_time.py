"""When the store learned something: record time rises with seq, whatever the clock does."""

from __future__ import annotations

import pytest

from courses import ACTOR, Patient, correct, stated, tell
from timeline import batch
from timeline.dates import format_instant, parse_instant
from timeline.errors import InvalidEvent
from timeline.events import Draft, LockDraft
from timeline.history import locks, resolve_as_of
from timeline.recording import append
from timeline.store import Store

NOON = parse_instant("2010-09-01T12:00:00Z")
HOUR = 3_600_000_000


def at(instant: str, *told: Draft) -> list[Draft]:
    return stated(told, recorded_at=parse_instant(instant))


def seen(on: str) -> Draft:
    (draft,) = Patient().seen(on).drafts
    return draft


def recorded(store: Store) -> list[str]:
    return [format_instant(event.recorded_at) for event in store.events()]


def set_clock(monkeypatch: pytest.MonkeyPatch, us: int) -> None:
    monkeypatch.setattr(batch, "now_us", lambda: us)


def test_a_batch_is_learned_in_one_instant(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON)
    tell(store, Patient().seen("2010-08-23").seen("2010-08-24"))
    assert recorded(store) == ["2010-09-01T12:00:00Z"] * 2
    assert store.head().recorded_at == NOON


@pytest.mark.parametrize("clock", [NOON, NOON - HOUR, 0])
def test_record_time_rises_although_the_clock_stands_or_goes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch, clock: int
) -> None:
    set_clock(monkeypatch, NOON)
    tell(store, Patient().seen("2010-08-23"))
    set_clock(monkeypatch, clock)
    tell(store, Patient().seen("2010-08-24"))
    correct(store, "P07/vital_status/2010-08-24", on="2010-08-25", status="alive")
    assert recorded(store) == [
        "2010-09-01T12:00:00Z", "2010-09-01T12:00:00.000001Z", "2010-09-01T12:00:00.000002Z",
    ]  # fmt: skip


class TestAHistoryThatAnotherSystemKept:
    def test_keeps_its_own_record_times(self, store: Store) -> None:
        told = at("2010-08-23T15:00:00Z", seen("2010-08-23")) + at("2010-09-01", seen("2010-08-30"))
        tell(store, *told)
        assert recorded(store) == ["2010-08-23T15:00:00Z", "2010-09-01T00:00:00Z"]

    def test_is_followed_by_what_is_recorded_now(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        set_clock(monkeypatch, NOON)
        tell(store, *at("2010-08-23", seen("2010-08-23")), seen("2010-08-24"))
        assert recorded(store) == ["2010-08-23T00:00:00Z", "2010-09-01T12:00:00Z"]

    def test_lies_in_no_future(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        set_clock(monkeypatch, NOON)
        tell(store, *at("2010-09-01T12:00:00Z", seen("2010-08-23")))
        with pytest.raises(InvalidEvent, match=r"field recorded_at: 2010-09-01T12:00:01Z given, e"):
            tell(store, *at("2010-09-01T12:00:01Z", seen("2010-08-24")))

    def test_does_not_begin_before_the_stores_last_event_nor_with_it(self, store: Store) -> None:
        tell(store, *at("2010-08-23T15:00:00Z", seen("2010-08-23")))
        for instant in ("2010-08-23T14:59:59Z", "2010-08-23T15:00:00Z"):
            with pytest.raises(InvalidEvent) as refused:
                tell(store, *at(instant, seen("2010-08-24")))
            assert str(refused.value).startswith(
                f"field recorded_at: {instant} given, expected an instant from"
                " 2010-08-23T15:00:00.000001Z (the store's last) to now"
            )

    def test_may_tell_several_things_of_one_instant(self, store: Store) -> None:
        tell(store, *at("2010-08-23", seen("2010-08-22"), seen("2010-08-23")))
        assert resolve_as_of(store, "2010-08-23T00:00:00Z") == 2

    def test_does_not_go_back(self, store: Store) -> None:
        with pytest.raises(InvalidEvent, match="field recorded_at: 2010-08-22T00:00:00Z given"):
            tell(
                store,
                *at("2010-08-23", seen("2010-08-22")),
                *at("2010-08-22", seen("2010-08-21")),
            )

    def test_holds_no_day_after_the_day_of_its_recording(self, store: Store) -> None:
        tell(store, *at("2010-08-23T11:00:00Z", seen("2010-08-24")))  # already the 24th in Samoa
        with pytest.raises(InvalidEvent) as refused:
            tell(store, *at("2010-08-23T11:30:00Z", seen("2010-08-25")))
        assert str(refused.value) == (
            "field occurred_on: 2010-08-25 lies after the day of recording (2010-08-23); expected a"
            " day that has come"
        )

    def test_has_locks_in_it(self, store: Store) -> None:
        lock = LockDraft(
            name="interim", reason="first look", recorded_at=parse_instant("2010-08-31T17:00:00Z")
        )
        later = at("2010-09-01", seen("2010-08-30"))
        append(store, [*at("2010-08-23", seen("2010-08-23")), lock, *later], actor=ACTOR)
        (found,) = locks(store)
        assert (found.seq, format_instant(found.locked_at)) == (1, "2010-08-31T17:00:00Z")


def test_what_is_still_to_come_is_not_recorded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, NOON)
    tell(store, Patient().seen("2010-09-02").seen("2010-09").seen("2010"))  # begun, or begun there
    for on in ("2010-09-03", "2010-10", "2011"):
        with pytest.raises(InvalidEvent, match=f"{on} lies after the day of recording"):
            tell(store, Patient().seen(on))

"""Refreshing step by step gives the same tables, cell for cell, as replaying from nothing."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses import ACTOR, all_tables
from random_courses import (
    PATIENTS,
    REVISIONS,
    Clerk,
    Step,
    anybody,
    new_store,
    records,
    steps,
    stored_tables,
    undo,
)
from timeline import replay as replaying
from timeline.chain import verify
from timeline.errors import TimelineError
from timeline.recording import append
from timeline.replay import check, diff, preview, refresh, replay

TELLING_OF_REVISIONS = ("corrections", "status", "unsettled", "since")
"""Columns that a revision moves whatever it says: a review that it voids stays void."""


@given(records)
def test_refreshing_after_every_step_gives_the_tables_of_a_replay(course: list[Step]) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        replay(store)
        for step in course:
            if clerk.take(step):
                refresh(store)
        assert check(store) == []
        refreshed = stored_tables(store)
        replay(store)
        assert stored_tables(store) == refreshed
        assert verify(store) == store.head()


@given(records, st.sets(st.integers(0, 24)))
def test_refreshing_now_and_then_gives_the_tables_of_a_replay(
    course: list[Step], stops: set[int]
) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for number, step in enumerate(course):
            clerk.take(step)
            if number in stops:
                refresh(store)
        refresh(store)
        refreshed = stored_tables(store)
        replay(store)
        assert stored_tables(store) == refreshed


@given(st.tuples(*(st.lists(steps(st.just(name)), max_size=8) for name in PATIENTS)), st.randoms())
def test_the_order_of_appends_among_patients_does_not_matter(
    courses: tuple[list[Step], ...], chance: object
) -> None:
    with new_store() as one_by_one, new_store() as mixed:
        clerks = Clerk(one_by_one), Clerk(mixed)
        for clerk in clerks:
            clerk.begin(PATIENTS if clerk is clerks[0] else PATIENTS[::-1])
        for course in courses:
            for step in course:
                clerks[0].take(step)
        waiting = [list(course) for course in courses if course]
        while waiting:
            course = chance.choice(waiting)  # type: ignore[attr-defined]
            clerks[1].take(course.pop(0))
            waiting = [course for course in waiting if course]
        for store in (one_by_one, mixed):
            refresh(store)
        assert stored_tables(one_by_one) == stored_tables(mixed)


@given(records)
def test_the_tables_as_of_a_point_are_those_that_stood_there(course: list[Step]) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        stood = {}
        for step in course:
            if clerk.take(step) and store.head().seq % 4 == 0:
                refresh(store)
                stood[store.head().seq] = repr(all_tables(store))
        refresh(store)
        for seq, tables in stood.items():
            assert repr(all_tables(store, as_of=seq)) == tables
        assert repr(all_tables(store, as_of="now")) == repr(all_tables(store))


@given(records, st.lists(steps(anybody, REVISIONS), min_size=5, max_size=10))
def test_a_revision_and_its_undoing_give_back_the_same_tables(
    course: list[Step], revised: list[Step]
) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        refresh(store)
        before = stored_tables(store, without=TELLING_OF_REVISIONS)
        for step in revised:
            if clerk.take(step):
                append(store, [undo(store, clerk.fact(step))], actor=ACTOR)
                refresh(store)
                assert stored_tables(store, without=TELLING_OF_REVISIONS) == before


@given(records, steps(anybody))
def test_a_preview_is_what_then_happens(course: list[Step], last: Step) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        before = store.head()
        try:
            draft = clerk.draft(last)
            foreseen = preview(store, [draft], actor=ACTOR)
        except TimelineError:
            assume(False)
            raise
        assert store.head() == before
        appended = append(store, [draft], actor=ACTOR)
        assert foreseen.warnings == appended.warnings
        assert foreseen.changes == diff(store, before.seq, "now", all_patients=True)
        assert all(set(change.because) == set(appended.facts) for change in foreseen.changes)


@given(records)
def test_a_full_replay_in_blocks_of_patients_gives_the_same_tables(course: list[Step]) -> None:
    with new_store() as store, pytest.MonkeyPatch.context() as patch:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        replay(store)
        whole = stored_tables(store)
        for block in (1, 2):
            patch.setattr(replaying, "BLOCK", block)
            replay(store)
            assert stored_tables(store) == whole

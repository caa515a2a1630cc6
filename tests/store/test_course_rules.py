"""However a batch is judged, it is taken just where the whole course can be true afterwards."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from courses import ACTOR
from random_courses import PATIENTS, Clerk, Step, anybody, days, new_store, steps, turning_points
from timeline.course_checks import CourseChecks
from timeline.course_rules import Course
from timeline.errors import Place, Refused, TimelineError
from timeline.events import Draft
from timeline.history import effective_events
from timeline.kinds import KINDS, decode_payload
from timeline.recording import append, rehearsal
from timeline.store import Store

Batch = list[tuple[Step, str | None]]

batches: st.SearchStrategy[list[Batch]] = st.lists(
    st.lists(
        st.tuples(steps(anybody, happened=turning_points), st.none() | days),
        min_size=1,
        max_size=4,
    ),
    min_size=3,
    max_size=12,
)
"""Each step with, for some, the day to which the same batch corrects what it has just recorded."""


def untrue(store: Store) -> list[str]:
    """What cannot be true of anybody's whole course."""
    found: list[str] = []
    for patient in PATIENTS:
        course = Course(patient)
        for known in effective_events(store, patient):
            payload = decode_payload(KINDS[known.kind], known.payload)
            course.add(known.kind, known.occurred_on, payload, known.fact, Place())
        found += [problem.message for problem in course.errors()]
    return found


def drafted(clerk: Clerk, batch: Batch) -> list[Draft]:
    drafts: list[Draft] = []
    for step, redated in batch:
        draft = clerk.draft(step)
        if step.action == "record" and redated and KINDS[draft.kind].natural_key:
            fact = f"{step.patient}/{draft.kind}/{clerk.store.head().seq}-{len(drafts)}"
            drafts.append(replace(draft, fact=fact))
            drafts.append(
                replace(drafts[-1], action="correct", occurred_on=redated, reason="misdated")
            )
        else:
            drafts.append(draft)
    return drafts


@given(batches)
def test_a_batch_is_refused_just_where_the_whole_course_cannot_be_true(told: list[Batch]) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for batch in told:
            drafts = drafted(clerk, batch)
            try:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(CourseChecks, "judge", lambda self, end: ([], []))
                    with rehearsal(store, drafts, actor=ACTOR):
                        wrong = untrue(store)
            except TimelineError:
                continue  # refused draft by draft, before any course is looked at
            event("a course that cannot be true" if wrong else "a course that can be true")
            if wrong:
                with pytest.raises(Refused):
                    append(store, drafts, actor=ACTOR)
            else:
                clerk.append(drafts)

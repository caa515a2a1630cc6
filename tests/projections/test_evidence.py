"""Every derived number names the facts that it rests on: they alone give the same row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import Patient, protocol, tell
from random_courses import Clerk, Step, new_store, records
from timeline.deriving import derive_tables, with_needs
from timeline.effective import EffectiveEvents
from timeline.loading import load
from timeline.projections.declarations import PROJECTIONS, fields_read
from timeline.protocol import Protocol
from timeline.store import Store

COUNTED = ("events", "corrections")  # rest on all that is known
Row = dict[str, Any]

PROTOCOLS = {
    "the study's": protocol(),
    "regulatory": protocol(
        time_to_progression={"censoring": "last_evaluable_imaging"},
        progression_free_survival={"censoring": "last_evaluable_imaging"},
        late_toxicity={"after": "first_rt_fraction", "span": "from_landmark"},
    ),
    "by the last course": protocol(
        radiotherapy={"index_course": "last"}, drug={"planned": "start_dose"}
    ),
    "from the first event": protocol(
        time={"origin": "first_event"},
        afp_decline={"post_after": "origin"},
        late_toxicity={"after": "origin"},
        response={"assessed_after": "origin", "targets": "all", "assessment_span_days": 7},
        toxicity={"ctcae_version": "5.0", "late_from_days": 20, "on_treatment_days": 0},
    ),
    "progression by criteria": protocol(
        time_to_progression={"censoring": "last_evaluable_imaging"},
        progression_free_survival={"censoring": "last_evaluable_imaging"},
        response={"progression_by": "criteria"},
    ),
    "CTCAE 4.03 from the first dose": protocol(
        time={"origin": "first_drug_dose"},
        toxicity={"ctcae_version": "4.03", "source": "laboratory", "baseline_window_days": 7},
        liver_function={"window_days": 7},
    ),
}


def derive(events: EffectiveEvents, name: str, by: Protocol) -> dict[tuple[Any, ...], Row]:
    """The rows of a projection, by key."""
    declared = PROJECTIONS[name]
    rows = derive_tables(events, by, with_needs([name]))[name].rows()
    named = [dict(zip(declared.columns, row, strict=True)) for row in rows]
    return {tuple(row[column] for column in declared.key): row for row in named}


def only(events: EffectiveEvents, facts: set[str]) -> EffectiveEvents:
    """Of all that is known these facts alone."""
    return EffectiveEvents(
        events.patients,
        {
            kind: table.where(np.array([fact in facts for fact in table["fact"]], dtype=bool))
            for kind, table in events.tables.items()
        },
    )


def told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in (*COUNTED, "evidence")}


@pytest.mark.parametrize("by", PROTOCOLS.values(), ids=PROTOCOLS.keys())
@given(course=records, name=st.sampled_from([*PROJECTIONS]))
def test_a_rows_evidence_alone_gives_the_same_row(
    by: Protocol, course: list[Step], name: str
) -> None:
    with new_store() as store:
        clerk = Clerk(store)
        clerk.begin()
        for step in course:
            clerk.take(step)
        events = load(store, fields_read(with_needs([name])), as_of=store.head().seq)
    known = {fact for table in events.tables.values() for fact in table["fact"]}
    for key, row in derive(events, name, by).items():
        evidence = row["evidence"].split()
        assert len(set(evidence)) == len(evidence)
        assert set(evidence) <= known
        assert {fact.split("/")[0] for fact in evidence} == {row["patient"]}
        again = derive(only(events, set(evidence)), name, by)[key]
        assert told(again) == told(row)


def test_every_row_of_a_whole_course_has_evidence(store: Store) -> None:
    story = (
        Patient().registered(birth_date="1950").irradiated("2010-08-23").scan("2010-10-24", "PD")
    )
    story.afp("2010-08-20", 100).afp("2010-10-24", 10).suffers("2010-12-20", "nausea", 1)
    story.says("lab", "2010-08-20", analyte="albumin", value=3, unit="g/dL", lower_limit=3.5)
    tell(store, story.takes("2010-08-23", 800).died("2011-04-11"))
    events = load(store, fields_read(tuple(PROJECTIONS)), as_of=store.head().seq)
    for name in PROJECTIONS:
        rows = derive(events, name, protocol())
        assert rows
        assert all(row["evidence"] for row in rows.values())

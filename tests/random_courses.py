"""Random courses of a few patients: what is recorded, corrected, retracted and reinstated.

The days and values are few, so that days coincide, limits are met exactly and rules refuse things.
What timeline refuses is simply not part of the course.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from courses import ACTOR, Patient
from timeline.errors import TimelineError
from timeline.events import Draft
from timeline.history import (
    draft_correction,
    draft_reinstatement,
    draft_retraction,
    effective_events,
    revisions,
)
from timeline.projections.declarations import PROJECTIONS
from timeline.recording import append
from timeline.store import Store

PATIENTS = ("P1", "P2", "P3")
DAYS = (
    "2009", "2009-12", "2009-12-28", "2010", "2010-01", "2010-01-03", "2010-01-04", "2010-01-05",
    "2010-01-08", "2010-01-11", "2010-02", "2010-02-15", "2010-03-29", "2010-04", "2010-04-05",
    "2010-04-19", "2010-07-05", "2010-07-10", "2010-12-01", "2011", "2011-01-10",
)  # fmt: skip

days = st.sampled_from(DAYS)


def _payload(kind: str, **fields: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    drawn = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fields.items()
    }
    return st.tuples(st.just(kind), st.fixed_dictionaries(drawn))


def _one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


lesions = st.fixed_dictionaries(
    {"lesion": _one_of("A", "B", "N"), "role": _one_of("target", "target", "non_target")},
    optional={
        "field": _one_of("in", "out"),
        "longest_mm": _one_of(0, 9.8, 14, 16.8, 21.8),
        "viable_mm": _one_of(0, 3.2, 8.2, 14),
        "short_axis_mm": _one_of(0, 9.9, 10, 15),
    },
)
"""Measurements at the criteria's limits: 14 → 9.8 mm is −30 %, 14 → 16.8 mm +20 %."""

happenings = st.one_of(
    _payload("registration", sex="male", birth_date=_one_of(None, "1950", "1950-01", "2010-01-03")),
    _payload("eligibility", status=_one_of("included", "excluded"), group=_one_of(None, "primary")),
    _payload(
        "clinical_status",
        ecog=_one_of(None, 0, 1),
        child_pugh_score=_one_of(None, 5, 6),
        ascites=_one_of(None, "none", "mild"),
        encephalopathy=_one_of(None, "none"),
        stage=_one_of(None, "III", "IVA"),
    ),
    _payload("rt_fraction", course=_one_of("1", "2"), number=_one_of(1, 2, 3), dose_gy=1.8),
    _payload("rt_fraction", course="1", number=_one_of(4, 5, 6), dose_gy=_one_of(2.54, 3)),
    _payload("drug_dose", agent="sorafenib", daily_dose_mg=_one_of(0, 400, 800)),
    _payload("lab", analyte="AFP", value=_one_of(0, 20, 100, 100.01), unit="IU/mL"),
    _payload("lab", analyte="AFP", value=_one_of(24.2, 121), unit="ng/mL"),
    _payload(
        "lab",
        analyte="AST",
        value=_one_of(30, 40, 100, 121),
        unit="IU/L",
        comparator=_one_of("none", "none", "<", ">"),
        upper_limit=_one_of(None, 40),
    ),
    _payload(
        "lab",
        analyte="bilirubin",
        value=_one_of(1, 2, 3.1, 20),
        unit=_one_of("mg/dL", "µmol/L"),
        upper_limit=1.2,
    ),
    _payload("lab", analyte="albumin", value=_one_of(2.7, 3.5, 4), unit="g/dL", lower_limit=3.5),
    _payload("lab", analyte="INR", value=_one_of(1, 1.7, 2.4), unit="1", upper_limit=1.2),
    _payload("lab", analyte="creatinine", value=_one_of(0.8, 2), unit="mg/dL", upper_limit=1.2),
    _payload(
        "imaging",
        modality="CT",
        region=_one_of("abdomen", "chest"),
        reported_response=_one_of(None, "baseline", "CR", "PR", "SD", "PD", "NE"),
        new_lesions=_one_of([], [], ["lung"]),
        non_target=_one_of(None, None, "PD"),
    ),
    _payload(
        "imaging",
        modality="CT",
        region=_one_of("abdomen", "chest"),
        reported_response=_one_of(None, "baseline", "PR", "SD", "PD"),
        new_lesions=_one_of([], [], [], ["lung"]),
        non_target=_one_of(None, "CR", "non-CR/non-PD", "NE"),
        lesions=st.lists(lesions, max_size=3, unique_by=lambda lesion: lesion["lesion"]),
    ),
    _payload(
        "adverse_event",
        episode=_one_of("nausea", "skin"),
        term=_one_of("nausea", "dermatitis", "AST elevation"),
        grade=_one_of(0, 1, 2, 3),
        ctcae_version="3.0",
        attribution=_one_of([], ["RT"], ["sorafenib", "RT"]),
    ),
    _payload("procedure", name="TACE"),
    _payload("vital_status", status="alive"),
    _payload("vital_status", status="dead"),
    _payload("note", text="x"),
    _payload(
        "review",
        verdict=_one_of("accepted", "query open", "answered", "closed"),
        reviewer="dm",
        comment="seen",
        issue=_one_of(None, None, "day_imputed", "episode_without_end", "duplicate_fraction"),
        what=_one_of(None, None, "Nausea, grade 2 since 2010-01-05, has no end."),
    ),
)
"""A review is about a fact that exists: see `Clerk.reviewed`."""


@dataclass(frozen=True)
class Step:
    """Something that somebody does to the record; `fact` picks one of those that exist."""

    action: str
    patient: str
    on: str
    happening: tuple[str, dict[str, Any]]
    fact: int


turning_points = st.one_of(
    _payload("registration", sex="male", birth_date=_one_of("1950", "2010-01", "2010-01-05")),
    _payload("rt_prescription", course=_one_of("1", "3"), site="liver", target="primary",
             technique="3D-CRT", total_dose_gy=45, fractions=2, fraction_dose_gy=1.8),
    _payload("rt_fraction", course=_one_of("1", "3"), number=_one_of(1, 2, 3), dose_gy=1.8),
    _payload("imaging", modality="CT", region="abdomen"),
    _payload("drug_dose", agent="sorafenib", daily_dose_mg=_one_of(0, 400)),
    _payload("vital_status", status=_one_of("alive", "dead")),
)  # fmt: skip
"""What the rules of a course turn on."""

REVISIONS = ("correct", "redate", "retract", "reinstate")
anybody = st.sampled_from(PATIENTS)


def steps(
    patient: st.SearchStrategy[str],
    actions: tuple[str, ...] = ("record",) * 5 + REVISIONS,
    happened: st.SearchStrategy[tuple[str, dict[str, Any]]] = happenings,
) -> st.SearchStrategy[Step]:
    return st.builds(
        Step, st.sampled_from(actions), patient, days, happened, st.integers(0, 10_000)
    )


records = st.lists(steps(anybody), min_size=5, max_size=25)
"""Steps of several patients, as they come."""


@dataclass
class Clerk:
    """Takes steps on a store; knows the facts of each patient in the order of their recording."""

    store: Store
    facts: dict[str, list[str]] = field(default_factory=dict)

    def begin(self, patients: Iterable[str] = PATIENTS) -> None:
        """Two courses of radiotherapy are prescribed for everybody."""
        for patient in patients:
            told = Patient(patient).prescribed("2010-01-03", fractions=6)
            self.append(told.prescribed("2010-01-03", course="2", fractions=3).drafts)

    def take(self, step: Step) -> bool:
        """Whether the step was possible; what is refused changes nothing."""
        try:
            self.append([self.draft(step)])
        except TimelineError:
            return False
        return True

    def fact(self, step: Step) -> str:
        """The fact that a step revises."""
        facts = self.facts[step.patient]
        return facts[step.fact % len(facts)]

    def reviewed(self, step: Step) -> dict[str, Any]:
        """What a review is about: a fact or, of every third one, the whole course."""
        known = {
            event.fact: event.revision
            for event in effective_events(self.store, step.patient)
            if event.kind != "review"
        }
        fact = self.fact(step)
        if fact not in known or (step.fact % 3 == 0 and step.happening[1]["issue"] is None):
            return {"looked_at": [f"{one}@{revision}" for one, revision in known.items()]}
        return {"about": fact, "looked_at": [f"{fact}@{known[fact]}"]}

    def append(self, drafts: list[Draft]) -> None:
        for fact in append(self.store, drafts, actor=ACTOR).facts:
            known = self.facts.setdefault(fact.split("/")[0], [])
            if fact not in known:
                known.append(fact)

    def draft(self, step: Step) -> Draft:
        kind, payload = step.happening
        if kind == "review":
            payload = payload | self.reviewed(step)
        if step.action == "record":
            return Draft(patient=step.patient, kind=kind, occurred_on=step.on, payload=payload)
        fact = self.fact(step)
        match step.action:
            case "retract":
                return draft_retraction(self.store, fact, reason="wrong patient")
            case "reinstate":
                return draft_reinstatement(self.store, fact, reason="right patient")
            case "correct":
                same_kind = fact.split("/")[1] == kind
                changes = payload if same_kind else {}
                return draft_correction(self.store, fact, changes, reason="misread")
            case _:
                return draft_correction(
                    self.store, fact, {}, reason="misdated", occurred_on=step.on
                )


@contextmanager
def new_store() -> Iterator[Store]:
    """An empty store for one example of a search; it is gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "timeline.db", create=True) as store,
    ):
        yield store


def undo(store: Store, fact: str) -> Draft:
    """The draft that gives a fact back the state that it had before its last revision."""
    before, last = revisions(store, fact)[-2:]
    if last.action == "retract":
        return draft_reinstatement(store, fact, reason="undone")
    if last.action == "reinstate":
        return draft_retraction(store, fact, reason="undone")
    gone = dict.fromkeys(last.payload)
    return draft_correction(
        store, fact, {**gone, **before.payload}, reason="undone", occurred_on=before.occurred_on
    )


def stored_tables(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The tables as they stand in the file, cell for cell, an integer apart from a float."""
    tables = {}
    for name, declared in PROJECTIONS.items():
        columns = ", ".join(f'"{column}"' for column in declared.columns if column not in without)
        rows = store.rows(f'SELECT {columns} FROM "{name}" ORDER BY {", ".join(declared.key)}')
        tables[name] = [repr(row) for row in rows]
    return tables

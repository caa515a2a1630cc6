"""Asking for a table: now, as of an earlier point, of one patient, of those included."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from courses import ACTOR, Patient, correct, put_in_force, tell
from timeline.dates import parse_instant
from timeline.errors import InvalidFilter, UnknownAsOf, UnknownPatient, UnknownProjection
from timeline.events import LockDraft
from timeline.filters import parse_filter
from timeline.projections.declarations import PROJECTIONS
from timeline.query import read_table
from timeline.recording import append
from timeline.store import Store

LOCKED = parse_instant("2011-01-31T17:00:00Z")


@pytest.fixture
def cohort(store: Store) -> Store:
    """P07 dead, P08 alive, B01 excluded; P07's death was learned of after the lock `interim`."""

    def kept(*told: Patient, at: str) -> list[Any]:
        drafts = [draft for one in told for draft in one.drafts]
        return [replace(draft, recorded_at=parse_instant(at)) for draft in drafts]

    seven = Patient().registered().irradiated("2010-08-23").scan("2010-10-24", "PD")
    eight = Patient("P08").registered().irradiated("2010-09-06").seen("2010-12-06")
    bone = Patient("B01").registered().irradiated("2010-08-23", fractions=5, target="bone")
    bone.says("eligibility", "2010-08-20", status="excluded", reason="RT on a bone metastasis")
    lock = LockDraft(name="interim", reason="first look", recorded_at=LOCKED)
    append(store, [*kept(seven, eight, bone, at="2010-12-31T12:00:00Z"), lock], actor=ACTOR)
    tell(store, Patient().died("2011-04-11"))
    return store


def answer(store: Store, **question: Any) -> list[tuple[Any, ...]]:
    return read_table(store, "os", columns=["patient", "days", "event"], **question).rows


def test_the_study_answers_for_the_included_patients(cohort: Store) -> None:
    assert answer(cohort) == [("P07", 231, True), ("P08", 91, False)]


def test_everybody_is_answered_for_when_asked(cohort: Store) -> None:
    assert answer(cohort, all_patients=True) == [
        ("B01", 4, False), ("P07", 231, True), ("P08", 91, False),
    ]  # fmt: skip


def test_a_patient_asked_for_by_name_is_answered_for_included_or_not(cohort: Store) -> None:
    assert answer(cohort, patient="B01") == [("B01", 4, False)]


@pytest.mark.parametrize(
    "as_of", ["interim", "2011-01-31", "2010-12-31T12:00:00Z", "2010-12-31", 64, "64"]
)
def test_an_earlier_point_gives_the_answer_of_then(cohort: Store, as_of: str | int) -> None:
    assert answer(cohort, as_of=as_of) == [("P07", 62, False), ("P08", 91, False)]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_an_event_of_any_kind_counts_where_the_protocol_says_so_whatever_table_is_asked(
    store: Store, name: str
) -> None:
    told = Patient().noted("2010-07-01", "referred").registered("2010-07-05")
    told.irradiated("2010-08-23").afp("2010-08-20", 900).scan("2010-10-24", "PD")
    tell(store, told.suffers("2010-09-01", "nausea", 1).noted("2011-03-01", "seen abroad"))
    put_in_force(
        store,
        ('"first_rt_fraction"', '"first_event"'),
        ('"procedure",\n', '"procedure", "note",\n'),
    )
    stored = read_table(store, name, all_patients=True)
    derived = read_table(store, name, all_patients=True, as_of="now")
    assert stored.rows == derived.rows


def test_before_the_first_event_nothing_is_known(cohort: Store) -> None:
    assert answer(cohort, as_of="2010-12-30") == []
    assert answer(cohort, as_of=0, all_patients=True) == []


def test_a_patient_is_included_or_not_as_of_the_same_point(cohort: Store) -> None:
    correct(cohort, "B01/eligibility", status="included", reason=None)
    assert [patient for patient, *_ in answer(cohort)] == ["B01", "P07", "P08"]
    assert [patient for patient, *_ in answer(cohort, as_of="interim")] == ["P07", "P08"]


def test_an_unknown_point_patient_table_or_column_is_refused(cohort: Store) -> None:
    with pytest.raises(UnknownAsOf, match="'final' is no lock, seq or instant"):
        answer(cohort, as_of="final")
    with pytest.raises(UnknownPatient, match="'P99' is not a patient of this store"):
        answer(cohort, patient="P99")
    with pytest.raises(UnknownProjection, match="'survival' is not a projection; known: os"):
        read_table(cohort, "survival")
    with pytest.raises(UnknownProjection, match="'months; DROP' is not a column of os; known: p"):
        read_table(cohort, "os", columns=["months; DROP"])


def test_columns_come_in_the_order_asked_for_with_what_they_mean(cohort: Store) -> None:
    table = read_table(cohort, "os", columns=["event", "patient"])
    assert list(table.columns) == ["event", "patient"]
    assert table.columns["event"].dtype == "boolean"
    assert table.rows == [(True, "P07"), (False, "P08")]


@pytest.mark.parametrize(
    ("condition", "patients"),
    [
        ("months < 6 and event = true", []),
        ("months > 6 and event = true", ["P07"]),
        ("not event", ["P08"]),
        ("ended_on = 2010-12", ["P08"]),
        ('reason ~ "last contact"', ["P08"]),
    ],
)
@pytest.mark.parametrize("as_of", [None, "head"])
def test_a_condition_holds_for_the_stored_table_as_for_one_in_memory(
    cohort: Store, condition: str, patients: list[str], as_of: str | None
) -> None:
    where = parse_filter(condition, PROJECTIONS["os"].columns)
    assert [patient for patient, *_ in answer(cohort, where=where, as_of=as_of)] == patients


def test_a_condition_on_no_column_is_refused() -> None:
    with pytest.raises(InvalidFilter, match="'survival' is not a column"):
        parse_filter("survival > 6", PROJECTIONS["os"].columns)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_table_has_its_declared_columns_and_types(cohort: Store, name: str) -> None:
    types = {
        "text": str,
        "date": str,
        "partial_date": str,
        "integer": int,
        "number": float,
        "boolean": bool,
    }
    declared = PROJECTIONS[name]
    stored = read_table(cohort, name, all_patients=True)
    derived = read_table(cohort, name, all_patients=True, as_of="now")
    assert repr(stored.rows) == repr(derived.rows)
    assert dict(stored.columns) == dict(declared.columns)
    assert list(declared.columns)[-1] == "evidence"
    assert tuple(declared.columns)[: len(declared.key)] == declared.key
    for row in stored.rows:
        for value, column in zip(row, declared.columns.values(), strict=True):
            assert value is None or type(value) is types[column.dtype]

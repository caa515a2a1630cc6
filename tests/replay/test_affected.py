"""Which tables a change may move, and that the others are left as they stand."""

from __future__ import annotations

import pytest

from courses import Patient, all_tables, correct, retract, tell
from timeline.affected import affected_projections
from timeline.projections.declarations import PROJECTIONS
from timeline.replay import check, refresh
from timeline.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    tell(
        store,
        Patient().registered().irradiated("2010-08-23").afp("2010-08-20", 4000)
        .scan("2010-08-17", "baseline").scan("2010-10-24", "PD").died("2011-04-11"),
    )  # fmt: skip
    refresh(store)
    return store


def moved(store: Store) -> set[str]:
    at = store.rows("SELECT min(seq) FROM checkpoints")[0][0]
    return set(affected_projections(store.connection, at))


def test_a_dose_moves_what_reads_doses_and_what_needs_that(told: Store) -> None:
    correct(told, "P07/rt_fraction/1-3", dose_gy=2.0)
    assert moved(told) == {"radiotherapy", "data_issues", "issue_review", "course"}


def test_a_value_moves_no_time_to_an_event(told: Store) -> None:
    correct(told, "P07/lab/afp-2010-08-20", value=400)
    found = moved(told)
    assert {"afp_decline", "toxicity", "liver_function", "course"} <= found
    assert not {"os", "ttp", "pfs", "response", "radiotherapy", "drug_exposure"} & found


def test_another_day_may_be_another_last_contact(told: Store) -> None:
    correct(told, "P07/lab/afp-2010-08-20", on="2010-08-21")
    assert {"os", "ttp", "pfs", "afp_decline", "course"} <= moved(told)


def test_what_comes_or_goes_moves_whatever_reads_its_kind(told: Store) -> None:
    retract(told, "P07/rt_fraction/1-25")
    readers = {name for name, one in PROJECTIONS.items() if "rt_fraction" in one.reads}
    assert readers <= moved(told)


def test_a_cause_of_death_is_read_by_no_table_and_counts_as_a_correction(told: Store) -> None:
    correct(told, "P07/vital_status/death", cause="liver failure")
    assert moved(told) == {"issue_review", "course"}


def test_nothing_is_moved_by_nothing(told: Store) -> None:
    assert moved(told) == set()


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        ("P07/rt_fraction/1-3", {"dose_gy": 2.0}),
        ("P07/lab/afp-2010-08-20", {"value": 400}),
        ("P07/registration", {"sex": "female"}),
        ("P07/rt_prescription/1", {"site": "spine"}),
    ],
)
def test_the_tables_are_those_of_a_replay(told: Store, fact: str, changes: dict) -> None:  # type: ignore[type-arg]
    before = all_tables(told)
    correct(told, fact, **changes)
    refresh(told)
    assert check(told) == []
    assert all_tables(told) != before

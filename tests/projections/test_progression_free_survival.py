"""Progression-free survival: progression or death, whichever comes first."""

from __future__ import annotations

from courses import Patient, cells, put_in_force, row, tell
from timeline.store import Store

ENDING = ("ended_on", "days", "event", "reason")
REGULATORY = ('censoring = "last_contact"', 'censoring = "last_evaluable_imaging"')


def treated() -> Patient:
    return Patient().irradiated("2010-08-23")


def test_progression_before_death_ends_it(store: Store) -> None:
    tell(store, treated().scan("2010-10-24", "PD").died("2011-04-11"))
    found = row(store, "pfs")
    assert cells(found, *ENDING) == ("2010-10-24", 62, True, "progression on imaging")
    assert found["evidence"] == "P07/rt_fraction/1-1 P07/imaging/ct-abdomen-2010-10-24"


def test_death_without_progression_ends_it(store: Store) -> None:
    tell(store, treated().scan("2010-10-24", "PR").died("2011-04-11"))
    assert cells(row(store, "pfs"), *ENDING) == ("2011-04-11", 231, True, "death")


def test_progression_and_death_on_one_day_are_one_event_by_progression(store: Store) -> None:
    tell(store, treated().scan("2011-04-11", "PD").died("2011-04-11"))
    assert cells(row(store, "pfs"), "days", "reason") == (231, "progression on imaging")


def test_a_patient_alive_is_censored_at_the_last_contact(store: Store) -> None:
    tell(store, treated().scan("2010-10-24", "PR").seen("2011-01-05"))
    assert cells(row(store, "pfs"), *ENDING) == (
        "2011-01-05", 135, False, "alive without progression",
    )  # fmt: skip


def test_the_regulatory_protocol_censors_at_the_last_evaluable_imaging(store: Store) -> None:
    tell(store, treated().scan("2010-10-24", "PR").scan("2010-12-01", "NE").seen("2011-01-05"))
    put_in_force(store, REGULATORY)
    assert cells(row(store, "pfs"), *ENDING) == (
        "2010-10-24", 62, False, "last evaluable imaging without progression",
    )  # fmt: skip


def test_the_regulatory_protocol_counts_no_time_without_imaging(store: Store) -> None:
    tell(store, treated().afp("2010-10-25", 38).seen("2011-01-05"))
    put_in_force(store, REGULATORY)
    assert cells(row(store, "pfs"), *ENDING) == (
        "2010-08-23", 0, False, "no evaluable imaging after the origin",
    )  # fmt: skip


def test_a_death_known_to_the_year_alone_censors(store: Store) -> None:
    tell(store, treated().seen("2011-01-31").died("2011"))
    found = row(store, "pfs")
    assert cells(found, "ended_on", "event") == ("2011-01-31", False)
    assert found["reason"] == "last contact before a death of which only the year is known"

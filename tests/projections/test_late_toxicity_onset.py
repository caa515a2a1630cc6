"""When late toxicity was first in effect, death competing.

The patient of these pages has the last fraction on 2010-09-24: toxicity is late from 2010-12-23, 90
days after.
"""

from __future__ import annotations

from courses import Patient, cells, put_in_force, row, rows, tell
from timeline.store import Store


def treated() -> Patient:
    return Patient().irradiated("2010-08-23")


def outcome(store: Store) -> tuple[object, ...]:
    return cells(row(store, "late_toxicity_onset"), "outcome", "ended_on", "days", "terms")


def test_the_time_runs_from_the_last_fraction_to_the_day_that_toxicity_begins(store: Store) -> None:
    tell(store, treated().suffers("2011-01-02", "pneumonitis", 2).died("2011-04-11"))
    assert outcome(store) == ("late toxicity", "2011-01-02", 100, "pneumonitis")
    found = row(store, "late_toxicity_onset")
    assert cells(found, "start_on", "months", "max_grade", "attribution") == (
        "2010-09-24", 100 / 30.4375, 2, "RT",
    )  # fmt: skip
    assert found["evidence"].split() == [
        "P07/rt_fraction/1-25",
        "P07/vital_status/death",
        "P07/adverse_event/pneumonitis-2011-01-02",
    ]


def test_what_began_earlier_and_lasts_is_met_on_the_first_late_day(store: Store) -> None:
    tell(store, treated().suffers("2010-10-20", "proctitis", 1).seen("2011-06-01"))
    assert outcome(store) == ("late toxicity", "2010-12-23", 90, "proctitis")


def test_what_was_over_before_is_not_late(store: Store) -> None:
    told = treated().suffers("2010-10-20", "proctitis", 1).suffers("2010-12-23", "proctitis", 0)
    tell(store, told.seen("2011-06-01"))
    assert outcome(store) == ("censored", "2011-06-01", 250, None)


def test_death_without_late_toxicity_competes(store: Store) -> None:
    tell(store, treated().suffers("2010-09-01", "nausea", 1).died("2010-12-01"))
    assert outcome(store) == ("death", "2010-12-01", 68, None)


def test_toxicity_that_nobody_was_there_to_see_last_is_none(store: Store) -> None:
    """Last seen before the first late day: whether it lasted is not known."""
    tell(store, treated().suffers("2010-10-20", "proctitis", 1))
    assert outcome(store) == ("censored", "2010-10-20", 26, None)


def test_the_worst_of_the_day_comes_first(store: Store) -> None:
    told = treated().suffers("2010-10-01", "fatigue", 1).suffers("2010-11-01", "proctitis", 3)
    tell(store, told.seen("2011-06-01"))
    assert outcome(store)[3] == "proctitis; fatigue"


def test_a_protocol_of_toxicity_60_days_from_the_first_fraction(store: Store) -> None:
    """2010-08-23 and 60 days is 2010-10-22."""
    put_in_force(
        store,
        ('after = "last_rt_fraction"\nlandmark', 'after = "first_rt_fraction"\nlandmark'),
        ("late_from_days = 90", "late_from_days = 60"),
    )
    tell(store, treated().suffers("2010-10-20", "proctitis", 1).seen("2011-06-01"))
    assert outcome(store) == ("late toxicity", "2010-10-22", 60, "proctitis")


def test_a_patient_without_radiotherapy_has_no_row(store: Store) -> None:
    tell(store, Patient().registered().seen("2011-06-01"))
    assert rows(store, "late_toxicity_onset") == []

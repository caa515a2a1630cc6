"""Patients with a skin reaction during radiotherapy, those without, and those never examined."""

from __future__ import annotations

import pytest

from courses import Patient, row, tell
from timeline.store import Store

FIRST, LAST = "2010-08-23", "2010-09-24"


def treated() -> Patient:
    return Patient().irradiated(FIRST)


@pytest.mark.parametrize("on", [FIRST, "2010-09-06", LAST])
def test_a_reaction_on_a_day_from_the_first_to_the_last_fraction_counts(
    store: Store, on: str
) -> None:
    tell(store, treated().suffers(on, "erythema", 1))
    assert row(store, "course")["skin_reaction"] is True


@pytest.mark.parametrize("on", ["2010-08-22", "2010-09-25"])
def test_one_that_was_over_before_or_began_after_leaves_the_patient_unexamined(
    store: Store, on: str
) -> None:
    told = treated().suffers("2010-07-30", "eczema", 1).suffers("2010-08-20", "eczema", 0)
    tell(store, told.suffers(on, "erythema", 0))
    assert row(store, "course")["skin_reaction"] is None


def test_one_that_began_before_and_still_lasts_counts(store: Store) -> None:
    tell(store, treated().suffers("2010-07-30", "eczema", 1))
    assert row(store, "course")["skin_reaction"] is True


def test_skin_found_in_order_is_no_reaction(store: Store) -> None:
    tell(store, treated().suffers("2010-09-06", "skin reaction", 0))
    found = row(store, "course")
    assert found["skin_reaction"] is False
    assert "P07/adverse_event/skin_reaction-2010-09-06" in found["evidence"].split()


def test_another_complaint_says_nothing_of_the_skin(store: Store) -> None:
    tell(store, treated().suffers("2010-09-06", "nausea", 2))
    assert row(store, "course")["skin_reaction"] is None


def test_without_radiotherapy_there_is_no_answer(store: Store) -> None:
    tell(store, Patient().suffers("2010-09-06", "erythema", 2))
    assert row(store, "course")["skin_reaction"] is None

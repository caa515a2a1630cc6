"""Radiotherapy as delivered: doses by the linear-quadratic model, dates and gaps."""

from __future__ import annotations

import pytest

from courses import Patient, cells, correct, put_in_force, retract, row, rows, tell
from timeline.store import Store

DOSES = ("total_gy", "fractions", "fraction_gy", "bed_gy", "eqd2_gy", "conventional_gy")
PUBLISHED = [
    # fractions, Gy each, total, BED, EQD2 and what the study calls BED, all at α/β 10
    (20, 1.8, 36.0, 42.48, 35.40, 36.0),
    (10, 3.0, 30.0, 39.00, 32.50, 32.4),
    (25, 1.8, 45.0, 53.10, 44.25, 45.0),
    (6, 5.0, 30.0, 45.00, 37.50, 37.8),
    (30, 1.8, 54.0, 63.72, 53.10, 54.0),
    (28, 1.8, 50.4, 59.472, 49.56, 50.4),
    (13, 4.0, 52.0, 72.80, 60.6667, 61.2),
    (20, 2.5, 50.0, 62.50, 52.0833, 52.2),
    (5, 6.0, 30.0, 48.00, 40.00, 41.4),
    (13, 3.0, 39.0, 50.70, 42.25, 43.2),
    (23, 2.54, 58.42, 73.2587, 61.0489, 61.2),
]


@pytest.mark.parametrize(("fractions", "each", "total", "bed", "eqd2", "conventional"), PUBLISHED)
def test_the_studys_schedules_give_the_published_doses(
    store: Store,
    fractions: int,
    each: float,
    total: float,
    bed: float,
    eqd2: float,
    conventional: float,
) -> None:
    tell(store, Patient().irradiated("2010-08-23", fractions=fractions, each=each))
    assert cells(row(store, "radiotherapy"), *DOSES) == (
        total, fractions, each, bed, eqd2, conventional,
    )  # fmt: skip


def test_the_rectum_of_the_study_received_48_6_gy(store: Store) -> None:
    """39 Gy in 13 fractions at α/β 3: the paper's figure for the late effect."""
    tell(store, Patient().irradiated("2010-12-06", fractions=13, each=3))
    put_in_force(store, ("alpha_beta_gy = 10.0", "alpha_beta_gy = 3.0"))
    found = row(store, "radiotherapy")
    assert cells(found, "bed_gy", "eqd2_gy", "conventional_gy") == (78.0, 46.8, 48.6)


def test_what_was_delivered_counts_not_what_was_prescribed(store: Store) -> None:
    told = Patient().prescribed("2010-08-23").fraction("2010-08-23", 1).fraction("2010-08-24", 2)
    tell(store, told.fraction("2010-08-25", 3, gray=2.4))
    found = row(store, "radiotherapy")
    assert cells(found, "total_gy", "prescribed_gy", "fractions", "fraction_gy") == (6, 45, 3, 1.8)
    assert cells(found, "site", "target", "technique") == ("liver", "primary", "3D-CRT")
    assert cells(found, "bed_gy", "eqd2_gy") == (7.224, 6.02)  # 6 + (2·1.8² + 2.4²)/10; /1.2
    assert found["evidence"].split() == [
        "P07/rt_prescription/1", *(f"P07/rt_fraction/1-{number}" for number in (1, 2, 3)),
    ]  # fmt: skip


def test_a_prescription_without_a_fraction_has_no_row(store: Store) -> None:
    tell(store, Patient().prescribed("2010-08-23"))
    assert rows(store, "radiotherapy") == []


def test_each_course_has_its_row(store: Store) -> None:
    told = Patient().irradiated("2011-02-07", course="2", fractions=10, each=3, target="bone")
    tell(store, told.irradiated("2010-08-23"))
    found = rows(store, "radiotherapy", patient="P07")
    assert [cells(one, "course", "target", "total_gy", "first_on") for one in found] == [
        ("1", "primary", 45.0, "2010-08-23"),
        ("2", "bone", 30.0, "2011-02-07"),
    ]


@pytest.mark.parametrize(
    ("start", "fractions", "days"),
    [("2010-08-23", 25, 33), ("2010-08-23", 1, 1), ("2008-09-22", 6, 8)],
)
def test_the_overall_treatment_time_has_the_first_and_the_last_day(
    store: Store, start: str, fractions: int, days: int
) -> None:
    """Five weeks from a Monday to a Friday are 4 · 7 + 5 days."""
    tell(store, Patient().irradiated(start, fractions=fractions))
    assert row(store, "radiotherapy")["overall_treatment_days"] == days


class TestGaps:
    def test_a_weekend_is_none(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23"))
        found = row(store, "radiotherapy")
        assert cells(found, "first_on", "last_on", "longest_gap_days") == (
            "2010-08-23", "2010-09-24", 0,
        )  # fmt: skip

    def test_a_week_with_its_weekend_is_seven_days(self, store: Store) -> None:
        week = [f"2011-06-{day:02}" for day in range(6, 11)]
        tell(store, Patient().irradiated("2011-05-16", fractions=23, each=2.54, without=week))
        found = row(store, "radiotherapy")
        assert cells(found, "last_on", "longest_gap_days") == ("2011-06-22", 7)
        assert cells(found, "interruptions", "missed_days") == (1, 5)

    def test_a_missed_wednesday_is_one_day(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23", without=["2010-09-08"]))
        found = row(store, "radiotherapy")
        assert cells(found, "longest_gap_days", "interruptions", "missed_days") == (1, 1, 1)

    def test_a_missed_friday_delays_to_monday_by_three(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23", without=["2010-09-10"]))
        found = row(store, "radiotherapy")
        assert cells(found, "longest_gap_days", "interruptions", "missed_days") == (3, 1, 1)

    def test_two_of_them_count_twice(self, store: Store) -> None:
        missed = ["2010-09-01", "2010-09-02", "2010-09-10"]
        tell(store, Patient().irradiated("2010-08-23", without=missed))
        found = row(store, "radiotherapy")
        assert cells(found, "longest_gap_days", "interruptions", "missed_days") == (3, 2, 3)

    def test_a_fraction_on_saturday_makes_up_for_nothing_that_was_not_missed(
        self, store: Store
    ) -> None:
        told = Patient().prescribed("2010-08-20", fractions=3)
        told.fraction("2010-08-20", 1).fraction("2010-08-21", 2).fraction("2010-08-23", 3)
        tell(store, told)
        found = row(store, "radiotherapy")
        assert cells(found, "interruptions", "missed_days", "overall_treatment_days") == (0, 0, 4)

    def test_two_fractions_of_one_day_are_no_gap(self, store: Store) -> None:
        told = Patient().prescribed("2010-08-23", fractions=2, each=1.2)
        tell(store, told.fraction("2010-08-23", 1, gray=1.2).fraction("2010-08-23", 2, gray=1.2))
        assert cells(row(store, "radiotherapy"), "fractions", "longest_gap_days") == (2, 0)

    def test_a_pause_between_two_courses_is_none(self, store: Store) -> None:
        told = Patient().irradiated("2010-08-23", fractions=5)
        tell(store, told.irradiated("2010-11-01", course="2", fractions=5))
        assert [one["longest_gap_days"] for one in rows(store, "radiotherapy")] == [0, 0]

    def test_a_fraction_taken_back_leaves_one(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23", fractions=5))
        retract(store, "P07/rt_fraction/1-3")
        found = row(store, "radiotherapy")
        assert cells(found, "fractions", "total_gy", "longest_gap_days") == (4, 7.2, 1)


class TestAFractionWhoseDayIsNotKnown:
    def test_counts_in_the_dose_and_not_in_the_dates(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-24", fractions=4))
        correct(store, "P07/rt_fraction/1-2", on="2010-08")
        assert cells(
            row(store, "radiotherapy"), "fractions", "total_gy", "first_on", "last_on",
            "longest_gap_days",
        ) == (4, 7.2, "2010-08-24", "2010-08-27", 1)  # fmt: skip

    def test_leaves_a_course_of_its_kind_without_dates(self, store: Store) -> None:
        tell(store, Patient().prescribed("2010-08-20", fractions=1).fraction("2010-08", 1))
        found = row(store, "radiotherapy")
        assert cells(found, "fractions", "first_on", "last_on", "longest_gap_days") == (
            1, None, None, None,
        )  # fmt: skip
        assert cells(found, "overall_treatment_days", "interruptions", "missed_days") == (
            None, None, None,
        )  # fmt: skip


@pytest.mark.parametrize("fractions", [7, 23, 28, 33])
def test_sums_of_fractions_are_exact(store: Store, fractions: int) -> None:
    tell(store, Patient().irradiated("2010-08-23", fractions=fractions, each=1.8))
    assert row(store, "radiotherapy")["total_gy"] == fractions * 18 / 10

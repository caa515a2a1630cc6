"""Late toxicity: what is in effect 3 and 6 months after the last fraction.

The patient of these pages has the last fraction on 2010-09-24. The landmarks are 2010-12-23
(90 days) and 2011-03-23 (180 days), their windows 12-09 to 01-06 and 03-09 to 04-06, inclusive.
"""

from __future__ import annotations

from typing import Any

import pytest

from courses import Patient, cells, put_in_force, rows, tell
from timeline.store import Store

LANDMARKS = ("2010-12-23", "2011-03-23")


def treated() -> Patient:
    """Last fraction on 2010-09-24, last seen long after both landmarks."""
    return Patient().irradiated("2010-08-23").seen("2011-12-01")


def landmarks(store: Store) -> list[dict[str, Any]]:
    return rows(store, "late_toxicity", patient="P07")


def present(store: Store) -> list[bool | None]:
    return [found["present"] for found in landmarks(store)]


def test_landmarks_are_90_and_180_days_after_the_last_fraction(store: Store) -> None:
    tell(store, treated())
    found = landmarks(store)
    assert [cells(at, "landmark_months", "landmark_on") for at in found] == [
        (3, "2010-12-23"),
        (6, "2011-03-23"),
    ]
    assert [
        cells(at, "evaluable", "present", "max_grade", "terms", "attribution") for at in found
    ] == [(True, False, 0, None, None)] * 2


@pytest.mark.parametrize(
    ("begins", "at_three_months"),
    [("2010-11-20", True), ("2010-12-09", True), ("2011-01-06", True), ("2011-01-07", False)],
)
def test_toxicity_that_begins_up_to_the_last_day_of_the_window_is_there(
    store: Store, begins: str, at_three_months: bool
) -> None:
    tell(store, treated().suffers(begins, "dermatitis", 1))
    assert present(store) == [at_three_months, True]


@pytest.mark.parametrize(
    ("ends", "at_three_months"),
    [("2010-12-08", False), ("2010-12-09", False), ("2010-12-10", True)],
)
def test_grade_0_on_the_first_day_of_the_window_has_ended_it_in_time(
    store: Store, ends: str, at_three_months: bool
) -> None:
    tell(store, treated().suffers("2010-10-20", "nausea", 2).suffers(ends, "nausea", 0))
    assert present(store) == [at_three_months, False]


def test_the_worst_grade_in_the_window_counts_and_all_terms_are_named_worst_first(
    store: Store,
) -> None:
    told = treated().suffers("2010-11-20", "nausea", 1, attribution=["sorafenib"])
    told.suffers("2010-12-12", "pneumonitis", 2, attribution=["RT"])
    told.suffers("2010-12-27", "pneumonitis", 3, attribution=["RT", "disease"])
    tell(store, told.suffers("2011-01-20", "pneumonitis", 0))
    at_three, at_six = landmarks(store)
    assert cells(at_three, "present", "max_grade", "terms", "attribution") == (
        True, 3, "pneumonitis; nausea", "RT; disease; sorafenib",
    )  # fmt: skip
    assert at_three["evidence"].split() == [
        "P07/rt_fraction/1-25",
        "P07/vital_status/2011-12-01",
        "P07/adverse_event/pneumonitis-2010-12-27",
        "P07/adverse_event/pneumonitis-2010-12-12",
        "P07/adverse_event/nausea-2010-11-20",
    ]
    assert cells(at_six, "max_grade", "terms", "attribution") == (1, "nausea", "sorafenib")


def test_two_episodes_of_one_term_are_told_apart(store: Store) -> None:
    told = treated().suffers("2010-10-01", "nausea", 3, episode="nausea-1")
    told.suffers("2010-11-01", "nausea", 0, episode="nausea-1")
    tell(store, told.suffers("2010-12-20", "nausea", 1, episode="nausea-2"))
    at_three, _ = landmarks(store)
    assert cells(at_three, "max_grade", "terms") == (1, "nausea")


def test_toxicity_attributed_to_nothing_has_no_attribution(store: Store) -> None:
    tell(store, treated().suffers("2010-12-20", "fatigue", 1, attribution=[]))
    assert [at["attribution"] for at in landmarks(store)] == [None, None]


class TestWhoCanBeEvaluated:
    def test_not_one_who_died_before_the_landmark(self, store: Store) -> None:
        told = Patient().irradiated("2010-08-23").suffers("2010-12-10", "nausea", 2)
        tell(store, told.died("2010-12-22"))
        assert [
            cells(at, "evaluable", "present", "max_grade", "terms") for at in landmarks(store)
        ] == [(False, None, None, None)] * 2

    def test_one_who_died_after_the_landmark(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").died("2010-12-24"))
        assert [at["evaluable"] for at in landmarks(store)] == [True, False]

    def test_one_in_contact_on_the_landmarks_day_and_not_one_lost_before(
        self, store: Store
    ) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2010-12-23").seen("2011-03-22"))
        at_three, at_six = landmarks(store)
        assert (at_three["evaluable"], at_six["evaluable"]) == (True, False)
        assert "P07/vital_status/2011-03-22" in at_six["evidence"].split()

    def test_nobody_without_radiotherapy_has_a_landmark(self, store: Store) -> None:
        tell(store, Patient().takes("2010-08-23", 800).seen("2011-12-01"))
        assert landmarks(store) == []


class TestWhatTheProtocolSays:
    def test_landmarks_and_windows(self, store: Store) -> None:
        tell(store, treated().suffers("2010-11-25", "nausea", 1))
        put_in_force(
            store,
            ("landmark_months = [3, 6]", "landmark_months = [1, 2, 12]"),
            ("landmark_days = [90, 180]", "landmark_days = [30, 60, 365]"),
            ("window_days = 14", "window_days = 2"),
        )
        assert [cells(at, "landmark_months", "landmark_on") for at in landmarks(store)] == [
            (1, "2010-10-24"), (2, "2010-11-23"), (12, "2011-09-24"),
        ]  # fmt: skip
        assert present(store) == [False, True, True]

    def test_where_they_count_from(self, store: Store) -> None:
        tell(store, treated())
        put_in_force(store, ('after = "last_rt_fraction"\nlandmark', 'after = "origin"\nlandmark'))
        assert [at["landmark_on"] for at in landmarks(store)] == ["2010-11-21", "2011-02-19"]


class TestToxicityThatIsDatedInPart:
    def test_a_beginning_counts_from_the_first_day_of_its_month(self, store: Store) -> None:
        tell(store, treated().suffers("2011-01", "nausea", 1))
        assert present(store) == [True, True]

    def test_an_end_counts_on_the_last_day_of_its_month(self, store: Store) -> None:
        told = treated().suffers("2010-12-20", "nausea", 1).suffers("2010-12", "nausea", 0)
        tell(store, told)
        assert present(store) == [True, False]

    def test_a_beginning_known_to_the_year_alone_decides_nothing(self, store: Store) -> None:
        tell(store, treated().suffers("2010", "nausea", 1))
        assert present(store) == [False, False]

    def test_a_death_in_the_month_of_the_landmark_is_placed_after_the_last_contact(
        self, store: Store
    ) -> None:
        told = Patient().irradiated("2010-08-23").seen("2010-12-26").died("2010-12")
        tell(store, told)
        assert [at["evaluable"] for at in landmarks(store)] == [True, False]


def test_what_ended_an_episode_is_evidence_that_it_is_over(store: Store) -> None:
    told = treated().suffers("2010-10-01", "nausea", 3).suffers("2010-11-01", "nausea", 1)
    tell(store, told.suffers("2010-12-01", "nausea", 0))
    for at in landmarks(store):
        assert at["evidence"].split() == [
            "P07/rt_fraction/1-25",
            "P07/vital_status/2011-12-01",
            "P07/adverse_event/nausea-2010-12-01",
        ]


class TestFromTheLandmarkOn:
    """Late is whatever is in effect later than 90 days after the last fraction, 2010-12-23."""

    @pytest.fixture(autouse=True)
    def onward(self, store: Store) -> None:
        put_in_force(store, ('span = "around_landmark"', 'span = "from_landmark"'))

    @pytest.mark.parametrize(
        ("ends", "late"), [("2010-12-23", False), ("2010-12-24", False), ("2010-12-25", True)]
    )
    def test_what_was_over_on_the_next_day_is_not_late(
        self, store: Store, ends: str, late: bool
    ) -> None:
        tell(store, treated().suffers("2010-10-20", "nausea", 2).suffers(ends, "nausea", 0))
        assert present(store)[0] is late

    def test_what_begins_long_after_is_late(self, store: Store) -> None:
        tell(store, treated().suffers("2011-11-30", "stricture", 3))
        found = landmarks(store)[0]
        assert cells(found, "present", "max_grade", "terms") == (True, 3, "stricture")

    def test_a_patient_not_seen_up_to_the_landmark_is_not_evaluable(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2010-12-22"))
        assert landmarks(store)[0]["evaluable"] is False

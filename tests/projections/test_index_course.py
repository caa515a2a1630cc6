"""The course that the end of radiotherapy means, where a patient had several.

The patient had 25 fractions to the liver from 2010-08-23 to 2010-09-24, and ten to a bone from
2011-02-07 to 2011-02-18. Ninety days after the one end is 2010-12-23, after the other 2011-05-19.
"""

from __future__ import annotations

import pytest

from courses import Patient, cells, put_in_force, row, rows, tell
from timeline.store import Store


@pytest.fixture
def irradiated_twice(store: Store) -> Store:
    told = Patient().irradiated("2010-08-23").seen("2012-01-01")
    told.irradiated("2011-02-07", course="2", fractions=10, each=3, target="bone")
    tell(store, told.afp("2010-08-20", 1000).afp("2010-10-24", 100).afp("2011-03-01", 700))
    return store


def index_course(store: Store, which: str) -> None:
    put_in_force(store, ('index_course = "first"', f'index_course = "{which}"'))


def landmark(store: Store) -> str:
    return str(rows(store, "late_toxicity")[0]["landmark_on"])


def test_a_later_palliative_course_moves_neither_afp_nor_landmarks(irradiated_twice: Store) -> None:
    found = row(irradiated_twice, "afp_decline")
    assert cells(found, "post_on", "post_iu_per_ml") == ("2010-10-24", 100)
    assert landmark(irradiated_twice) == "2010-12-23"


@pytest.mark.parametrize("which", ["last", "all"])
def test_the_protocol_may_mean_the_last_course_or_all_of_them(
    irradiated_twice: Store, which: str
) -> None:
    index_course(irradiated_twice, which)
    assert row(irradiated_twice, "afp_decline")["post_on"] == "2011-03-01"
    assert landmark(irradiated_twice) == "2011-05-19"


def test_landmarks_may_count_from_the_first_fraction_of_the_course_meant(
    irradiated_twice: Store,
) -> None:
    start = ('after = "last_rt_fraction"\nlandmark', 'after = "first_rt_fraction"\nlandmark')
    put_in_force(irradiated_twice, start)
    assert landmark(irradiated_twice) == "2010-11-21"
    put_in_force(irradiated_twice, start, ('index_course = "first"', 'index_course = "last"'))
    assert landmark(irradiated_twice) == "2011-05-08"


def test_the_fraction_that_says_which_course_is_meant_is_evidence_beside_the_last(
    irradiated_twice: Store,
) -> None:
    evidence = rows(irradiated_twice, "late_toxicity")[0]["evidence"].split()
    assert evidence == [
        "P07/rt_fraction/1-25", "P07/rt_fraction/1-1", "P07/vital_status/2012-01-01",
    ]  # fmt: skip


def test_of_one_course_the_last_fraction_is_evidence_enough(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").seen("2012-01-01"))
    assert rows(store, "late_toxicity")[0]["evidence"].split() == [
        "P07/rt_fraction/1-25", "P07/vital_status/2012-01-01",
    ]  # fmt: skip


def test_a_course_of_which_only_the_year_is_known_is_not_the_one_meant(store: Store) -> None:
    told = Patient().prescribed("2009", course="0").fraction("2009", 1, course="0")
    tell(store, told.irradiated("2010-08-23").seen("2012-01-01"))
    assert landmark(store) == "2010-12-23"

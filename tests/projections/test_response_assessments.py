"""Every day of imaging judged beside the reader's call: sums, nadir, response of the day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import Patient, cells, rows, tell
from random_courses import new_store
from timeline.store import Store

DAYS = ("2010-08-20", "2010-10-24", "2010-12-17", "2011-02-18", "2011-04-22")


def followed(*sums: float | None, field: str = "longest_mm", target: str = "metastasis") -> Patient:
    """One target, measured on each of the days; the first is the baseline."""
    told = Patient().irradiated("2010-08-23", target=target)
    for day, measured in zip(DAYS, sums, strict=False):
        lesion: dict[str, Any] = {"lesion": "A", "role": "target"}
        told.scan(day, lesions=[lesion if measured is None else {**lesion, field: measured}])
    return told


def judged(store: Store, *columns: str, criterion: str = "recist11") -> list[Any]:
    found = [one for one in rows(store, "response_assessments") if one["criterion"] == criterion]
    return [one[columns[0]] if len(columns) == 1 else cells(one, *columns) for one in found]


def test_the_nadir_is_the_smallest_sum_before_and_a_rise_counts_from_it(store: Store) -> None:
    tell(store, followed(100, 60, 50, 55, 60))
    assert judged(store, "sum_mm", "nadir_sum_mm", "size_change_percent", "overall") == [
        (100, None, 0, None),
        (60, 100, -40, "PR"),
        (50, 60, -50, "PR"),
        (55, 50, -45, "PR"),
        (60, 50, -40, "PD"),
    ]


def test_a_day_without_a_diameter_is_no_nadir_and_ends_nothing(store: Store) -> None:
    tell(store, followed(100, 50, None, 60))
    assert judged(store, "nadir_sum_mm", "overall", "flags")[2:] == [
        (50, "NE", "target without a diameter: A"),
        (50, "PD", None),
    ]


def test_a_lesion_back_after_a_complete_response_is_progression(store: Store) -> None:
    tell(store, followed(50, 0, 2))
    assert judged(store, "overall") == [None, "CR", "PD"]


def test_a_lesion_back_where_others_never_went_is_only_added(store: Store) -> None:
    told = Patient().irradiated("2010-08-23", target="metastasis")
    for day, sizes in zip(DAYS, ((50, 50), (30, 0), (30, 3)), strict=False):
        told.scan(
            day,
            lesions=[
                {"lesion": name, "role": "target", "longest_mm": size}
                for name, size in zip("AB", sizes, strict=True)
            ],
        )
    tell(store, told)
    assert judged(store, "overall") == [None, "PR", "PR"]


def test_after_a_readers_progression_calls_are_no_longer_compared(store: Store) -> None:
    told = Patient().irradiated("2010-08-23", target="metastasis")
    calls = ("baseline", "PR", "PD", "PD")
    for day, size, call in zip(DAYS, (100, 50, 60, 40), calls, strict=False):
        told.scan(day, call, lesions=[{"lesion": "A", "role": "target", "longest_mm": size}])
    tell(store, told)
    assert judged(store, "overall", "agrees") == [
        (None, None), ("PR", True), ("PD", True), ("PR", None),
    ]  # fmt: skip


def test_a_lesion_that_was_no_target_of_the_baseline_is_not_summed_but_named(store: Store) -> None:
    told = followed(50)
    told.scan(
        DAYS[1],
        lesions=[
            {"lesion": "A", "role": "target", "longest_mm": 30},
            {"lesion": "B", "role": "target", "longest_mm": 30},
        ],
    )
    tell(store, told)
    assert judged(store, "sum_mm", "flags")[1] == (30, "no target in the baseline: B")


def test_a_date_known_to_the_month_is_imputed_and_says_so(store: Store) -> None:
    told = followed(50).scan(
        "2010-10", lesions=[{"lesion": "A", "role": "target", "longest_mm": 30}]
    )
    tell(store, told)
    assert judged(store, "occurred_on", "flags")[1] == ("2010-10-15", "day imputed")


def test_days_count_from_the_origin(store: Store) -> None:
    tell(store, followed(50, 40))
    assert judged(store, "days", "assessment") == [(-3, "baseline"), (62, "follow-up")]


@pytest.mark.parametrize("criterion", ["mrecist", "recist11"])
def test_each_criterion_measures_its_own_diameter(store: Store, criterion: str) -> None:
    tell(store, followed(50, 0, field="viable_mm", target="primary"))
    expected = {"mrecist": (0, "CR"), "recist11": (None, "NE")}[criterion]
    assert judged(store, "sum_mm", "overall", criterion=criterion)[1] == expected


sizes = st.integers(1, 900).map(lambda tenths: tenths / 10)
tumours = st.lists(st.tuples(sizes, sizes, sizes), min_size=1, max_size=4)


def course(tumours: list[tuple[float, ...]], order: list[int], scale: float = 1) -> Patient:
    told = Patient().irradiated("2010-08-23", target="metastasis")
    for number, day in enumerate(DAYS[:3]):
        told.scan(
            day,
            lesions=[
                {"lesion": f"L{n}", "role": "target",
                 "longest_mm": round(tumours[n][number] * scale, 1)}
                for n in order
            ],
        )  # fmt: skip
    return told


def table(told: Patient, *columns: str) -> list[Any]:
    with new_store() as store:
        tell(store, told)
        return judged(store, *columns)


@given(tumours, st.randoms())
def test_the_order_of_the_lesions_changes_nothing(
    tumours: list[tuple[float, ...]], random: Any
) -> None:
    order = list(range(len(tumours)))
    shuffled = random.sample(order, len(order))
    columns = ("sum_mm", "size_change_percent", "nadir_sum_mm", "overall", "flags")
    assert table(course(tumours, order), *columns) == table(course(tumours, shuffled), *columns)


@given(tumours)
def test_measuring_all_lesions_ten_times_as_large_keeps_the_percentages(
    tumours: list[tuple[float, ...]],
) -> None:
    order, columns = list(range(len(tumours))), ("size_change_percent", "change_from_nadir_percent")
    small, large = (table(course(tumours, order, scale), *columns) for scale in (1, 10))
    assert large == small

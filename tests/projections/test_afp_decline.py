"""AFP decline: the last value before the treatment against the first one after it."""

from __future__ import annotations

import pytest

from courses import Patient, cells, put_in_force, row, rows, tell
from timeline.store import Store


def treated() -> Patient:
    """First fraction 2010-08-23, last 2010-09-24."""
    return Patient().irradiated("2010-08-23")


def test_the_last_value_before_is_held_against_the_first_one_after(store: Store) -> None:
    told = treated().afp("2010-07-01", 30000).afp("2010-08-20", 23919).afp("2010-09-06", 9000)
    tell(store, told.afp("2010-10-24", 5958).afp("2010-12-01", 7000))
    assert row(store, "afp_decline") == {
        "patient": "P07",
        "baseline_iu_per_ml": 23919,
        "baseline_on": "2010-08-20",
        "post_iu_per_ml": 5958,
        "post_on": "2010-10-24",
        "change_percent": pytest.approx(-75.0909, abs=1e-4),
        "nadir_iu_per_ml": 5958,
        "nadir_on": "2010-10-24",
        "decline_over_80": False,
        "evidence": "P07/rt_fraction/1-1 P07/lab/afp-2010-08-20 P07/rt_fraction/1-25"
        " P07/lab/afp-2010-10-24",
    }


def test_a_value_of_an_unknown_day_is_dated_to_its_month(store: Store) -> None:
    tell(store, treated().afp("2010-07", 30000).afp("2010-11", 5958))
    found = row(store, "afp_decline")
    assert cells(found, "baseline_on", "post_on", "nadir_on") == ("2010-07", "2010-11", "2010-11")


@pytest.mark.parametrize(
    ("after", "declined"), [(200, False), (199.99, True), (200.01, False), (0, True)]
)
def test_exactly_80_percent_is_not_more_than_80_percent(
    store: Store, after: float, declined: bool
) -> None:
    tell(store, treated().afp("2010-08-20", 1000).afp("2010-10-24", after))
    assert row(store, "afp_decline")["decline_over_80"] is declined


@pytest.mark.parametrize(("before", "after"), [(5.3, 1.06), (0.7, 0.14), (42.35, 8.47)])
def test_exactly_80_percent_is_exact_in_decimals_that_floats_do_not_hold(
    store: Store, before: float, after: float
) -> None:
    tell(store, treated().afp("2010-08-20", before).afp("2010-10-24", after))
    assert row(store, "afp_decline")["decline_over_80"] is False


def test_values_of_two_laboratories_are_compared_in_one_unit(store: Store) -> None:
    tell(store, treated().afp("2010-08-20", 1210, "ng/mL").afp("2010-10-24", 200, "IU/mL"))
    found = row(store, "afp_decline")
    assert cells(found, "baseline_iu_per_ml", "change_percent") == (1000.0, -80.0)
    assert found["decline_over_80"] is False


def test_the_protocol_says_how_many_percent(store: Store) -> None:
    tell(store, treated().afp("2010-08-20", 1000).afp("2010-10-24", 450))
    put_in_force(store, ("decline_percent = 80.0", "decline_percent = 50.0"))
    assert row(store, "afp_decline")["decline_over_80"] is True


@pytest.mark.parametrize(
    ("day", "baseline"), [("2010-06-24", 1000.0), ("2010-06-23", None), ("2010-08-23", 1000.0)]
)
def test_the_baseline_is_at_most_60_days_before_the_first_fraction_and_on_its_day_at_the_latest(
    store: Store, day: str, baseline: float | None
) -> None:
    tell(store, treated().afp(day, 1000).afp("2010-10-24", 100))
    assert row(store, "afp_decline")["baseline_iu_per_ml"] == baseline


def test_the_day_of_the_last_fraction_is_not_after_the_treatment(store: Store) -> None:
    told = treated().afp("2010-08-20", 1000).afp("2010-09-24", 500).afp("2010-09-25", 100)
    tell(store, told)
    assert cells(row(store, "afp_decline"), "post_iu_per_ml", "post_on") == (100, "2010-09-25")


def test_after_may_mean_after_the_origin(store: Store) -> None:
    told = treated().afp("2010-08-20", 1000).afp("2010-09-06", 500).afp("2010-10-24", 100)
    tell(store, told)
    put_in_force(store, ('post_after = "last_rt_fraction"', 'post_after = "origin"'))
    assert row(store, "afp_decline")["post_on"] == "2010-09-06"


def test_without_one_of_the_two_no_decline_can_be_told(store: Store) -> None:
    tell(store, treated().afp("2010-08-20", 1000))
    assert cells(
        row(store, "afp_decline"), "baseline_iu_per_ml", "post_iu_per_ml", "change_percent",
        "decline_over_80", "nadir_on",
    ) == (1000, None, None, None, None)  # fmt: skip


def test_without_any_afp_there_is_no_row(store: Store) -> None:
    tell(store, treated().says("lab", "2010-08-20", analyte="AST", value=30, unit="IU/L"))
    assert rows(store, "afp_decline") == []


def test_a_baseline_of_zero_can_decline_by_no_percentage(store: Store) -> None:
    tell(store, treated().afp("2010-08-20", 0).afp("2010-10-24", 5))
    assert cells(row(store, "afp_decline"), "change_percent", "decline_over_80") == (None, None)


def test_of_equal_lowest_values_the_first_is_the_nadir(store: Store) -> None:
    told = treated().afp("2010-08-20", 2).afp("2010-09-06", 9).afp("2010-10-24", 7)
    tell(store, told.afp("2010-12-01", 8.47, "ng/mL").afp("2011-01-05", 8))
    assert cells(row(store, "afp_decline"), "nadir_iu_per_ml", "nadir_on") == (7, "2010-10-24")


def test_a_value_beyond_a_limit_counts_as_the_limit(store: Store) -> None:
    told = treated().afp("2010-08-20", 60500, comparator=">").afp("2010-10-24", 2, comparator="<")
    tell(store, told)
    assert cells(row(store, "afp_decline"), "baseline_iu_per_ml", "post_iu_per_ml") == (60500, 2)


def test_of_two_values_of_one_day_the_one_recorded_last_is_the_baseline(store: Store) -> None:
    tell(store, treated().afp("2010-08-20", 1000).afp("2010-08-20", 900).afp("2010-10-24", 10))
    assert row(store, "afp_decline")["baseline_iu_per_ml"] == 900


def test_a_month_counts_where_all_of_it_lies_on_one_side_of_the_treatment(store: Store) -> None:
    told = treated().afp("2010-07", 1000).afp("2010-08", 5).afp("2010-09", 6).afp("2010-10", 100)
    tell(store, told.afp("2011", 1))
    assert cells(
        row(store, "afp_decline"), "baseline_iu_per_ml", "post_iu_per_ml", "nadir_iu_per_ml"
    ) == (1000, 100, 6)  # fmt: skip

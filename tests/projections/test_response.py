"""Response to treatment: the assessment that the protocol asks for, by RECIST 1.1 and mRECIST."""

from __future__ import annotations

from typing import Any

import pytest

from courses import Patient, cells, correct, put_in_force, rows, tell
from timeline.store import Store

BEFORE, AFTER, LATER = "2010-08-20", "2010-10-24", "2010-12-17"


def treated(target: str = "primary") -> Patient:
    """First fraction 2010-08-23, last 2010-09-24."""
    return Patient().irradiated("2010-08-23", target=target)


def lesion(
    name: str = "A", longest: float | None = None, viable: float | None = None,
    *, role: str = "target", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    found = {"lesion": name, "role": role, "longest_mm": longest, "viable_mm": viable, **more}
    return {field: value for field, value in found.items() if value is not None}


def measured(
    told: Patient, on: str, *lesions: dict[str, Any], call: str | None = None, **more: Any
) -> Patient:
    return told.scan(on, call, lesions=list(lesions), **more)


def response(store: Store, criterion: str) -> dict[str, Any]:
    """The row of the one patient."""
    (found,) = (one for one in rows(store, "response") if one["criterion"] == criterion)
    return found


def by(store: Store, criterion: str, *columns: str) -> Any:
    found = response(store, criterion)
    return found[columns[0]] if len(columns) == 1 else cells(found, *columns)


def test_the_first_imaging_a_month_after_radiotherapy_is_held_against_the_last_before(
    store: Store,
) -> None:
    told = measured(treated(), "2010-07-20", lesion("A", 100, 90), call="baseline")
    told = measured(told, BEFORE, lesion("A", 100, 80), call="baseline")
    told = measured(told, AFTER, lesion("A", 80, 40), call="PR", non_target="non-CR/non-PD")
    told = measured(told, LATER, lesion("A", 79, 20), call="PR", non_target="non-CR/non-PD")
    tell(store, told)
    assert response(store, "mrecist") == {
        "patient": "P07",
        "criterion": "mrecist",
        "by_protocol": True,
        "in_field": "PR",
        "out_field": "non-PD",
        "overall": "PR",
        "size_change_percent": -50.0,
        "best_overall": "PR",
        "best_overall_confirmed": "PR",
        "assessed_on": AFTER,
        "reported": "PR",
        "agrees": True,
        "baseline_on": BEFORE,
        "new_lesions": None,
        "baseline_largest_mm": 80.0,
        "baseline_sum_mm": 80.0,
        "sum_mm": 40.0,
        "nadir_sum_mm": 80.0,
        "change_from_nadir_percent": -50.0,
        "flags": None,
        "evidence": "P07/rt_fraction/1-1 P07/rt_prescription/1 P07/rt_fraction/1-25"
        f" P07/imaging/ct-abdomen-{BEFORE} P07/imaging/ct-abdomen-{AFTER}"
        f" P07/imaging/ct-abdomen-{LATER}",
    }
    assert by(store, "recist11", "in_field", "size_change_percent", "agrees") == ("SD", -20, None)


@pytest.mark.parametrize(
    ("target", "criterion"),
    [("primary", "mrecist"), ("metastasis", "recist11"), ("bone", "recist11")],
)
def test_the_protocol_chooses_the_criterion_by_what_was_irradiated(
    store: Store, target: str, criterion: str
) -> None:
    tell(store, measured(treated(target), BEFORE, lesion("A", 50, 50)))
    assert [found["criterion"] for found in rows(store, "response") if found["by_protocol"]] == [
        criterion
    ]


@pytest.mark.parametrize(
    ("day", "assessed"),
    [("2010-10-14", False), ("2010-10-15", True), ("2010-11-23", True), ("2010-11-24", False)],
)
def test_the_window_of_a_primary_runs_from_day_21_to_day_60_inclusive(
    store: Store, day: str, assessed: bool
) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50))
    tell(store, measured(told, day, lesion("A", 20, 20)))
    found = response(store, "mrecist")
    assert (found["assessed_on"] == day, found["in_field"] == "PR") == (assessed, assessed)
    assert found["flags"] == (None if assessed else "not assessed in the window")
    assert found["best_overall"] == "PR"


def test_a_day_that_cannot_be_evaluated_yields_to_the_next_in_the_window(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50))
    told = measured(told, "2010-10-20", lesion("A"))
    tell(store, measured(told, "2010-11-10", lesion("A", 20, 20)))
    assert by(store, "mrecist", "assessed_on", "overall") == ("2010-11-10", "PR")


def test_a_target_without_a_diameter_makes_it_not_evaluable_and_says_which(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50), lesion("B", 30, 30))
    tell(store, measured(told, AFTER, lesion("A", 20, 20), lesion("B", 10), call="PR"))
    assert by(store, "mrecist", "in_field", "overall", "sum_mm", "flags") == (
        "NE", "NE", None,
        "target without a viable diameter: B",
    )  # fmt: skip
    assert by(store, "recist11", "in_field", "sum_mm") == ("PR", 30)


def test_without_a_baseline_nothing_can_be_told_but_progression(store: Store) -> None:
    told = measured(treated(), AFTER, lesion("A", 20, 20), call="PR")
    tell(store, measured(told, LATER, lesion("A", 20, 20), new_lesions=["lung"]))
    assert by(store, "mrecist", "in_field", "overall", "baseline_on", "best_overall") == (
        "NE", "NE", None, "PD",
    )  # fmt: skip
    assert by(store, "mrecist", "flags") == "no baseline"


def test_a_baseline_is_at_most_42_days_before_the_first_fraction(store: Store) -> None:
    tell(store, measured(measured(treated(), "2010-07-12", lesion("A", 50)), AFTER, lesion("A")))
    assert by(store, "recist11", "baseline_on") == "2010-07-12"
    correct(store, "P07/imaging/ct-abdomen-2010-07-12", on="2010-07-11")
    assert by(store, "recist11", "baseline_on", "flags") == (None, "no baseline")


def test_a_node_is_measured_by_its_short_axis_and_normal_below_10_mm(store: Store) -> None:
    told = measured(treated("metastasis"), BEFORE, lesion("node", 45, short_axis_mm=30))
    told = measured(told, AFTER, lesion("node", 30, short_axis_mm=10))
    tell(store, measured(told, LATER, lesion("node", 30, short_axis_mm=9.9)))
    found = rows(store, "response_assessments")
    assert [
        (one["sum_mm"], one["in_field"]) for one in found if one["criterion"] == "recist11"
    ] == [(30, None), (10, "PR"), (9.9, "CR")]  # fmt: skip


def test_what_lies_outside_the_field_is_not_summed_and_decides_the_total(store: Store) -> None:
    far = {"role": "target", "field": "out"}
    told = measured(treated(), BEFORE, lesion("A", 50, 50), lesion("far", 20, 20, **far))
    tell(store, measured(told, AFTER, lesion("A", 0, 0), lesion("far", 25, 25, **far)))
    assert by(store, "recist11", "in_field", "out_field", "overall", "size_change_percent") == (
        "CR", "PD", "PD", -100,
    )  # fmt: skip
    put_in_force(store, ('targets = "in_field"', 'targets = "all"'))
    assert by(store, "recist11", "in_field", "out_field", "overall", "sum_mm") == (
        "PR", "none", "PR", 25,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "out_field", "overall"),
    [
        ({"non_target": "non-CR/non-PD"}, "non-PD", "PR"),
        ({"non_target": "CR"}, "CR", "CR"),
        ({"non_target": "NE"}, "NE", "PR"),
        ({"non_target": "PD"}, "PD", "PD"),
        ({"non_target": "CR", "new_lesions": ["lung"]}, "PD", "PD"),
        ({}, "NE", "PR"),  # the lesion of the baseline was not looked at again
    ],
)
def test_a_complete_response_in_the_field_needs_one_outside_to_be_complete(
    store: Store, more: dict[str, Any], out_field: str, overall: str
) -> None:
    elsewhere = lesion("B", 12, 12, role="non_target", field="out")
    told = measured(treated(), BEFORE, lesion("A", 50, 50), elsewhere)
    tell(store, measured(told, AFTER, lesion("A", 0, 0), **more))
    assert by(store, "mrecist", "in_field", "out_field", "overall") == ("CR", out_field, overall)


def test_disease_that_is_not_measured_at_all_is_followed_by_the_readers_word(store: Store) -> None:
    told = measured(treated("bone"), BEFORE, lesion("sacrum", role="non_target"))
    told.scan(AFTER, "non-PD", non_target="non-CR/non-PD")
    tell(store, told.scan(LATER, "PD", non_target="PD"))
    assert by(store, "recist11", "in_field", "overall", "agrees", "best_overall") == (
        "none", "non-PD", True, "non-PD",
    )  # fmt: skip


def test_a_response_that_is_not_found_again_28_days_later_is_not_confirmed(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50))
    told = measured(told, AFTER, lesion("A", 30, 30))
    tell(store, measured(told, "2010-11-20", lesion("A", 30, 30)))
    assert by(store, "mrecist", "best_overall", "best_overall_confirmed") == ("PR", "SD")
    put_in_force(store, ("confirmation_days = 28", "confirmation_days = 27"))
    assert by(store, "mrecist", "best_overall_confirmed") == "PR"


def test_scans_of_one_day_are_one_assessment(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50), lesion("lung", 20, 20))
    told = measured(told, AFTER, lesion("A", 30, 30), call="PR", region="abdomen")
    tell(store, measured(told, AFTER, lesion("lung", 10, 10), call="PR", region="chest"))
    assert by(store, "mrecist", "in_field", "sum_mm", "agrees", "flags") == ("PR", 40, True, None)


@pytest.mark.parametrize(("span", "response"), [(3, "PR"), (2, "NE")])
def test_scans_of_close_days_are_one_assessment_where_the_protocol_says_so(
    store: Store, span: int, response: str
) -> None:
    told = measured(treated(), "2010-08-17", lesion("lung", 20, 20), region="chest")
    told = measured(told, "2010-08-20", lesion("A", 50, 50))
    told = measured(told, "2010-10-24", lesion("lung", 10, 10), region="chest")
    tell(store, measured(told, "2010-10-27", lesion("A", 30, 30)))
    put_in_force(store, ("assessment_span_days = 0", f"assessment_span_days = {span}"))
    found = rows(store, "response_assessments")[:2]
    assert [one["occurred_on"] for one in found] == [
        "2010-08-17" if span == 3 else "2010-08-20", "2010-10-24",
    ]  # fmt: skip
    assert found[1]["overall"] == response


def test_two_reads_of_one_day_are_named_and_the_one_recorded_last_is_measured(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 50, 50))
    told = measured(told, AFTER, lesion("A", 40, 40), call="SD")
    tell(store, measured(told, AFTER, lesion("A", 30, 30), call="PR"))
    assert by(store, "mrecist", "sum_mm", "overall", "reported", "agrees", "flags") == (
        30, "PR", "SD", False,
        "readers differ: PR, SD; two reads: abdomen; two reads differ: A;"
        " reader says SD, mRECIST PR",
    )  # fmt: skip


def test_a_reader_who_contradicts_the_measurements_is_shown_beside_them(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 100, 100))
    tell(store, measured(told, AFTER, lesion("A", 71, 71), call="PR"))
    assert by(store, "mrecist", "overall", "reported", "agrees", "flags") == (
        "SD", "PR", False, "reader says PR, mRECIST SD",
    )  # fmt: skip


def test_targets_too_small_or_too_many_are_flagged(store: Store) -> None:
    nodes = [lesion(f"N{n}", short_axis_mm=15) for n in range(4)]
    told = measured(treated("metastasis"), BEFORE, *nodes, lesion("A", 9.9), lesion("B", 10))
    tell(store, told)
    assert by(store, "recist11", "flags") == (
        "target below 10 mm: A; more than 5 targets: 6; not assessed in the window"
    )


def test_a_patient_without_imaging_has_no_row(store: Store) -> None:
    tell(store, treated())
    assert rows(store, "response") == []
    assert rows(store, "response_assessments") == []


def test_a_correction_of_one_diameter_moves_the_response(store: Store) -> None:
    told = measured(treated(), BEFORE, lesion("A", 14, 14))
    tell(store, measured(told, AFTER, lesion("A", 9.9, 9.9)))
    assert by(store, "mrecist", "overall") == "SD"
    correct(store, f"P07/imaging/ct-abdomen-{AFTER}", lesions=[lesion("A", 9.8, 9.8)])
    assert by(store, "mrecist", "overall") == "PR"

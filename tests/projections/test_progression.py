"""Progression by the readers' calls, or by the criteria applied to what was measured."""

from __future__ import annotations

import pytest

from courses import Patient, cells, correct, put_in_force, row, tell
from timeline.store import Store

DAYS = ("2010-08-20", "2010-10-24", "2010-12-17")
BY_CRITERIA = ('progression_by = "reported"', 'progression_by = "criteria"')
AT_LAST_IMAGING = (
    'censoring = "death_or_last_contact"',
    'censoring = "last_evaluable_imaging"',
)


def followed(*viable: float | None, calls: tuple[str | None, ...] = (None, None, None)) -> Patient:
    """One target of a primary tumour, 50 mm across throughout, with so much of it viable."""
    told = Patient().irradiated("2010-08-23")
    for day, size, call in zip(DAYS, viable, calls, strict=True):
        lesion = {"lesion": "A", "role": "target", "longest_mm": 50}
        told.scan(day, call, lesions=[lesion if size is None else {**lesion, "viable_mm": size}])
    return told.seen("2011-03-01")


def test_the_protocol_says_whether_calls_or_measurements_make_progression(store: Store) -> None:
    tell(store, followed(50, 25, 30, calls=("baseline", "PD", "PD")))
    assert cells(row(store, "ttp"), "event", "ended_on") == (True, DAYS[1])
    put_in_force(store, BY_CRITERIA)
    assert cells(row(store, "ttp"), "event", "ended_on") == (True, DAYS[2])
    assert cells(row(store, "pfs"), "event", "ended_on") == (True, DAYS[2])


def test_the_criterion_is_the_one_for_what_was_irradiated(store: Store) -> None:
    tell(store, followed(50, 25, 30))
    put_in_force(
        store, BY_CRITERIA,
        ('[response.primary]\ncriterion = "mrecist"', '[response.primary]\ncriterion = "recist11"'),
    )  # fmt: skip
    assert row(store, "ttp")["event"] is False


def test_evidence_names_baseline_nadir_and_the_day_of_progression(store: Store) -> None:
    tell(store, followed(50, 25, 30))
    put_in_force(store, BY_CRITERIA)
    assert row(store, "ttp")["evidence"].split() == [
        "P07/rt_fraction/1-1",
        *(f"P07/imaging/ct-abdomen-{day}" for day in DAYS),
        "P07/rt_prescription/1",
    ]


@pytest.mark.parametrize(
    ("progression_by", "ended_on"), [("reported", DAYS[2]), ("criteria", DAYS[1])]
)
def test_imaging_that_cannot_be_evaluated_censors_nothing(
    store: Store, progression_by: str, ended_on: str
) -> None:
    tell(store, followed(50, 25, None, calls=("baseline", "PR", "PR")))
    put_in_force(store, AT_LAST_IMAGING, (BY_CRITERIA[0], f'progression_by = "{progression_by}"'))
    assert cells(row(store, "ttp"), "event", "ended_on") == (False, ended_on)


def test_a_correction_of_a_diameter_moves_the_time_to_progression(store: Store) -> None:
    tell(store, followed(50, 25, 29.9))
    put_in_force(store, BY_CRITERIA)
    assert row(store, "ttp")["event"] is False
    lesion = {"lesion": "A", "role": "target", "longest_mm": 50, "viable_mm": 30}
    correct(store, f"P07/imaging/ct-abdomen-{DAYS[2]}", lesions=[lesion])
    assert cells(row(store, "ttp"), "event", "ended_on") == (True, DAYS[2])


def test_a_progression_known_to_the_month_never_falls_after_the_death(store: Store) -> None:
    told = followed(50, 25, 25).died("2011-04-10")
    lesion = {"lesion": "A", "role": "target", "viable_mm": 40}
    tell(store, told.scan("2011-04", lesions=[lesion]))
    put_in_force(store, BY_CRITERIA)
    assert cells(row(store, "ttp"), "ended_on", "reason") == (
        "2011-04-10", "progression on imaging (day imputed)",
    )  # fmt: skip


def test_without_any_imaging_nothing_is_found(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").seen("2010-12-01"))
    put_in_force(store, BY_CRITERIA)
    assert cells(row(store, "ttp"), "event", "reason") == (
        False, "no evaluable imaging after the origin",
    )  # fmt: skip

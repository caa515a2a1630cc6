"""Best overall response: section 4.4 and table 3 of RECIST 1.1 (Eisenhauer et al., 2009).

Assessments are told as `day response`, counted from the start of treatment.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.criteria.best_overall_response import best_overall_response
from timeline.criteria.response import LABELS, Response

NAMES = LABELS[:6]


def best(*assessments: str, confirmation_days: int | None = None, stable_days: int = 42) -> str:
    """Of one patient."""
    told = [assessment.split() for assessment in assessments]
    found = best_overall_response(
        np.zeros(len(told), dtype=np.int64),
        np.array([int(day) for day, _ in told], dtype=np.int64),
        np.array([LABELS.index(name) for _, name in told], dtype=np.int64),
        started=np.zeros(1, dtype=np.int64),
        stable_disease_days=stable_days,
        confirmation_days=confirmation_days,
    )
    return LABELS[found[0]]


@pytest.mark.parametrize(
    ("assessments", "response"),
    [
        (("60 SD", "120 PR", "180 SD"), "PR"),
        (("60 PR", "120 CR", "180 PD"), "CR"),
        (("60 PD", "120 CR"), "PD"),  # what follows a progression does not count
        (("60 SD", "120 PD"), "SD"),
        (("42 SD",), "SD"),
        (("41 SD",), "NE"),
        (("41 SD", "80 PD"), "PD"),
        (("41 SD", "80 NE"), "NE"),
        (("30 non-PD",), "non-PD"),
        (("60 NE",), "NE"),
        ((), "none"),
    ],
)
def test_without_confirmation_the_best_up_to_progression_counts(
    assessments: tuple[str, ...], response: str
) -> None:
    assert best(*assessments) == response


@pytest.mark.parametrize(
    ("first", "second", "response"),
    [
        ("CR", "CR", "CR"),
        ("CR", "PR", "PR"),  # of the three that the table leaves open, see its note (a)
        ("CR", "SD", "SD"),
        ("CR", "PD", "SD"),
        ("CR", "NE", "SD"),
        ("PR", "CR", "PR"),
        ("PR", "PR", "PR"),
        ("PR", "SD", "SD"),
        ("PR", "PD", "SD"),
        ("PR", "NE", "SD"),
        ("NE", "NE", "NE"),
    ],
)
def test_table_3_when_responses_have_to_be_confirmed(
    first: str, second: str, response: str
) -> None:
    assert best(f"60 {first}", f"90 {second}", confirmation_days=28) == response


@pytest.mark.parametrize(
    ("first", "second", "response"),
    [("CR", "PD", "PD"), ("PR", "PD", "PD"), ("CR", "NE", "NE"), ("PR", "NE", "NE")],
)
def test_table_3_where_the_time_was_too_short_even_for_stable_disease(
    first: str, second: str, response: str
) -> None:
    assert best(f"41 {first}", f"69 {second}", confirmation_days=28) == response


@pytest.mark.parametrize(("second", "response"), [("88 PR", "PR"), ("87 PR", "SD")])
def test_a_confirmation_comes_28_days_later_at_least(second: str, response: str) -> None:
    assert best("60 PR", second, confirmation_days=28) == response


def test_assessments_between_may_be_not_evaluable_but_not_worse() -> None:
    assert best("60 PR", "75 NE", "90 PR", confirmation_days=28) == "PR"
    assert best("60 PR", "75 SD", "90 PR", confirmation_days=28) == "SD"
    assert best("60 PR", "75 PR", "90 PR", confirmation_days=28) == "PR"
    assert best("60 CR", "75 PR", "90 CR", confirmation_days=28) == "PR"


def test_a_response_is_not_confirmed_by_another_patients() -> None:
    found = best_overall_response(
        np.array([0, 1]),
        np.array([60, 90]),
        np.array([Response.PR, Response.PR]),
        started=np.zeros(3, dtype=np.int64),
        stable_disease_days=42,
        confirmation_days=28,
    )
    assert found.tolist() == [Response.SD, Response.SD, Response.NONE]


courses = st.lists(st.sampled_from(NAMES), max_size=8).map(
    lambda names: [f"{60 + 20 * place} {name}" for place, name in enumerate(names)]
)


@given(courses)
def test_confirmation_never_makes_a_response_better(course: list[str]) -> None:
    easy, strict = best(*course), best(*course, confirmation_days=28)
    assert LABELS.index(strict) >= LABELS.index(easy)


@given(courses)
def test_a_confirmation_after_no_days_at_all_is_none(course: list[str]) -> None:
    assert best(*course, confirmation_days=0) == best(*course)


@given(courses, courses)
def test_nothing_after_a_progression_counts(course: list[str], later: list[str]) -> None:
    assert best(*course, "300 PD", *(f"9{one}" for one in later)) == best(*course, "300 PD")

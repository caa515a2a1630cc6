"""The response at a time point: tables 1 and 2 of RECIST 1.1 (Eisenhauer et al., 2009)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from timeline.criteria.recist import overall_response
from timeline.criteria.response import Response, worse

CR, PR, SD, NON_PD, PD, NE, NONE = Response


@pytest.mark.parametrize(
    ("target", "non_target", "new", "overall"),
    [
        (CR, CR, False, CR),
        (CR, NON_PD, False, PR),
        (CR, NE, False, PR),
        (PR, NON_PD, False, PR),
        (PR, NE, False, PR),
        (SD, NON_PD, False, SD),
        (SD, NE, False, SD),
        (NE, NON_PD, False, NE),
        (PD, CR, False, PD),
        (CR, PD, False, PD),
        (CR, CR, True, PD),
        (NE, NE, True, PD),
    ],
)
def test_with_target_disease(
    target: Response, non_target: Response, new: bool, overall: Response
) -> None:
    assert overall_response(target, non_target, new) == overall


@pytest.mark.parametrize(
    ("non_target", "new", "overall"),
    [(CR, False, CR), (NON_PD, False, NON_PD), (NE, False, NE), (PD, False, PD), (CR, True, PD)],
)
def test_with_non_target_disease_alone(non_target: Response, new: bool, overall: Response) -> None:
    assert overall_response(NONE, non_target, new) == overall


def test_without_non_target_disease_the_targets_decide() -> None:
    assert [overall_response(target, NONE, False) for target in (CR, PR, SD, PD, NE)] == [
        CR, PR, SD, PD, NE,
    ]  # fmt: skip


def test_the_study_calls_a_total_pd_if_progression_is_anywhere_outside_the_field() -> None:
    anywhere = np.array([CR, PR, SD, NE, NONE])
    assert (overall_response(anywhere, PD, False) == PD).all()


def test_no_combination_is_left_open() -> None:
    for target, non_target, new in itertools.product(Response, Response, (False, True)):
        overall = overall_response(target, non_target, new)
        assert overall in (CR, PR, SD, NON_PD, PD, NE)
        assert (overall == PD) == (new or PD in (target, non_target))


def test_of_two_parts_of_the_non_target_disease_the_worse_holds() -> None:
    assert worse(CR, NON_PD) == NON_PD
    assert worse(NON_PD, NE) == NE
    assert worse(NE, PD) == PD
    assert worse(NONE, CR) == CR

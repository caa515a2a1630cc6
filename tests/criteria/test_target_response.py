"""Target lesions by RECIST 1.1 and mRECIST: sums of diameters in tenths of a millimetre.

Thresholds: Eisenhauer et al., Eur J Cancer 2009;45:228–247, section 4.3.1; Lencioni & Llovet, Semin
Liver Dis 2010;30:52–60.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.criteria.mrecist import MRECIST
from timeline.criteria.recist import RECIST_1_1
from timeline.criteria.response import (
    Response,
    ResponseCriterion,
    percent_change,
    target_response,
    to_tenths,
)

BOTH = pytest.mark.parametrize("criterion", [RECIST_1_1, MRECIST], ids=lambda c: c.name)


def respond(
    criterion: ResponseCriterion,
    baseline_mm: float,
    total_mm: float,
    *,
    nadir_mm: float | None = None,
    **more: Any,
) -> Response:
    """The response of targets that were all measured and are not all gone."""
    nadir = baseline_mm if nadir_mm is None else nadir_mm
    told = {"complete": True, "gone": total_mm == 0, **more}
    return Response(
        int(
            target_response(
                criterion,
                baseline=to_tenths(baseline_mm),
                nadir=to_tenths(nadir),
                total=to_tenths(total_mm),
                **told,
            )
        )
    )


@BOTH
@pytest.mark.parametrize(
    ("baseline", "total", "response"),
    [
        (14.0, 9.8, Response.PR),  # exactly -30 %, which floats miss
        (14.0, 9.9, Response.SD),
        (100, 70, Response.PR),
        (100, 70.1, Response.SD),
        (100, 0.1, Response.PR),
        (100, 0, Response.CR),
    ],
)
def test_a_fall_of_exactly_30_percent_is_a_partial_response(
    criterion: ResponseCriterion, baseline: float, total: float, response: Response
) -> None:
    assert respond(criterion, baseline, total) is response


@BOTH
@pytest.mark.parametrize(
    ("nadir", "total", "response"),
    [
        (27.0, 32.4, Response.PD),  # exactly +20 %, which floats miss
        (27.0, 32.3, Response.SD),
        (25.0, 30.0, Response.PD),  # exactly +20 % and +5 mm at once
        (100, 119.9, Response.SD),
    ],
)
def test_a_rise_of_exactly_20_percent_from_the_nadir_is_progression(
    criterion: ResponseCriterion, nadir: float, total: float, response: Response
) -> None:
    assert respond(criterion, 40 if nadir < 40 else 100, total, nadir_mm=nadir) is response


@pytest.mark.parametrize(
    ("nadir", "total", "recist", "mrecist"),
    [
        (3.2, 8.2, Response.PD, Response.PD),  # exactly +5 mm, which floats miss
        (3.2, 8.1, Response.SD, Response.PD),  # +153 %, but not 5 mm
        (20.0, 24.9, Response.SD, Response.PD),
        (20.0, 25.0, Response.PD, Response.PD),
    ],
)
def test_recist_wants_5_mm_more_as_well_and_mrecist_does_not(
    nadir: float, total: float, recist: Response, mrecist: Response
) -> None:
    baseline = total + 0.1 if total > nadir else nadir
    assert respond(RECIST_1_1, baseline, total, nadir_mm=nadir) is recist
    assert respond(MRECIST, baseline, total, nadir_mm=nadir) is mrecist


def test_progression_counts_from_the_nadir_where_the_sum_is_far_below_the_baseline() -> None:
    assert respond(RECIST_1_1, 100, 60, nadir_mm=50) is Response.PD


def test_nodes_below_10_mm_leave_a_sum_above_0_in_a_complete_response() -> None:
    assert respond(RECIST_1_1, 50, 9.9, gone=True) is Response.CR
    assert respond(RECIST_1_1, 50, 18, nadir_mm=9, gone=True) is Response.CR


def test_a_lesion_back_after_a_complete_response_is_progression_whatever_its_size() -> None:
    assert respond(RECIST_1_1, 50, 2, nadir_mm=0, gone=False, reappeared=True) is Response.PD
    assert respond(RECIST_1_1, 50, 2, nadir_mm=0, gone=False) is Response.PR
    assert respond(MRECIST, 50, 2, nadir_mm=0, gone=False) is Response.PD


@BOTH
def test_a_missing_target_is_not_evaluable_unless_the_others_have_grown_enough(
    criterion: ResponseCriterion,
) -> None:
    assert respond(criterion, 50, 10, complete=False) is Response.NE
    assert respond(criterion, 50, 0, complete=False) is Response.NE
    # The guideline's own example: a sum of 50 mm of three lesions, then 80 mm of two of them.
    assert respond(criterion, 50, 80, complete=False) is Response.PD


@BOTH
def test_without_a_baseline_or_with_nothing_to_measure_there_is_no_response(
    criterion: ResponseCriterion,
) -> None:
    assert respond(criterion, 0, 30) is Response.NE
    unknown = target_response(
        criterion, baseline=-1, nadir=-1, total=300, complete=True, gone=False
    )
    assert unknown == Response.NE


def test_change_is_in_percent_of_the_reference() -> None:
    assert percent_change(140, 98) == -30
    assert percent_change(270, 324) == 20
    assert np.isnan(percent_change(0, 10))


sums = st.integers(0, 3000)
LESIONS = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=1, max_size=5)


@BOTH
@given(lesions=LESIONS, data=st.data())
def test_the_order_of_the_lesions_changes_nothing(
    criterion: ResponseCriterion, lesions: list[tuple[int, int]], data: st.DataObject
) -> None:
    def judged(measured: list[tuple[int, int]]) -> tuple[int, float]:
        before, after = np.array(measured).T
        response = target_response(
            criterion, baseline=before.sum(), nadir=before.sum(), total=after.sum(),
            complete=True, gone=not after.any(),
        )  # fmt: skip
        return int(response), float(percent_change(before.sum(), after.sum()))

    assert judged(lesions) == judged(data.draw(st.permutations(lesions)))


@given(st.integers(1, 3000), sums, st.integers(1, 20))
def test_scaling_all_diameters_keeps_the_percentage_and_the_mrecist_response(
    baseline: int, total: int, factor: int
) -> None:
    def judged(scale: int) -> int:
        return int(
            target_response(
                MRECIST, baseline=baseline * scale, nadir=baseline * scale, total=total * scale,
                complete=True, gone=total == 0,
            )
        )  # fmt: skip

    assert judged(factor) == judged(1)
    changed = percent_change(baseline * factor, total * factor)
    assert changed == pytest.approx(percent_change(baseline, total))


@BOTH
@given(baseline=st.integers(1, 3000), totals=st.lists(sums, min_size=2, max_size=30))
def test_a_smaller_sum_is_never_a_worse_response(
    criterion: ResponseCriterion, baseline: int, totals: list[int]
) -> None:
    rising = np.sort(totals)
    judged = target_response(
        criterion, baseline=baseline, nadir=baseline, total=rising, complete=True, gone=rising == 0
    )
    assert list(judged) == sorted(judged)

"""Sums of diameters and calls of response, as the projections judge them."""

from __future__ import annotations

import pytest

from timeline.dates import EPOCH_ORDINAL
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.sizes import SUMS, Assessment, Measure, Sizes, in_words, outside_mm
from timeline_tui.lanes.view import View
from tui.lanes.demo_course import RT_START, Made, made

START = RT_START.toordinal() - EPOCH_ORDINAL


def scan(days: int, call: str, **more: object) -> Made:
    return made("imaging", days, modality="CT", region="liver", reported_response=call, **more)


SCANS = [
    scan(-7, "baseline", lesions=[{"lesion": "S2", "role": "non_target", "field": "out",
                                   "longest_mm": 12.0}]),
    scan(60, "PR", lesions=[{"lesion": "S2", "role": "non_target", "field": "out",
                             "longest_mm": 15.5}]),
    scan(120, "PD", new_lesions=["lung"]),
]  # fmt: skip


def judged(
    criterion: str, calls: list[tuple[str, str, str]], sums: list[float | None]
) -> list[Assessment]:
    rows = []
    for event, (overall, inside, outside), total in zip(SCANS, calls, sums, strict=True):
        rows.append(
            Assessment(
                criterion,
                START,
                criterion == "mrecist",
                {"overall": overall, "in_field": inside, "out_field": outside},
                total,
                150.0,
                91.5,
                None if total is None else (total - 150) / 150 * 100,
                None if total is None else (total - 91.5) / 91.5 * 100,
                agrees=overall == event.payload["reported_response"] if overall else None,
                scans=frozenset([event.fact]),
            )
        )
    return rows


MRECIST = judged(
    "mrecist", [("", "", ""), ("SD", "SD", "non-PD"), ("PD", "SD", "PD")], [150.0, 120.0, 78.0]
)
RECIST = judged(
    "recist11", [("", "", ""), ("PR", "PR", "non-PD"), ("PD", "PR", "PD")], [165.0, 110.0, 121.0]
)


def looking(width: int = 120, height: int = 40) -> tuple[View, list[str]]:
    view = View()
    view.judge([*MRECIST, *RECIST])
    view.show(SCANS)
    return view, view.draw(width, height, Look()).lines()


def test_the_curve_is_of_the_protocols_criterion() -> None:
    view, lines = looking()
    assert [value for _, value in view.sizes.sums(view.course.of("imaging"))] == [150, 120, 78]
    assert any("mRECIST" in line[:15] for line in lines)
    assert any("sum, mm" in line[:15] for line in lines)


def test_where_the_protocols_criterion_has_no_sums_the_other_ones_are_drawn() -> None:
    bare = judged("mrecist", [("", "", ""), ("NE", "NE", ""), ("PD", "NE", "PD")], [None] * 3)
    assert Sizes((*bare, *RECIST)).criterion == "recist11"


def test_a_new_lesion_is_a_cross_and_a_contradicted_call_is_marked() -> None:
    _, lines = looking()
    text = "\n".join(lines)
    assert "✚" in text
    assert "PR≠" in text
    assert "PD+" in text


def test_m_goes_through_readers_criteria_and_fields() -> None:
    view, _ = looking()
    seen = []
    for _ in range(7):
        scans = view.course.of("imaging")
        seen.append((view.sizes.measure.name, [view.sizes.call(item) for item in scans]))
        assert view.change_measure()
    assert seen == [
        ("reader", ["baseline", "PR", "PD"]),
        ("mrecist-overall", ["baseline", "SD", "PD"]),
        ("mrecist-in_field", ["baseline", "SD", "SD"]),
        ("mrecist-out_field", ["baseline", "non-PD", "PD"]),
        ("recist11-overall", ["baseline", "PR", "PD"]),
        ("recist11-in_field", ["baseline", "PR", "PR"]),
        ("recist11-out_field", ["baseline", "non-PD", "PD"]),
    ]
    assert view.sizes.measure.name == "reader"


def test_out_of_the_field_the_sum_is_of_what_was_measured_there() -> None:
    view, _ = looking()
    sizes = Sizes(view.sizes.assessments, Measure("x", "x", "recist11", "out_field"))
    assert [value for _, value in sizes.sums(view.course.of("imaging"))] == [12.0, 15.5]
    assert outside_mm(SCANS[0].payload, "mrecist") is None, "its viable diameter is not known"


def test_changes_from_baseline_and_nadir_are_told() -> None:
    """(78 − 150) / 150 is −48 %, (78 − 91.5) / 91.5 is −14.8 %."""
    assert in_words(MRECIST[2]) == (
        "mRECIST PD (in field SD, out of field PD), sum 78 mm, −48 % from baseline 150,"
        " −15 % from nadir 91.5"
    )
    assert in_words(MRECIST[0]) == "mRECIST, sum 150 mm"


@pytest.mark.parametrize("height", [20, 24, 40, 60])
def test_the_sums_open_and_close_like_any_curve(height: int) -> None:
    view, _ = looking(80, height)
    view.select(SCANS[1].fact)
    assert view.frame is not None
    shown = view.frame.rows.sums > 0
    for _ in range(2):
        assert view.toggle_curve(SUMS)
        view.draw(80, height, Look())
        shown = not shown
        assert (view.frame.rows.sums > 0) == shown

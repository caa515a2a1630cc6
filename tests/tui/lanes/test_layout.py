"""Rows by height: what matters most first, and never more than there are."""

from __future__ import annotations

import pytest

from timeline_tui.lanes.layout import Rows, Wants, lay_out

EVERYTHING = Wants(rt=1, drugs=1, curves=1, labs=6, imaging=True, adverse=6, status=True)


@pytest.mark.parametrize("height", range(1, 70))
@pytest.mark.parametrize(
    "wants", [EVERYTHING, Wants(), Wants(rt=4, drugs=9, labs=16, adverse=24), Wants(curves=1)]
)
def test_lanes_fill_the_height_and_no_more(height: int, wants: Wants) -> None:
    rows = lay_out(height, wants)
    total = rows.axis + rows.body + rows.spare + rows.foot
    assert total == max(height, rows.axis + rows.foot)


def test_at_forty_by_twelve_every_strand_still_has_a_row() -> None:
    rows = lay_out(12, EVERYTHING)
    assert min(rows.rt, rows.drugs, rows.curves, rows.labs, rows.imaging, rows.adverse) >= 1


def test_labs_stay_folded_where_rows_are_few_and_unfold_where_they_are_not() -> None:
    assert lay_out(18, EVERYTHING).labs == 1
    assert lay_out(40, EVERYTHING).labs == 6


def test_afp_takes_what_a_taller_screen_gives() -> None:
    assert (
        lay_out(60, EVERYTHING).curves
        > lay_out(40, EVERYTHING).curves
        > lay_out(24, EVERYTHING).curves
    )


def test_a_strand_without_events_has_no_row() -> None:
    rows = lay_out(40, Wants(rt=1))
    assert rows == Rows(axis=2, rt=1, spare=34, foot=3)

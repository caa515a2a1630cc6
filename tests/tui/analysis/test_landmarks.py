"""Bars of patients: every part is in sight, every patient behind one."""

from __future__ import annotations

import pytest

from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.landmarks import KINDS, Bar, LandmarksData
from timeline_tui.analysis.landmarks_plot import draw_landmarks
from timeline_tui.analysis.landmarks_reading import bars_of, finding


def people(kind: str, count: int) -> tuple[str, ...]:
    return tuple(f"{kind}-{number}" for number in range(count))


def data(**counts: int) -> LandmarksData:
    """One group at three months with so many patients of each kind (`g3` is grade 3)."""
    names = {kind: counts.get(kind if kind.isalpha() else f"g{kind}", 0) for kind in KINDS}
    parts = tuple((kind, people(kind, count)) for kind, count in names.items() if count)
    return LandmarksData("", "the last fraction", ("all",), (3,), (Bar(3, 0, parts),), ())


def bar_line(drawing: Drawing) -> str:
    return "".join(text for text, _ in drawing.lines[2])


def test_every_patient_has_a_symbol_while_there_is_room() -> None:
    line = bar_line(draw_landmarks(data(g2=1, g1=2, none=4, died=2, lost=1), 100, 20, Pen(), ""))
    assert line[: line.index("7 of 10")].split() == [
        "│", "all", "2", "1", "1", "○", "○", "○", "○", "†", "†", "?",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [80, 120, 200])
def test_one_patient_of_thousands_is_in_sight(width: int) -> None:
    line = bar_line(
        draw_landmarks(data(g5=1, g3=1, none=2000, died=1, lost=400), width, 20, Pen(), "")
    )
    assert "53○" in line
    assert "○†?" in line
    assert "2 002 of 2 403" in line


def test_the_figures_are_of_the_evaluable() -> None:
    drawing = draw_landmarks(data(g3=1, g1=1, none=6, died=4), 100, 20, Pen(), "")
    assert bar_line(drawing).rstrip().endswith("8 of 12  2 (25 %)     G3")


def test_nobody_evaluable_has_no_share() -> None:
    assert bar_line(draw_landmarks(data(died=2), 80, 20, Pen(), "")).split()[-5:] == [
        "0", "of", "2", "0", "–",
    ]  # fmt: skip


@pytest.mark.parametrize("height", [1, 2, 5, 12, 40])
def test_the_row_of_the_cursor_is_always_in_sight(height: int) -> None:
    made = data(g2=1, none=3, died=2, lost=1)
    for spot in draw_landmarks(made, 80, height, Pen(), "").spots:
        drawing = draw_landmarks(made, 80, height, Pen(), spot.name)
        (here,) = [one for one in drawing.spots if one.name == spot.name]
        assert len(drawing.lines) == height
        assert 1 <= here.y < max(height, 2)


def test_who_died_before_the_landmark_is_told_from_who_was_not_seen() -> None:
    row = {"patient": "P1", "evaluable": False, "landmark_on": "2010-06-01"}
    assert finding(row, {"P1": "2010-05-31"}) == "died"
    assert finding(row, {"P1": "2010-06-01"}) == "lost"
    assert finding(row, {}) == "lost"
    assert finding({**row, "evaluable": True, "present": False}, {}) == "none"
    assert finding({**row, "evaluable": True, "present": True, "max_grade": 3}, {}) == "3"


def test_bars_go_by_landmark_and_group_from_the_worst_on() -> None:
    rows = [
        {"landmark_months": 3, "group": "b", "finding": "none", "patient": "P2"},
        {"landmark_months": 3, "group": "b", "finding": "2", "patient": "P3"},
        {"landmark_months": 6, "group": "a", "finding": "died", "patient": "P1"},
    ]
    bars = bars_of(rows, (3, 6), ("a", "b"))
    assert [(bar.landmark, bar.group, bar.everybody) for bar in bars] == [
        (3, 0, ()), (3, 1, ("P3", "P2")), (6, 0, ("P1",)), (6, 1, ()),
    ]  # fmt: skip

"""Each lane's drawing on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from timeline_tui.lanes.adverse_events import bouts, draw_adverse_events, pack
from timeline_tui.lanes.course import Course, arrange
from timeline_tui.lanes.drug_dose import draw_drug
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.imaging import draw_imaging
from timeline_tui.lanes.labs import draw_labs, judged, lab_rows
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.radiotherapy import draw_radiotherapy
from timeline_tui.lanes.scale import Scale
from timeline_tui.lanes.status import draw_end, draw_status
from tui.lanes.demo_course import Made, corrected, grade, lab, made, on


def sheet(rows: int, columns: int = 60) -> tuple[Grid, Area]:
    grid = Grid(columns, rows)
    return grid, grid.area(0, 0, rows, columns)


def pen(days: float = 1.0, look: Look | None = None, columns: int = 60) -> Pen:
    start = arrange([made("note", 0)]).items[0].day
    return Pen(Scale(start, days, columns), look or Look(flavour="plain"), grade=grade)


def fraction(day: int, number: int) -> Made:
    return made("rt_fraction", day, key=f"1-{number}", course="1", number=number, dose_gy=1.8)


def dose(day: int, mg: float, reason: str = "toxicity") -> Made:
    return made("drug_dose", day, agent="sorafenib", daily_dose_mg=mg, reason=reason)


def toxicity(episode: str, *grades: tuple[int, int], term: str = "") -> list[Made]:
    return [
        made("adverse_event", day, key=f"{episode}{day}", episode=episode, term=term or episode,
             grade=g)
        for day, g in grades
    ]  # fmt: skip


def test_days_without_a_fraction_show_as_gaps() -> None:
    grid, area = sheet(1)
    course = arrange([fraction(day, n) for n, day in enumerate([0, 1, 2, 7, 8], 1)])
    draw_radiotherapy(area, pen(), course)
    assert grid.lines()[0].startswith("███····██ 9 Gy · 5 fx · gap 5 d")


def test_delivered_dose_stands_beside_the_prescribed_one() -> None:
    grid, area = sheet(1)
    plan = made("rt_prescription", 0, course="1", total_dose_gy=45, fractions=25)
    draw_radiotherapy(area, pen(), arrange([plan, fraction(0, 1), fraction(1, 2)]))
    assert "3.6/45 Gy · 2/25 fx" in grid.lines()[0]


def test_the_dose_is_written_in_its_step_and_a_hold_says_h() -> None:
    grid, area = sheet(2)
    labels = Grid(10, 2)
    course = arrange([dose(0, 800), dose(10, 400), dose(20, 0), dose(30, 400)], end=None)
    draw_drug(area, labels.area(0, 0, 2, 10), pen(), course.of("drug_dose"), course.until + 10)
    assert grid.lines() == ["██████████", "800███████400███████H╌╌╌╌╌╌╌╌╌400████████"]
    assert [line.strip() for line in labels.lines()] == ["800", "400"]


def test_a_stop_for_good_says_why() -> None:
    grid, area = sheet(1)
    course = arrange([dose(0, 800), dose(10, 0, "progression")])
    draw_drug(area, area.grid.area(0, 0, 0, 0), pen(), course.of("drug_dose"), course.until)
    assert grid.lines()[0].endswith("■ stopped: progression")


def test_a_corrected_dose_carries_a_mark() -> None:
    grid, area = sheet(2)
    course = arrange([corrected(dose(0, 600), "misread")])
    draw_drug(area, area.grid.area(0, 0, 0, 0), pen(), course.items, course.until + 19)
    assert grid.lines()[1].startswith("600◆█")


@pytest.mark.parametrize(
    ("payload", "given", "word"),
    [
        ({"value": 48}, 3, "3"),
        ({"value": 182, "lower_limit": 150}, 0, "normal"),
        ({"value": 140, "lower_limit": 150}, None, "low"),
        ({"value": 12, "upper_limit": 10}, None, "high"),
        ({"value": 9, "upper_limit": 10}, None, "normal"),
        ({"value": 9}, None, "unjudged"),
    ],
)
def test_a_draw_is_judged_by_grade_then_by_its_own_limits(
    payload: dict[str, float], given: int | None, word: str
) -> None:
    assert judged(payload, given) == word


def test_labs_fold_into_one_row_of_the_worst() -> None:
    course = arrange([lab("platelets", 3, 48), lab("ALT", 3, 50), lab("ALT", 9, 30)])
    assert [row.lane for row in lab_rows(course, 4)] == ["lab:platelets", "lab:ALT"]
    (folded,) = lab_rows(course, 1)
    grid, area = sheet(1)
    draw_labs(area, 0, area.grid.area(0, 0, 0, 0), pen(), folded)
    assert grid.lines() == ["   3     ·"]


def scans(*calls: tuple[int, str]) -> Course:
    return arrange([made("imaging", d, key=str(d), reported_response=c) for d, c in calls])


def test_response_is_a_glyph_and_letters() -> None:
    grid, area = sheet(1)
    draw_imaging(area, pen(), scans((0, "baseline"), (10, "PR"), (20, "PD")))
    assert grid.lines() == ["◇BL       ▼PR       ▲PD"]


def test_letters_that_would_collide_are_left_out_the_worst_call_keeps_its_own() -> None:
    grid, area = sheet(1)
    draw_imaging(area, pen(), scans((0, "SD"), (2, "PD")))
    assert grid.lines() == ["▬ ▲PD"]


def drawn_toxicity(events: Sequence[Made], look: Look, rows: int | None = None) -> list[str]:
    course = arrange(events, end=arrange([made("note", 50)]).end)
    its_pen = pen(look=look)
    placed, height = pack(bouts(course), its_pen, 60, rows)
    grid, area = sheet(rows or max(height, 1))
    draw_adverse_events(area, its_pen, placed)
    return grid.lines()


ASCII = Look(flavour="plain", ascii=True)


def test_a_bar_carries_its_grades_then_its_term() -> None:
    events = toxicity("hfs", (0, 1), (5, 3), (10, 0), term="Rash")
    assert drawn_toxicity(events, ASCII) == ["1....3==== Rash"]
    assert drawn_toxicity(events, Look("plain")) == ["1▁▁▁▁3▅▅▅▅ Rash"]


def test_a_term_that_fits_stands_inside_and_an_open_episode_goes_on() -> None:
    assert drawn_toxicity(toxicity("x", (0, 2), term="Fatigue"), ASCII) == [
        "2-Fatigue" + "-" * 41 + ">"
    ]


def test_episodes_share_a_row_only_without_colliding() -> None:
    events = [*toxicity("a", (0, 1), (5, 0)), *toxicity("b", (3, 2), (9, 0)),
              *toxicity("c", (20, 1), (25, 0))]  # fmt: skip
    assert drawn_toxicity(events, ASCII) == ["1.a..               1.c..", "   2-b---"]


def test_with_few_rows_the_mildest_episodes_are_left_out() -> None:
    events = [*toxicity("mild", (0, 1), (30, 0)), *toxicity("grave", (2, 4), (30, 0))]
    assert drawn_toxicity(events, ASCII, rows=1) == ["  4#grave" + "#" * 21]


def test_a_resolved_episode_may_come_back() -> None:
    course = arrange(toxicity("a", (0, 2), (5, 0), (20, 1), (25, 0)))
    found = bouts(course)
    assert [(bout.worst, len(bout.items), bout.open) for bout in found] == [
        (2, 1, False),
        (1, 1, False),
    ]


def test_death_is_a_cross_and_a_line_through_all_lanes() -> None:
    grid = Grid(60, 6)
    axis, body = grid.area(0, 0, 2, 60), grid.area(2, 0, 4, 60)
    course = arrange([made("vital_status", 40, status="dead", cause="hepatic failure")])
    draw_end(axis, body, pen(), course)
    draw_status(grid.area(5, 0, 1, 60), pen(), course)
    assert [grid.characters[row][40] for row in range(6)] == [" ", "†", "┃", "┃", "┃", "†"]
    assert f"{on(40)} hepatic failure †" in grid.lines()[5]


def test_the_last_contact_of_the_living_is_marked_on_the_axis() -> None:
    grid = Grid(60, 3)
    course = arrange([made("vital_status", 40, status="alive")])
    draw_end(grid.area(0, 0, 1, 60), grid.area(1, 0, 2, 60), pen(), course)
    assert grid.lines() == [" " * 40 + "▷", "", ""]

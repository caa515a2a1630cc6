"""Moving through a course: events, lanes, window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.view import View
from timeline_tui.lanes.wording import provenance, what, when
from tui.lanes.demo_course import Made, corrected, demo_course, grade, lab, made, on

LOOK = Look(flavour="plain")


def looking_at(events: list[Made], width: int = 120, height: int = 40) -> View:
    view = View(grade=grade)
    view.show(events)
    view.draw(width, height, LOOK)
    return view


def redraw(view: View, width: int = 120, height: int = 40) -> list[str]:
    return view.draw(width, height, LOOK).lines()


def fact(view: View) -> str:
    assert view.pointed is not None
    return view.pointed.event.fact


def test_every_event_is_reached_one_after_another() -> None:
    events = demo_course()
    view = looking_at(events)
    view.go_to_edge(last=False)
    seen = [fact(view)]
    while view.step(1):
        redraw(view)
        seen.append(fact(view))
    assert sorted(seen) == sorted(event.fact for event in events)


def test_several_events_of_one_day_are_counted_and_each_can_be_reached() -> None:
    events = [lab("ALT", 5, 40), lab("AST", 5, 50), lab("platelets", 5, 90)]
    view = looking_at(events)
    assert "1 of 3 on this day" in redraw(view)[-3]
    view.step(1)
    assert "2 of 3 on this day" in redraw(view)[-3]
    view.step(1)
    assert "3 of 3 on this day" in redraw(view)[-3]
    assert not view.step(1)


def test_changing_lane_goes_to_the_event_nearest_in_time() -> None:
    view = looking_at(demo_course())
    assert view.select(f"P07/imaging/ct-abdomen-{on(92)}")
    while view.cursor.lane != "afp":
        assert view.change_lane(1)
    assert fact(view) == f"P07/lab/afp-{on(84)}"


def test_within_a_lane_only_its_events_are_visited() -> None:
    view = looking_at(demo_course())
    while view.cursor.lane != "imaging":
        view.change_lane(1)
    view.go_to_edge(last=False)
    seen = [fact(view)]
    while view.step(1):
        seen.append(fact(view))
    assert len(seen) == 5
    assert all("/imaging/" in name for name in seen)


def test_the_window_follows_the_cursor_when_zoomed_in() -> None:
    view = looking_at(demo_course())
    for _ in range(6):
        view.zoom(1)
    redraw(view)
    view.go_to_edge(last=True)
    assert view.scale is not None
    assert view.pointed is not None
    assert view.scale.shows(view.pointed.day)
    assert "†" in "".join(redraw(view))


def test_history_long_before_the_course_does_not_squeeze_it_but_a_second_fit_shows_it() -> None:
    view = looking_at([made("procedure", "1998", name="resection"), *demo_course()])
    assert view.scale is not None
    near = view.scale.days
    assert near < 4
    assert "◂1" in redraw(view)[1]
    view.fit()
    redraw(view)
    assert view.scale.days > 10 * near
    view.fit()
    redraw(view)
    assert view.scale.days == near


def test_stepping_back_in_record_time_moves_neither_axis() -> None:
    events = demo_course()
    view = looking_at(events)
    before = redraw(view)
    earlier = [event for event in events if event.occurred_on < "2009-06"]
    day = view.course.items[0].day + 100
    view.show(earlier, hidden_after=day)
    after = redraw(view)
    assert after[0] == before[0]
    labels = [
        [line[:15].strip() for line in lines if "k" in line[:15]] for lines in (before, after)
    ]
    assert labels[0] == labels[1]
    assert any("as of 2009-05-29" in line for line in after)
    assert not any("†" in line for line in after)


def test_the_cursor_stays_on_its_fact_when_events_come_and_go() -> None:
    events = demo_course()
    view = looking_at(events)
    view.select(f"P07/lab/afp-{on(84)}")
    view.show([event for event in events if event.kind != "rt_fraction"])
    assert fact(view) == f"P07/lab/afp-{on(84)}"
    view.show([event for event in events if event.kind == "rt_fraction"])
    assert view.pointed is not None


def test_a_click_finds_the_event_drawn_there() -> None:
    view = looking_at(demo_course())
    assert view.frame is not None
    target = next(i for i in view.course.items if i.event.fact == f"P07/lab/afp-{on(206)}")
    spot = view.frame.grid.spots[target.index]
    assert view.point_at(spot.column, spot.row)
    assert fact(view) == target.event.fact
    assert view.cursor.lane == "afp"
    assert not view.point_at(119, 39)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (lab("platelets", 42, 48), "platelets 48 10^9/L (150–400), CTCAE grade 3"),
        (lab("AFP", 0, 5, comparator="<"), "AFP < 5 IU/mL (–10)"),
        (
            made("imaging", 3, modality="CT", region="abdomen", reported_response="PD",
                 lesions=[{"lesion": "T1", "longest_mm": 40}], new_lesions=["lung"]),
            "CT abdomen: PD, new lesion lung; 1 lesion, 40 mm",
        ),
    ],
)  # fmt: skip
def test_the_foot_says_the_event_in_full(event: Made, words: str) -> None:
    view = looking_at([event])
    assert view.pointed is not None
    assert view.scale is not None
    assert what(view.pointed, Pen(view.scale, LOOK, grade=grade)) == words


def test_the_foot_says_who_corrected_what_when_and_why() -> None:
    event = corrected(made("note", 36, text="x"), "grade mis-keyed")
    view = looking_at([made("rt_fraction", 0, course="1", number=1, dose_gy=1.8), event])
    view.go_to_edge(last=True)
    assert view.pointed is not None
    assert view.scale is not None
    assert when(view.pointed, view.course.origin) == "2009-04-07 D+36"
    assert provenance(view.pointed, Pen(view.scale, LOOK)) == (
        "r2 corrected 2010-01-12 by jc: “grade mis-keyed” · source note.csv#14"
    )


def test_a_partial_date_stands_at_its_earliest_day_with_a_mark() -> None:
    view = looking_at([replace(made("note", 0, text="x"), occurred_on="2009-03")])
    assert view.pointed is not None
    assert when(view.pointed, view.course.origin) == "~2009-03 D+0…+30"

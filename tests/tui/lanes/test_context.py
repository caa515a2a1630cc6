"""What the foot tells of an event beyond itself, and how the words flow."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates import EPOCH_ORDINAL
from timeline_tui.lanes.context import weekdays_between, within_course
from timeline_tui.lanes.course import arrange
from timeline_tui.lanes.flow import flow
from tui.lanes.demo_course import Made, made


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - EPOCH_ORDINAL


@pytest.mark.parametrize(
    ("first", "second", "missed"),
    [
        ("2009-03-06", "2009-03-09", 0),  # Friday to Monday
        ("2009-03-06", "2009-03-10", 1),
        ("2009-03-02", "2009-03-03", 0),
        ("2009-03-02", "2009-03-02", 0),
        ("2009-03-06", "2009-03-16", 5),  # a week without
        ("2009-03-04", "2009-03-25", 14),
    ],
)
def test_missed_weekdays_are_counted_between_two_fractions(
    first: str, second: str, missed: int
) -> None:
    assert weekdays_between(day(first), day(second)) == missed


def words(events: list[Made], at: int) -> str:
    course = arrange(events)
    return within_course(course.items[at], course)


def test_a_fraction_tells_the_dose_so_far_and_the_gap_before_it() -> None:
    """Monday 2 March, Tuesday, then Friday 13: Wednesday to Thursday of the next week missed."""
    events = [
        made("rt_fraction", on, key=str(n), course="1", number=n, dose_gy=1.8)
        for n, on in enumerate((0, 1, 11), 1)
    ]
    assert words(events, 0) == "1.8 Gy so far"
    assert words(events, 1) == "3.6 Gy so far"
    assert words(events, 2) == (
        "5.4 Gy so far; interruption, 10 days after the one before: 7 weekdays missed"
    )


def test_a_dose_tells_what_it_was_changed_from_and_how_long_it_lasted() -> None:
    events = [
        made("drug_dose", 0, agent="sorafenib", daily_dose_mg=800, reason="start"),
        made("drug_dose", 38, agent="sorafenib", daily_dose_mg=400, reason="toxicity"),
        made("drug_dose", 70, agent="sorafenib", daily_dose_mg=0, reason="toxicity"),
    ]
    assert words(events, 0) == "for 38 days until 2009-04-09"
    assert words(events, 1) == "from 800 mg/day (−50 %), for 32 days until 2009-05-11"
    assert words(events, 2) == "from 400 mg/day (−100 %)"


def test_a_grade_tells_its_episode() -> None:
    events = [
        made("adverse_event", on, key=str(on), episode="hfs", term="hand-foot", grade=grade)
        for on, grade in ((21, 2), (36, 3), (112, 0))
    ]
    assert words(events, 1) == ("day 16 of an episode from 2009-03-23 to 2009-06-22, worst grade 3")
    assert words(events[:1], 0) == ""
    assert "not known to have ended" in words(events[:2], 0)


def test_words_flow_over_lines_and_are_cut_at_the_last() -> None:
    spans = [("2009-03-02 D+0", "a"), ("one two three four", "b")]
    assert flow(spans, [40]) == [[("2009-03-02 D+0", "a"), ("one two three four", "b")]]
    assert flow(spans, [24, 30]) == [
        [("2009-03-02 D+0", "a"), ("one two", "b")],
        [("three four", "b")],
    ]
    assert flow(spans, [24, 6]) == [
        [("2009-03-02 D+0", "a"), ("one two", "b")],
        [("three…", "b")],
    ]
    assert flow([("x" * 50, "a")], [10, 10])[0] == [("x" * 9 + "…", "a")]
    assert flow([("肝細胞癌 の進行", "a")], [9, 9]) == [[("肝細胞癌", "a")], [("の進行", "a")]]

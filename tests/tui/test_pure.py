"""The parts that need no screen: order, columns, words, small drawings, ASCII."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from timeline.events import Event
from timeline_tui.ascii_filter import in_words, to_ascii
from timeline_tui.background import Ticket
from timeline_tui.cohort.choosing import Asked, Chooser
from timeline_tui.cohort.columns import BY_NAME, place_columns
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.filter_facts import FilterFacts
from timeline_tui.cohort.mini_course import draw_course, draw_milestones
from timeline_tui.cohort.ordering import Sorting, order_rows
from timeline_tui.event.reference import reference_spans
from timeline_tui.look import RESPONSES
from timeline_tui.moment import Moment
from timeline_tui.session import Session
from timeline_tui.widgets.drawing import fit, strip_of
from timeline_tui.widgets.wrapping import wrap
from timeline_tui.wording import (
    day_words,
    dose_steps,
    field_words,
    grouped,
    instant_words,
    lesion_words,
    number,
    percent,
    plural,
    time_months,
    value_words,
)

ROWS = [
    CourseRow("P1", True, "primary", best_response="PD", ttp_months=2.0, ttp_event=True),
    CourseRow("P2", False, None, best_response="CR", ttp_months=9.0, ttp_event=False),
    CourseRow("P3", True, "metastasis", best_response=None, ttp_months=None),
    CourseRow("P4", True, "primary", best_response="PR", ttp_months=2.0, os_event=True),
]


def order(sorting: Sorting, text: str = "", *, excluded: bool = False) -> list[str]:
    asked = Asked(ROWS, text, sorting, show_excluded=excluded, marked=frozenset({"P3"}))
    found = Chooser(FilterFacts(Session(Path("none.db"), "jc"))).choose(asked, _NoTicket())
    return [ROWS[place].patient for place in found.ordered.places]


class _NoTicket(Ticket):
    """Nobody waits and nobody cancels."""

    def __init__(self) -> None:
        pass

    def check(self) -> None:
        pass


def test_missing_values_come_last_in_either_direction() -> None:
    assert order(Sorting("ttp")) == ["P1", "P4", "P3"]
    assert order(Sorting("ttp", descending=True)) == ["P1", "P4", "P3"], "ties keep their order"


def test_responses_are_ordered_from_best_to_worst() -> None:
    assert order(Sorting("response"), excluded=True) == ["P2", "P4", "P1", "P3"]


def test_deaths_and_progressions_are_those_of_the_shown() -> None:
    found = order_rows(ROWS, None, Sorting())
    assert (found.deaths, found.progressions, found.excluded) == (1, 1, 1)


def test_a_filter_is_words_or_a_comparison() -> None:
    assert order(Sorting(), "PRIM") == ["P1", "P4"]
    assert order(Sorting(), "prim pr") == ["P1", "P4"], "every word has to occur somewhere"
    assert order(Sorting(), "best_response = PR") == ["P4"]
    assert order(Sorting(), "ttp is missing") == ["P3"]
    assert order(Sorting(), "  ") == ["P1", "P3", "P4"]
    assert order(Sorting(), "marked") == ["P3"]
    assert order(Sorting(), "prim ttp<6 best=pd") == ["P1"], "words and comparisons together"
    assert order(Sorting(), "tpt < 6") == ["P1", "P3", "P4"], "what cannot be read changes nothing"


def test_columns_give_way_by_priority_and_never_overlap() -> None:
    for width in range(20, 220):
        placed = place_columns(width)
        assert placed[0].column.name == "patient"
        assert placed[-1].x + placed[-1].width <= max(width, 8)
        for one, other in pairwise(placed):
            assert one.x + one.width < other.x
    names = [placed.column.name for placed in place_columns(77)]
    assert names == [
        "patient",
        "sex",
        "age",
        "group",
        "stage",
        "child_pugh",
        "rt",
        "response",
        "afp",
        "ttp",
        "os",
    ]
    names = [placed.column.name for placed in place_columns(200)]
    assert len(names) == 19
    assert "open_issues" in names


def test_numbers_dates_and_counts_in_words() -> None:
    assert number(-0.04, 1) == "0.0"
    assert number(-12.5) == "−12.5"
    assert percent(-87.5) == "−88 %"
    assert percent(11.2) == "+11 %"
    assert percent(0.3) == "0 %"
    assert percent(None) == "–"
    assert time_months(4.14, True, "†") == "4.1 †"
    assert time_months(13.8, False, "†") == "13.8 +"
    assert time_months(None, None, "†") == "–"
    assert dose_steps(800.0, 400.0) == "800→400"
    assert dose_steps(400.0, 400.0) == "400"
    assert grouped(12345) == "12 345"
    assert plural(1, "patient") == "1 patient"
    assert plural(2, "study") == "2 studies"
    assert day_words("2009-03-02") == "2 Mar 2009"
    assert day_words("2009-03") == "Mar 2009"
    assert day_words("2009") == "2009"
    assert instant_words(1263288600_000000) == "12 Jan 2010, 09:30 UTC"
    assert field_words("total_dose_gy") == "Total dose"
    assert field_words("ecog") == "ECOG"
    assert value_words(["RT", "disease"]) == "RT; disease"
    assert value_words([]) == "–"
    assert lesion_words([{"lesion": "L1", "role": "non_target", "viable_mm": 12.0}]) == [
        "L1 non-target 12 mm viable"
    ]


def test_a_moment_says_both_its_seq_and_its_time() -> None:
    moment = Moment(129, 1310, 1263288600_000000, lock="first cut")
    assert moment.title == "lock first cut"
    assert moment.words == "lock first cut: what was recorded by 12 Jan 2010, 09:30 UTC"
    assert moment.place == "seq 129 of 1 310"
    assert Moment(0, 10, 0).instant == "before the first event"


def test_lines_are_of_exactly_the_width_that_is_asked_for() -> None:
    assert fit("abcdef", 4) == "abc…"
    assert fit("ab", 4, "right") == "  ab"
    for width in (1, 3, 10):
        strip = strip_of([("ab", "text"), ("  ", "strong"), ("†cd", "death")], width, "colour",
                         fill="text")  # fmt: skip
        assert strip.cell_length == width
        assert len(strip.text) == width


def test_blanks_do_not_begin_another_colour() -> None:
    strip = strip_of([("  ", "text"), ("id", "strong"), (" ", "text"), ("x", "bad")], 8, "colour",
                     fill="text")  # fmt: skip
    assert [segment.text for segment in strip] == ["  id ", "x", "  "]


def test_long_words_are_broken_where_there_is_no_blank() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 5) == [""]


def test_ascii_has_a_stand_in_of_the_same_width_for_everything() -> None:
    text = "P07 · M 53 † ▲ ▼ ★ ▬ 4.1 → 8.0 −87 % ≠ ◆ … ⠒⠤ █▄ ─┬│ Ä 漢"
    plain = to_ascii(text)
    assert plain.isascii()
    assert len(plain) == len(text) + 1, "the one wide character takes its two cells"
    marks = [to_ascii(glyph) for glyph, _ in RESPONSES.values()]
    assert len(set(marks) - {"="}) == len(marks) - 2, "only the two stable calls share a sign"
    assert to_ascii("†") != to_ascii("+"), "a death is not a censoring"
    assert in_words("←→") == "left/right"


def event(kind: str, on: str, **payload: object) -> Event:
    return Event(
        seq=1, fact=f"P/{kind}/{on}", revision=1, action="record", patient="P", kind=kind,
        occurred_on=on, recorded_at=0, actor="a", source="", reason="", schema_version=1,
        payload=payload, hash=b"",
    )  # fmt: skip


def text_of(lines: object) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]  # type: ignore[attr-defined]


def test_the_small_course_runs_from_shortly_before_the_radiotherapy_to_the_end() -> None:
    events = [
        event("procedure", "1999", name="resection"),
        event("rt_fraction", "2009-01-01", course="1", number=1, dose_gy=1.8),
        event("drug_dose", "2009-01-01", agent="sorafenib", daily_dose_mg=800.0),
        event("imaging", "2009-02-01", modality="CT", region="liver", reported_response="PR"),
        event("adverse_event", "2009-02-10", episode="e", term="rash", grade=2),
        event("vital_status", "2009-04-01", status="dead"),
    ]
    lines = text_of(draw_course(events, 40))
    assert lines[0] == "RT     █" + " " * 31
    assert lines[1].startswith("drug   ━━━")
    assert lines[2].count("▼") == 1
    assert lines[2].endswith("†")
    assert "2" in lines[3]
    assert lines[4].startswith("months 0")
    told = text_of(draw_milestones(events, 40))
    assert told[:2] == ["1999", "         resection"]
    assert "  1 Jan  RT course 1: 1.8 Gy/1 fx" in told
    assert " 10 Feb  G2 rash" in told
    assert told[-1].endswith("† died")


@pytest.mark.parametrize("events", [[], [event("note", "2009", text="x")]])
def test_a_course_without_treatment_can_be_drawn(events: list[Event]) -> None:
    draw_course(events, 40)
    draw_milestones(events, 40)
    assert draw_course(events, 5) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [(48.0, "▼ below, 32 % of the lower limit"), (500.0, "▲ above, 1.2 × the upper limit"),
     (200.0, "within")],
)  # fmt: skip
def test_a_value_is_told_against_its_range(value: float, words: str) -> None:
    lab = event("lab", "2009-01-01", analyte="platelets", value=value, unit="G/L",
                lower_limit=150.0, upper_limit=400.0)  # fmt: skip
    spans = reference_spans(lab, 80)
    assert spans[-1][0] == words
    assert "".join(text for text, _ in spans).count("●") == 1


def test_a_hundred_months_and_more_keep_their_mark_in_the_list() -> None:
    def cells(months: float | None) -> tuple[str, str]:
        row = CourseRow("P1", ttp_months=months, ttp_event=False, os_months=months, os_event=True)
        return BY_NAME["ttp"].cell(row)[0], BY_NAME["os"].cell(row)[0]

    assert cells(99.94) == ("99.9 +", "99.9 †")
    assert cells(99.96) == ("100 +", "100 †")
    assert cells(136.8) == ("137 +", "137 †")
    assert cells(None) == ("–", "–")

"""The filter line of the audit trail: what it means, and where what it does not mean stands."""

from __future__ import annotations

import pytest

from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.filter_text import parse_trail_filter
from timeline.dates import parse_instant
from timeline.errors import InvalidFilter


def test_nothing_asked_is_everything():
    assert parse_trail_filter("  ") == TrailFilter()


def test_fields_take_several_values_joined_by_commas():
    assert parse_trail_filter("actor=jc,mk kind=lab action=correct patient=P07") == TrailFilter(
        actors=("jc", "mk"), kinds=("lab",), actions=("correct",), patients=("P07",)
    )


def test_a_word_without_a_field_and_words_in_quotes_are_looked_for_in_the_text():
    assert parse_trail_filter('keyed "wrong patient" source="a b.csv"') == TrailFilter(
        words=("keyed", "wrong patient"), sources=("a b.csv",)
    )


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("on=2010", "2010-01-01T00:00:00Z", "2010-12-31T23:59:59.999999Z"),
        ("on=2010-02", "2010-02-01T00:00:00Z", "2010-02-28T23:59:59.999999Z"),
        ("since=2010-02-03 until=2010-02-04", "2010-02-03T00:00:00Z",
         "2010-02-04T23:59:59.999999Z"),
        ("since=2010-01-12T09:30Z until=2010", "2010-01-12T09:30:00Z",
         "2010-12-31T23:59:59.999999Z"),
    ],
)  # fmt: skip
def test_a_period_is_whole_years_months_days_or_instants(text: str, since: str, until: str):
    found = parse_trail_filter(text)
    assert (found.since, found.until) == (parse_instant(since), parse_instant(until))


def test_seqs_are_one_or_a_range():
    assert parse_trail_filter("seq=62") == TrailFilter(first_seq=62, last_seq=62)
    assert parse_trail_filter("seq=63-128") == TrailFilter(first_seq=63, last_seq=128)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("jc actr=jc", 4, "'actr' is not a field; did you mean actor?"),
        ("action=corect", 1, "'corect' is no action; did you mean correct?"),
        ("kind=labs", 1, "did you mean lab?"),
        ("actor=", 1, "expected a value after actor="),
        ("on=2010-13", 1, "'2010-13' is no time; expected e.g. 2010, 2010-01"),
        ("seq=x", 1, "'x' is no seq; expected e.g. 62 or 63-128"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(text: str, position: int, words: str):
    with pytest.raises(InvalidFilter) as refused:
        parse_trail_filter(text)
    assert refused.value.position == position
    assert words in refused.value.problem

"""Clinical dates are known to the day, the month or the year, and never completed silently."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.dates import (
    day_bounds,
    day_to_date,
    days_in_words,
    format_instant,
    now_us,
    parse_clinical_date,
    parse_instant,
    recording_day,
)
from timeline.errors import InvalidDate


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2009-03-02", "day", date(2009, 3, 2), date(2009, 3, 2)),
        ("2008-02", "month", date(2008, 2, 1), date(2008, 2, 29)),
        ("2009-02", "month", date(2009, 2, 1), date(2009, 2, 28)),
        ("2009", "year", date(2009, 1, 1), date(2009, 12, 31)),
    ],
)
def test_a_date_has_the_bounds_of_what_is_known(
    text: str, precision: str, earliest: date, latest: date
) -> None:
    known = parse_clinical_date(text)
    assert (known.precision, known.earliest, known.latest) == (precision, earliest, latest)
    assert str(known) == text
    assert [day_to_date(day) for day in day_bounds(text)] == [earliest, latest]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "now", "today", "02/03/2009", "2009/03/02", "2009-3-2", "20090302", "09-03-02",
        "2009-13", "2009-02-29", "2009-00-01", "2009-00", "2009-03-00", " 2009-03-02",
        "2009-03-02T10:00", "2009-03-02 ", "2009-", "２００９",
        "0000", "1849-12-31", "2009-W10", "2009-061", "+2009",
    ],
)  # fmt: skip
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(InvalidDate, match=r"not a d|lies before 1850"):
        parse_clinical_date(text)


def test_an_instant_without_a_zone_is_utc() -> None:
    assert parse_instant("2010-01-12T09:30") == parse_instant("2010-01-12T09:30:00Z")
    assert parse_instant("2010-01-12 09:30:00.000001+09:00") == parse_instant(
        "2010-01-12T00:30:00.000001Z"
    )


def test_a_whole_date_is_its_first_instant_or_its_last() -> None:
    assert format_instant(parse_instant("2010-01-12")) == "2010-01-12T00:00:00Z"
    assert format_instant(parse_instant("2010-01-12", end_of_day=True)) == (
        "2010-01-12T23:59:59.999999Z"
    )


@pytest.mark.parametrize("text", ["", "now", "2010-01", "12:30", "2010-01-12T25:00Z", "yesterday"])
def test_anything_else_is_no_instant(text: str) -> None:
    with pytest.raises(
        InvalidDate, match=r"is not an instant; expected e\.g\. 2010-01-12T09:30:00Z"
    ):
        parse_instant(text)


@pytest.mark.parametrize("us", [0, 1, 999_999, 1_263_288_600_000_000, 1_263_288_600_123_456])
def test_an_instant_is_written_as_it_is_read(us: int) -> None:
    assert parse_instant(format_instant(us)) == us


def test_the_clock_runs_in_microseconds() -> None:
    assert parse_instant("2020-01-01") < now_us() < parse_instant("2200-01-01")


def test_a_clinic_ahead_of_utc_may_write_its_own_today() -> None:
    late_in_utc = parse_instant("2010-01-12T10:00:00Z")
    assert day_to_date(recording_day(late_in_utc)) == date(2010, 1, 13)
    assert day_to_date(recording_day(parse_instant("2010-01-12T09:59:59Z"))) == date(2010, 1, 12)


def test_days_in_words() -> None:
    assert days_in_words(0) == "0 days"
    assert days_in_words(9) == "1 week 2 days"

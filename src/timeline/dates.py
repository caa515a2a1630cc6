"""Clinical dates and instants; the one door to pendulum.

A clinical date is known to the day, the month or the year. It is never completed silently: it has
an earliest and a latest day, and whoever needs a single day imputes it by a named rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import pendulum

from timeline.errors import InvalidDate
from timeline.payload_errors import value_text

Precision = Literal["day", "month", "year"]
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EARLIEST_YEAR = 1850

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ClinicalDate:
    """A date as far as it is known. `earliest` and `latest` are both inclusive."""

    text: str
    precision: Precision
    earliest: date
    latest: date

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65536)
def parse_clinical_date(text: str) -> ClinicalDate:
    """Read `2009-03-02`, `2009-03` or `2009`.

    Raises InvalidDate for anything else: other orders, other separators, impossible days.
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise InvalidDate(f"{value_text(text)} is not a date; expected YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        earliest = pendulum.Date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise InvalidDate(f"{text!r} is not a day of the calendar: {error}") from error
    if year < EARLIEST_YEAR:
        raise InvalidDate(f"{text!r} lies before {EARLIEST_YEAR}; expected a patient's lifetime")
    if day is not None:
        return ClinicalDate(text, "day", earliest, earliest)
    if month is not None:
        return ClinicalDate(text, "month", earliest, earliest.end_of("month"))
    return ClinicalDate(text, "year", earliest, earliest.end_of("year"))


@lru_cache(maxsize=65536)
def day_bounds(text: str) -> tuple[int, int]:
    """The earliest and the latest day of a clinical date, as days since 1970-01-01."""
    known = parse_clinical_date(text)
    return known.earliest.toordinal() - EPOCH_ORDINAL, known.latest.toordinal() - EPOCH_ORDINAL


def later(day: date, *, days: int = 0, months: int = 0) -> date:
    """A day some calendar months and days on; from a month's end to the end of a shorter one."""
    return pendulum.Date(day.year, day.month, day.day).add(months=months, days=days)


def day_to_date(day: int) -> date:
    """The calendar date of a number of days since 1970-01-01."""
    return date.fromordinal(day + EPOCH_ORDINAL)


def now_us() -> int:
    """This instant in microseconds since the epoch, UTC."""
    return instant_to_us(pendulum.now("UTC"))


def instant_to_us(instant: pendulum.DateTime) -> int:
    """An aware instant in microseconds since the epoch, exactly."""
    return instant.int_timestamp * 1_000_000 + instant.microsecond


@lru_cache(maxsize=65536)
def parse_instant(text: str, *, end_of_day: bool = False) -> int:
    """Read an ISO instant, or a whole date, into microseconds since the epoch.

    Without a zone it is UTC. A whole date means its first microsecond, or with `end_of_day` its
    last. Raises InvalidDate.
    """
    try:
        if len(text) == 10:
            known = parse_clinical_date(text).earliest
            start = pendulum.datetime(known.year, known.month, known.day)
            return instant_to_us(start.end_of("day") if end_of_day else start)
        if not _INSTANT.fullmatch(text):
            raise ValueError("not ISO 8601")
        parsed = pendulum.parse(text, tz="UTC")
        assert isinstance(parsed, pendulum.DateTime)
        return instant_to_us(parsed)
    except (InvalidDate, ValueError, OverflowError) as error:
        raise InvalidDate(
            f"{value_text(text)} is not an instant;"
            " expected e.g. 2010-01-12T09:30:00Z or 2010-01-12"
        ) from error


def format_instant(us: int) -> str:
    """Microseconds since the epoch as ISO 8601 in UTC, without a zero fraction."""
    seconds, fraction = divmod(us, 1_000_000)
    text = pendulum.from_timestamp(seconds).format("YYYY-MM-DDTHH:mm:ss")
    return f"{text}.{fraction:06d}Z" if fraction else f"{text}Z"


def recording_day(us: int) -> int:
    """The last calendar day that an instant falls on, anywhere, as days since 1970-01-01.

    A clinic ahead of UTC writes today's date while UTC still has yesterday's (up to 14 hours).
    """
    return (us + 14 * 3_600_000_000) // 86_400_000_000


def days_in_words(days: int) -> str:
    """A number of days as a person would say it: `1 year 2 months 3 days`, roughly by months."""
    span = pendulum.duration(days=days)
    return span.in_words() if days else "0 days"

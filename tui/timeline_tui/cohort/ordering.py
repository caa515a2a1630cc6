"""Which patients the cohort table shows, and in which order. Pure; runs in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.errors import InvalidFilter
from timeline_tui.cohort.columns import BY_NAME
from timeline_tui.cohort.course_row import CourseRow

Predicate = Callable[[CourseRow], bool]
_EXPRESSION = re.compile(r"[<>=~]|\bis (not )?missing\b")
_EVERY = 2_000


@dataclass(frozen=True)
class Sorting:
    """The column that decides the order, and its direction."""

    column: str = "patient"
    descending: bool = False


@dataclass(frozen=True)
class Ordered:
    """The places of the rows to show, in order, and what the whole of them adds up to."""

    places: list[int]
    deaths: int
    progressions: int
    excluded: int


def read_filter(text: str) -> Predicate | None:
    """What a filter's text asks for: an expression where it compares, else words.

    Every word has to occur somewhere in the row. None where there is nothing to ask. Raises
    TimelineError for an expression that cannot be read.
    """
    text = text.strip()
    if not text:
        return None
    if not _EXPRESSION.search(text):
        words = text.casefold().split()
        return lambda row: _mentions(row, words)
    from timeline.filters import parse_filter
    from timeline.projections.declarations import PROJECTIONS

    expression = parse_filter(text, PROJECTIONS["course"].columns)
    return lambda row: expression.holds(row._asdict())


def problem_words(error: Exception) -> str:
    """Why a filter cannot be read, without the text that stands on the screen anyway."""
    return error.problem if isinstance(error, InvalidFilter) else str(error)


def begins_a_comparison(text: str) -> bool:
    """Whether the last word of a filter is the beginning of a column's name: more will come."""
    words = text.casefold().split()
    return bool(words) and any(name.startswith(words[-1]) for name in CourseRow._fields)


def _mentions(row: CourseRow, words: list[str]) -> bool:
    texts = " ".join(value for value in row if isinstance(value, str)).casefold()
    return all(word in texts for word in words)


def order_rows(
    rows: Sequence[CourseRow],
    predicate: Predicate | None,
    sorting: Sorting,
    *,
    show_excluded: bool = False,
    check: Callable[[], None] = lambda: None,
) -> Ordered:
    """The rows to show. Missing values come last in either direction; ties keep their order."""
    places: list[int] = []
    deaths = progressions = excluded = 0
    for place, row in enumerate(rows):
        if place % _EVERY == 0:
            check()
        if row.included is not None and not row.included:
            excluded += 1
            if not show_excluded:
                continue
        if predicate is not None and not predicate(row):
            continue
        places.append(place)
        deaths += bool(row.os_event)
        progressions += bool(row.ttp_event)
    check()
    return Ordered(_sorted(rows, places, sorting), deaths, progressions, excluded)


def _sorted(rows: Sequence[CourseRow], places: list[int], sorting: Sorting) -> list[int]:
    key = BY_NAME[sorting.column].key
    keyed: list[tuple[Any, int]] = [(key(rows[place]), place) for place in places]
    known = [pair for pair in keyed if pair[0] is not None]
    missing = [place for value, place in keyed if value is None]
    known.sort(key=lambda pair: pair[0], reverse=sorting.descending)
    return [place for _, place in known] + missing

"""Which patients the cohort table shows, and in which order. Pure; runs in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

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
    included = [at for at, row in enumerate(rows) if row.included is None or row.included]
    places = list(range(len(rows))) if show_excluded else included
    check()
    if predicate is not None:
        places = _chosen(rows, places, predicate, check)
    return Ordered(
        _sorted(rows, places, sorting),
        sum(1 for place in places if rows[place].os_event),
        sum(1 for place in places if rows[place].ttp_event),
        len(rows) - len(included),
    )


def _chosen(
    rows: Sequence[CourseRow], places: list[int], predicate: Predicate, check: Callable[[], None]
) -> list[int]:
    found: list[int] = []
    for start in range(0, len(places), _EVERY):
        check()
        found += [place for place in places[start : start + _EVERY] if predicate(rows[place])]
    return found


def _sorted(rows: Sequence[CourseRow], places: list[int], sorting: Sorting) -> list[int]:
    key = BY_NAME[sorting.column].key
    keyed = [(key(rows[place]), place) for place in places]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=sorting.descending)
    if len(known) == len(keyed):
        return [place for _, place in known]
    return [place for _, place in known] + [place for value, place in keyed if value is None]

"""Which patients the cohort table shows, and in which order. Pure; runs in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.more_columns import ALL_COLUMNS

Predicate = Callable[[CourseRow], bool]
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


def order_rows(
    rows: Sequence[CourseRow],
    predicate: Predicate | None,
    sorting: Sorting,
    *,
    show_excluded: bool = False,
    check: Callable[[], None] = lambda: None,
    sorted_places: Sequence[int] | None = None,
) -> Ordered:
    """The rows to show. Missing values come last in either direction; ties keep their order.

    `sorted_places` are all rows in that order, where it is known already.
    """
    if sorted_places is None:
        sorted_places = sort_rows(rows, sorting)
    check()
    included = [at for at in sorted_places if rows[at].included is None or rows[at].included]
    places = list(sorted_places) if show_excluded else included
    check()
    if predicate is not None:
        places = _chosen(rows, places, predicate, check)
    return Ordered(
        places,
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


def sort_rows(rows: Sequence[CourseRow], sorting: Sorting) -> list[int]:
    """The places of all rows in order."""
    key = ALL_COLUMNS[sorting.column].key
    keyed = [(key(row), place) for place, row in enumerate(rows)]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=sorting.descending)
    if len(known) == len(keyed):
        return [place for _, place in known]
    return [place for _, place in known] + [place for value, place in keyed if value is None]

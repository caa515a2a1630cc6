"""Choosing the patients to show: the filter's text, read and asked of every row, in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from timeline.errors import InvalidFilter, TimelineError
from timeline_tui.background import Ticket
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.filter_facts import FilterFacts
from timeline_tui.cohort.follow_up import median_follow_up
from timeline_tui.cohort.ordering import Ordered, Predicate, Sorting, order_rows, sort_rows

if TYPE_CHECKING:
    from timeline.filtering.completion import Offers

JOINING = ("and", "or", "not")
FOLLOWED_WHILE_TYPING = 20_000
"""The median follow-up of more patients waits until the filter is kept."""


@dataclass(frozen=True)
class Asked:
    """What is to be shown. `before` is the filter that chose what is shown now."""

    rows: Sequence[CourseRow]
    text: str
    sorting: Sorting
    before: str = ""
    show_excluded: bool = False
    typing: bool = False
    marked: frozenset[str] = frozenset()
    as_of: int | None = None


@dataclass(frozen=True)
class Chosen:
    """What is shown. `text` is the filter that chose it: an earlier one while the one that is typed
    cannot be read, for the `problem` at character `position`, from 0.
    """

    ordered: Ordered
    text: str = ""
    problem: str = ""
    position: int = -1
    follow_up: float | None = None
    """The median, in months; None where it is not reached, or not `reckoned`."""
    reckoned: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether a filter chose the patients."""
        return bool(self.text.strip())


class Chooser:
    """Chooses patients for one list; what it had to read for that is kept until it is told."""

    def __init__(self, facts: FilterFacts) -> None:
        self.facts = facts
        self._sorted: tuple[object, Sorting, list[int]] | None = None

    def choose(self, asked: Asked, ticket: Ticket) -> Chosen:
        """The patients to show, in order. Runs in a thread; raises Cancelled."""
        places = self._places(asked)
        ticket.check()
        try:
            ordered, text = self._filtered(asked, places, ticket)
            problem, position = "", -1
        except TimelineError as error:
            ordered, text = self._kept(asked, places, ticket)
            problem = error.problem if isinstance(error, InvalidFilter) else str(error)
            position = error.position - 1 if isinstance(error, InvalidFilter) else -1
        reckoned = not asked.typing or len(ordered.places) <= FOLLOWED_WHILE_TYPING
        chosen = [asked.rows[place] for place in ordered.places] if reckoned else []
        follow_up = median_follow_up(
            (row.os_months, bool(row.os_event)) for row in chosen if row.os_months is not None
        )
        return Chosen(ordered, text, problem, position, follow_up, reckoned and bool(chosen))

    def prepare(self, rows: Sequence[CourseRow]) -> None:
        """Read what any filter needs before the first one is typed. Runs in a thread."""
        self.facts.prepare(rows)

    def offers(self, asked: Asked) -> Offers:
        """What the last word of the filter may become. Runs in a thread."""
        from timeline.filtering.completion import complete

        language = self.facts.language(asked.text, asked.as_of)
        return complete(asked.text, language, partial(self.facts.values, asked.rows))

    def _filtered(self, asked: Asked, places: list[int], ticket: Ticket) -> tuple[Ordered, str]:
        """By the filter as it stands; while its last word may become a name, without that word,
        unless it is the only one and occurs somewhere.
        """
        words = asked.text.split()
        if not asked.typing or asked.text[-1:].isspace() or not self._may_go_on(asked, words):
            return self._ordered(asked, asked.text, places, ticket), asked.text
        if len(words) == 1:
            ordered = self._ordered(asked, asked.text, places, ticket)
            if ordered.places:
                return ordered, asked.text
        while words and (len(words) == len(asked.text.split()) or words[-1].casefold() in JOINING):
            words.pop()
        shorter = " ".join(words)
        return self._ordered(asked, shorter, places, ticket), shorter

    def _may_go_on(self, asked: Asked, words: list[str]) -> bool:
        """Whether the last word is no name yet, but the beginning of one."""
        from timeline.filtering.completion import complete

        last = words[-1] if words else ""
        language = self.facts.language("", asked.as_of)
        named = ":" in last or last.casefold() in JOINING or language.column(last) is not None
        return not named and bool(complete(last, language).offers)

    def _kept(self, asked: Asked, places: list[int], ticket: Ticket) -> tuple[Ordered, str]:
        """By the filter before; everybody where that cannot be read either."""
        try:
            return self._ordered(asked, asked.before, places, ticket), asked.before
        except TimelineError:
            return self._ordered(asked, "", places, ticket), ""

    def _ordered(self, asked: Asked, text: str, places: list[int], ticket: Ticket) -> Ordered:
        return order_rows(
            asked.rows,
            self._predicate(asked, text, ticket),
            asked.sorting,
            show_excluded=asked.show_excluded,
            check=ticket.check,
            sorted_places=places,
        )

    def _predicate(self, asked: Asked, text: str, ticket: Ticket) -> Predicate | None:
        if not text.strip():
            return None
        return self.facts.predicate(text, asked.rows, asked.marked, asked.as_of, ticket)

    def _places(self, asked: Asked) -> list[int]:
        kept = self._sorted
        if kept is not None and kept[0] is asked.rows and kept[1] == asked.sorting:
            return kept[2]
        places = sort_rows(asked.rows, asked.sorting)
        self._sorted = asked.rows, asked.sorting, places
        return places

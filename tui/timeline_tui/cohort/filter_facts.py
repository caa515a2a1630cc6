"""What a filter asks beyond the rows of the list: grades, issues, terms of the study, marks.

Each is read once, in a thread, when a filter first asks for it, and again after something was
appended or another moment was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from timeline_tui.background import Ticket
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.session import Session

if TYPE_CHECKING:
    from timeline.filtering.names import Language
    from timeline_tui.cohort.ordering import Predicate

MARKED = "marked"
_ADVERSE = re.compile(r"(?<!\w)ae:", re.IGNORECASE)
_ENOUGH_VALUES = 40


class FilterFacts:
    """Reads what filters ask for, and keeps it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._kept: dict[tuple[Any, ...], Any] = {}
        self._of_rows: tuple[object, dict[str, Any]] = (None, {})

    def forget(self) -> None:
        """Something was appended: what was read may be of yesterday."""
        self._kept = {}

    def prepare(self, rows: Sequence[CourseRow]) -> None:
        """Import what reads filters, and gather the words of all rows."""
        from timeline.filtering import completion  # noqa: F401
        from timeline.filters import parse_course_filter

        language = self.language("", None)
        parse_course_filter("dead", language)
        self._words(rows, language)
        self._terms(None)

    def predicate(
        self,
        text: str,
        rows: Sequence[CourseRow],
        marked: frozenset[str],
        as_of: int | None,
        ticket: Ticket,
    ) -> Predicate:
        """The test of a row that a filter's text asks for. Raises InvalidFilter, StoreError."""
        from timeline.filtering.names import ISSUES
        from timeline.filters import parse_course_filter

        language = self.language(text, as_of)
        read = parse_course_filter(text, language)
        facts = {MARKED: dict.fromkeys(marked, 1)}
        for key in sorted(read.facts):
            facts[key] = _open_issues(rows) if key == ISSUES else self._fact(key, as_of)
            ticket.check()
        words = self._words(rows, language) if read.mentions else {}
        return read.test_of(CourseRow._fields, facts, words)

    def language(self, text: str, as_of: int | None) -> Language:
        """What a filter may name; the study's own terms where it asks for adverse events."""
        from timeline.filtering.names import Language
        from timeline.projections.declaration import Column
        from timeline.projections.declarations import PROJECTIONS

        course = PROJECTIONS["course"].columns
        columns = {name: one for name, one in course.items() if name in CourseRow._fields}
        columns[MARKED] = Column("boolean", "marked with the space bar")
        terms = self._terms(as_of) if _ADVERSE.search(text) else ()
        return Language(columns, facts=True, words=True, terms=terms)

    def values(self, rows: Sequence[CourseRow], column: str) -> list[str]:
        """The words that a column holds, the most frequent first, where they are few."""
        kept = self._about(rows)
        if column not in kept:
            from collections import Counter

            place = CourseRow._fields.index(column) if column in CourseRow._fields else None
            found = Counter(row[place] for row in rows) if place is not None else Counter()
            texts = [value for value, _ in found.most_common() if isinstance(value, str)]
            kept[column] = texts if len(texts) <= _ENOUGH_VALUES else []
        values: list[str] = kept[column]
        return values

    def _about(self, rows: Sequence[CourseRow]) -> dict[str, Any]:
        """What is kept of these very rows."""
        if self._of_rows[0] is not rows:
            self._of_rows = rows, {}
        return self._of_rows[1]

    def _words(self, rows: Sequence[CourseRow], language: Language) -> dict[str, str]:
        from timeline.filtering.names import folded

        kept = self._about(rows)
        if "" not in kept:
            places = [CourseRow._fields.index(name) for name in language.searched]
            kept[""] = {
                row.patient: folded("\n".join([str(row[at]) for at in places if row[at]]))
                for row in rows
            }
        words: dict[str, str] = kept[""]
        return words

    def _fact(self, key: str, as_of: int | None) -> dict[str, int]:
        from timeline.filtering.facts import fact_of_records, read_fact, table_of

        known = ("fact", key, as_of)
        kept = self._kept
        if known not in kept:
            from timeline.query import is_stale

            with self.session.open() as store:
                if as_of is None and not is_stale(store):
                    kept[known] = read_fact(store.rows, key)
                    return kept[known]  # type: ignore[no-any-return]
            kept[known] = fact_of_records(self._derived(table_of(key), as_of), key)
        fact: dict[str, int] = kept[known]
        return fact

    def _terms(self, as_of: int | None) -> tuple[str, ...]:
        known, kept = ("terms", as_of), self._kept
        if known not in kept:
            from timeline.query import is_stale

            with self.session.open() as store:
                if as_of is None and not is_stale(store):
                    rows = store.rows("SELECT DISTINCT term FROM toxicity")
                    kept[known] = tuple(sorted(term for (term,) in rows))
                    return kept[known]  # type: ignore[no-any-return]
            records = self._derived("toxicity", as_of)
            kept[known] = tuple(sorted({row["term"] for row in records}))
        terms: tuple[str, ...] = kept[known]
        return terms

    def _derived(self, table: str, as_of: int | None) -> list[dict[str, Any]]:
        """A table's rows, derived in memory: as of a moment, or where the stored one is older."""
        known, kept = ("table", table, as_of), self._kept
        if known not in kept:
            from timeline.query import read_table

            with self.session.open() as store:
                kept[known] = read_table(store, table, as_of=as_of, all_patients=True).records()
        records: list[dict[str, Any]] = kept[known]
        return records


def _open_issues(rows: Sequence[CourseRow]) -> dict[str, int]:
    """What the list itself counts: issues and queries that nobody has settled."""
    return {row.patient: row.open_issues for row in rows if row.open_issues}

"""Conditions on a table's rows, as a user writes them: `months < 6 and event = true`.

A condition compares a column with a value (`= != < <= > >=`, and `~` `!~` for text that holds a
word, whatever its case), names a column of true and false, or asks for `is missing`. Conditions are
joined by `and` (or a blank), `or`, `not` and parentheses. A comparison with a missing value is
neither true nor false, as in SQL, so that the row is left out under `not` too.

Of the course row more can be asked: the worst grade of an adverse event (`ae:hfs>=3`) or of a
laboratory test (`lab:platelets>=3`), open data issues (`issues>0`), and words that occur anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from timeline.filtering.conditions import WORDS, Condition, Get, Sql, Test, facts_in, has_mentions
from timeline.filtering.facts import Fact
from timeline.filtering.names import Language, folded
from timeline.filtering.parser import parse
from timeline.projections.declaration import Column


@dataclass(frozen=True)
class Filter:
    """A condition that was read, with the text it was read from."""

    text: str
    condition: Condition
    language: Language

    @cached_property
    def facts(self) -> frozenset[str]:
        """The keys of what it asks of other tables than the row's own."""
        return frozenset(facts_in(self.condition))

    @cached_property
    def mentions(self) -> bool:
        """Whether it looks for words anywhere in the row."""
        return has_mentions(self.condition)

    def answer(self, row: Mapping[str, Any]) -> bool | None:
        """Whether it is so of a row, by column; None where that is not known.

        The row has the facts by their keys as well.
        """
        return self._by_name(row)

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether a row, by column, is one of those asked for."""
        return bool(self._by_name(row))

    @cached_property
    def _by_name(self) -> Test:
        searched = self.language.searched

        def read(name: str) -> Get:
            if name == WORDS:
                return lambda row: _words(row[column] for column in searched)
            return itemgetter(name)

        return self.condition.test(read)

    def test_of(
        self,
        columns: Sequence[str],
        facts: Mapping[str, Fact],
        words: Mapping[str, str] | None = None,
    ) -> Callable[[tuple[Any, ...]], bool]:
        """A test of rows that are tuples of these columns, the patient among them.

        `facts` has what is asked of other tables; `words` all words of each patient's row, folded,
        where they are known already.
        """
        place = {name: at for at, name in enumerate(columns)}
        patient = place.get("patient", 0)

        def read(name: str) -> Get:
            if name in facts:
                fact = facts[name]
                return lambda row: fact.get(row[patient], 0)
            if name != WORDS:
                return itemgetter(place[name])
            if words is not None:
                return lambda row: words[row[patient]]
            searched = [place[column] for column in self.language.searched]
            return lambda row: _words(row[at] for at in searched)

        test = self.condition.test(read)
        return lambda row: bool(test(row))

    def to_sql(self) -> Sql:
        """The condition as SQL over the same columns, with its bound values."""
        return self.condition.to_sql()


def _words(values: Any) -> str:
    return folded("\n".join(str(value) for value in values if value is not None))


def parse_filter(text: str, columns: Mapping[str, Column]) -> Filter:
    """Read a condition on a table with these columns. Raises InvalidFilter with the position."""
    language = Language(columns)
    return Filter(text, parse(text, language), language)


def parse_course_filter(text: str, language: Language | None = None) -> Filter:
    """Read a condition on the course row, in its fuller language. Raises InvalidFilter."""
    language = language or course_language()
    return Filter(text, parse(text, language), language)


def course_language(
    *, terms: Sequence[str] = (), more: Mapping[str, Column] | None = None
) -> Language:
    """What may be asked of the course row: `more` columns too, and the study's own `terms`."""
    from timeline.projections.declarations import PROJECTIONS

    columns = {**PROJECTIONS["course"].columns, **(more or {})}
    return Language(columns, facts=True, words=True, terms=tuple(terms))

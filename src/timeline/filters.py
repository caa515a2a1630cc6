"""Conditions on a table's rows, as a user writes them: `months < 6 and event = true`.

A condition compares a column with a value (`= != < <= > >=`, and `~` `!~` for text that holds a
word, whatever its case), names a column of true and false, or asks for `is missing`. Conditions are
joined by `and` (or a blank), `or`, `not` and parentheses. A comparison with a missing value is
neither true nor false, as in SQL, so that the row is left out under `not` too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from timeline.conditions import (
    Compares,
    Condition,
    Contains,
    Joined,
    Missing,
    Not,
    Row,
    Sql,
    folded,
)
from timeline.dates import parse_clinical_date
from timeline.errors import InvalidDate, InvalidFilter
from timeline.payload_errors import suggestion
from timeline.projections.declaration import Column

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<operator><=|>=|!=|<>|==|!~|[<>=~])"""
    r"""|(?P<bracket>[()])|(?P<word>[^\s()<>=!~"']+))"""
)
_SAME = {"==": "=", "<>": "!="}
_TRUTHS = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
_JOINING = ("and", "or", "not", "is")
DEEPEST = 50


@dataclass(frozen=True)
class Filter:
    """A condition that was read, with the text it was read from."""

    text: str
    condition: Condition

    def holds(self, row: Row) -> bool:
        """Whether a row, by column, is one of those asked for."""
        return bool(self.condition.holds(row))

    def to_sql(self) -> Sql:
        """The condition as SQL over the same columns, with its bound values."""
        return self.condition.to_sql()


def parse_filter(text: str, columns: Mapping[str, Column]) -> Filter:
    """Read a condition on a table with these columns. Raises InvalidFilter with the position."""
    parser = _Parser(text, columns)
    condition = parser.alternatives()
    if parser.kind:
        parser.refuse(f"{parser.token!r} is not expected here")
    return Filter(text, condition)


class _Parser:
    """A recursive descent over the tokens; `token`, of `kind`, is the one that comes next."""

    def __init__(self, text: str, columns: Mapping[str, Column]) -> None:
        self.text = text
        self.columns = columns
        self.kind = self.token = ""
        self.start = self.end = self.depth = 0
        self.advance()

    def advance(self) -> str:
        """Go to the next token; returns the one that was passed."""
        passed, self.kind, self.token = self.token, "", ""
        rest = self.text[self.end :]
        self.start = self.end + len(rest) - len(rest.lstrip())
        if rest.strip():
            match = _TOKEN.match(self.text, self.end)
            if match is None:
                self.refuse(f"{self.text[self.start]!r} is not understood; is a quote not closed?")
            self.kind, self.end = str(match.lastgroup), match.end()
            self.token = match[self.kind]
        return passed

    def refuse(self, message: str, position: int | None = None) -> NoReturn:
        at = (self.start if position is None else position) + 1
        raise InvalidFilter(self.text, problem=message, position=at)

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.token.casefold() in words

    def alternatives(self) -> Condition:
        parts = [self.conjunction()]
        while self.is_word("or"):
            self.advance()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), all=False)

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.token == "(" or (self.kind == "word" and not self.is_word("or")):
            if self.is_word("and"):
                self.advance()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), all=True)

    def negation(self) -> Condition:
        opens = self.kind == "bracket" and self.token == "("
        if not opens and not self.is_word("not"):
            return self.comparison()
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"more than {DEEPEST} conditions inside each other")
        self.advance()
        inner = self.alternatives() if opens else Not(self.negation())
        if opens:
            if self.token != ")":
                self.refuse("expected ')' here")
            self.advance()
        self.depth -= 1
        return inner

    def comparison(self) -> Condition:
        if self.kind != "word" or self.is_word(*_JOINING):
            given = f"{self.token!r} given" if self.kind else "nothing given"
            self.refuse(f"{given}, expected a column, as in months < 6")
        name = self.column_name()
        if self.is_word("is"):
            return self.missing(name)
        if self.kind != "operator":
            if self.columns[name].dtype != "boolean":
                self.refuse(f"expected a comparison after {name}, as in {self.example(name)}")
            return Compares(name, "=", 1)
        sign = self.advance()
        if self.kind not in ("word", "text"):
            self.refuse(f"expected a value after {sign}, as in {self.example(name)}")
        position, word, quoted = self.start, self.token, self.kind == "text"
        self.advance()
        return self.against(name, _SAME.get(sign, sign), word[1:-1] if quoted else word, position)

    def column_name(self) -> str:
        """The column that a word names; `ttp` is short for `ttp_months`."""
        name = self.token
        spellings = (name, name.casefold(), f"{name.casefold()}_months")
        found = [spelling for spelling in spellings if spelling in self.columns]
        if not found:
            self.refuse(f"{name!r} is not a column; {suggestion(name, list(self.columns))}")
        self.advance()
        return found[0]

    def missing(self, name: str) -> Condition:
        self.advance()
        negated = self.is_word("not")
        if negated:
            self.advance()
        if not self.is_word("missing"):
            self.refuse(f"expected {name} is missing, or {name} is not missing")
        self.advance()
        return Not(Missing(name)) if negated else Missing(name)

    def against(self, name: str, sign: str, word: str, position: int) -> Condition:
        """A comparison, its value read as the column's type."""
        if sign in ("~", "!~"):
            if self.columns[name].dtype not in ("text", "date", "partial_date"):
                self.refuse(f"{sign} looks into text, which {name} is not", position)
            contains = Contains(name, folded(word))
            return Not(contains) if sign == "!~" else contains
        match self.columns[name].dtype:
            case "integer" | "number":
                return Compares(name, sign, self.number(name, word, position))
            case "boolean":
                return self.truth(name, sign, word, position)
            case "date" | "partial_date":
                return self.date(name, sign, word, position)
            case "text":
                return Compares(name, sign, word)

    def number(self, name: str, word: str, position: int) -> float:
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", word.casefold(), re.ASCII):
            self.refuse(f"{word!r} is not a number, as {name} is", position)
        return float(word)

    def truth(self, name: str, sign: str, word: str, position: int) -> Condition:
        if sign not in ("=", "!=") or word.casefold() not in _TRUTHS:
            self.refuse(f"{sign} {word!r} given, but {name} is true or false", position)
        return Compares(name, sign, _TRUTHS[word.casefold()])

    def date(self, name: str, sign: str, word: str, position: int) -> Condition:
        """Before or after, or within, a day, month or year.

        In text a month comes before its days, so that a date known to the month is within it.
        """
        try:
            known = parse_clinical_date(word)
        except InvalidDate as error:
            self.refuse(f"{error}, as {name} is", position)
        first, last = known.text, known.latest.isoformat()
        if sign in ("=", "!="):
            within = Joined((Compares(name, ">=", first), Compares(name, "<=", last)), all=True)
            return within if sign == "=" else Not(within)
        return Compares(name, sign, first if sign in ("<", ">=") else last)

    def example(self, name: str) -> str:
        dates = dict.fromkeys(("date", "partial_date"), "2010-03-02")
        values = {"text": '"words"', **dates, "boolean": "true"}
        return f"{name} = {values.get(self.columns[name].dtype, '6')}"

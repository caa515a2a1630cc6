"""A column held against a value that is read as the column's type."""

from __future__ import annotations

import re

from timeline.dates import parse_clinical_date
from timeline.errors import InvalidDate
from timeline.filtering.conditions import (
    Compares,
    Condition,
    Contains,
    Fact,
    Graded,
    Joined,
    Not,
    Reads,
)
from timeline.filtering.facts import is_fact
from timeline.filtering.names import GRADE_IN_WORDS, Language, folded
from timeline.filtering.tokens import Tokens

_SAME = {"==": "=", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!="}
_TRUTHS = {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
_GRADE = re.compile(r"g?([0-5])", re.ASCII)


def example(name: str, dtype: str) -> str:
    """A comparison of a column of that type as it is written."""
    dates = dict.fromkeys(("date", "partial_date"), "2010-03-02")
    values = {"text": '"words"', **dates, "boolean": "true"}
    return f"{name} = {values.get(dtype, '6')}"


def comparison(tokens: Tokens, language: Language, name: str) -> Condition:
    """The comparison whose sign comes next; `name` is a column or a counted fact."""
    dtype = language.declared(name).dtype
    sign = tokens.advance()
    if tokens.kind not in ("word", "text"):
        tokens.refuse(f"expected a value after {sign}, as in {example(name, dtype)}")
    position, word, quoted = tokens.start, tokens.token, tokens.kind == "text"
    tokens.advance()
    word, sign = word[1:-1] if quoted else word, _SAME.get(sign, sign)
    if sign in ("~", "!~"):
        if dtype not in ("text", "date", "partial_date"):
            tokens.refuse(f"{sign} looks into text, which {name} is not", position)
        contains = Contains(name, folded(word))
        return Not(contains) if sign == "!~" else contains
    if is_fact(name):
        return Fact(name, sign, _number(tokens, name, word, position))
    match dtype:
        case "integer" | "number":
            return Compares(name, sign, _number(tokens, name, word, position))
        case "boolean":
            return _truth(tokens, name, sign, word, position)
        case "date" | "partial_date":
            return _date(tokens, name, sign, word, position)
    if name in GRADE_IN_WORDS and not quoted and (grade := _GRADE.fullmatch(word.casefold())):
        return Graded(name, sign, int(grade[1]))
    if sign in ("=", "!="):
        return Reads(name, word, different=sign == "!=")
    return Compares(name, sign, word)


def grade_comparison(tokens: Tokens, key: str, written: str) -> Condition:
    """The grade of an adverse event or test against a number; without one, whether it occurred."""
    if tokens.kind != "operator":
        if tokens.is_word("is"):
            tokens.refuse(f"a grade is 0 where there was none; ask {written} = 0")
        return Fact(key, ">=", 1)
    sign = tokens.advance()
    sign = _SAME.get(sign, sign)
    position, word = tokens.start, tokens.token.casefold()
    grade = _GRADE.fullmatch(word)
    if sign in ("~", "!~") or grade is None:
        tokens.refuse(f"expected a CTCAE grade from 0 to 5, as in {written} >= 3", position)
    tokens.advance()
    return Fact(key, sign, int(grade[1]))


def _number(tokens: Tokens, name: str, word: str, position: int) -> float:
    if not _NUMBER.fullmatch(word.casefold()):
        tokens.refuse(f"{word!r} is not a number, as {name} is", position)
    return float(word)


def _truth(tokens: Tokens, name: str, sign: str, word: str, position: int) -> Condition:
    if sign not in ("=", "!=") or word.casefold() not in _TRUTHS:
        tokens.refuse(f"{sign} {word!r} given, but {name} is true or false", position)
    return Compares(name, sign, _TRUTHS[word.casefold()])


def _date(tokens: Tokens, name: str, sign: str, word: str, position: int) -> Condition:
    """Before or after, or within, a day, month or year.

    In text a month comes before its days, so that a date known to the month is within it.
    """
    try:
        known = parse_clinical_date(word)
    except InvalidDate as error:
        tokens.refuse(f"{error}, as {name} is", position)
    first, last = known.text, known.latest.isoformat()
    if sign in ("=", "!="):
        within = Joined((Compares(name, ">=", first), Compares(name, "<=", last)), all=True)
        return within if sign == "=" else Not(within)
    return Compares(name, sign, first if sign in ("<", ">=") else last)

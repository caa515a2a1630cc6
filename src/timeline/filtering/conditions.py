"""Conditions on a row, to be asked of a row in memory or, as SQL, of a table.

What is not known stays so: a comparison with a missing value is None, as in SQL. In memory a
condition becomes a test: a function of the row, made once for all of them from what gets a value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from timeline.filtering.facts import fact_sql
from timeline.filtering.names import folded

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Sql = tuple[str, list[Any]]
Get = Callable[[Any], Any]
"""A value of a row."""
Read = Callable[[str], Get]
"""What gets a column's value or a fact, by its name; WORDS gets all words of a row, folded."""
Test = Callable[[Any], bool | None]
WORDS = "*"


@dataclass(frozen=True)
class Compares:
    """A column's value held against another."""

    column: str
    operator: str
    value: Any

    def test(self, read: Read) -> Test:
        get, holds, value = read(self.column), _ORDERS[self.operator], self.value

        def test(row: Any) -> bool | None:
            found = get(row)
            return None if found is None else holds(found, value)

        return test

    def to_sql(self) -> Sql:
        return f'"{self.column}" {self.operator} ?', [self.value]


@dataclass(frozen=True)
class Reads:
    """A column's text that is another (`different`: that is not), in whatever case."""

    column: str
    words: str
    different: bool = False

    def test(self, read: Read) -> Test:
        get, words, different = read(self.column), folded(self.words), self.different

        def test(row: Any) -> bool | None:
            found = get(row)
            return None if found is None else (folded(str(found)) == words) != different

        return test

    def to_sql(self) -> Sql:
        sign = "!=" if self.different else "="
        return f'lower("{self.column}") {sign} ?', [folded(self.words)]


@dataclass(frozen=True)
class Contains:
    """A text that holds another, `part`, which is folded."""

    column: str
    part: str

    def test(self, read: Read) -> Test:
        get, part = read(self.column), self.part

        def test(row: Any) -> bool | None:
            found = get(row)
            return None if found is None else part in folded(str(found))

        return test

    def to_sql(self) -> Sql:
        return f'instr(lower("{self.column}"), ?) > 0', [self.part]


@dataclass(frozen=True)
class Mentions:
    """A row that holds a text, `part`, which is folded, in any of some columns."""

    columns: tuple[str, ...]
    part: str

    def test(self, read: Read) -> Test:
        get, part = read(WORDS), self.part
        return lambda row: part in get(row)

    def to_sql(self) -> Sql:
        found = " OR ".join(f'instr(lower("{column}"), ?) > 0' for column in self.columns)
        return f"coalesce({found}, FALSE)", [self.part for _ in self.columns]


@dataclass(frozen=True)
class Graded:
    """The grade that a column's words begin with (`none` is 0, `n/e` not known) held against one.

    `G3 fatigue` is 3.
    """

    column: str
    operator: str
    value: float

    def test(self, read: Read) -> Test:
        get, holds, value = read(self.column), _ORDERS[self.operator], self.value

        def test(row: Any) -> bool | None:
            grade = grade_in(get(row))
            return None if grade is None else holds(grade, value)

        return test

    def to_sql(self) -> Sql:
        column = f'"{self.column}"'
        grade = f"CAST(substr({column}, 2, 1) AS INTEGER)"
        case = f"CASE WHEN {column} = 'none' THEN 0 WHEN {column} GLOB 'G[0-9]*' THEN {grade} END"
        return f"{case} {self.operator} ?", [self.value]


def grade_in(words: object) -> int | None:
    """The grade that words of late toxicity begin with."""
    text = str(words)
    if text[:1] == "G" and "0" <= text[1:2] <= "9":
        return int(text[1])
    return 0 if text == "none" else None


@dataclass(frozen=True)
class Fact:
    """A number that another table has for the patient of the row, held against one."""

    key: str
    operator: str
    value: float

    def test(self, read: Read) -> Test:
        get, holds, value = read(self.key), _ORDERS[self.operator], self.value
        return lambda row: holds(get(row), value)

    def to_sql(self) -> Sql:
        sql, values = fact_sql(self.key)
        return f"{sql} {self.operator} ?", [*values, self.value]


@dataclass(frozen=True)
class Missing:
    """A value that is not known."""

    column: str

    def test(self, read: Read) -> Test:
        get = read(self.column)
        return lambda row: get(row) is None

    def to_sql(self) -> Sql:
        return f'"{self.column}" IS NULL', []


@dataclass(frozen=True)
class Not:
    """What is not so; of what is not known neither is known."""

    part: Condition

    def test(self, read: Read) -> Test:
        inner = self.part.test(read)

        def test(row: Any) -> bool | None:
            found = inner(row)
            return None if found is None else not found

        return test

    def to_sql(self) -> Sql:
        sql, values = self.part.to_sql()
        return f"NOT ({sql})", values


@dataclass(frozen=True)
class Joined:
    """All of the parts (`all` true) or any of them."""

    parts: tuple[Condition, ...]
    all: bool

    def test(self, read: Read) -> Test:
        tests, decided = [part.test(read) for part in self.parts], not self.all

        def test(row: Any) -> bool | None:
            known: bool | None = not decided
            for one in tests:
                found = one(row)
                if found is decided:
                    return decided
                if found is None:
                    known = None
            return known

        return test

    def to_sql(self) -> Sql:
        compiled = [part.to_sql() for part in self.parts]
        word = " AND " if self.all else " OR "
        return f"({word.join(sql for sql, _ in compiled)})", [
            v for _, more in compiled for v in more
        ]


Condition = Compares | Reads | Contains | Mentions | Graded | Fact | Missing | Not | Joined


def facts_in(condition: Condition) -> set[str]:
    """The keys of the facts that a condition asks for."""
    match condition:
        case Fact(key):
            return {key}
        case Not(part):
            return facts_in(part)
        case Joined(parts):
            return set().union(*map(facts_in, parts))
    return set()


def has_mentions(condition: Condition) -> bool:
    """Whether a condition looks for words anywhere in the row."""
    match condition:
        case Mentions():
            return True
        case Not(part):
            return has_mentions(part)
        case Joined(parts):
            return any(map(has_mentions, parts))
    return False

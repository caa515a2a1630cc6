"""Conditions on a row, to be asked of a mapping in memory or, as SQL, of a table.

What is not known stays so: a comparison with a missing value is None, as in SQL.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

Row = Mapping[str, Any]
Sql = tuple[str, list[Any]]


def folded(text: str) -> str:
    """A text with its ASCII letters in lower case, as SQLite's lower() has it."""
    return text.translate(_ASCII_LOWER)


@dataclass(frozen=True)
class Compares:
    """A column's value held against another."""

    column: str
    operator: str
    value: Any

    def holds(self, row: Row) -> bool | None:
        found = row[self.column]
        return None if found is None else _ORDERS[self.operator](found, self.value)

    def to_sql(self) -> Sql:
        return f'"{self.column}" {self.operator} ?', [self.value]


@dataclass(frozen=True)
class Contains:
    """A text that holds another, `part`, which is folded."""

    column: str
    part: str

    def holds(self, row: Row) -> bool | None:
        found = row[self.column]
        return None if found is None else self.part in folded(str(found))

    def to_sql(self) -> Sql:
        return f'instr(lower("{self.column}"), ?) > 0', [self.part]


@dataclass(frozen=True)
class Missing:
    """A value that is not known."""

    column: str

    def holds(self, row: Row) -> bool | None:
        return row[self.column] is None

    def to_sql(self) -> Sql:
        return f'"{self.column}" IS NULL', []


@dataclass(frozen=True)
class Not:
    """What is not so; of what is not known neither is known."""

    part: Condition

    def holds(self, row: Row) -> bool | None:
        found = self.part.holds(row)
        return None if found is None else not found

    def to_sql(self) -> Sql:
        sql, values = self.part.to_sql()
        return f"NOT ({sql})", values


@dataclass(frozen=True)
class Joined:
    """All of the parts (`all` true) or any of them."""

    parts: tuple[Condition, ...]
    all: bool

    def holds(self, row: Row) -> bool | None:
        found = [part.holds(row) for part in self.parts]
        if (not self.all) in found:
            return not self.all
        return None if None in found else self.all

    def to_sql(self) -> Sql:
        compiled = [part.to_sql() for part in self.parts]
        word = " AND " if self.all else " OR "
        return f"({word.join(sql for sql, _ in compiled)})", [
            v for _, more in compiled for v in more
        ]


Condition = Compares | Contains | Missing | Not | Joined

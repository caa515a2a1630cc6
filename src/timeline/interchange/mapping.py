"""Mappings: a TOML file that says how a CSV file of another layout is to be read.

The example `hcc_visits` has one whole. `[table]` names the columns of patient and date;
each `[[event]]` makes one event of every row, of a patient's first or last row (`once`), or with
the earliest or latest date that any of the patient's rows gives (`occurred_on.pick`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from timeline.errors import InvalidMapping, TimelineError
from timeline.kinds import find_kind
from timeline.payload_errors import explain


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the mapping file."""


class Cell(_Part, frozen=True):
    """The cell of a column; with `words` each word it may hold means another."""

    column: str
    words: dict[str, str] | None = None


class When(_Part, frozen=True):
    """A condition on a cell: a number above another, or the very word."""

    column: str
    above: float | None = None
    equals: str | None = None


class Item(_Part, frozen=True):
    """One item of a list, if its condition holds: a `word`, or an object of `fields`."""

    when: When | None = None
    word: str | Cell | None = None
    fields: dict[str, str | int | float | Cell] = {}


class DateRule(_Part, frozen=True):
    """A date that is a column's, moved by whole days of another (fractions are cut off)."""

    column: str
    plus_days: str | None = None
    pick: Literal["earliest", "latest"] | None = None


Value = str | int | float | Cell | list[Item]


class EventRule(_Part, frozen=True):
    """An event that rows say."""

    kind: str
    payload: dict[str, Value]
    when: When | None = None
    once: Literal["first", "last"] | None = None
    occurred_on: DateRule | None = None


class Table(_Part, frozen=True):
    """Where the file has patient and date. A patient's rows stand together. Of rows of one patient
    and date, `same_day` keeps all or only the last. `ignored` columns are known and not read.
    """

    patient: str
    date: str
    same_day: Literal["all", "last"] = "all"
    ignored: list[str] = []


class Mapping(_Part, frozen=True):
    """How to read a file."""

    table: Table
    event: list[EventRule]

    def columns_read(self) -> set[str]:
        """Every column that something is read from."""
        found = {self.table.patient, self.table.date}
        for rule in self.event:
            found |= {named.column for named in _named_in(rule)}
            if rule.occurred_on and rule.occurred_on.plus_days:
                found.add(rule.occurred_on.plus_days)
        return found


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises InvalidMapping naming the file, the key and what was expected."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidMapping(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidMapping(f"{path}: not TOML in UTF-8: {error}") from None
    try:
        mapping = msgspec.convert(values, Mapping)
    except msgspec.ValidationError as error:
        raise InvalidMapping(f"{path}: {_in_words(values, str(error))}") from None
    try:
        for rule in mapping.event:
            find_kind(rule.kind)
    except TimelineError as error:
        raise InvalidMapping(f"{path}: field event.kind: {error}") from None
    for condition in (part for rule in mapping.event for part in _named_in(rule)):
        if isinstance(condition, When) and (condition.above is None) == (condition.equals is None):
            raise InvalidMapping(
                f"{path}: when {condition.column}: expected either above or equals"
            )
    return mapping


def _in_words(values: object, message: str) -> str:
    try:
        return explain("a mapping", Mapping, values, message)
    except (KeyError, AttributeError, TypeError):  # a place without a type of its own
        return message


def _named_in(rule: EventRule) -> Iterator[Cell | When | DateRule]:
    """Every part of a rule that names a column."""
    if rule.when:
        yield rule.when
    if rule.occurred_on:
        yield rule.occurred_on
    for value in rule.payload.values():
        for item in value if isinstance(value, list) else [Item(word=_cell(value))]:
            if item.when:
                yield item.when
            for part in (item.word, *item.fields.values()):
                if isinstance(part, Cell):
                    yield part


def _cell(value: Value) -> Cell | None:
    return value if isinstance(value, Cell) else None

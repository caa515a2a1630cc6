"""Mappings: a TOML file that says how files of another layout are to be read.

`[table]` names the columns of patient and date and how dates and numbers are written; each
`[[event]]` makes one event of every row, of a patient's first or last row (`once`), of each of
several columns (`each`), or with the earliest or latest date that any of the patient's rows gives
(`occurred_on.pick`). A workbook has a `[[sheet]]` for each of its sheets, with a table and events
of its own. docs/mappings.md shows them at work.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from timeline.errors import InvalidMapping, TimelineError
from timeline.interchange.mapped_dates import check_format
from timeline.kinds import find_kind
from timeline.payload_errors import explain, field_types, suggestion

EACH = "*"
"""The name by which a rule with `each` speaks of the column whose turn it is."""


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the mapping file."""


class Cell(_Part, frozen=True):
    """The cell of a column.

    With `words` each word that it may hold means another, any further one `otherwise`; `default`
    stands for an empty cell. A number is multiplied by `factor`, or by the factor of the unit that
    the column `unit` has; with `limits` it may come as `<2` or `>20000`, which makes the
    comparator. `split` parts the words of a list.
    """

    column: str
    words: dict[str, str] | None = None
    otherwise: str | None = None
    default: str | None = None
    factor: float | None = None
    unit: str | None = None
    factors: dict[str, float] | None = None
    limits: bool = False
    split: Annotated[str, Meta(min_length=1)] | None = None


class When(_Part, frozen=True):
    """A condition on a cell: a number above another, the very word, or that it is filled."""

    column: str
    above: float | None = None
    equals: str | None = None
    filled: bool | None = None


class Item(_Part, frozen=True):
    """One item of a list, if its condition holds: a `word`, or an object of `fields`."""

    when: When | None = None
    word: str | Cell | None = None
    fields: dict[str, str | int | float | Cell] = {}


class DateRule(_Part, frozen=True):
    """A date that is a column's, moved by whole days: a number, or those of another column, whose
    fractions are cut off.
    """

    column: str
    plus_days: int | str | None = None
    plus_months: int | None = None
    pick: Literal["earliest", "latest"] | None = None


class Each(_Part, frozen=True):
    """One column of several that say the same thing of different times."""

    column: str
    plus_days: int = 0
    plus_months: int = 0


Value = str | int | float | Cell | list[Item]


class EventRule(_Part, frozen=True):
    """An event that rows say, if every condition of `when` holds. Of `each` column that is filled
    comes one, in which the column `*` is that one, and whose date is moved as it says. `key` is a
    column with the row's own key.
    """

    kind: str
    payload: dict[str, Value] = {}
    when: When | list[When] | None = None
    once: Literal["first", "last"] | None = None
    occurred_on: DateRule | None = None
    each: list[Each] = []
    key: str | None = None

    @property
    def conditions(self) -> list[When]:
        """What has to hold of a row."""
        if self.when is None:
            return []
        return self.when if isinstance(self.when, list) else [self.when]


class Table(_Part, frozen=True):
    """Where rows have patient and date, and how they are written.

    Where a rule looks at several rows of a patient, they stand together. Of rows of one patient and
    date, `same_day` keeps all or only the last. `ignored` columns are known and not read, `*` are
    all that are not read; rows of which a condition of `skip` holds are passed over. `dates` are
    formats as in `%d.%m.%Y`, or `excel` for serial days, beside ISO dates. `missing` words are
    empty cells.
    """

    patient: str
    date: str | None = None
    same_day: Literal["all", "last"] = "all"
    ignored: list[str] = []
    skip: list[When] = []
    dates: list[str] = []
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    missing: list[str] = []


class FileRules(_Part, frozen=True):
    """How a file is cut into rows and cells. Merged cells are refused, or each filled. A record
    export of REDCap is read by its data `dictionary`, a file beside the mapping.
    """

    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    header_row: Annotated[int, Meta(ge=1, le=1000)] = 1
    merged: Literal["refuse", "fill"] = "refuse"
    dictionary: str | None = None


class SheetMapping(_Part, frozen=True):
    """How one sheet is read; without a name the only one, or a file of text."""

    table: Table
    event: list[EventRule]
    name: str | None = None
    header_row: Annotated[int, Meta(ge=1, le=1000)] | None = None

    def columns_read(self) -> set[str]:
        """Every column that something is read from."""
        table = self.table
        found = {table.patient} | ({table.date} if table.date else set())
        found |= {condition.column for condition in table.skip}
        for rule in self.event:
            found |= {name for part in named_in(rule) for name in _columns(part)}
            found |= {one.column for one in rule.each} | ({rule.key} if rule.key else set())
        return found - {EACH}


class Mapping(_Part, frozen=True):
    """How to read a file: a table and its events, or several sheets that have them."""

    table: Table | None = None
    event: list[EventRule] = []
    sheet: list[SheetMapping] = []
    file: FileRules = FileRules()

    def sheets(self) -> list[SheetMapping]:
        """The sheets; of a mapping without them, the one table."""
        return self.sheet or ([SheetMapping(self.table, self.event)] if self.table else [])


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
    for problem in _problems(mapping):
        raise InvalidMapping(f"{path}: {problem}")
    return mapping


def _problems(mapping: Mapping) -> Iterator[str]:
    """What a mapping that is well formed has wrong all the same."""
    if mapping.sheet and (mapping.table or mapping.event):
        yield "field sheet: given beside a table of the file's own; expected one or the other"
    if not mapping.sheets():
        yield "field table: not given; a mapping needs it, or a [[sheet]]"
    try:
        "".encode(mapping.file.encoding)
    except LookupError:
        yield f"field file.encoding: {mapping.file.encoding!r} given, expected e.g. utf-8 or cp1252"
    for sheet in mapping.sheets():
        for given in sheet.table.dates:
            if problem := check_format(given):
                yield f"field table.dates: {problem}"
        for condition in sheet.table.skip:
            yield from _condition_problems(condition)
        for rule in sheet.event:
            yield from _rule_problems(sheet, rule)


def _rule_problems(sheet: SheetMapping, rule: EventRule) -> Iterator[str]:
    try:
        types = field_types(find_kind(rule.kind).payload)
    except TimelineError as error:
        yield f"field event.kind: {error}"
        return
    for name in rule.payload:
        if name not in types:
            hint = suggestion(name, list(types))
            yield f"field event.payload.{name}: not a field of {rule.kind}; {hint}"
    if sheet.table.date is None and rule.occurred_on is None:
        yield f"event of {rule.kind}: no date; expected occurred_on, or a date of the table"
    for part in named_in(rule):
        if isinstance(part, When):
            yield from _condition_problems(part)
        if EACH in _columns(part) and not rule.each:
            yield f"event of {rule.kind}: column '*' stands for those of each, which is not given"
        if isinstance(part, Cell) and (part.unit is None) != (part.factors is None):
            yield f"cell {part.column}: expected unit and factors together, or neither"


def _condition_problems(condition: When) -> Iterator[str]:
    if sum(one is not None for one in (condition.above, condition.equals, condition.filled)) != 1:
        yield f"when {condition.column}: expected one of above, equals and filled"


def _in_words(values: object, message: str) -> str:
    try:
        return explain("a mapping", Mapping, values, message)
    except (KeyError, AttributeError, TypeError):  # a place without a type of its own
        return message


def _columns(part: Cell | When | DateRule) -> set[str]:
    found = {part.column}
    if isinstance(part, Cell) and part.unit is not None:
        found.add(part.unit)
    if isinstance(part, DateRule) and isinstance(part.plus_days, str):
        found.add(part.plus_days)
    return found


def named_in(rule: EventRule) -> Iterator[Cell | When | DateRule]:
    """Every part of a rule that names a column."""
    yield from rule.conditions
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

"""The payload that a row says by a rule: cells to words, numbers, lists and objects."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any, Literal

from timeline.errors import InvalidEvent, TimelineError
from timeline.interchange.mapped_dates import read_date
from timeline.interchange.mapped_numbers import beyond, plain_number
from timeline.interchange.mapping import EACH, Cell, EventRule, Item, Table, Value, When
from timeline.kinds import find_kind
from timeline.payload_errors import field_types, is_list, value_text
from timeline.payloads import Lesion


@dataclass(frozen=True)
class Cells:
    """The filled cells of one row by column, and the column that `*` stands for."""

    filled: MappingOf[str, str]
    each: str | None = None

    def name(self, column: str) -> str:
        """The column that is meant."""
        return self.each if column == EACH and self.each is not None else column

    def get(self, column: str) -> str | None:
        return self.filled.get(self.name(column))


def payload(rule: EventRule, cells: Cells, table: Table) -> dict[str, Any]:
    """What the row says of the event, without what it leaves open. Raises InvalidEvent."""
    types = field_types(find_kind(rule.kind).payload)
    found: dict[str, Any] = {}
    for name, value in rule.payload.items():
        told = _value(value, cells, table, _sort(name, types[name]))
        if isinstance(value, Cell) and value.limits and isinstance(told, str):
            sign, told = beyond(told)
            if sign != "none":
                found["comparator"] = sign
        if isinstance(value, Cell) and told is not None and is_list(types[name]):
            told = [part for one in told.split(value.split or ";") if (part := one.strip())]
        if told is not None:
            found[name] = told
    return found


def holds(when: When, cells: Cells, table: Table) -> bool:
    """Whether a condition holds of a row. Raises InvalidEvent where it needs a number."""
    given = cells.get(when.column)
    if when.filled is not None:
        return (given is not None) == when.filled
    if when.equals is not None:
        return given == when.equals
    return number(when.column, cells, table) > (when.above or 0.0)


def number(column: str, cells: Cells, table: Table) -> float:
    """The number in a cell. Raises InvalidEvent."""
    name = cells.name(column)
    try:
        return float(plain_number(cells.get(column) or "", table))
    except InvalidEvent:
        given = cells.get(column) or ""
        raise InvalidEvent(f"field {name}: {given!r} given, expected a number") from None


Sort = Literal["text", "number", "date"]


def _sort(name: str, declared: Any) -> Sort:
    """What a field of a payload holds, as far as files write it in ways of their own."""
    if name.endswith("_date"):
        return "date"
    words = str(declared)
    number = ("float" in words or "int" in words) and "str" not in words
    return "number" if number and not is_list(declared) else "text"


def _value(value: Value, cells: Cells, table: Table, sort: Sort) -> Any:
    if isinstance(value, Cell):
        return _cell(value, cells, table, sort)
    if isinstance(value, list):
        made = [
            _item(item, cells, table)
            for item in value
            if item.when is None or holds(item.when, cells, table)
        ]
        return [one for one in made if one is not None]
    return value


def _item(item: Item, cells: Cells, table: Table) -> Any:
    if item.word is not None:
        return _value(item.word, cells, table, "text")
    types = field_types(Lesion)
    made = {
        name: _value(value, cells, table, _sort(name, types.get(name, "")))
        for name, value in item.fields.items()
    }
    return {name: value for name, value in made.items() if value is not None}


def _cell(cell: Cell, cells: Cells, table: Table, sort: Sort) -> str | None:
    given = cells.get(cell.column)
    if given is None:
        return cell.default
    if cell.words is not None and (given in cell.words or cell.otherwise is not None):
        return cell.words.get(given, cell.otherwise)
    name = cells.name(cell.column)
    if cell.words is not None and not (cell.limits or cell.factor or cell.factors):
        known = ", ".join(cell.words)
        raise InvalidEvent(f"field {name}: {value_text(given)} given, expected one of {known}")
    if sort == "text":
        return given
    sign, bare = beyond(given) if cell.limits else ("none", given)
    try:
        if sort == "date":
            return read_date(given, tuple(table.dates))
        text = _scaled(cell, plain_number(bare, table), cells)
    except TimelineError as error:
        said = str(error)
        raise InvalidEvent(said if said.startswith("field ") else f"field {name}: {said}") from None
    return text if sign == "none" else f"{sign}{text}"


def _scaled(cell: Cell, text: str, cells: Cells) -> str:
    factor = cell.factor
    if cell.unit is not None and cell.factors is not None:
        unit = cells.get(cell.unit)
        if unit is None or unit not in cell.factors:
            given = "empty" if unit is None else f"{value_text(unit)} given"
            known = ", ".join(cell.factors)
            raise InvalidEvent(
                f"field {cells.name(cell.unit)}: {given}, expected a unit of {known}"
            )
        factor = cell.factors[unit] * (factor or 1.0)
    return text if factor is None else f"{float(text) * factor:.12g}"

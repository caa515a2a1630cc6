"""CSV of another layout, read by a mapping: patient by patient, so that any number of rows fits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from timeline.dates import day_bounds, day_to_date
from timeline.errors import InvalidEvent, Place, Problem, Refused, Remark, TimelineError
from timeline.events import Draft
from timeline.interchange.csv_rows import CsvRows
from timeline.interchange.mapping import Cell, DateRule, EventRule, Item, Mapping, Value, When
from timeline.interchange.text_lines import TextLines
from timeline.payload_errors import suggestion

Read = Draft | Problem | Remark


@dataclass(frozen=True)
class Visit:
    """One row: its number, the patient, the day and the cells that are not empty."""

    number: int
    patient: str
    day: int
    cells: dict[str, str]


@dataclass
class MappedReader:
    """A reader of CSV files by a mapping."""

    mapping: Mapping
    _columns: list[tuple[tuple[str, str], ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = [_columns_of(self.mapping, rule) for rule in self.mapping.event]

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The events of a file. Raises Refused where its header does not fit the mapping."""
        rows = CsvRows(lines)
        if problems := list(self._header_problems(rows)):
            raise Refused(problems)
        seen: set[str] = set()
        visits: list[Visit] = []
        for visit in self._visits(rows):
            if not isinstance(visit, Visit):
                yield visit
                continue
            if visits and visits[0].patient != visit.patient:
                yield from self._patient(rows.file, visits)
                seen.add(visits[0].patient)
                visits = []
            if visit.patient in seen:
                message = f"{visit.patient!r} came before; a patient's rows have to stand together"
                place = Place(rows.file, visit.number, self.mapping.table.patient)
                raise Refused([Problem(message, place)])
            visits.append(visit)
        if visits:
            yield from self._patient(rows.file, visits)

    def _header_problems(self, rows: CsvRows) -> Iterator[Problem]:
        read, ignored = self.mapping.columns_read(), set(self.mapping.table.ignored)
        for name in sorted(read - set(rows.header)):
            hint = suggestion(name, rows.header)
            yield Problem(f"missing; the mapping reads it; {hint}", Place(rows.file, 1, name))
        for name in rows.header:
            if name not in read | ignored:
                message = "neither read nor ignored by the mapping"
                yield Problem(message, Place(rows.file, 1, name))

    def _visits(self, rows: CsvRows) -> Iterator[Visit | Problem]:
        table = self.mapping.table
        for row in rows:
            if isinstance(row, Problem):
                yield row
                continue
            cells = {n: cell for n, cell in zip(rows.header, row.cells, strict=True) if cell}
            try:
                day = _day(cells.get(table.date, ""))
            except TimelineError as error:
                yield Problem(str(error), Place(rows.file, row.number, table.date))
                continue
            yield Visit(row.number, cells.get(table.patient, ""), day, cells)

    def _patient(self, file: str, visits: list[Visit]) -> Iterator[Read]:
        """The events of one patient's rows."""
        visits = sorted(visits, key=lambda visit: visit.day)  # of one day in the file's order
        if self.mapping.table.same_day == "last":
            kept = []
            for _, group in groupby(visits, key=lambda visit: visit.day):
                *earlier, last = group
                kept.append(last)
                for visit in earlier:
                    message = f"passed over; row {last.number} is of the same patient and day"
                    yield Remark(Problem(message, Place(file, visit.number)))
            visits = kept
        for rule, columns in zip(self.mapping.event, self._columns, strict=True):
            yield from _events(rule, file, visits, columns)


def _columns_of(mapping: Mapping, rule: EventRule) -> tuple[tuple[str, str], ...]:
    """Fields paired with the columns that they come from, for messages."""
    date = rule.occurred_on.column if rule.occurred_on else mapping.table.date
    pairs = [("patient", mapping.table.patient), ("occurred_on", date)]
    for name, value in rule.payload.items():
        if isinstance(value, Cell):
            pairs.append((name, value.column))
    return tuple(pairs)


def _events(
    rule: EventRule, file: str, visits: list[Visit], columns: tuple[tuple[str, str], ...]
) -> Iterator[Read]:
    if rule.once:
        visits = [visits[0] if rule.once == "first" else visits[-1]]
    dated: list[tuple[int, Visit]] = []
    for visit in visits:
        try:
            if rule.when is None or _holds(rule.when, visit):
                dated.append((_occurred(rule.occurred_on, visit), visit))
        except TimelineError as error:
            yield Problem(str(error), Place(file, visit.number, columns=columns))
    if dated and rule.occurred_on and rule.occurred_on.pick:
        sign = 1 if rule.occurred_on.pick == "latest" else -1
        dated = [max(dated, key=lambda pair: (sign * pair[0], pair[1].number))]
    for day, visit in dated:
        place = Place(file, visit.number, columns=columns)
        try:
            payload = {name: _value(value, visit) for name, value in rule.payload.items()}
        except TimelineError as error:
            yield Problem(str(error), place)
            continue
        yield Draft(
            patient=visit.patient,
            kind=rule.kind,
            occurred_on=day_to_date(day).isoformat(),
            payload={name: value for name, value in payload.items() if value is not None},
            source=f"{file}#{visit.number}",
            from_text=True,
            place=place,
        )


def _occurred(rule: DateRule | None, visit: Visit) -> int:
    if rule is None:
        return visit.day
    day = _day(visit.cells.get(rule.column, ""))
    return day + math.floor(_number(rule.plus_days, visit)) if rule.plus_days else day


def _day(text: str) -> int:
    first, last = day_bounds(text)
    if first != last:
        raise InvalidEvent(f"{text!r} is not a whole date; expected YYYY-MM-DD")
    return first


def _value(value: Value, visit: Visit) -> Any:
    if isinstance(value, Cell):
        return _word(value, visit)
    if isinstance(value, list):
        items = [_item(item, visit) for item in value if not item.when or _holds(item.when, visit)]
        return [item for item in items if item is not None]
    return value


def _item(item: Item, visit: Visit) -> Any:
    if item.word is not None:
        return _value(item.word, visit)
    made = {name: _value(value, visit) for name, value in item.fields.items()}
    return {name: value for name, value in made.items() if value is not None}


def _word(cell: Cell, visit: Visit) -> str | None:
    given = visit.cells.get(cell.column)
    if given is None or cell.words is None:
        return given
    if given not in cell.words:
        known = ", ".join(cell.words)
        raise InvalidEvent(f"field {cell.column}: {given!r} given, expected one of {known}")
    return cell.words[given]


def _holds(when: When, visit: Visit) -> bool:
    if when.equals is not None:
        return visit.cells.get(when.column) == when.equals
    return _number(when.column, visit) > (when.above or 0.0)


def _number(column: str, visit: Visit) -> float:
    given = visit.cells.get(column, "")
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidEvent(f"field {column}: {given!r} given, expected a number")
    return number

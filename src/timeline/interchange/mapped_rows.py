"""Files of another layout, read by a mapping: patient by patient, however many rows there are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from timeline.dates import day_bounds
from timeline.errors import InvalidEvent, Place, Problem, Refused, Remark, TimelineError
from timeline.events import Draft, fact_from_key
from timeline.interchange.csv_rows import CsvRows
from timeline.interchange.mapped_dates import moved, read_date
from timeline.interchange.mapped_values import Cells, holds, number, payload
from timeline.interchange.mapping import (
    Cell,
    DateRule,
    Each,
    EventRule,
    Mapping,
    SheetMapping,
    Table,
)
from timeline.interchange.redcap import RedcapDictionary
from timeline.interchange.spreadsheet_rows import SpreadsheetRows
from timeline.interchange.text_lines import TextLines
from timeline.interchange.workbooks import SUFFIXES
from timeline.kinds import find_kind
from timeline.payload_errors import suggestion

Read = Draft | Problem | Remark
Rows = CsvRows | SpreadsheetRows
NO_DAY = -(2**31)


@dataclass(frozen=True)
class Visit:
    """One row: its number, the patient, the date in its own column and the filled cells."""

    number: int
    patient: str
    date: str | None
    filled: dict[str, str]

    @property
    def day(self) -> int:
        """The earliest day of the date; of rows without one the order is the file's."""
        return NO_DAY if self.date is None else day_bounds(self.date)[0]


@dataclass(frozen=True)
class Said:
    """What one row says by a rule: the date and the cells; and for messages the row."""

    date: str
    visit: Visit
    cells: Cells


@dataclass(frozen=True)
class MappedReader:
    """A reader of files by a mapping."""

    mapping: Mapping
    dictionary: RedcapDictionary | None = None

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The events of a file. Raises Refused where its header does not fit the mapping."""
        for sheet in self.mapping.sheets():
            yield from _SheetReader(sheet, self.dictionary)(self._rows(lines, sheet))

    def _rows(self, lines: TextLines, sheet: SheetMapping) -> Rows:
        rules = self.mapping.file
        header_row = sheet.header_row or rules.header_row
        if lines.path.suffix.casefold() in SUFFIXES:
            return SpreadsheetRows(
                lines.path,
                sheet.name,
                header_row=header_row,
                fill=rules.merged == "fill",
                decimal=sheet.table.decimal,
            )
        if sheet.name is not None:
            message = f"no workbook; the mapping reads its sheet {sheet.name!r}"
            raise Refused([Problem(message, Place(lines.path.name))])
        lines.encoding = rules.encoding
        return CsvRows(lines, delimiter=rules.delimiter, header_row=header_row)


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: SheetMapping, dictionary: RedcapDictionary | None) -> None:
        self.sheet = sheet
        self.dictionary = dictionary
        self.table: Table = sheet.table
        self.formats = tuple(sheet.table.dates)
        self.missing = {word.casefold() for word in sheet.table.missing}
        self.columns = [_columns_of(sheet, rule) for rule in sheet.event]
        self.by_patient = sheet.table.same_day == "last" or any(
            rule.once or (rule.occurred_on and rule.occurred_on.pick) for rule in sheet.event
        )

    def __call__(self, rows: Rows) -> Iterator[Read]:
        if problems := list(self._header_problems(rows)):
            raise Refused(problems)
        seen: set[str] = set()
        visits: list[Visit] = []
        for visit in self._visits(rows):
            if not isinstance(visit, Visit):
                yield visit
                continue
            if not self.by_patient:
                yield from self._patient(rows.file, [visit])
                continue
            if visits and visits[0].patient != visit.patient:
                yield from self._patient(rows.file, visits)
                seen.add(visits[0].patient)
                visits = []
            if visit.patient in seen:
                message = f"{visit.patient!r} came before; a patient's rows have to stand together"
                place = Place(rows.file, visit.number, self.table.patient)
                raise Refused([Problem(message, place)])
            visits.append(visit)
        if visits:
            yield from self._patient(rows.file, visits)

    def _header_problems(self, rows: Rows) -> Iterator[Problem]:
        read, ignored = self.sheet.columns_read(), set(self.table.ignored)
        header = self.dictionary.header(rows.header) if self.dictionary else rows.header
        for name in sorted(read - set(header)):
            hint = suggestion(name, header)
            yield Problem(f"missing; the mapping reads it; {hint}", Place(rows.file, 1, name))
        for name in header:
            if name not in read | ignored and "*" not in ignored:
                message = "neither read nor ignored by the mapping"
                yield Problem(message, Place(rows.file, 1, name))

    def _visits(self, rows: Rows) -> Iterator[Visit | Problem]:
        for row in rows:
            if isinstance(row, Problem):
                yield row
                continue
            filled = {
                name: cell
                for name, cell in zip(rows.header, row.cells, strict=True)
                if cell and cell.casefold() not in self.missing
            }
            try:
                if self.dictionary is not None:
                    filled = self.dictionary.labels(filled)
                cells = Cells(filled)
                if any(holds(condition, cells, self.table) for condition in self.table.skip):
                    continue
                known = None if self.table.date is None else self._whole_date(filled)
            except TimelineError as error:
                yield Problem(str(error), Place(rows.file, row.number, self.table.date))
                continue
            yield Visit(row.number, filled.get(self.table.patient, ""), known, filled)

    def _whole_date(self, filled: dict[str, str]) -> str:
        text = read_date(filled.get(self.table.date or "", ""), self.formats)
        first, last = day_bounds(text)
        if first != last:
            raise InvalidEvent(f"{text!r} is not a whole date; expected YYYY-MM-DD")
        return text

    def _patient(self, file: str, visits: list[Visit]) -> Iterator[Read]:
        """The events of one patient's rows."""
        visits = sorted(visits, key=lambda visit: visit.day)  # of one day in the file's order
        if self.table.same_day == "last" and self.table.date is not None:
            kept = []
            for _, group in groupby(visits, key=lambda visit: visit.day):
                *earlier, last = group
                kept.append(last)
                for visit in earlier:
                    message = f"passed over; row {last.number} is of the same patient and day"
                    yield Remark(Problem(message, Place(file, visit.number)))
            visits = kept
        for rule, columns in zip(self.sheet.event, self.columns, strict=True):
            yield from self._events(rule, file, visits, columns)

    def _events(
        self, rule: EventRule, file: str, visits: list[Visit], columns: tuple[tuple[str, str], ...]
    ) -> Iterator[Read]:
        if rule.once:
            visits = [visits[0] if rule.once == "first" else visits[-1]]
        said: list[Said] = []
        for visit in visits:
            try:
                said += self._said(rule, visit)
            except TimelineError as error:
                yield Problem(str(error), Place(file, visit.number, columns=columns))
        if said and rule.occurred_on and rule.occurred_on.pick:
            sign = 1 if rule.occurred_on.pick == "latest" else -1
            said = [max(said, key=lambda one: (sign * day_bounds(one.date)[0], one.visit.number))]
        for one in said:
            yield self._draft(rule, file, one, columns)

    def _said(self, rule: EventRule, visit: Visit) -> Iterator[Said]:
        """What a row says by a rule: once, or once for each filled column of several."""
        turns: list[Each | None] = list(rule.each) or [None]
        for turn in turns:
            cells = Cells(visit.filled, None if turn is None else turn.column)
            if turn is not None and cells.get(turn.column) is None:
                continue
            if all(holds(when, cells, self.table) for when in rule.conditions):
                yield Said(self._occurred(rule.occurred_on, visit, cells, turn), visit, cells)

    def _occurred(
        self, rule: DateRule | None, visit: Visit, cells: Cells, turn: Each | None
    ) -> str:
        days, months = (turn.plus_days, turn.plus_months) if turn else (0, 0)
        if rule is None:
            return moved(visit.date or "", days=days, months=months)
        if isinstance(rule.plus_days, str):
            days += math.floor(number(rule.plus_days, cells, self.table))
        else:
            days += rule.plus_days or 0
        try:
            known = read_date(cells.get(rule.column) or "", self.formats)
            return moved(known, days=days, months=months + (rule.plus_months or 0))
        except TimelineError as error:
            raise InvalidEvent(f"field {cells.name(rule.column)}: {error}") from None

    def _draft(
        self, rule: EventRule, file: str, one: Said, columns: tuple[tuple[str, str], ...]
    ) -> Draft | Problem:
        if one.cells.each is not None:
            columns = tuple((field, one.cells.name(column)) for field, column in columns)
        place = Place(file, one.visit.number, columns=columns)
        try:
            said = payload(rule, one.cells, self.table)
        except TimelineError as error:
            return Problem(str(error), place)
        patient, key = one.visit.patient, rule.key and one.cells.get(rule.key)
        return Draft(
            patient=patient,
            kind=rule.kind,
            occurred_on=one.date,
            payload=said,
            fact=fact_from_key(find_kind(rule.kind), patient, key) if key else None,
            source=f"{file}#{one.visit.number}",
            from_text=True,
            place=place,
        )


def _columns_of(sheet: SheetMapping, rule: EventRule) -> tuple[tuple[str, str], ...]:
    """Fields paired with the columns that they come from, for messages."""
    date = rule.occurred_on.column if rule.occurred_on else sheet.table.date or ""
    pairs = [("patient", sheet.table.patient), ("occurred_on", date)]
    for name, value in rule.payload.items():
        if isinstance(value, Cell):
            pairs.append((name, value.column))
    return tuple(pairs)

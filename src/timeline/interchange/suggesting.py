"""A first draft of a mapping, from the header of a file and its first rows.

It takes what it can be sure of: which column names the patient, how dates and numbers are written,
which columns are analytes, also one after another in time (`AFP 0`, `AFP 3`). What it cannot tell
stands as `?`, which no import takes; what it does not understand is among the ignored columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from timeline.criteria.laboratory_units import canonical_analyte_and_unit, find_analyte
from timeline.errors import InvalidDate, Problem, UnknownUnit
from timeline.interchange.csv_rows import CsvRows
from timeline.interchange.mapped_dates import read_date
from timeline.interchange.spreadsheet_rows import SpreadsheetRows
from timeline.interchange.text_lines import TextLines
from timeline.interchange.workbooks import SUFFIXES, sheet_names

SAMPLE = 200
DELIMITERS = (",", ";", "\t", "|")
FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%m/%Y", "%m.%Y")
PATIENT = ("patient", "patientid", "patno", "patnr", "pat", "pid", "id", "subject", "subjectid",
           "subjid", "usubjid", "recordid", "mrn", "caseid", "case")  # fmt: skip
SEX = ("sex", "gender", "geschlecht", "sexe", "sexo")
SEX_WORDS = {"m": "male", "male": "male", "f": "female", "female": "female", "w": "female"}
BIRTH = ("birthdate", "dateofbirth", "dob", "birth", "birthyear", "yearofbirth", "geb")
DEATH = ("dateofdeath", "deathdate", "death", "dod", "died")
CONTACT = ("lastcontact", "lastfollowup", "lastvisit", "lastfu", "dateoflastcontact")
START = ("rtstart", "startofrt", "rtbegin", "rtbeginn", "visitdate", "visit", "date", "datum")
NUMBERS: dict[str, tuple[str, ...]] = {
    "ecog": ("ecog", "ps", "ecogps", "performancestatus"),
    "child_pugh_score": ("childpugh", "childpughscore", "cps", "cpscore"),
}
_UNIT = re.compile(r"\s*[\[(](?P<unit>[^\])]+)[\])]\s*")
_TIME = re.compile(r"(?P<base>.*?)[\s_.-]*(?:at)?[\s_.-]*(?:months?|mo?|monate?)?[\s_.-]*"
                   r"(?P<month>\d{1,2})\s*(?:months?|mo?)?", re.IGNORECASE)  # fmt: skip


@dataclass
class Column:
    """A column and what its first rows hold."""

    name: str
    values: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The name without what tells nothing."""
        return re.sub(r"[\W_]+", "", _UNIT.sub("", self.name).casefold())

    def dates(self) -> list[str]:
        """The formats by which every value is a date; an empty one stands for ISO dates."""
        if not self.values or all(re.fullmatch(r"\d{1,4}", value) for value in self.values):
            return []
        return [one for one in ("", *FORMATS) if all(_is_date(value, one) for value in self.values)]


def suggest(path: Path) -> str:
    """The draft as TOML. Raises Refused where the file cannot be read."""
    if path.suffix.casefold() in SUFFIXES:
        names = sheet_names(path)
        parts = [
            f"# Drafted from the sheets of {path.name}. Read it, fill in each '?', try --dry-run."
        ]
        for name in names:
            columns = _sample(SpreadsheetRows(path, name))
            parts += ["", "[[sheet]]", f"name = {_text(name)}", *_draft(columns, "sheet.")]
        return "\n".join(parts) + "\n"
    delimiter = _delimiter(path)
    columns = _sample(CsvRows(TextLines(path), delimiter=delimiter))
    head = [f"# Drafted from {path.name}. Read it, fill in each '?', try it with --dry-run."]
    if delimiter != ",":
        head += ["", "[file]", f"delimiter = {_text(delimiter)}"]
    return "\n".join([*head, *_draft(columns, "")]) + "\n"


def _delimiter(path: Path) -> str:
    first = next(iter(TextLines(path)), "")
    return max(DELIMITERS, key=first.count)


def _sample(rows: CsvRows | SpreadsheetRows) -> list[Column]:
    columns = [Column(name) for name in rows.header]
    for row in islice(rows, SAMPLE):
        if not isinstance(row, Problem):
            for column, cell in zip(columns, row.cells, strict=True):
                if cell:
                    column.values.append(cell)
    return columns


def _draft(columns: Sequence[Column], inside: str) -> Iterator[str]:
    """The table and the events of one sheet."""
    patient = next((one for word in PATIENT for one in columns if one.plain == word), columns[0])
    dated = [column for column in columns if column is not patient and column.dates()]
    date = next((one for word in START for one in dated if word in one.plain), None)
    date = date or (dated[0] if dated else None)
    used = {patient.name} | ({date.name} if date else set())
    events = list(_events(columns, dated, date, used, inside))
    table = "table." if inside else ""
    yield from ([] if inside else ["", "[table]"])
    yield f"{table}patient = {_text(patient.name)}"
    if date is not None:
        yield f"{table}date = {_text(date.name)}"
    formats, ambiguous = _formats(dated)
    if formats:
        note = "  # which of them? a day up to 12 may be a month" if ambiguous else ""
        yield f"{table}dates = {_list(formats)}{note}"
    if _decimal_comma(columns):
        yield f'{table}decimal = ","'
    if ignored := [column.name for column in columns if column.name not in used]:
        yield f"{table}ignored = {_list(ignored)}  # not understood"
    yield from events


def _events(
    columns: Sequence[Column],
    dated: Sequence[Column],
    date: Column | None,
    used: set[str],
    inside: str,
) -> Iterator[str]:
    when = [] if date is not None else ['occurred_on = { column = "?" }']
    named = {column.plain: column for column in columns}
    sex = next((named[word] for word in SEX if word in named), None)
    if sex is not None:
        words = {value: SEX_WORDS.get(value.casefold(), "?") for value in dict.fromkeys(sex.values)}
        told = ", ".join(f"{_text(value)} = {_text(word)}" for value, word in words.items())
        yield from _event(inside, "registration", ['once = "first"', *when])
        yield f"payload.sex = {{ column = {_text(sex.name)}, words = {{ {told} }} }}"
        used.add(sex.name)
        birth = next((named[word] for word in BIRTH if word in named), None)
        if birth is not None:
            yield f"payload.birth_date = {{ column = {_text(birth.name)} }}"
            used.add(birth.name)
    for words_, status in ((DEATH, "dead"), (CONTACT, "alive")):
        column = next((one for one in dated if one is not date and one.plain in words_), None)
        if column is not None:
            filled = f"when = {{ column = {_text(column.name)}, filled = true }}"
            on = f"occurred_on = {{ column = {_text(column.name)} }}"
            yield from _event(inside, "vital_status", ['once = "last"', filled, on])
            yield f"payload.status = {_text(status)}"
            used.add(column.name)
    found = {
        kind: next((named[word] for word in words if word in named), None)
        for kind, words in NUMBERS.items()
    }
    if any(found.values()):
        yield from _event(inside, "clinical_status", when)
        for name, one in found.items():
            if one is not None:
                yield f"payload.{name} = {{ column = {_text(one.name)} }}"
                used.add(one.name)
    yield from _labs(columns, when, used, inside)


def _labs(columns: Sequence[Column], when: list[str], used: set[str], inside: str) -> Iterator[str]:
    """An event for each analyte; columns of one analyte at several times are told as `each`."""
    series: dict[tuple[str, str], list[tuple[int | None, Column]]] = {}
    for column in columns:
        if column.name in used:
            continue
        analyte, month = _analyte(column)
        if analyte:
            series.setdefault((analyte, _unit(analyte, column)), []).append((month, column))
            used.add(column.name)
    for (analyte, unit), found in series.items():
        yield from _event(inside, "lab", when)
        if len(found) == 1:
            (_, only), cell = found[0], found[0][1].name
            yield f"when = {{ column = {_text(only.name)}, filled = true }}"
        else:
            cell = "*"
            yield "each = ["
            for month, column in found:
                moved = f", plus_months = {month}" if month else ""
                yield f"    {{ column = {_text(column.name)}{moved} }},"
            yield "]"
        limits = any(value[:1] in "<>" for _, column in found for value in column.values)
        beyond = ", limits = true" if limits else ""
        yield f"payload.analyte = {_text(analyte)}"
        yield f"payload.value = {{ column = {_text(cell)}{beyond} }}"
        yield f"payload.unit = {_text(unit)}"


def _event(inside: str, kind: str, more: Sequence[str]) -> list[str]:
    return ["", f"[[{inside}event]]", f"kind = {_text(kind)}", *more]


def _analyte(column: Column) -> tuple[str, int | None]:
    """The analyte that a column's name begins with, and the month that it ends with."""
    bare = _UNIT.sub(" ", column.name).strip()
    timed = _TIME.fullmatch(bare)
    for name, month in (
        (bare, None),
        (timed["base"], int(timed["month"])) if timed else (bare, None),
    ):
        try:
            return find_analyte(name.strip(" _.-").replace("_", " ")).name, month
        except UnknownUnit:
            continue
    return "", None


def _unit(analyte: str, column: Column) -> str:
    match = _UNIT.search(column.name)
    try:
        return canonical_analyte_and_unit(analyte, match["unit"])[1] if match else "?"
    except UnknownUnit:
        return "?"


def _formats(dated: Sequence[Column]) -> tuple[list[str], bool]:
    """Formats that every date column is read by, and whether two of them read days differently."""
    wanted: dict[str, None] = {}
    for column in dated:
        found = column.dates()
        if "" not in found:
            wanted.update(dict.fromkeys(found))
    days = [one for one in wanted if one in ("%d/%m/%Y", "%m/%d/%Y")]
    return list(wanted), len(days) > 1


def _is_date(value: str, given: str) -> bool:
    try:
        read_date(value, (given,) if given else ())
    except InvalidDate:
        return False
    return not given or not re.fullmatch(r"\d{4}(-\d{2}){0,2}.*", value)


def _decimal_comma(columns: Sequence[Column]) -> bool:
    values = [value for column in columns for value in column.values]
    commas = sum(bool(re.fullmatch(r"[<>]?\s*\d+,\d+", value)) for value in values)
    points = sum(bool(re.fullmatch(r"[<>]?\s*\d+\.\d+", value)) for value in values)
    return commas > points


def _text(value: str) -> str:
    """A text as TOML writes it, which is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"

"""Tidy CSV: one file per kind, one row per event (for imaging one row per lesion).

The header is `patient,occurred_on`, the payload's fields, and as wanted `key`, `recorded_at`,
`actor`, `source`, `event_reason`. Words of a list stand in one cell, separated by `;`. An empty
cell is a value that is not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from timeline.dates import parse_instant
from timeline.errors import InvalidDate, Place, Problem, Refused
from timeline.events import Draft, fact_from_key
from timeline.interchange.csv_rows import CsvRows, Row
from timeline.interchange.text_lines import TextLines
from timeline.kinds import KINDS, Kind, find_kind
from timeline.payload_errors import field_types, is_list, may_be_empty, suggestion
from timeline.payloads import Lesion

ENVELOPE = ("patient", "occurred_on", "key", "recorded_at", "actor", "source", "event_reason")
LESION_FIELDS = tuple(field.name for field in structs.fields(Lesion))


def kind_of_file(name: str) -> Kind:
    """The kind that a file is named for: `lab.csv`, `labs.csv`, `lab_2010.csv`, `lab-2010.csv`.

    Raises Refused where the name says none.
    """
    stem = name.rsplit(".", 1)[0].casefold()
    for kind in sorted(KINDS, key=len, reverse=True):
        if re.fullmatch(rf"{kind}s?(?:[-_. ].*)?", stem):
            return KINDS[kind]
    hint = suggestion(stem, list(KINDS))
    message = f"the name says no kind of event; name it KIND.csv or give --kind ({hint})"
    raise Refused([Problem(message, Place(name))])


def read_tidy_csv(lines: TextLines, kind_name: str | None = None) -> Iterator[Draft | Problem]:
    """The events of a tidy CSV file. Raises Refused where its header will not do."""
    kind = find_kind(kind_name) if kind_name else kind_of_file(lines.path.name)
    rows = CsvRows(lines)
    layout = _Layout.of(kind, rows)
    if kind.payload is KINDS["imaging"].payload:
        yield from _read_scans(layout, rows)
        return
    for row in rows:
        yield row if isinstance(row, Problem) else layout.draft(row.number, layout.cells(row))


@dataclass(frozen=True)
class _Layout:
    """Where a file of one kind has what."""

    kind: Kind
    file: str
    header: list[str]
    lists: frozenset[str]
    kept_empty: tuple[str, ...]

    @classmethod
    def of(cls, kind: Kind, rows: CsvRows) -> _Layout:
        types = field_types(kind.payload)
        lists = frozenset(name for name, declared in types.items() if is_list(declared))
        plain = [name for name in types if name != "lesions"]
        lesion = LESION_FIELDS if "lesions" in types else ()
        required = [field.name for field in structs.fields(kind.payload) if field.required]
        known = [*ENVELOPE[:2], *plain, *lesion, *ENVELOPE[2:]]
        needed = [*ENVELOPE[:2], *required]
        if problems := list(_header_problems(kind, rows, known, needed)):
            raise Refused(problems)
        kept_empty = tuple(name for name in required if may_be_empty(types[name]))
        return cls(kind, rows.file, rows.header, lists, kept_empty)

    def cells(self, row: Row) -> dict[str, str]:
        """The row's cells that are not empty, by column."""
        return {name: cell for name, cell in zip(self.header, row.cells, strict=True) if cell}

    def draft(
        self,
        number: int,
        cells: Mapping[str, str],
        more: Mapping[str, Any] | None = None,
        item_rows: tuple[int, ...] = (),
    ) -> Draft | Problem:
        """The event that a row's cells say, its payload joined with `more`."""
        payload: dict[str, Any] = {
            name: words(cell) if name in self.lists else cell
            for name, cell in cells.items()
            if name not in ENVELOPE and (more is None or name not in LESION_FIELDS)
        }
        for name in self.kept_empty:
            payload.setdefault(name, "")
        patient, key, place = cells.get("patient", ""), cells.get("key"), Place(self.file, number)
        recorded_at = None
        if "recorded_at" in cells:
            try:
                recorded_at = parse_instant(cells["recorded_at"])
            except InvalidDate as error:
                return Problem(str(error), Place(self.file, number, "recorded_at"))
        return Draft(
            patient=patient,
            kind=self.kind.name,
            occurred_on=cells.get("occurred_on", ""),
            payload={**payload, **more} if more else payload,
            fact=fact_from_key(self.kind, patient, key) if key and self.kind.natural_key else None,
            actor=cells.get("actor"),
            source=cells.get("source") or f"{self.file}#{number}",
            reason=cells.get("event_reason", ""),
            recorded_at=recorded_at,
            from_text=True,
            place=Place(self.file, number, item_rows=item_rows) if item_rows else place,
        )


def words(cell: str) -> list[str]:
    """The words of a list in one cell, separated by `;`."""
    return [word for part in cell.split(";") if (word := part.strip())]


def _header_problems(
    kind: Kind, rows: CsvRows, known: list[str], needed: list[str]
) -> Iterator[Problem]:
    if "patient" not in rows.header and len(rows.header) == 1 and ";" in rows.header[0]:
        message = "the cells are separated by ';'; expected commas"
        yield Problem(message, Place(rows.file, 1))
        return
    for name in needed:
        if name not in rows.header:
            message = f"missing; {kind.name} needs {', '.join(needed)}"
            yield Problem(message, Place(rows.file, 1, name))
    for name in rows.header:
        if name not in known:
            message = f"not a column of {kind.name}; {suggestion(name, known)}"
            yield Problem(message, Place(rows.file, 1, name))


@dataclass
class _Scan:
    """A scan being gathered from its rows."""

    number: int
    cells: dict[str, str]
    lesions: list[dict[str, str]]
    item_rows: list[int]

    def continued_by(self, cells: Mapping[str, str]) -> bool:
        """Whether a row tells of the same scan: what it says of its identity is the same."""
        identity = ("patient", "key") if "key" in cells else ("patient", *SCAN_IDENTITY)
        return all(cells.get(name) in (None, self.cells.get(name)) for name in identity)


SCAN_IDENTITY = ("occurred_on", "modality", "region")


def _read_scans(layout: _Layout, rows: CsvRows) -> Iterator[Draft | Problem]:
    """One event per scan from the consecutive rows of its lesions."""
    scan: _Scan | None = None
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        cells = layout.cells(row)
        if scan is None or not scan.continued_by(cells):
            if scan is not None:
                yield _scan_draft(layout, scan)
            scan = _Scan(row.number, {}, [], [])
        yield from _add_row(layout, scan, row.number, cells)
    if scan is not None:
        yield _scan_draft(layout, scan)


def _add_row(
    layout: _Layout, scan: _Scan, number: int, cells: Mapping[str, str]
) -> Iterator[Problem]:
    lesion = {name: cell for name, cell in cells.items() if name in LESION_FIELDS}
    if lesion:
        scan.lesions.append(lesion)
        scan.item_rows.append(number)
    for name, cell in cells.items():
        if name in LESION_FIELDS:
            continue
        if scan.cells.setdefault(name, cell) != cell:
            message = f"{cell!r} given, but row {scan.number} of the scan says {scan.cells[name]!r}"
            yield Problem(message, Place(layout.file, number, name))


def _scan_draft(layout: _Layout, scan: _Scan) -> Draft | Problem:
    return layout.draft(scan.number, scan.cells, {"lesions": scan.lesions}, tuple(scan.item_rows))

"""Importing what fits: rows that are refused are set aside, in files of the input's own layout.

They can be mended there and brought again under the same names. What one refused row takes with it
goes along: the other lesions of its scan, the fractions of a prescription that was refused.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from timeline.errors import ExportError, Problem, Refused, TimelineError
from timeline.exporting.workbook import write_workbook
from timeline.interchange.importing import ImportSummary, import_files
from timeline.interchange.mapping import FileRules, Mapping, SheetMapping
from timeline.interchange.workbooks import SUFFIXES, opened_sheet
from timeline.private_files import new_file, new_folder
from timeline.store import Store

MOST_REFUSED = 100_000
REASONS = "reasons.csv"


def import_what_fits(
    store: Store,
    paths: Sequence[str | Path],
    *,
    actor: str,
    folder: str | Path | None = None,
    mapping: Mapping | None = None,
    **options: Any,
) -> ImportSummary:
    """Import all rows but those that would refuse the batch; these are in the summary's `refused`,
    and in files of the new `folder`, which are written before the import is: without them there is
    no import. As long as rows are refused, nothing is retracted as missing.

    Raises Refused where a file as a whole will not do, such as by its header, and ExportError.
    """
    before = store.head()
    written: list[Path] = []

    def keep(summary: ImportSummary) -> None:
        summary.refused = refused
        if refused and folder is not None:
            written.extend(write_refused(folder, paths, summary, mapping))

    left_out: set[tuple[str, int]] = set()
    refused: list[Problem] = []
    while True:
        try:
            return import_files(
                store,
                paths,
                actor=actor,
                without=left_out,
                most_problems=MOST_REFUSED,
                before_commit=keep,
                **options,
            )
        except TimelineError as error:
            if not error.problems:
                raise
            found = error.problems
        except BaseException:
            if written and folder is not None and store.head() == before:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        rows = {row for problem in found for row in _rows(problem)}
        if not rows - left_out or any(not _rows(problem) for problem in found):
            raise Refused(found)
        left_out |= rows
        refused += found


def _rows(problem: Problem) -> set[tuple[str, int]]:
    place = problem.place
    if place.file is None or place.row is None:
        return set()
    return {(place.file, row) for row in (place.row, *place.item_rows)}


def write_refused(
    folder: str | Path,
    paths: Sequence[str | Path],
    summary: ImportSummary,
    mapping: Mapping | None = None,
) -> list[Path]:
    """Write the rows that were set aside to a new folder: files named as those that they come
    from, and the reasons. Returns the files. Raises ExportError.
    """
    by_file: dict[str, set[int]] = defaultdict(set)
    for problem in summary.refused:
        for file, row in _rows(problem):
            by_file[file].add(row)
    rules = mapping.file if mapping else FileRules()
    with new_folder(folder) as place:
        written = []
        for path in map(Path, paths):
            if path.suffix.casefold() in SUFFIXES and mapping is not None:
                if any(f == path.name or f.startswith(f"{path.name}[") for f in by_file):
                    written.append(_write_workbook(place, path, mapping, by_file))
            elif path.name in by_file:
                written.append(_write_text(place, path, rules, by_file[path.name]))
        written.append(_write_reasons(place, summary.refused))
        return written


def _write_text(place: Path, path: Path, rules: FileRules, rows: set[int]) -> Path:
    """The header and the refused records of a text file, byte for byte."""
    target = place / path.name
    header = 0 if path.suffix.casefold() in (".jsonl", ".ndjson") else rules.header_row
    with new_file(target) as file:
        for number, record in _records(path, rules, by_line=not header):
            if number <= header or number in rows:
                file.write(record.encode(rules.encoding))
    return target


def _records(path: Path, rules: FileRules, *, by_line: bool) -> Iterator[tuple[int, str]]:
    """The records of a file as they stand in it, with the number of their first line."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        with path.open(encoding=rules.encoding, newline="") as file:
            for line in file:
                taken.append(line)
                yield line

    if by_line:
        yield from enumerate(lines(), 1)
        return
    reader = csv.reader(lines(), delimiter=rules.delimiter)
    number = 1
    for _ in reader:
        yield number, "".join(taken)
        number = reader.line_num + 1
        taken.clear()


def _write_workbook(
    place: Path, path: Path, mapping: Mapping, by_file: dict[str, set[int]]
) -> Path:
    """The headers and the refused rows of a workbook, sheet by sheet, as values."""
    target = place / path.with_suffix(".xlsx").name
    write_workbook(target, (_page(path, one, mapping, by_file) for one in mapping.sheets()))
    return target


def _page(
    path: Path, sheet: SheetMapping, mapping: Mapping, by_file: dict[str, set[int]]
) -> tuple[str, list[tuple[Any, ...]]]:
    file = path.name if sheet.name is None else f"{path.name}[{sheet.name}]"
    header = sheet.header_row or mapping.file.header_row
    wanted = by_file.get(file, set())
    with opened_sheet(path, sheet.name) as opened:
        numbered = enumerate(opened.rows, 1)
        return opened.name, [
            row for number, row in numbered if number <= header or number in wanted
        ]


def _write_reasons(place: Path, refused: Sequence[Problem]) -> Path:
    target = place / REASONS
    if target.exists():
        raise ExportError(f"{target}: an input has this name; give it another")
    with io.TextIOWrapper(new_file(target), encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "row", "column", "reason"))
        for problem in refused:
            where = problem.place
            writer.writerow((where.file, where.row, where.column, problem.message))
    return target

"""Importing files: read, put in order of recording, compared with the store, appended as one batch.

Importing the same file again adds nothing; importing an edited file adds corrections. A refused
row refuses the whole import, unless what fits is asked for (`set_aside.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import structs

from timeline.batch import Appended
from timeline.dates import now_us
from timeline.errors import Place, Problem, Refused, Remark, TimelineError, located
from timeline.events import Draft, LockDraft, natural_fact
from timeline.interchange.import_drafts import ImportDrafts, Progress
from timeline.interchange.import_summary import ImportedFile, ImportSummary
from timeline.interchange.jsonl import read_jsonl
from timeline.interchange.staging import Staging
from timeline.interchange.text_lines import TextLines
from timeline.interchange.tidy_csv import read_tidy_csv
from timeline.interchange.vanished import retraction, vanished
from timeline.kinds import find_kind
from timeline.recording import MOST_PROBLEMS, append
from timeline.store import Store

__all__ = ["ImportSummary", "Progress", "Reader", "import_files"]

Reader = Callable[[TextLines], Iterator[Draft | LockDraft | Problem | Remark]]
Rows = Collection[tuple[str, int]]
"""Rows by the file and the number that messages name them by."""

MOST_VANISHED = 1_000


def import_files(
    store: Store,
    paths: Sequence[str | Path],
    *,
    actor: str,
    kind: str | None = None,
    reader: Reader | None = None,
    dry_run: bool = False,
    retract_missing: str | None = None,
    without: Rows = (),
    most_problems: int = MOST_PROBLEMS,
    progress: Progress | None = None,
    before_commit: Callable[[ImportSummary], None] | None = None,
) -> ImportSummary:
    """Import files as one batch, all or nothing.

    `.csv` is read as tidy CSV of the kind that the file is named for, or of `kind`; `.jsonl` and
    `.ndjson` as JSON Lines; with `reader` every file is read by that. With a reason in
    `retract_missing` the facts are retracted that an earlier import of these files recorded and
    that are no longer in them. `without` leaves out what any of these rows says; then nothing
    counts as missing, for nobody knows what those rows tell of. `before_commit` is called when
    everything fits and nothing is kept yet; what it raises undoes the import. Raises Refused with
    the problems found (the first hundred, or `most_problems`), or StoreError.
    """
    if kind is not None:
        find_kind(kind)
    files = [Path(path) for path in paths]
    _require_own_names(files)
    with closing(Staging()) as staging:
        summary = ImportSummary(dry_run)
        readers = [_reader_for(file, kind, reader) for file in files]
        _Stager(staging, summary, without, most_problems, progress).stage(files, readers)
        drafts = ImportDrafts(store, staging, summary, progress)
        if store.head().seq and not without:
            for gone in vanished(store, staging, [file.name for file in files]):
                if len(summary.vanished) < MOST_VANISHED or retract_missing:
                    summary.vanished.append(gone)
        if retract_missing:
            drafts.afterwards = [
                retraction(store, gone, retract_missing) for gone in summary.vanished
            ]

        def also(connection: sqlite3.Connection, appended: Appended) -> None:
            _note(connection, appended, summary, actor)
            if before_commit is not None:
                before_commit(summary)

        appended = append(
            store, drafts, actor=actor, dry_run=dry_run, most_problems=most_problems, also=also
        )
        summary.warnings += map(located, appended.warnings)
        return summary


def _require_own_names(files: Sequence[Path]) -> None:
    """A row is told by the name of its file, not by its folder: raises Refused for a name that two
    files have.
    """
    seen: dict[str, Path] = {}
    for file in files:
        if file.name in seen:
            message = (
                f"{seen[file.name]} and {file} have the same name, by which rows are told apart;"
                " rename one, or import them one after the other"
            )
            raise Refused([Problem(message)])
        seen[file.name] = file


def _note(
    connection: sqlite3.Connection, appended: Appended, summary: ImportSummary, actor: str
) -> None:
    """Keep which files were read, with their hash, and what came of them."""
    wrote = appended.last_seq >= appended.first_seq
    if wrote:
        summary.first_seq, summary.last_seq = appended.first_seq, appended.last_seq
    connection.executemany(
        "INSERT INTO imports (imported_at, actor, file, sha256, bytes, rows, first_seq, last_seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (now_us(), actor, file.name, file.sha256, file.bytes, file.rows,
             summary.first_seq, summary.last_seq)
            for file in summary.read
        ],
    )  # fmt: skip


def _reader_for(path: Path, kind: str | None, reader: Reader | None) -> Reader:
    if reader is not None:
        return reader
    match path.suffix.casefold():
        case ".csv":
            return lambda lines: read_tidy_csv(lines, kind)
        case ".jsonl" | ".ndjson":
            return read_jsonl
        case _:
            return _refuse_format


def _refuse_format(lines: TextLines) -> Iterator[Problem]:
    yield Problem(
        f"{lines.path}: a format not known by its name; expected .csv or .jsonl, or a mapping"
        " (--map)"
    )


class _Stager:
    """Reads every file into the staging."""

    def __init__(
        self,
        staging: Staging,
        summary: ImportSummary,
        without: Rows,
        most_problems: int,
        progress: Progress | None,
    ) -> None:
        self.staging = staging
        self.summary = summary
        self.without = without
        self.most_problems = most_problems
        self.progress = progress
        self.problems: list[Problem] = []

    def stage(self, paths: Sequence[Path], readers: Sequence[Reader]) -> None:
        """Raises Refused with the problems of all files."""
        total = sum(path.stat().st_size for path in paths if path.is_file())
        before = 0
        for position, (path, reader) in enumerate(zip(paths, readers, strict=True)):
            lines = TextLines(path)
            rows = bytearray()
            try:
                lines.require_file()
                for said in reader(lines):
                    self._take(position, said, rows)
                    if len(self.problems) >= self.most_problems:
                        break
                    if self.progress and self.staging.rows % 1000 == 0:
                        self.progress("reading", before + lines.bytes_read, total)
                self.summary.read.append(
                    ImportedFile(path.name, lines.sha256(), path.stat().st_size, sum(rows))
                )
            except Refused as refused:
                self.problems += refused.problems
            before += lines.bytes_read
        if self.problems:
            raise Refused([located(problem) for problem in self.problems[: self.most_problems]])

    def _take(
        self, position: int, said: Draft | LockDraft | Problem | Remark, rows: bytearray
    ) -> None:
        """Stage what a file says; `rows` gets a 1 for each row that something comes from."""
        if isinstance(said, Remark):
            self.summary.warnings.append(said.problem)
        elif not self._left_out(said.place):
            problem = _stage_draft(self.staging, position, said)
            if problem:
                self.problems.append(problem)
            elif said.place.row is not None:
                for row in said.place.item_rows or (said.place.row,):
                    rows.extend(bytes(max(0, row + 1 - len(rows))))
                    rows[row] = 1

    def _left_out(self, place: Place) -> bool:
        if not self.without:
            return False
        rows = (place.row, *place.item_rows)
        return any((place.file, row) in self.without for row in rows)


def _stage_draft(staging: Staging, file: int, draft: Draft | LockDraft | Problem) -> Problem | None:
    if isinstance(draft, Problem):
        return draft
    if isinstance(draft, LockDraft):
        staging.add(file, draft, None, numbered=False)
        return None
    try:
        kind = find_kind(draft.kind)
        payload = dict(draft.payload)
        if draft.fact is None and kind.normalise is not None:
            payload = kind.normalise(payload)
    except TimelineError as error:
        return Problem(str(error), draft.place)
    fact = draft.fact or natural_fact(kind, draft.patient, draft.occurred_on, payload)
    by_key = draft.fact is None or draft.from_text
    numbered = bool(kind.natural_key) and by_key
    staging.add(file, structs.replace(draft, fact=fact), fact, numbered=numbered)
    return None

"""Importing files: read, put in order of recording, compared with the store, appended as one batch.

Importing the same file again adds nothing; importing an edited file adds corrections. A refused
row refuses the whole import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import structs

from timeline.errors import Problem, Refused, Remark, TimelineError, located
from timeline.events import Draft, LockDraft, natural_fact
from timeline.interchange.jsonl import read_jsonl
from timeline.interchange.reimport import Decision, Knowledge
from timeline.interchange.staging import Staged, Staging
from timeline.interchange.text_lines import TextLines
from timeline.interchange.tidy_csv import read_tidy_csv
from timeline.kinds import find_kind
from timeline.recording import MOST_PROBLEMS, append
from timeline.store import Store

Reader = Callable[[TextLines], Iterator[Draft | LockDraft | Problem | Remark]]
Progress = Callable[[str, int, int], None]
"""Told the phase (`reading`, `recording`), how much of it is done and how much there is."""

MOST_WARNINGS = 1_000


@dataclass
class ImportSummary:
    """What an import did, or with `dry_run` would have done: events counted by file, kind and
    outcome (added, corrected, retracted, reinstated, unchanged; locks count as a kind `lock`).
    """

    dry_run: bool
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)

    def outcomes(self, *, file: str | None = None, kind: str | None = None) -> dict[str, int]:
        """Events by outcome, of everything or of one file or kind."""
        found: Counter[str] = Counter()
        for (its_file, its_kind, outcome), count in self.counts.items():
            if file in (None, its_file) and kind in (None, its_kind):
                found[outcome] += count
        return dict(found)

    @property
    def files(self) -> list[str]:
        """The files that had any events, in their order."""
        return list(dict.fromkeys(file for file, _, _ in self.counts))

    @property
    def kinds(self) -> list[str]:
        """The kinds of event that came, in their order."""
        return list(dict.fromkeys(kind for _, kind, _ in self.counts))


def import_files(
    store: Store,
    paths: Sequence[str | Path],
    *,
    actor: str,
    kind: str | None = None,
    reader: Reader | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files as one batch, all or nothing.

    `.csv` is read as tidy CSV of the kind that the file is named for, or of `kind`; `.jsonl` and
    `.ndjson` as JSON Lines; with `reader` every file is read by that. Raises Refused with the
    problems found (the first hundred), or StoreError.
    """
    if kind is not None:
        find_kind(kind)
    with closing(Staging()) as staging:
        summary = ImportSummary(dry_run)
        readers = [_reader_for(Path(path), kind, reader) for path in paths]
        _stage(staging, [Path(path) for path in paths], readers, summary, progress)
        drafts = _Drafts(store, staging, summary, progress)
        appended = append(store, drafts, actor=actor, dry_run=dry_run)
        summary.warnings += map(located, appended.warnings)
        return summary


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
    yield Problem(f"{lines.path}: a format not known by its name; expected .csv or .jsonl")


def _stage(
    staging: Staging,
    paths: Sequence[Path],
    readers: Sequence[Reader],
    summary: ImportSummary,
    progress: Progress | None,
) -> None:
    """Read every file into the staging. Raises Refused with the problems of all of them."""
    problems: list[Problem] = []
    total = sum(path.stat().st_size for path in paths if path.is_file())
    before = 0
    for position, (path, reader) in enumerate(zip(paths, readers, strict=True)):
        lines = TextLines(path)
        try:
            lines.require_file()
            for draft in reader(lines):
                if isinstance(draft, Remark):
                    summary.warnings.append(draft.problem)
                elif problem := _stage_draft(staging, position, draft):
                    problems.append(problem)
                    if len(problems) >= MOST_PROBLEMS:
                        break
                elif progress and staging.rows % 1000 == 0:
                    progress("reading", before + lines.bytes_read, total)
        except Refused as refused:
            problems += refused.problems
        before += lines.bytes_read
    if problems:
        raise Refused([located(problem) for problem in problems[:MOST_PROBLEMS]])


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


class _Drafts:
    """What the store has to be told: the staged rows that are news, decided chunk by chunk."""

    def __init__(
        self, store: Store, staging: Staging, summary: ImportSummary, progress: Progress | None
    ) -> None:
        self.store = store
        self.staging = staging
        self.summary = summary
        self.progress = progress

    def __iter__(self) -> Iterator[Draft | LockDraft | Problem]:
        head = self.store.head()
        knowledge = Knowledge(self.store.connection, head.seq)
        done = 0
        for chunk in self.staging.chunks():
            rows = [_with_number(staged) for staged in chunk]
            knowledge.look_up(row.draft.fact or "" for row in rows if isinstance(row.draft, Draft))
            for row in rows:
                try:
                    decision = _decide(knowledge, row)
                except TimelineError as error:
                    yield Problem(str(error), row.draft.place)
                    continue
                self._count(row, decision)
                draft = decision.draft
                if isinstance(draft, Draft) and _is_too_late(row, draft, head.recorded_at):
                    self.staging.defer(structs.replace(draft, recorded_at=None))
                elif draft is not None:
                    yield draft
            done += len(chunk)
            if self.progress:
                self.progress("recording", done, self.staging.rows)
        yield from self.staging.deferred()

    def _count(self, row: Staged, decision: Decision) -> None:
        kind = row.draft.kind if isinstance(row.draft, Draft) else "lock"
        self.summary.counts[row.draft.place.file or "", kind, decision.outcome] += 1
        warning = decision.warning
        if row.number > 1 and decision.outcome == "added" and isinstance(row.draft, Draft):
            message = (
                f"the file has this fact {row.number} times so far; kept beside the others as"
                f" {row.draft.fact}"
            )
            warning = Problem(message, row.draft.place)
        if warning is not None and len(self.summary.warnings) < MOST_WARNINGS:
            self.summary.warnings.append(warning)


def _with_number(staged: Staged) -> Staged:
    draft = staged.draft
    if staged.number == 1 or isinstance(draft, LockDraft):
        return staged
    draft = structs.replace(draft, fact=f"{draft.fact}~{staged.number}")
    return Staged(staged.file, draft, staged.number, staged.shared)


def _decide(knowledge: Knowledge, row: Staged) -> Decision:
    if isinstance(row.draft, LockDraft):
        return knowledge.decide_lock(row.draft)
    return knowledge.decide(row.draft, file=row.file, shared=row.shared)


def _is_too_late(row: Staged, draft: Draft, head_at: int) -> bool:
    """Whether a row of an edited file was recorded, as it says, before the store's last event: its
    correction is news of today, and comes after all that states an earlier instant.
    """
    edited = isinstance(row.draft, Draft) and row.draft.action == "record"
    stated = draft.recorded_at
    return edited and draft.action == "correct" and stated is not None and stated <= head_at

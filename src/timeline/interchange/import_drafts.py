"""What the store has to be told of an import: the staged rows that are news, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import structs

from timeline.errors import Problem, TimelineError
from timeline.events import Draft, LockDraft
from timeline.interchange.import_summary import ImportSummary
from timeline.interchange.reimport import Decision, Knowledge
from timeline.interchange.staging import Staged, Staging
from timeline.store import Store

Progress = Callable[[str, int, int], None]
"""Told the phase (`reading`, `recording`), how much of it is done and how much there is."""

MOST_WARNINGS = 1_000


class ImportDrafts:
    """The drafts, decided while they are taken; the summary counts what became of each row.

    `afterwards` come last: what the import retracts.
    """

    def __init__(
        self, store: Store, staging: Staging, summary: ImportSummary, progress: Progress | None
    ) -> None:
        self.store = store
        self.staging = staging
        self.summary = summary
        self.progress = progress
        self.afterwards: list[Draft] = []

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
        for draft in self.afterwards:
            self.summary.counts[draft.source, draft.kind, "retracted"] += 1
            self.summary.patients[draft.patient, "retracted"] += 1
            yield draft

    def _count(self, row: Staged, decision: Decision) -> None:
        draft = row.draft
        kind = draft.kind if isinstance(draft, Draft) else "lock"
        self.summary.counts[draft.place.file or "", kind, decision.outcome] += 1
        if isinstance(draft, Draft):
            self.summary.patients[draft.patient, decision.outcome] += 1
        warning = decision.warning
        if row.number > 1 and decision.outcome == "added" and isinstance(draft, Draft):
            message = (
                f"the file has this fact {row.number} times so far; kept beside the others as"
                f" {draft.fact}"
            )
            warning = Problem(message, draft.place)
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

"""Appending to the store: the one door through which events and locks are written.

A batch is validated, chained and written in one transaction, whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from timeline.batch import MOST_PROBLEMS, Appended, Batch
from timeline.errors import Problem
from timeline.events import Draft, LockDraft
from timeline.store import Store

__all__ = ["MOST_PROBLEMS", "Appended", "append", "rehearsal"]


def append(
    store: Store,
    drafts: Iterable[Draft | LockDraft | Problem],
    *,
    actor: str,
    dry_run: bool = False,
    most_problems: int = MOST_PROBLEMS,
    also: Callable[[sqlite3.Connection, Appended], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Appended:
    """Validate the drafts and write them as events, all or nothing.

    A Problem among the drafts is one that the reader of a file found: the batch is refused with it.
    With `dry_run` everything is checked and nothing is kept. `progress` is told how many drafts
    have been taken in. Raises Refused with every problem found (the first hundred, or another
    number), the error itself where there is just one, or StoreBusy. `also` writes in the same
    transaction what belongs to the batch.
    """
    with store.writing(keep=not dry_run) as connection:
        appended = Batch(connection, actor, most_problems).take(drafts, progress)
        if also is not None:
            also(connection, appended)
        return appended


@contextmanager
def rehearsal(store: Store, drafts: Iterable[Draft], *, actor: str) -> Iterator[Appended]:
    """Inside the block the store is as it would be after the append; afterwards nothing is kept."""
    with store.writing(keep=False) as connection:
        yield Batch(connection, actor).take(drafts, None)

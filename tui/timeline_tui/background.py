"""Work off the event loop: a job runs in a thread, reports how far it is, and can be cancelled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

T = TypeVar("T")
Report = Callable[[int, int], None]
"""Told how much is done, of how much (0 where that is not known)."""


class Cancelled(Exception):
    """Raised inside a job that nobody waits for any more."""


class Ticket:
    """What a job holds of those who wait for it."""

    def __init__(self, report: Report | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._report = report
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        """Raise Cancelled where the answer is not wanted any more."""
        if self._cancelled.is_set():
            raise Cancelled

    def progress(self, done: int, total: int = 0) -> None:
        """Say how far the job is; a progress callback for the store's long work."""
        self.check()
        if self._report is not None:
            self._loop.call_soon_threadsafe(self._report, done, total)


async def in_thread(job: Callable[[Ticket], T], report: Report | None = None) -> T:
    """The job's result, computed in a thread. Cancelling the waiting task cancels the job."""
    ticket = Ticket(report)
    try:
        return await asyncio.to_thread(job, ticket)
    except asyncio.CancelledError:
        ticket.cancel()
        raise


def start(node: DOMNode, job: Callable[[], Coroutine[Any, Any, None]], *, group: str) -> None:
    """Run a job for a screen or widget; one already under way in the same group is cancelled.

    The function is handed over, not its coroutine: one that is cancelled before it began would
    otherwise complain that nobody awaited it.
    """
    node.run_worker(cast(Any, job), group=group, exclusive=True)

"""The store as charts read it: opened in their thread, its tables up to date, their wait told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Request
from timeline_tui.background import Ticket

if TYPE_CHECKING:
    from timeline.reports.figures.asking import Asked
    from timeline.store import Store


@contextmanager
def opened(request: Request, ticket: Ticket) -> Iterator[Store]:
    """The store for one read; its tables are refreshed first where they are asked for as of now."""
    from timeline.query import bring_up_to_date

    with request.session.open() as store:
        if request.seq is None:
            bring_up_to_date(store, progress=ticket.progress)
        ticket.check()
        yield store
        ticket.check()


def asked_of(request: Request) -> Asked:
    """The same request to a figure's reading."""
    from timeline.reports.figures.asking import Asked

    return Asked(as_of=request.seq, all_patients=request.all_patients, only=request.patients)

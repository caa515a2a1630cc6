"""The store as charts read it: opened in their thread, its tables up to date, their wait told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timeline_tui.background import Ticket
from timeline_tui.session import Session

if TYPE_CHECKING:
    from timeline.store import Store


@contextmanager
def opened(session: Session, seq: int | None, ticket: Ticket) -> Iterator[Store]:
    """The store for one read; its tables are refreshed first where they are asked for as of now."""
    from timeline.query import bring_up_to_date

    with session.open() as store:
        if seq is None:
            bring_up_to_date(store, progress=ticket.progress)
        ticket.check()
        yield store
        ticket.check()

"""Stepping through the actual changes of the store, or of a patient, in record time."""

from __future__ import annotations

from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.reading import read_page
from timeline_tui.session import Session


def step_from(session: Session, seq: int | None, by: int, patient: str | None) -> int | None:
    """The seq of the change before (`by` −1) or after (+1) the one that is seen from a seq.

    None stands for now, before and after. Where there is no change before, the seq stays.
    """
    wanted = TrailFilter(patients=(patient,)) if patient else TrailFilter()
    with session.open() as store:
        if by < 0:
            page = read_page(store, wanted, beyond=None, limit=2, as_of=seq)
            return page.lines[1].seq if len(page.lines) > 1 else seq
        if seq is None:
            return None
        lines = read_page(store, wanted, beyond=seq, limit=2, older=False).lines
    return lines[-1].seq if len(lines) > 1 else None

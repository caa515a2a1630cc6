"""Reading what waits for review, in a thread, and writing marks on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from timeline_tui.background import Ticket
from timeline_tui.review.entries import Entry
from timeline_tui.session import Saved, Session, Step

if TYPE_CHECKING:
    from timeline.events import Event


def read_entries(
    session: Session,
    ticket: Ticket,
    *,
    patient: str | None = None,
    patients: Collection[str] | None = None,
    as_of: int | None = None,
) -> tuple[list[Entry], int]:
    """What there is to review, as of a seq, and the seq that it was read at.

    Of one patient, of some, or of everybody whom the study included.
    """
    from timeline.query import read_table

    with session.open() as store:
        seq = store.head().seq if as_of is None else as_of
        table = read_table(
            store,
            "issue_review",
            patient=patient,
            as_of=as_of,
            all_patients=patients is not None,
            columns=Entry._fields,
            progress=ticket.progress,
        )
    ticket.check()
    rows = (Entry._make(row) for row in table.rows)
    return [row for row in rows if patients is None or row.patient in patients], seq


def read_facts(session: Session, entry: Entry, as_of: int | None, most: int) -> list[Event]:
    """The event that an issue is about and those that it rests on, at most so many, as of a seq."""
    from timeline.history import resolve_as_of, revisions

    found = []
    with session.open() as store:
        seq = resolve_as_of(store, as_of)
        facts = dict.fromkeys([entry.fact, *facts_of(entry)])
        for fact in list(facts)[:most] if entry.fact != entry.patient else ():
            found += [event for event in revisions(store, fact) if event.seq <= seq][-1:]
    return found


def facts_of(entry: Entry) -> list[str]:
    """The facts that an issue rests on, without its reviews."""
    return [fact for fact in entry.evidence.split() if "/review/" not in fact]


def save_mark(
    session: Session, about: str, issue: str | None, verdict: str, comment: str, seen_at: int | None
) -> Saved:
    """Record a mark made by whoever sits here, and bring the tables up to date.

    Raises RevisionConflict where the patient was changed since `seen_at`.
    """
    from typing import cast

    from timeline.recording import append
    from timeline.replay import refresh
    from timeline.reviewing import Verdict, draft_review

    with session.open() as store:
        draft = draft_review(
            store,
            about,
            cast(Verdict, verdict),
            comment,
            reviewer=session.actor,
            issue=issue,
            source="workbench",
            seen_at=seen_at,
        )
        (fact,) = append(store, [draft], actor=session.actor).facts
        refresh(store)
        head = store.head().seq
    return Saved(
        Step(draft.patient, fact, "record", 1),
        title=f"Marked: {verdict}",
        words=f"{draft.patient}: “{comment}”\nu undoes it",
        head=head,
    )

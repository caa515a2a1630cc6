"""Making reviews: the mark on an issue, a fact or a patient, with what was looked at.

A review is an event like another. It names each fact at the revision that was looked at, so that
the table `issue_review` can tell what changed since.
"""

from __future__ import annotations

from typing import Literal

from timeline.dates import day_to_date, now_us, recording_day
from timeline.errors import InvalidEvent, RevisionConflict, UnknownFact
from timeline.events import Draft
from timeline.history import effective_events
from timeline.kinds import REMARKS
from timeline.query import read_table
from timeline.store import Store

Verdict = Literal["accepted", "query open", "answered", "closed"]
QUERY = "query"
LONGEST = 2000


def draft_review(
    store: Store,
    about: str,
    verdict: Verdict,
    comment: str,
    *,
    reviewer: str,
    issue: str | None = None,
    occurred_on: str | None = None,
    source: str = "",
    seen_at: int | None = None,
) -> Draft:
    """The draft of a review of a fact, of its data issue of that name, or of a whole patient.

    It is dated today unless a day is given. `seen_at` is the seq that the reviewer looked from.
    Raises RevisionConflict where the patient's course was changed since, InvalidEvent where the
    fact has no such issue, UnknownFact, UnknownPatient.
    """
    patient = about.partition("/")[0]
    if seen_at is not None:
        _check_unchanged(store, patient, seen_at)
    known = {
        event.fact: event.revision
        for event in effective_events(store, patient)
        if event.kind not in REMARKS
    }
    whole = about == patient
    if not whole and about not in known:
        raise UnknownFact(f"{about!r} is not a fact of this store, or it is retracted")
    payload: dict[str, object] = {"verdict": verdict, "reviewer": reviewer, "comment": comment}
    looked_at = list(known) if whole else [about]
    if issue is not None and issue != QUERY:
        what, looked_at = _found(store, patient, issue, about)
        payload |= {"issue": issue, "what": what[:LONGEST]}
    if not whole:
        payload["about"] = about
    payload["looked_at"] = [f"{fact}@{known[fact]}" for fact in looked_at if fact in known]
    return Draft(
        patient=patient,
        kind="review",
        occurred_on=occurred_on or day_to_date(recording_day(now_us())).isoformat(),
        payload=payload,
        source=source,
    )


def _check_unchanged(store: Store, patient: str, seq: int) -> None:
    for fact, kind in store.rows(
        "SELECT fact, kind FROM events WHERE patient = ? AND seq > ?", (patient, seq)
    ):
        if kind not in REMARKS:
            raise RevisionConflict(f"{fact} was changed meanwhile; look at it again")


def _found(store: Store, patient: str, issue: str, fact: str) -> tuple[str, list[str]]:
    """The sentence and the facts of a data issue."""
    rows = read_table(store, "data_issues", patient=patient).records()
    for row in rows:
        if (row["issue"], row["fact"]) == (issue, fact):
            return row["what"], row["evidence"].split()
    of_fact = sorted({row["issue"] for row in rows if row["fact"] == fact})
    raise InvalidEvent(
        f"field issue: {fact} has no issue {issue!r}; it has: {', '.join(of_fact) or 'none'}"
    )

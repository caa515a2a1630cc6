"""Where the review of data issues stands, in words."""

from __future__ import annotations

from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol

STATUS = {
    "open": "nobody has looked at it",
    "queried": "a query is open",
    "answered": "the query was answered, and waits to be closed",
    "reviewed": "reviewed",
    "void": "the review is void: something changed since",
    "gone": "it was reviewed, and is found no more",
}
"""What a status means, in few words."""


def _sentence(row: Row, protocol: Protocol) -> str:
    said = f"{row['what']} {STATUS[row['status']].capitalize()}"
    if row["reviewer"] is None:
        return f"{said}."
    since = f" Since then: {row['since']}." if row["since"] else ""
    return (
        f"{said} ({row['verdict']} by {row['reviewer']} on {row['reviewed_on']}:"
        f" “{row['comment']}”).{since}"
    )


def _rule(protocol: Protocol) -> str:
    return (
        "A review holds for the facts as they were looked at: any later revision of one of them"
        " voids it, and so does another fact or value that the issue rests on."
    )


ISSUE_REVIEW = Words(_sentence, _rule)

"""Which projections a change may move: those that read what is said otherwise, and what needs them.

A correction that keeps its fact's day moves only what reads a field that it changed. Anything else,
a fact that came, went or was dated anew, moves whatever reads its kind: every day may be a contact.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from timeline.deriving import with_needs
from timeline.errors import InvalidEvent
from timeline.projections.declarations import PROJECTIONS
from timeline.upcasts import upcast

MOST_EVENTS = 1_000
"""With more of them something of every projection is touched; nobody asks which."""

_SINCE = (
    "SELECT e.kind, e.action, e.occurred_on, e.schema_version, e.payload,"
    " s.occurred_on, s.schema_version, s.payload"
    " FROM events AS e LEFT JOIN events AS s ON s.seq = e.supersedes WHERE e.seq > ?"
)

Fields = set[str] | None
"""The payload fields that changed; None where more than these did."""


def affected_projections(connection: sqlite3.Connection, after: int) -> tuple[str, ...]:
    """The projections that the events after a seq may have moved, in their order."""
    rows = connection.execute(f"{_SINCE} LIMIT ?", (after, MOST_EVENTS + 1)).fetchall()
    if len(rows) > MOST_EVENTS:
        return tuple(PROJECTIONS)
    changed: dict[str, Fields] = {}
    for kind, action, *row in rows:
        fields = _changed_fields(kind, row) if action == "correct" else None
        known = changed.setdefault(kind, set())
        changed[kind] = None if known is None or fields is None else known | fields
    moved: dict[str, None] = {}
    for name in with_needs(PROJECTIONS):
        if _reads(name, changed) or any(need in moved for need in PROJECTIONS[name].needs):
            moved[name] = None
    return tuple(moved)


def _reads(name: str, changed: dict[str, Fields]) -> bool:
    declaration = PROJECTIONS[name]
    for kind, fields in changed.items():
        if kind in declaration.reads:
            if fields is None or declaration.counts_revisions:
                return True
            if fields.intersection(declaration.reads[kind]):
                return True
    return False


def _changed_fields(kind: str, row: list[Any]) -> Fields:
    """The fields that a correction says otherwise than the revision before it."""
    day, version, payload, day_before, version_before, payload_before = row
    if day != day_before:
        return None
    try:
        new, old = (
            upcast(kind, int(number), msgspec.json.decode(text))
            for number, text in ((version, payload), (version_before, payload_before))
        )
    except (InvalidEvent, msgspec.DecodeError, TypeError):
        return None
    return {name for name in {*new, *old} if new.get(name) != old.get(name)}

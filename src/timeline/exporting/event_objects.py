"""An event, and a revision with what it changed, as the objects that programs read."""

from __future__ import annotations

from typing import Any

from timeline.dates import format_instant
from timeline.describe import changed_fields
from timeline.events import Event


def event_as_json(event: Event, *, revisions: bool = False) -> dict[str, Any]:
    """An event as programs read it; with `revisions` also what a revision says of itself."""
    found = {
        "fact": event.fact,
        "revision": event.revision,
        "kind": event.kind,
        "occurred_on": event.occurred_on,
        "precision": event.precision,
        "recorded_at": format_instant(event.recorded_at),
        "actor": event.actor,
        "source": event.source,
        "payload": event.payload,
    }
    if revisions:
        found |= {"seq": event.seq, "action": event.action, "reason": event.reason}
    return found


def revision_as_json(event: Event, before: Event | None) -> dict[str, Any]:
    """A revision with the fields that it changed, each with its old and new value."""
    return {
        **event_as_json(event, revisions=True),
        "patient": event.patient,
        "changed": [
            {"field": name, "old": old, "new": new}
            for name, old, new in (changed_fields(before, event) if before else [])
        ],
    }

"""What a draft means before it is a row: its payload, its day, and the revision that it follows."""

from __future__ import annotations

from typing import Any

import msgspec

from timeline.dates import day_bounds, format_instant, recording_day
from timeline.errors import InvalidDate, InvalidEvent, RevisionConflict, TimelineError
from timeline.events import Draft, natural_fact
from timeline.kinds import Kind, decode_payload, encode_payload, find_kind
from timeline.payloads import Payload, Review
from timeline.upcasts import upcast


class LastRevision(msgspec.Struct, frozen=True):
    """The last revision of a fact, as a later revision has to know it."""

    seq: int
    fact: str
    revision: int
    action: str
    supersedes: int | None
    patient: str
    kind: str
    occurred_on: str
    recorded_at: int
    actor: str
    source: str
    reason: str
    schema_version: int
    payload: str


def check_follows(draft: Draft, last: LastRevision) -> None:
    """Whether a draft may revise the fact that `last` is the last revision of.

    Raises RevisionConflict where somebody else revised it meanwhile, InvalidEvent where the draft
    gives no reason, is of another fact, or does what cannot be done to the fact as it stands.
    """
    if draft.revision is not None and draft.revision != last.revision + 1:
        raise RevisionConflict(
            f"fact {draft.fact} is at revision {last.revision}, not {draft.revision - 1}: it was"
            " revised meanwhile; look at it again"
        )
    if not draft.reason.strip():
        raise InvalidEvent(f"field reason: not given; to {draft.action} a fact needs a reason")
    if (draft.patient, draft.kind) != (last.patient, last.kind):
        raise InvalidEvent(
            f"fact {draft.fact} is a {last.kind} of {last.patient}, not a {draft.kind} of"
            f" {draft.patient}; retract it there and record it here"
        )
    retracted = last.action == "retract"
    if draft.action == "reinstate" and not retracted:
        raise InvalidEvent(f"fact {draft.fact} is not retracted; nothing to reinstate")
    if draft.action == "retract" and retracted:
        raise InvalidEvent(f"fact {draft.fact} is retracted already")
    if draft.action != "reinstate" and retracted:
        raise InvalidEvent(
            f"fact {draft.fact} is retracted; reinstate it before you {draft.action} it"
        )


def natural_id(draft: Draft) -> str:
    """The fact id that a draft's own words give it; empty where its kind is not known."""
    try:
        kind = find_kind(draft.kind)
    except TimelineError:
        return ""
    return natural_fact(kind, draft.patient, draft.occurred_on, _normalised(kind, draft))


def _normalised(kind: Kind, draft: Draft) -> dict[str, Any]:
    payload = dict(draft.payload)
    try:
        return kind.normalise(payload) if kind.normalise else payload
    except TimelineError:
        return payload


def read_content(kind: Kind, draft: Draft) -> tuple[str, int, Payload]:
    """The payload as it is stored, its version, and what it means today."""
    payload = draft.payload if isinstance(draft.payload, dict) else dict(draft.payload)
    if draft.schema_version is None or draft.schema_version == kind.version:
        decoded = decode_payload(kind, payload, from_text=draft.from_text)
        _check_own_facts(decoded, draft.patient)
        return encode_payload(decoded), kind.version, decoded
    version = draft.schema_version
    decoded = decode_payload(kind, upcast(kind.name, version, payload))
    return msgspec.json.encode(payload).decode(), version, decoded


def _check_own_facts(decoded: Payload, patient: str) -> None:
    """Raises InvalidEvent where a review of one patient names the facts of another."""
    if isinstance(decoded, Review):
        for name, facts in (("about", [decoded.about]), ("looked_at", decoded.looked_at)):
            for fact in facts:
                if fact is not None and not fact.startswith(f"{patient}/"):
                    raise InvalidEvent(f"field {name}: {fact!r} is not a fact of {patient}")


def read_correction(draft: Draft, last: LastRevision, recorded_at: int) -> tuple[str, int, Payload]:
    """The new state that a correction gives a fact."""
    text, version, payload = read_content(find_kind(draft.kind), draft)
    check_day(draft.occurred_on, recorded_at)
    same = (last.occurred_on, last.schema_version, last.payload)
    if same == (draft.occurred_on, version, text):
        raise InvalidEvent(f"fact {draft.fact} already says that; nothing to correct")
    return text, version, payload


def check_day(occurred_on: str, recorded_at: int) -> None:
    """Raises InvalidEvent where the day is none, or had not come when it was recorded."""
    try:
        earliest, _ = day_bounds(occurred_on)
    except InvalidDate as error:
        raise InvalidEvent(f"field occurred_on: {error}") from None
    if earliest > recording_day(recorded_at):
        raise InvalidEvent(
            f"field occurred_on: {occurred_on} lies after the day of recording"
            f" ({format_instant(recorded_at)[:10]}); expected a day that has come"
        )

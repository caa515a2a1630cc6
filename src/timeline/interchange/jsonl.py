"""JSON Lines: one event or lock a line, with everything that the store keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from timeline.dates import parse_instant
from timeline.errors import InvalidDate, InvalidEvent, Place, Problem, TimelineError
from timeline.events import Draft, LockDraft, fact_from_key
from timeline.interchange.text_lines import TextLines
from timeline.kinds import find_kind
from timeline.payload_errors import explain


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line as it may be written."""

    patient: str | None = None
    kind: str | None = None
    occurred_on: str | None = None
    payload: dict[str, Any] | None = None
    key: str | None = None
    fact: str | None = None
    action: Literal["record", "correct", "retract", "reinstate", "lock"] = "record"
    revision: int | None = None
    actor: str | None = None
    reason: str | None = None
    source: str | None = None
    recorded_at: str | None = None
    schema_version: int | None = None
    name: str | None = None


def read_jsonl(lines: TextLines) -> Iterator[Draft | LockDraft | Problem]:
    """The events and locks of a JSON Lines file, in its order. Blank lines are passed over."""
    file = lines.path.name
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        place = Place(file, number)
        try:
            yield _read_line(text, place)
        except TimelineError as error:
            yield Problem(str(error), place)


def _read_line(text: str, place: Place) -> Draft | LockDraft:
    try:
        values = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise InvalidEvent(f"not JSON: {error}") from None
    try:
        line = msgspec.convert(values, Line)
    except msgspec.ValidationError as error:
        raise InvalidEvent(explain("a line", Line, values, str(error))) from None
    recorded_at = _instant(line.recorded_at)
    if line.action == "lock":
        return LockDraft(
            name=line.name or "",
            reason=line.reason or "",
            actor=line.actor,
            recorded_at=recorded_at,
            place=place,
        )
    if line.name is not None:
        raise InvalidEvent("field name: only a lock has a name")
    patient, kind = _whose(line)
    _check_action(line)
    fact = line.fact
    if fact is None and line.key and (known := find_kind(kind)).natural_key:
        fact = fact_from_key(known, patient, line.key)
    return Draft(
        patient=patient,
        kind=kind,
        occurred_on=line.occurred_on or "",
        payload=line.payload or {},
        action=line.action,
        fact=fact,
        revision=line.revision,
        actor=line.actor,
        source=line.source or f"{place.file}#{place.row}",
        reason=line.reason or "",
        schema_version=line.schema_version,
        recorded_at=recorded_at,
        place=place,
    )


def _instant(text: str | None) -> int | None:
    try:
        return parse_instant(text) if text else None
    except InvalidDate as error:
        raise InvalidEvent(f"field recorded_at: {error}") from None


def _whose(line: Line) -> tuple[str, str]:
    """Patient and kind, which a revision need not repeat beside its fact."""
    parts = (line.fact or "").split("/")
    from_fact = parts[:2] if line.action != "record" and len(parts) >= 2 else ["", ""]
    return line.patient or from_fact[0], line.kind or from_fact[1]


def _check_action(line: Line) -> None:
    if line.action == "record":
        return
    for name in ("fact", "revision", "reason"):
        if not getattr(line, name):
            raise InvalidEvent(f"field {name}: not given; a {line.action} line needs it")
    if line.revision is not None and line.revision < 2:
        raise InvalidEvent(f"field revision: {line.revision} given, expected 2 or more")
    for name in ("payload", "occurred_on"):
        given = getattr(line, name) is not None
        if line.action == "correct" and not given:
            raise InvalidEvent(f"field {name}: not given; a correct line carries the whole event")
        if line.action != "correct" and given:
            raise InvalidEvent(f"field {name}: a {line.action} line carries none")

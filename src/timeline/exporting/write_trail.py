"""The audit trail as a file: CSV, JSON, JSON Lines or text, an event a line, oldest first."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from timeline.dates import format_instant
from timeline.describe import describe, moves_in_words
from timeline.events import Event
from timeline.exporting.event_objects import revision_as_json
from timeline.printable import one_line

Revision = tuple[Event, Event | None]
"""An event, and the revision that it revised."""

_UNFIT = re.compile("[\x7f-\x9f]")
"""Control characters that JSON lets be and a terminal does not."""

COLUMNS = (
    "seq", "recorded_at", "actor", "action", "patient", "kind", "fact", "revision", "occurred_on",
    "what", "changed", "reason", "source",
)  # fmt: skip


def csv_lines(trail: Iterable[Revision]) -> Iterator[str]:
    """A header and a line an event; `changed` has the fields that moved, old → new, in words."""
    yield _csv_line(COLUMNS)
    for event, before in trail:
        yield _csv_line(
            (
                event.seq, format_instant(event.recorded_at), event.actor, event.action,
                event.patient, event.kind, event.fact, event.revision, event.occurred_on,
                describe(event), _moves(event, before), event.reason, event.source,
            )
        )  # fmt: skip


def jsonl_lines(trail: Iterable[Revision]) -> Iterator[str]:
    """A JSON object a line, with the whole payload and every field that moved."""
    for event, before in trail:
        text = json.dumps(revision_as_json(event, before), ensure_ascii=False)
        yield _UNFIT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_lines(trail: Iterable[Revision]) -> Iterator[str]:
    """The same objects as one JSON list."""
    before = "["
    for line in jsonl_lines(trail):
        yield before + "\n" + line if before == "[" else before + line
        before = ",\n"
    yield "]" if before != "[" else "[\n]"


def text_lines(trail: Iterable[Revision]) -> Iterator[str]:
    """A sentence an event, to read."""
    for event, before in trail:
        reason = f" “{event.reason}”" if event.reason else ""
        yield one_line(
            f"{event.seq}  {format_instant(event.recorded_at)}  {event.actor}  {event.action}"
            f"  {event.fact}  {_moves(event, before) or describe(event)}{reason}"
        )


LINES: dict[str, Callable[[Iterable[Revision]], Iterator[str]]] = {
    "csv": csv_lines,
    "jsonl": jsonl_lines,
    "json": json_lines,
    "txt": text_lines,
}


def write_trail(trail: Iterable[Revision], path: Path, form: str) -> None:
    """Write a trail to a file in one of the forms, a line at a time."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in LINES[form](trail):
            file.write(line + "\n")


def _moves(event: Event, before: Event | None) -> str:
    return moves_in_words(before, event) if before else ""


def _csv_line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(values)
    return buffer.getvalue()

"""What an archive is made of: the manifest, and one JSON object a line for each row of a table.

Rows are written with everything that the hash chain covers. A payload stands in its line as the
very text that is stored, so that the hashes come out the same; hashes are in hexadecimal.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

FORMAT = 1
MANIFEST = "manifest.json"


class EventLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `events`. `recorded_at` is in microseconds since the epoch, UTC."""

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
    payload: msgspec.Raw
    hash: str


class LockLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `locks`."""

    name: str
    seq: int
    hash: str
    locked_at: int
    actor: str
    reason: str


class ProtocolLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `protocols`; `text` is the TOML that was set."""

    id: int
    set_at: int
    actor: str
    reason: str
    text: str


class ImportLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of `imports`."""

    id: int
    imported_at: int
    actor: str
    file: str
    sha256: str
    bytes: int
    rows: int
    first_seq: int | None
    last_seq: int | None


class ArchivedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the archive: its lines, its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    lines: int
    bytes: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the archive holds. `seq` and `hash` are those of the last event."""

    format: int
    made_by: str
    made_at: str
    seq: int
    recorded_at: int
    hash: str
    files: list[ArchivedFile]


TABLES: dict[str, tuple[str, type[Struct]]] = {
    "events.jsonl": ("events", EventLine),
    "locks.jsonl": ("locks", LockLine),
    "protocols.jsonl": ("protocols", ProtocolLine),
    "imports.jsonl": ("imports", ImportLine),
}
"""Each file's table and what its lines are. Events come first: the others point at them."""

HASHES = ("hash", "sha256")
ORDER = {"events": "seq", "locks": "seq, locked_at, name", "protocols": "id", "imports": "id"}


def columns(line: type[Struct]) -> str:
    """The columns of a table in the order of its line's fields."""
    return ", ".join(line.__struct_fields__)


def to_line(line: type[Struct], row: tuple[Any, ...]) -> bytes:
    """A row as the line that stands for it."""
    values = [_told(name, value) for name, value in zip(line.__struct_fields__, row, strict=True)]
    return msgspec.json.encode(line(*values)) + b"\n"


def to_row(line: Struct) -> tuple[Any, ...]:
    """A line as the row that it stands for. Raises ValueError where a hash is no hexadecimal."""
    return tuple(_stored(name, getattr(line, name)) for name in line.__struct_fields__)


def _told(name: str, value: Any) -> Any:
    if name in HASHES:
        return value.hex()
    return msgspec.Raw(value.encode()) if name == "payload" else value


def _stored(name: str, value: Any) -> Any:
    if name in HASHES:
        return bytes.fromhex(value)
    return bytes(value).decode() if name == "payload" else value

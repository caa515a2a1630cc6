"""The hash chain over the events: how a link is made, and how the whole is verified.

The hash of an event is SHA-256 over the hash of the one before (32 zero bytes before the first)
and the UTF-8 JSON array of the row's columns in their order, payload as the text that is stored.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from timeline.errors import BrokenChain
from timeline.store import EVENT_COLUMNS, Head, Store
from timeline_migrations.triggers import TRIGGERS

GENESIS = bytes(32)
BLOCK = 10_000
_encode = msgspec.json.Encoder().encode

_CHAINED = EVENT_COLUMNS.removesuffix(", hash")
_AS_JSON = (
    f"SELECT seq, recorded_at, hash, CAST(json_array({_CHAINED}) AS BLOB) FROM events"
    " WHERE seq > ? ORDER BY seq"
)
_AS_VALUES = f"SELECT seq, recorded_at, hash, {_CHAINED} FROM events WHERE seq > ? ORDER BY seq"

Told = tuple[int, int, bytes, bytes]
"""Of an event its seq, its record time, the hash it carries and the JSON array of its columns."""


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """The hash of a row (EVENT_COLUMNS without the hash) after `previous`."""
    return _link(previous, _encode(row))


def _link(previous: bytes, told: bytes) -> bytes:
    return hashlib.sha256(previous + told).digest()


def verify(store: Store, *, progress: Callable[[int], None] | None = None) -> Head:
    """Read every event and prove that nothing was edited, removed, inserted, swapped or cut off.

    Returns the head. Raises BrokenChain naming the first seq that is wrong; where the events are
    whole but a trigger that guards them is not, the seq is 0.
    """
    with store.reading() as connection:
        head, anchors = store.head(), _anchors(store)
        previous, last_at, expected = GENESIS, 0, 1
        _verify_anchors(anchors, 0, previous)
        for events in _told(connection):
            for seq, recorded_at, found, told in events:
                if seq != expected:
                    raise BrokenChain(
                        f"event {expected} is missing; the chain is broken there", seq=expected
                    )
                if found != _link(previous, told) and not _fits(connection, seq, previous):
                    raise BrokenChain(
                        f"event {seq} is not the one that was written; the chain is broken there",
                        seq=seq,
                    )
                if recorded_at < last_at:
                    raise BrokenChain(
                        f"event {seq} was recorded before the one it follows", seq=seq
                    )
                previous, last_at, expected = found, recorded_at, expected + 1
                if seq in anchors:
                    _verify_anchors(anchors, seq, previous)
            if progress:
                progress(expected - 1)
        _verify_end(Head(expected - 1, last_at, previous), head, anchors)
        _verify_triggers(store)
    return head


def _told(connection: sqlite3.Connection) -> Iterator[list[Told]]:
    """The events in blocks by rising seq.

    SQLite writes the array in half the time that Python takes for the values and the array. What it
    refuses to write (no text or number) is left to Python, which finds the event.
    """
    done = 0
    try:
        cursor = connection.execute(_AS_JSON, (done,))
        while events := cursor.fetchmany(BLOCK):
            yield events
            done = events[-1][0]
    except sqlite3.OperationalError as error:
        if "JSON" not in str(error):
            raise
        yield from _told_by_python(connection, done, BLOCK)


def _told_by_python(connection: sqlite3.Connection, after: int, block: int) -> Iterator[list[Told]]:
    connection.text_factory = _read_anyhow
    try:
        cursor = connection.execute(_AS_VALUES, (after,))
        while rows := cursor.fetchmany(block):
            yield [(*row[:3], _array(row[3:])) for row in rows]
    finally:
        connection.text_factory = str


def _fits(connection: sqlite3.Connection, seq: int, previous: bytes) -> bool:
    """Whether an event's hash fits after all: another SQLite may write an array in another way."""
    ((_, _, found, told),) = next(_told_by_python(connection, seq - 1, 1))
    return found == _link(previous, told)


def _array(row: tuple[Any, ...]) -> bytes:
    """The JSON array of the columns; where they hold what no event does, nothing."""
    try:  # bytes would be written as the text of their base64
        return b"" if bytes in map(type, row) else _encode(row)
    except (TypeError, ValueError):
        return b""


def _read_anyhow(raw: bytes) -> str:
    return raw.decode(errors="surrogateescape")


def _anchors(store: Store) -> dict[int, list[tuple[str, bytes]]]:
    """The locks, by seq: the hash that the event had when the lock was set."""
    anchors: dict[int, list[tuple[str, bytes]]] = {}
    for seq, name, known in store.rows("SELECT seq, name, hash FROM locks"):
        anchors.setdefault(seq, []).append((name, known))
    return anchors


def _verify_anchors(anchors: dict[int, list[tuple[str, bytes]]], seq: int, found: bytes) -> None:
    for name, known in anchors.get(seq, []):
        if known != found:
            raise BrokenChain(f"event {seq} is not the one that lock {name!r} anchored", seq=seq)


def _verify_end(last: Head, head: Head, anchors: dict[int, list[tuple[str, bytes]]]) -> None:
    """Hold the last event found against the head and the locks that know of more."""
    known = max(head.seq, *anchors, 0)
    if known > last.seq:
        raise BrokenChain(
            f"event {last.seq + 1} is missing; the tail was cut off (the store has known {known}"
            " events)",
            seq=last.seq + 1,
        )
    if head.seq < last.seq:
        raise BrokenChain(
            f"event {head.seq + 1} was added behind the store's back", seq=head.seq + 1
        )
    if head != last:
        raise BrokenChain(f"event {last.seq} is not the one that the head names", seq=last.seq)


def _verify_triggers(store: Store) -> None:
    found = dict(store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, sql in TRIGGERS.items():
        if found.get(name) != sql:
            raise BrokenChain(
                f"the trigger {name} that keeps the store append-only is gone or changed", seq=0
            )

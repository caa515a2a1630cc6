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


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """The hash of a row (EVENT_COLUMNS without the hash) after `previous`."""
    return hashlib.sha256(previous + _encode(row)).digest()


def verify(store: Store, *, progress: Callable[[int], None] | None = None) -> Head:
    """Read every event and prove that nothing was edited, removed, inserted, swapped or cut off.

    Returns the head. Raises BrokenChain naming the first seq that is wrong; where the events are
    whole but a trigger that guards them is not, the seq is 0.
    """
    with store.reading() as connection:
        head, anchors = store.head(), _anchors(store)
        previous, last_at, expected = GENESIS, 0, 1
        _verify_anchors(anchors, 0, previous)
        for rows in _rows(connection):
            for row in rows:
                seq = row[0]
                if seq != expected:
                    raise BrokenChain(
                        f"event {expected} is missing; the chain is broken there", seq=expected
                    )
                told = row[:-1]
                try:  # bytes would be written in the link as the text of their base64
                    wanted = b"" if bytes in map(type, told) else link(previous, told)
                except (TypeError, ValueError):
                    wanted = b""
                if row[-1] != wanted:
                    raise BrokenChain(
                        f"event {seq} is not the one that was written; the chain is broken there",
                        seq=seq,
                    )
                if row[8] < last_at:
                    raise BrokenChain(
                        f"event {seq} was recorded before the one it follows", seq=seq
                    )
                previous, last_at, expected = row[-1], row[8], expected + 1
                if seq in anchors:
                    _verify_anchors(anchors, seq, previous)
            if progress:
                progress(expected - 1)
        _verify_end(Head(expected - 1, last_at, previous), head, anchors)
        _verify_triggers(store)
    return head


def _rows(connection: sqlite3.Connection) -> Iterator[list[tuple[Any, ...]]]:
    """The events in blocks by rising seq; a text that is no UTF-8 comes as one no link fits."""
    sql = f"SELECT {EVENT_COLUMNS} FROM events WHERE seq > ? ORDER BY seq"
    done = 0
    try:
        cursor = connection.execute(sql, (done,))
        while rows := cursor.fetchmany(BLOCK):
            yield rows
            done = rows[-1][0]
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
        connection.text_factory = _read_anyhow
        try:
            cursor = connection.execute(sql, (done,))
            while rows := cursor.fetchmany(BLOCK):
                yield rows
        finally:
            connection.text_factory = str


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

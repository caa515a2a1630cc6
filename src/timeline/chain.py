"""The hash chain over the events: how a link is made, and how the whole is verified.

The hash of an event is SHA-256 over the hash of the one before (32 zero bytes before the first)
and the UTF-8 JSON array of the row's columns in their order, payload as the text that is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from timeline.errors import BrokenChain
from timeline.store import EVENT_COLUMNS, Head, Store
from timeline_migrations.triggers import TRIGGERS

GENESIS = bytes(32)
_encode = msgspec.json.Encoder().encode


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """The hash of a row (EVENT_COLUMNS without the hash) after `previous`."""
    return hashlib.sha256(previous + _encode(row)).digest()


def verify(store: Store, *, progress: Callable[[int], None] | None = None) -> Head:
    """Read every event and prove that nothing was edited, removed, inserted, swapped or cut off.

    Returns the head. Raises BrokenChain naming the first seq that is wrong.
    """
    with store.reading() as connection:
        _verify_triggers(store)
        head = store.head()
        anchors = dict(connection.execute("SELECT seq, hash FROM locks").fetchall())
        names = dict(connection.execute("SELECT seq, name FROM locks").fetchall())
        previous, last_at, expected = GENESIS, 0, 1
        cursor = connection.execute(f"SELECT {EVENT_COLUMNS} FROM events ORDER BY seq")
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                seq = row[0]
                if seq != expected:
                    raise BrokenChain(
                        f"event {expected} is missing; the chain is broken there", seq=expected
                    )
                try:
                    wanted = link(previous, row[:-1])
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
                if seq in anchors and anchors[seq] != previous:
                    raise BrokenChain(
                        f"event {seq} is not the one that lock {names[seq]!r} anchored", seq=seq
                    )
            if progress:
                progress(expected - 1)
    last = expected - 1
    beyond = [seq for seq in anchors if seq > last]
    if head.seq > last or beyond:
        raise BrokenChain(
            f"event {last + 1} is missing; the tail was cut off (the store has known"
            f" {max([head.seq, *beyond])} events)",
            seq=last + 1,
        )
    if (head.seq, head.hash) != (last, previous):
        raise BrokenChain(
            f"event {head.seq + 1} was added behind the store's back", seq=head.seq + 1
        )
    return head


def _verify_triggers(store: Store) -> None:
    found = dict(store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, sql in TRIGGERS.items():
        if found.get(name) != sql:
            raise BrokenChain(
                f"the trigger {name} that keeps the store append-only is gone or changed", seq=0
            )

"""Drafts on their way from files to the store, kept outside memory while they are put in order.

The table lives in a private temporary file that is gone when the import ends. Rows that state when
they were recorded come first, by that instant, then the others; otherwise the order is the files'.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import msgspec

from timeline.events import Draft, LockDraft

CHUNK = 2_000
_NUMBER = re.compile(r"~\d+$")


class Staged(msgspec.Struct, frozen=True):
    """A draft with the position of its file. `number` counts the rows of one file that have the
    same fact id by their key; `shared` says that more rows of the import speak of this fact.
    """

    file: int
    draft: Draft | LockDraft
    number: int = 1
    shared: bool = False


class Staging:
    """A place for any number of drafts. `rows` counts them."""

    def __init__(self) -> None:
        self.rows = 0
        self._waiting: list[tuple[int, int | None, str | None, bool, bytes]] = []
        self._connection = sqlite3.connect("", isolation_level=None)
        for sql in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE staged (id INTEGER PRIMARY KEY, file INTEGER, recorded_at INTEGER,"
            " stem TEXT, numbered INTEGER, body BLOB)",
            "CREATE TABLE deferred (id INTEGER PRIMARY KEY, body BLOB)",
            "BEGIN",
        ):
            self._connection.execute(sql)
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Draft).decode
        self._decode_lock = msgspec.msgpack.Decoder(LockDraft).decode

    def add(self, file: int, draft: Draft | LockDraft, fact: str | None, *, numbered: bool) -> None:
        """Take in a draft of a fact, or a lock without one. A `numbered` fact id is the key's own,
        which later rows of the same file may share.
        """
        stem = None if fact is None else _NUMBER.sub("", fact)
        self._waiting.append((file, draft.recorded_at, stem, numbered, self._encode(draft)))
        self.rows += 1
        if len(self._waiting) >= CHUNK:
            self._flush()

    def defer(self, draft: Draft) -> None:
        """Keep a draft for `deferred`."""
        self._connection.execute("INSERT INTO deferred (body) VALUES (?)", (self._encode(draft),))

    def deferred(self) -> Iterator[Draft]:
        """What was deferred, in that order."""
        for (body,) in self._connection.execute("SELECT body FROM deferred ORDER BY id"):
            yield self._decode(body)

    def chunks(self) -> Iterator[list[Staged]]:
        """Everything in the order of recording, some thousand at a time."""
        self._flush()
        shared = self._shared_stems()
        numbers = self._numbers() if shared else {}
        cursor = self._connection.execute(
            "SELECT id, file, stem, body FROM staged ORDER BY recorded_at IS NULL, recorded_at, id"
            if self._states_times()
            else "SELECT id, file, stem, body FROM staged ORDER BY id"
        )
        while rows := cursor.fetchmany(CHUNK):
            yield [
                Staged(file, self._decode_lock(body))
                if stem is None
                else Staged(file, self._decode(body), numbers.get(id_, 1), stem in shared)
                for id_, file, stem, body in rows
            ]

    def index_facts(self) -> None:
        """Get ready for `speaks_of`."""
        self._flush()
        self._connection.execute("CREATE INDEX IF NOT EXISTS stems ON staged (stem)")

    def speaks_of(self, fact: str) -> bool:
        """Whether any row speaks of a fact, however often it was told."""
        found = self._connection.execute(
            "SELECT count(*) FROM staged WHERE stem = ?", (_NUMBER.sub("", fact),)
        ).fetchone()[0]
        number = _NUMBER.search(fact)
        return bool(found >= (int(number[0][1:]) if number else 1))

    def close(self) -> None:
        self._connection.close()

    def _flush(self) -> None:
        self._connection.executemany(
            "INSERT INTO staged (file, recorded_at, stem, numbered, body) VALUES (?, ?, ?, ?, ?)",
            self._waiting,
        )
        self._waiting.clear()

    def _states_times(self) -> bool:
        found = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM staged WHERE recorded_at IS NOT NULL)"
        ).fetchone()
        return bool(found[0])

    def _shared_stems(self) -> set[str]:
        rows = self._connection.execute(
            "SELECT stem FROM staged WHERE stem IS NOT NULL GROUP BY stem HAVING count(*) > 1"
        )
        return {stem for (stem,) in rows}

    def _numbers(self) -> dict[int, int]:
        """Rows that are the second or a later one of their file with the same fact id."""
        rows = self._connection.execute(
            "SELECT id, number FROM (SELECT id, row_number() OVER (PARTITION BY stem, file"
            " ORDER BY id) AS number FROM staged WHERE numbered) WHERE number > 1"
        )
        return dict(rows.fetchall())

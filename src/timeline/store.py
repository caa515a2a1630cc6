"""The store: one SQLite file, opened, created and read. Writing goes through `recording.append`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import msgspec

from timeline.errors import BrokenChain, StoreBusy, StoreError
from timeline.events import Event
from timeline.upcasts import upcast
from timeline_migrations import NAMES, applied

APPLICATION_ID = 0x746C6E65  # "tlne", in the file's header
BUSY_SECONDS = 5.0
EVENT_COLUMNS = (
    "seq, fact, revision, action, supersedes, patient, kind, occurred_on, recorded_at,"
    " actor, source, reason, schema_version, payload, hash"
)


@dataclass(frozen=True)
class Head:
    """The last event: its seq, its record time and its hash. (seq, hash) is a token to cite."""

    seq: int
    recorded_at: int
    hash: bytes


class Store:
    """An open store. Use it as a context manager, from one thread.

    Raises StoreError where the file is missing, no timeline store, damaged or of a newer version.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
        self.path = path
        self.connection = connection
        self.readonly = readonly

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, readonly: bool = False) -> Self:
        """Open the store at `path`, migrating an older one; with `create` make it if missing.

        A new file is readable by its owner alone.
        """
        path = Path(path)
        if not path.exists():
            if not create or readonly:
                raise StoreError(f"{path}: no store here; `timeline init --db {path}` makes one")
            return cls._create(path)
        _check_file(path)
        readonly = readonly or not os.access(path, os.W_OK)
        store = cls(path, _connect(path, readonly=readonly), readonly=readonly)
        try:
            store._check_schema()
            store.head()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _create(cls, path: Path) -> Self:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(f"{path}: cannot be created: {error.strerror}") from error
        store = cls(path, _connect(path, readonly=False), readonly=False)
        try:
            with translated_errors(path):
                store.connection.execute("PRAGMA journal_mode = WAL")
                store.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            store._migrate()
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return store

    def _check_schema(self) -> None:
        with translated_errors(self.path):
            (found,) = self.connection.execute("PRAGMA application_id").fetchone()
            if found != APPLICATION_ID:
                raise StoreError(f"{self.path}: not a timeline store (an SQLite file of another)")
            steps = applied(self.connection)
        if unknown := [name for name in steps if name not in NAMES]:
            raise StoreError(
                f"{self.path}: written by a newer timeline (it has {unknown[0]});"
                " upgrade timeline to open it"
            )
        if len(steps) < len(NAMES):
            if self.readonly:
                raise StoreError(f"{self.path}: an older store that must be migrated is read-only")
            self._migrate()

    def _migrate(self) -> None:
        from timeline_migrations import migrate

        with translated_errors(self.path):
            migrate(self.connection)

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction that writes: all of it, or with an error or `keep=False` nothing."""
        if self.readonly:
            raise StoreError(f"{self.path}: the store is read-only")
        with translated_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT" if keep else "ROLLBACK")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Inside the block a writer waits so long for another one, instead of BUSY_SECONDS."""
        self._wait_for_others(seconds)
        try:
            yield
        finally:
            self._wait_for_others(BUSY_SECONDS)

    def _wait_for_others(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One transaction that reads: everything in it sees the same store."""
        with translated_errors(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """All rows of a query."""
        with translated_errors(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def events(
        self, where: str = "TRUE", parameters: Sequence[Any] | dict[str, Any] = ()
    ) -> list[Event]:
        """Events by rising seq, payloads upcast. `where` is SQL with bound parameters."""
        sql = f"SELECT {EVENT_COLUMNS} FROM events AS e WHERE {where} ORDER BY seq"
        return [event_from_row(row) for row in self.rows(sql, parameters)]

    def head(self) -> Head:
        rows = self.rows("SELECT seq, recorded_at, hash FROM head")
        if len(rows) != 1:
            raise BrokenChain(f"{self.path}: the head that names the last event is gone", seq=0)
        return Head(*rows[0])

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def event_from_row(row: Sequence[Any]) -> Event:
    """An event from a row of EVENT_COLUMNS."""
    return Event(
        seq=row[0],
        fact=row[1],
        revision=row[2],
        action=row[3],
        patient=row[5],
        kind=row[6],
        occurred_on=row[7],
        recorded_at=row[8],
        actor=row[9],
        source=row[10],
        reason=row[11],
        schema_version=row[12],
        payload=upcast(row[6], row[12], msgspec.json.decode(row[13])),
        hash=row[14],
    )


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as timeline's own, in one line."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreBusy(
                f"{path}: another process is writing to the store; tried for {BUSY_SECONDS:g} s,"
                " nothing was changed; try again"
            ) from error
        if name.startswith("SQLITE_READONLY"):
            raise StoreError(f"{path}: the store is read-only") from error
        if name.startswith("SQLITE_FULL"):
            raise StoreError(f"{path}: the disk is full; nothing was changed") from error
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise StoreError(
                f"{path}: the store is damaged ({error}); restore it from a backup"
            ) from error
        raise StoreError(f"{path}: {error}") from error


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    location = f"file:{quote(str(path.absolute()))}"
    if readonly:
        location += "?mode=ro"
        if not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
            location += "&immutable=1"
    with translated_errors(path):
        connection = sqlite3.connect(
            location, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB; a bulk append spills less
        connection.execute("PRAGMA temp_store = MEMORY")  # else triggers journal each row in a file
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _check_file(path: Path) -> None:
    """Refuse what is plainly no store before SQLite is asked, with the reason."""
    if path.is_dir():
        raise StoreError(f"{path}: a folder, not a store")
    if not path.is_file():
        raise StoreError(f"{path}: a device or pipe, not a store")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if not header.startswith(b"SQLite format 3\0"):
        raise StoreError(f"{path}: not a timeline store (not an SQLite file)")
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    wal = path.with_name(f"{path.name}-wal")
    expected = pages * (65536 if page_size == 1 else page_size)
    try:
        settled = wal.stat().st_size == 0
    except FileNotFoundError:  # another process may take it away at any time
        settled = True
    if len(header) < 100 or (settled and path.stat().st_size < expected):
        raise StoreError(
            f"{path}: the store is truncated ({path.stat().st_size} of {expected} bytes);"
            " restore it from a backup"
        )

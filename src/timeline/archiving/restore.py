"""Making a store of an archive again, with the same hashes.

The store is built beside its place and appears there only when every event has been held against
the hash chain, and every file against the manifest.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from timeline.archiving.records import (
    FORMAT,
    MANIFEST,
    TABLES,
    ArchivedFile,
    Manifest,
    columns,
    to_row,
)
from timeline.chain import verify
from timeline.errors import InvalidArchive, StoreError
from timeline.store import Head, Store

BLOCK = 10_000
LONGEST_LINE = 8_000_000


def restore(
    folder: str | Path, path: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> Head:
    """Make the store at `path` of an archive. Returns its head, which is the archived one.

    Raises InvalidArchive where a file is missing, altered or no part of an archive, BrokenChain
    where the events are not the ones that were written, and StoreError where a file is at `path`
    already or it cannot be written. Then there is no store at `path`.
    """
    folder, path = Path(folder), Path(path)
    if path.exists():
        raise StoreError(f"{path}: a file is here already; name another")
    manifest = read_manifest(folder)
    building = path.with_name(f"{path.name}.restoring-{os.getpid()}")
    try:
        with Store.open(building, create=True) as store:
            wrong = _fill(store, folder, manifest, progress)
            head = verify(store)
            if wrong is not None:
                raise wrong
            store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _settle(building, path)
    finally:
        for name in (building.name, f"{building.name}-wal", f"{building.name}-shm"):
            building.with_name(name).unlink(missing_ok=True)
    return head


def read_manifest(folder: Path) -> Manifest:
    """What an archive says that it holds. Raises InvalidArchive."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise InvalidArchive(f"{folder}: no archive here; it would have a {MANIFEST}") from None
    except OSError as error:
        raise InvalidArchive(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidArchive(f"{path}: not the manifest of an archive: {error}") from None
    if manifest.format != FORMAT:
        raise InvalidArchive(
            f"{path}: field format: {manifest.format} given, expected {FORMAT};"
            f" it was {manifest.made_by} that wrote it"
        )
    if sorted(file.name for file in manifest.files) != sorted(TABLES):
        raise InvalidArchive(f"{path}: field files: expected {', '.join(TABLES)}")
    return manifest


def _fill(
    store: Store,
    folder: Path,
    manifest: Manifest,
    progress: Callable[[int, int], None] | None,
) -> InvalidArchive | None:
    """Write everything, in one transaction. Returns what is wrong with a file as a whole: an event
    that the chain refuses is the better answer, and is looked for first.
    """
    files = {file.name: file for file in manifest.files}
    wrong: InvalidArchive | None = None
    with store.writing() as connection:
        for name, (table, line) in TABLES.items():
            marks = ", ".join("?" * len(line.__struct_fields__))
            insert = f"INSERT INTO {table} ({columns(line)}) VALUES ({marks})"
            reader = _Reader(folder / name, line, files[name])
            done = 0
            while rows := list(islice(reader, BLOCK)):
                _insert(connection, insert, rows, name)
                done += len(rows)
                if progress and table == "events":
                    progress(done, manifest.seq)
            wrong = wrong or reader.wrong()
        connection.execute(
            "UPDATE head SET seq = ?, recorded_at = ?, hash = ?",
            (manifest.seq, manifest.recorded_at, _digest(manifest.hash)),
        )
    return wrong


def _insert(
    connection: sqlite3.Connection, insert: str, rows: list[tuple[Any, ...]], name: str
) -> None:
    try:
        connection.executemany(insert, rows)
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise InvalidArchive(f"{name}: altered: {error}") from None


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise InvalidArchive(f"{MANIFEST}: field hash: {text!r} is not hexadecimal") from None


class _Reader:
    """The rows of one file, with the digest of what was read."""

    def __init__(self, path: Path, line: type[Struct], expected: ArchivedFile) -> None:
        self.path = path
        self.expected = expected
        self.lines = self.bytes = 0
        self.digest = hashlib.sha256()
        self._rows = self._read(msgspec.json.Decoder(line))

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def _read(self, decoder: msgspec.json.Decoder[Any]) -> Iterator[tuple[Any, ...]]:
        try:
            with self.path.open("rb") as file:
                while text := file.readline(LONGEST_LINE):
                    self.lines += 1
                    self.bytes += len(text)
                    self.digest.update(text)
                    yield to_row(decoder.decode(text))
        except OSError as error:
            raise InvalidArchive(f"{self.path}: cannot be read: {error.strerror}") from error
        except (msgspec.DecodeError, ValueError) as error:
            raise InvalidArchive(f"{self.path}, line {self.lines}: altered: {error}") from None

    def wrong(self) -> InvalidArchive | None:
        """What is wrong with the file as a whole, once it was read."""
        told = self.expected
        found = ArchivedFile(told.name, self.lines, self.bytes, self.digest.hexdigest())
        if found == told:
            return None
        return InvalidArchive(
            f"{self.path}: altered: {found.lines} lines, {found.bytes} bytes, SHA-256"
            f" {found.sha256[:16]}…; the manifest names {told.lines} lines, {told.bytes} bytes,"
            f" SHA-256 {told.sha256[:16]}…"
        )


def _settle(building: Path, path: Path) -> None:
    """Give the finished store its name, never over another file."""
    try:
        os.link(building, path)
    except FileExistsError:
        raise StoreError(f"{path}: a file is here already; name another") from None
    except OSError:  # a file system without links
        if path.exists():
            raise StoreError(f"{path}: a file is here already; name another") from None
        building.rename(path)

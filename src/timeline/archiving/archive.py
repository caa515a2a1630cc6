"""Writing an archive: the store's events, locks and protocols as JSON Lines, and a manifest."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from timeline import __version__
from timeline.archiving.records import (
    FORMAT,
    MANIFEST,
    ORDER,
    TABLES,
    ArchivedFile,
    Manifest,
    columns,
    to_line,
)
from timeline.chain import verify
from timeline.dates import format_instant, now_us
from timeline.private_files import new_file, new_folder
from timeline.store import Store

BLOCK = 10_000


def archive(
    store: Store, folder: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> Manifest:
    """Write the whole history to a new folder, readable by its owner alone.

    The chain is verified first, in the same moment of the store. Raises ExportError where something
    is there already or cannot be written, and BrokenChain; then nothing is left behind.
    """
    with new_folder(folder) as place, store.reading() as connection:
        head = verify(store)
        files = [
            _write(connection, place / name, table, line, head.seq, progress)
            for name, (table, line) in TABLES.items()
        ]
        manifest = Manifest(
            FORMAT, f"timeline {__version__}", format_instant(now_us()),
            head.seq, head.recorded_at, head.hash.hex(), files,
        )  # fmt: skip
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
        with new_file(place / MANIFEST) as file:
            file.write(text)
            os.fsync(file.fileno())
    return manifest


def _write(
    connection: sqlite3.Connection,
    path: Path,
    table: str,
    line: type[Struct],
    total: int,
    progress: Callable[[int, int], None] | None,
) -> ArchivedFile:
    digest, lines, size = hashlib.sha256(), 0, 0
    cursor = connection.execute(f"SELECT {columns(line)} FROM {table} ORDER BY {ORDER[table]}")
    with new_file(path) as file:
        while rows := cursor.fetchmany(BLOCK):
            block = b"".join(to_line(line, row) for row in rows)
            file.write(block)
            digest.update(block)
            lines, size = lines + len(rows), size + len(block)
            if progress and table == "events":
                progress(lines, total)
        file.flush()
        os.fsync(file.fileno())
    return ArchivedFile(path.name, lines, size, digest.hexdigest())

"""The folder beside a store where its blocks are kept. It may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from timeline.column_cache.block_files import UNFINISHED, Arrays, read_block, write_block
from timeline.dates import now_us

_ABANDONED_US = 3_600_000_000
_DECODING = (
    "kinds.py",
    "upcasts.py",
    "payload_columns.py",
    "event_columns.py",
    "sql_columns.py",
    "column_cache/blocks.py",
    "column_cache/block_files.py",
)


@dataclass(frozen=True)
class Span:
    """Consecutive events, both ends included; the hash of the last one stands for them all."""

    first: int
    last: int
    hash: bytes


def folder_of(store: Path) -> Path:
    """Where the blocks of a store are kept."""
    return store.with_name(f"{store.name}-columns")


def read_kept(store: Path, span: Span, names: Collection[str]) -> Arrays | None:
    """The arrays of a span; None where none are kept, or they are damaged, or of other events."""
    return read_block(_file(store, span), _label(span), names)


def may_keep(store: Path) -> bool:
    """Whether the folder can be written to. It is made, for its owner alone, if it is missing."""
    folder = folder_of(store)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _clear_away(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def keep(store: Path, span: Span, arrays: Arrays) -> bool:
    """Keep the arrays of a span; says whether there was room."""
    try:
        write_block(_file(store, span), _label(span), arrays)
    except OSError:
        return False
    return True


def _file(store: Path, span: Span) -> Path:
    return folder_of(store) / f"{span.first:012}-{span.last:012}"


def _label(span: Span) -> str:
    return f"{_code_fingerprint()} {span.first} {span.last} {span.hash.hex()}"


@cache
def _code_fingerprint() -> str:
    """What changes with the kinds, with the reading of older payloads and the making of blocks."""
    digest = hashlib.sha256()
    for name in _DECODING:
        digest.update(files("timeline").joinpath(name).read_bytes())
    return digest.hexdigest()


def _clear_away(folder: Path) -> None:
    """Remove what a writer that was stopped left unfinished."""
    for file in folder.glob(f"*{UNFINISHED}"):
        with suppress(OSError):
            if now_us() - file.stat().st_mtime_ns // 1000 > _ABANDONED_US:
                file.unlink()

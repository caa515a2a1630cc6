"""Copies of a store, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from timeline.errors import StoreError
from timeline.store import Store, translated_errors

PAGES = 2_000


def back_up(
    store: Store, path: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> None:
    """Copy the store to a new file, which holds one state of it, whoever writes meanwhile.

    Raises StoreError where a file is there already or cannot be written; then none is left behind.
    """
    path = Path(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise StoreError(f"{path}: a file is here already; name another") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be created: {error.strerror}") from error

    def tell(status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    try:
        with translated_errors(path):
            copy = sqlite3.connect(path)
            try:
                store.connection.backup(copy, pages=PAGES, progress=tell, sleep=0.01)
            finally:
                copy.close()
    except BaseException:
        path.unlink(missing_ok=True)
        raise

"""The folder that an export fills: new, readable by its owner alone, and whole or not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from timeline.errors import ExportError


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """A folder that is made for what is written inside the block.

    Files are created for the owner alone. With any error nothing is left. Raises ExportError where
    something is there already or cannot be written.
    """
    path = Path(path)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        raise ExportError(f"{path}: something is here already; name another folder") from None
    except OSError as error:
        raise ExportError(f"{path}: cannot be created: {error.strerror}") from error
    before = os.umask(0o077)
    try:
        yield path
    except OSError as error:
        shutil.rmtree(path, ignore_errors=True)
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    finally:
        os.umask(before)


def new_file(path: Path) -> BinaryIO:
    """A file to write, for its owner alone. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")

"""Files and folders that hold patients' data: new, and readable by their owner alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from timeline.errors import ExportError


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """A folder to fill inside the block. It has its name only when it is whole: till then it
    stands beside its place under a hidden one, and with any error it is taken away.

    Everything that is created inside is for the owner alone, whoever creates it. Raises ExportError
    where something is there already or cannot be written.
    """
    path = Path(path)
    require_room(path)
    try:
        building = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))  # mode 0700
    except OSError as error:
        raise ExportError(f"{path}: cannot be created: {error.strerror}") from error
    before = os.umask(0o077)
    try:
        yield building
        require_room(path)
        building.rename(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        os.umask(before)
        shutil.rmtree(building, ignore_errors=True)


def new_file(path: str | Path) -> BinaryIO:
    """A new file to write. Raises ExportError where something is there or it cannot be made."""
    path = Path(path)
    try:
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except FileExistsError:
        raise ExportError(f"{path}: something is here already; name another") from None
    except OSError as error:
        raise ExportError(f"{path}: cannot be created: {error.strerror}") from error


def require_room(path: str | Path) -> None:
    """Raise ExportError where something is at a path already."""
    if os.path.lexists(path):
        raise ExportError(f"{path}: something is here already; name another")


def files_in(folder: str | Path) -> list[Path]:
    """Every file of a folder and of those inside it, in order."""
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())

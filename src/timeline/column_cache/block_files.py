"""Files of named arrays under a label: written whole or not at all, read back only if undamaged.

A file is a mark, the length and checksum of a JSON header, the header, and the arrays' bytes. The
header has the label and of every array its type, place, length and checksum. Nothing in it is run.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import msgspec
import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]

MARK = b"timeline columns"
UNFINISHED = ".unfinished"
_TYPES = ("|u1", "<i4", "<f8")
_COUNTS = 4  # bytes of a length or a checksum


class Damaged(Exception):
    """A file that is not what was written."""


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One array of a file."""

    name: str
    dtype: str
    offset: int
    count: int
    checksum: int


class Header(msgspec.Struct, frozen=True):
    """What a file is of, and what it holds."""

    label: str
    arrays: list[Entry]


def write_block(path: Path, label: str, arrays: Arrays) -> None:
    """Write the arrays, readable by the owner alone. Raises OSError; then nothing is left behind.

    Whoever reads meanwhile sees the earlier file or the new one.
    """
    entries, parts, offset = [], [], 0
    for name, array in arrays.items():
        data = array.tobytes()
        entries.append(Entry(name, array.dtype.str, offset, len(array), zlib.crc32(data)))
        parts.append(data)
        offset += len(data)
    header = msgspec.json.encode(Header(label, entries))
    lead = MARK + _number(len(header)) + _number(zlib.crc32(header))
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}{UNFINISHED}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([lead, header, *parts])
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def read_block(path: Path, label: str, names: Collection[str]) -> Arrays | None:
    """The arrays of those names; one that the file does not have is left out.

    None where there is no such file, or it has another label, or is damaged.
    """
    if not path.is_file():  # a pipe would never end
        return None
    try:
        with path.open("rb") as file:
            header = _header(file)
            if header.label != label:
                return None
            start = file.tell()
            return {
                entry.name: _array(file, start, entry)
                for entry in header.arrays
                if entry.name in names
            }
    except (OSError, Damaged, msgspec.DecodeError):
        return None


def _header(file: BinaryIO) -> Header:
    lead = file.read(len(MARK) + 2 * _COUNTS)
    length, checksum = lead[len(MARK) : -_COUNTS], lead[-_COUNTS:]
    if not lead.startswith(MARK):
        raise Damaged
    text = file.read(int.from_bytes(length, "little"))
    if zlib.crc32(text) != int.from_bytes(checksum, "little"):
        raise Damaged
    return msgspec.json.decode(text, type=Header)


def _array(file: BinaryIO, start: int, entry: Entry) -> npt.NDArray[Any]:
    if entry.dtype not in _TYPES:
        raise Damaged
    dtype = np.dtype(entry.dtype)
    file.seek(start + entry.offset)
    data = file.read(entry.count * dtype.itemsize)
    if len(data) != entry.count * dtype.itemsize or zlib.crc32(data) != entry.checksum:
        raise Damaged
    return np.frombuffer(data, dtype)


def _number(value: int) -> bytes:
    return value.to_bytes(_COUNTS, "little")

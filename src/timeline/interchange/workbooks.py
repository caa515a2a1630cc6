"""Workbooks (.xlsx, .xlsm) opened for reading, row by row, as the values that they have stored.

Formulas are not computed, links to other files not followed, macros not run. A package that
unpacks to far more than it is, is refused unopened.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from timeline.errors import Place, Problem, Refused
from timeline.payload_errors import suggestion

SUFFIXES = (".xlsx", ".xlsm")
MOST_BYTES = 2_000_000_000
MOST_TIMES = 200
BLOCK = 1_000_000
LAST_ROW = 1_048_576
LONGEST_CELL = 100_000
"""Bytes of a cell with its formula, as a sheet writes it."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*\br="([A-Z]+\d+)"[^<>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Sheet:
    """A sheet being read. `merged` are its ranges of merged cells, and `uncomputed` its formulas
    that have no stored value, both as a workbook names cells: `A2:A3`, `D2`.
    """

    name: str
    rows: Iterator[tuple[Any, ...]]
    merged: tuple[str, ...]
    uncomputed: tuple[str, ...]


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook, in order. Raises Refused where it is none."""
    with _opened(path) as book:
        return list(book.sheetnames)


@contextmanager
def opened_sheet(path: Path, name: str | None) -> Iterator[Sheet]:
    """A sheet by name, or the only one. Raises Refused where there is none, or several."""
    with _opened(path) as book:
        names = list(book.sheetnames)
        if name is None and len(names) > 1:
            message = f"has {len(names)} sheets ({', '.join(names)}); let the mapping name one"
            raise Refused([Problem(message, Place(path.name))])
        if name is not None and name not in names:
            message = f"no sheet {name!r}; {suggestion(name, names)}"
            raise Refused([Problem(message, Place(path.name))])
        page = book[name or names[0]]
        if not hasattr(page, "reset_dimensions"):
            message = f"{page.title!r} is a chart, not a sheet of cells"
            raise Refused([Problem(message, Place(path.name))])
        page.reset_dimensions()  # what a sheet says of its size need not be true
        merged, uncomputed = _marks(path, page._worksheet_path)
        yield Sheet(page.title, _rows(path, page), merged, uncomputed)


def _rows(path: Path, page: Any) -> Iterator[tuple[Any, ...]]:
    try:
        yield from islice(page.iter_rows(values_only=True), LAST_ROW)
    except Exception as error:  # whatever a damaged part does to the parser
        message = f"sheet {page.title!r} cannot be read: {error}"
        raise Refused([Problem(message, Place(path.name))]) from None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook

    _check_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read, such as validations
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged package does to the parser
        message = f"not a workbook that can be read: {error}"
        raise Refused([Problem(message, Place(path.name))]) from None
    try:
        yield book
    finally:
        book.close()


def _check_size(path: Path) -> None:
    """Refuse what is no package, or unpacks to far more than it is, before it is unpacked."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(_OLE))
        with zipfile.ZipFile(path) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except FileNotFoundError:
        raise Refused([Problem(f"{path}: no such file")]) from None
    except (zipfile.BadZipFile, OSError) as error:
        what = "locked with a password, or an old .xls" if begins == _OLE else str(error)
        message = f"not a workbook that can be read: {what}; save it as .xlsx"
        raise Refused([Problem(message, Place(path.name))]) from None
    packed = path.stat().st_size
    if unpacked > MOST_BYTES or unpacked > max(packed, 100_000) * MOST_TIMES:
        message = f"{packed} bytes that unpack to {unpacked}; refused unopened"
        raise Refused([Problem(message, Place(path.name))])


def _marks(path: Path, part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Merged ranges and formulas without a value, which the rows do not tell: merged ranges stand
    in a sheet after its rows.
    """
    merged: dict[str, None] = {}
    uncomputed: dict[str, None] = {}
    with zipfile.ZipFile(path) as package, package.open(part) as sheet:
        rest = b""
        while block := sheet.read(BLOCK):
            text = rest + block
            for found, pattern in ((merged, _MERGED), (uncomputed, _NO_VALUE)):
                found.update(dict.fromkeys(place.decode() for place in pattern.findall(text)))
            rest = text[-LONGEST_CELL:]
    return tuple(merged), tuple(uncomputed)

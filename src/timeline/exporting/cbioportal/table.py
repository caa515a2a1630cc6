"""Tab-separated files as cBioPortal reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from timeline.errors import ExportError
from timeline.private_files import new_file

_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ID = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Attribute:
    """A clinical attribute: its id, the name and the meaning that are shown, its type and where it
    comes in the order of importance (a higher priority comes first).
    """

    id: str
    name: str
    meaning: str
    datatype: Literal["STRING", "NUMBER", "BOOLEAN"] = "STRING"
    priority: int = 1


def write_meta(path: Path, fields: dict[str, str]) -> None:
    """A meta file: one `field: value` a line."""
    with new_file(path) as file:
        file.write("".join(f"{name}: {cell(value)}\n" for name, value in fields.items()).encode())


def write_clinical(
    path: Path, attributes: Sequence[Attribute], rows: Iterable[Sequence[Any]]
) -> None:
    """A clinical file: four header lines that begin with `#`, the ids, the rows."""
    header: list[list[str]] = [
        [attribute.name for attribute in attributes],
        [attribute.meaning for attribute in attributes],
        [attribute.datatype for attribute in attributes],
        [str(attribute.priority) for attribute in attributes],
    ]
    with new_file(path) as file:
        for told in header:
            file.write(f"#{line(told)}".encode())
        file.write(line([attribute.id for attribute in attributes]).encode())
        for row in rows:
            file.write(line(row).encode())


def patient_id(patient: str) -> str:
    """The patient's id, where cBioPortal takes it. Raises ExportError."""
    if not _ID.fullmatch(patient):
        raise ExportError(
            f"patient {patient!r}: cBioPortal takes letters, digits and . _ - in an id; export"
            " such a patient under another name"
        )
    return patient


def line(values: Iterable[Any]) -> str:
    """A row of a file."""
    return "\t".join(map(cell, values)) + "\n"


def cell(value: Any) -> str:
    """A value as it stands in a file: on one line, without tabs, whole numbers as such."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _BREAKS.sub(" ", str(value))

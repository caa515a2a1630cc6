"""REDCap's data dictionary: what the codes of a record export mean, and which boxes are one field.

A record export has the codes of choices and a column `field___code` for each box of a checkbox.
Read with the dictionary, a choice has its label, and a checkbox one cell with the labels of what is
ticked, separated by `;`. Source: the columns of REDCap's data dictionary as it exports them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from timeline.errors import InvalidEvent, InvalidMapping
from timeline.payload_errors import suggestion, value_text

NAME = "Variable / Field Name"
TYPE = "Field Type"
CHOICES = "Choices, Calculations, OR Slider Labels"
NEEDED = (NAME, TYPE, CHOICES)
CODED = ("radio", "dropdown")
FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_BOX = re.compile(r"(?P<field>\w+?)___(?P<code>\w+)")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class RedcapDictionary:
    """Labels by code of each field that has choices, and the fields that are checkboxes."""

    choices: dict[str, dict[str, str]]
    checkboxes: frozenset[str]

    def header(self, names: list[str]) -> list[str]:
        """The columns as a mapping speaks of them: the boxes of a checkbox are one."""
        return list(dict.fromkeys(self._field(name) for name in names))

    def labels(self, filled: dict[str, str]) -> dict[str, str]:
        """The filled cells of a row, in labels. Raises InvalidEvent for a code without one."""
        found: dict[str, str] = {}
        ticked: dict[str, list[str]] = {}
        for name, text in filled.items():
            field = self._field(name)
            if field in self.checkboxes and field != name:
                if text == "1":
                    code = name.removeprefix(f"{field}___")
                    ticked.setdefault(field, []).append(self._label(field, code))
            elif field in self.choices:
                found[name] = self._label(field, text)
            else:
                found[name] = text
        return found | {field: ";".join(labels) for field, labels in ticked.items()}

    def _field(self, name: str) -> str:
        match = _BOX.fullmatch(name)
        return match["field"] if match and match["field"] in self.checkboxes else name

    def _label(self, field: str, code: str) -> str:
        labels = self.choices[field]
        if code in labels:
            return labels[code]
        # A code's minus sign or capitals are not in the column's name.
        for known, label in labels.items():
            if re.sub(r"\W", "_", known.casefold()) == code:
                return label
        if code in labels.values():
            return code  # exported with labels already
        raise InvalidEvent(
            f"field {field}: {value_text(code)} given, expected a code of {', '.join(labels)}"
        )


def read_dictionary(path: Path) -> RedcapDictionary:
    """Read a data dictionary (CSV). Raises InvalidMapping with the file, row and what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InvalidMapping(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidMapping(f"{path}: not CSV in UTF-8: {error}") from None
    header = list(rows[0]) if rows else []
    for name in NEEDED:
        if name not in header:
            raise InvalidMapping(
                f"{path}: not a data dictionary of REDCap; column {name!r} is missing;"
                f" {suggestion(name, header)}"
            )
    choices: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        kind = row[TYPE]
        if kind in FIXED:
            choices[row[NAME]] = FIXED[kind]
        elif kind in (*CODED, "checkbox"):
            choices[row[NAME]] = _choices(path, number, row[CHOICES] or "")
    boxes = frozenset(row[NAME] for row in rows if row[TYPE] == "checkbox")
    return RedcapDictionary(choices, boxes)


def _choices(path: Path, row: int, text: str) -> dict[str, str]:
    """`1, Male | 2, Female` by code; markup in a label is taken off."""
    found: dict[str, str] = {}
    for part in text.split("|"):
        code, comma, label = part.partition(",")
        if not comma or not code.strip():
            raise InvalidMapping(
                f"{path}, row {row}, column {CHOICES}: {value_text(part.strip())} given, expected"
                " choices as in '1, Male | 2, Female'"
            )
        found[code.strip()] = _TAG.sub("", label).strip()
    return found

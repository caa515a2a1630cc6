"""Rows of cBioPortal's tab-separated files; lines that begin with `#` are comments."""

from __future__ import annotations

from timeline.errors import Place, Problem
from timeline.interchange.records import Record, require_columns
from timeline.interchange.text_lines import TextLines


def read_rows(lines: TextLines, *needed: str) -> list[Record | Problem]:
    """The rows of a file, by line; a ragged one is a Problem. `NA` is an empty cell.

    Raises Refused where a column is missing that is needed.
    """
    file = lines.path.name
    header: list[str] = []
    rows: list[Record | Problem] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        if not header:
            header = cells
            require_columns(file, header, needed, row=number)
        elif len(cells) > len(header):
            message = f"{len(cells)} cells, expected the header's {len(header)}"
            rows.append(Problem(message, Place(file, number)))
        else:
            told = zip(header, cells, strict=False)
            filled = {name: text for name, text in told if text and text.upper() != "NA"}
            rows.append(Record(file, number, filled))
    return rows

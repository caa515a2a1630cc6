"""Words broken into lines."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

from timeline.printable import printable


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words where that is possible."""
    lines: list[str] = []
    if not text.isprintable():
        text = printable(text.replace("\t", " "))
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = ""
            if cell_len(word) > width:
                *full, word = chop_cells(word, width)
                lines += full
            line = f"{line} {word}" if line else word
        lines.append(line)
    return lines

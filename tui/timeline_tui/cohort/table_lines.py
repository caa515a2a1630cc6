"""The lines of the cohort table: titles, patients, the thumb at the right. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.cohort.columns import Placed
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.ordering import Sorting
from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span, fit

MARGIN = 2
"""Cells left of the first column: the cursor's sign, and the mark of the user, of a change or of
open issues.
"""


def title_spans(columns: Sequence[Placed], sorting: Sorting, cursor: int) -> list[Span]:
    """The titles; the one that is sorted by has an arrow, the cursor's stands out."""
    spans: list[Span] = [(" " * MARGIN, "title")]
    x = 0
    for at, placed in enumerate(columns):
        spans.append((" " * (placed.x - x), "title"))
        sorted_by = placed.column.name == sorting.column
        title = placed.column.title
        if sorted_by:
            arrow = "▼" if sorting.descending else "▲"
            title = fit(title, max(1, min(len(title), placed.width - 1))) + arrow
        role = "title-cursor" if at == cursor else "title-sorted" if sorted_by else "title"
        spans.append((fit(title, placed.width, placed.column.align), role))
        x = placed.x + placed.width
    return spans


def row_spans(
    row: CourseRow,
    columns: Sequence[Placed],
    width: int,
    over: Role | None,
    marked: bool,
    changed: bool,
) -> list[Span]:
    """A patient in `width` cells; `over` is the role of the whole line under the cursor.

    A mark takes the place of the sign of a change, which then stands in the cursor's. Where neither
    is, ⚑ says that there are open issues, unless a column counts them.
    """
    counted = any(placed.column.name == "open_issues" for placed in columns)
    flag: Span = ("⚑", "warn") if row.open_issues and not counted else (" ", "text")
    first = "►" if over else "◆" if marked and changed else " "
    second = ("✓", "key") if marked else ("◆", "changed") if changed else flag
    spans: list[Span] = [
        (first, over or "changed"),
        (second[0], over or second[1]),
    ]
    x = 0
    for placed in columns:
        text, role = placed.column.cell(row)
        spans.append((" " * (placed.x - x), over or "text"))
        spans.append((fit(text, placed.width, placed.column.align), over or role))
        x = placed.x + placed.width
    spans.append((" " * (width - MARGIN - x), over or "text"))
    return spans


def thumb(y: int, top: int, page: int, total: int) -> Span:
    """The last cell of a line: where the visible patients lie among all of them."""
    if total <= page:
        return " ", "text"
    length = max(1, page * page // total)
    start = round(top * (page - length) / max(1, total - page))
    return ("┃", "text") if start <= y < start + length else (" ", "text")


def empty_line(words: str, y: int, width: int, height: int) -> list[Span]:
    """A line of the words that stand in the middle of a table without patients."""
    lines = words.splitlines()
    first = max(1, (height - len(lines)) // 2)
    if not first <= y < first + len(lines):
        return []
    block = max(len(line) for line in lines)
    indent = " " * max(0, (width - block) // 2)
    return [(indent, "text"), (lines[y - first], "strong" if y == first else "soft")]

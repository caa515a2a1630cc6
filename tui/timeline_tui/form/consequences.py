"""What saving would change, in words: endpoints old → new, and what the store would warn of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from timeline.projections.declarations import PROJECTIONS
from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.wrapping import wrap
from timeline_tui.wording import MISSING, number

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.errors import Problem

_OWN_COURSE = frozenset(
    {"included", "group", "sex", "age", "etiology", "stage", "ecog", "child_pugh",
     "best_response", "agent", "start_dose_mg", "dose_mg"}
)  # fmt: skip
_UNTOLD = frozenset({"days", "events", "corrections", "first_on", "last_on"})
_OF_THE_RESPONSE = {
    "in_field": "in field", "out_field": "outside", "overall": "overall",
    "size_change_percent": "size %", "best_overall": "best",
}  # fmt: skip
_DETAIL = frozenset({"response_assessments"})
TITLES = {
    "os": "OS",
    "ttp": "TTP",
    "pfs": "PFS",
    "afp_decline": "AFP",
    "response": "",
    "course": "",
}


_TOLD_FIRST = ("months", "event", "reason", "change_percent", "decline_over_80", "present")


def told_changes(changes: Sequence[Change]) -> list[Change]:
    """The changes worth telling: each once, where it is defined, the figure before its dates."""
    told = [
        change
        for change in changes
        if change.column not in _UNTOLD
        and change.projection not in _DETAIL
        and (change.projection != "response" or change.column in _OF_THE_RESPONSE)
        and (change.projection != "course" or change.column in _OWN_COURSE)
        and (change.projection != "issue_review" or _voids(change))
    ]
    names = list(PROJECTIONS)
    return sorted(told, key=lambda c: (names.index(c.projection), _rank(c.column)))


def _voids(change: Change) -> bool:
    """Whether it is of where a review stands, of an issue that is there before and after."""
    return change.column == "status" and change.old is not None and change.new is not None


def _rank(column: str) -> int:
    return _TOLD_FIRST.index(column) if column in _TOLD_FIRST else len(_TOLD_FIRST)


def moved_columns(changes: Sequence[Change]) -> frozenset[str]:
    """The columns of the cohort list's row that moved."""
    skipped = {"events", "corrections"}
    return frozenset(
        change.column
        for change in changes
        if change.projection == "course" and change.column not in skipped
    )


def change_words(change: Change) -> tuple[str, str, str]:
    """What moved, its old and its new value: (`TTP months`, `4.1`, `5.0`)."""
    title = TITLES.get(change.projection, PROJECTIONS[change.projection].title.split(" at ")[0])
    more = [str(value) for name, value in change.key.items() if name != "patient"]
    column = _OF_THE_RESPONSE.get(change.column) or change.column.removesuffix("_on").removesuffix(
        "_iu_per_ml"
    ).replace("_", " ")
    what = " ".join(word for word in (title, *more, column) if word)
    unit = PROJECTIONS[change.projection].columns[change.column].unit
    return what, _value(change.old, ""), _value(change.new, unit)


def _value(value: Any, unit: str) -> str:
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        shown = number(value, 1 if abs(value) < 100 else 0)
        return f"{shown} {unit}".strip()
    return str(value)


def consequence_lines(
    changes: Sequence[Change], warnings: Sequence[Problem], width: int
) -> list[list[Span]]:
    """The panel's lines once the consequences are known."""
    told = told_changes(changes)
    lines: list[list[Span]] = []
    if told:
        lines.append([("If you save, these endpoints change", "strong")])
    else:
        lines.append([("No endpoint changes if you save.", "soft")])
    words = [change_words(change) for change in told]
    label = max((cell_len(what) for what, _, _ in words), default=0) + 2
    for what, old, new in words:
        lines += _change_lines(f"{what:<{label}}", old, new, width)
    for warning in warnings:
        lines += _block("⚑ ", str(warning), "warn", width)
    return lines


def _change_lines(what: str, old: str, new: str, width: int) -> list[list[Span]]:
    """A change on one line, or where that is too long on two."""
    first: list[Span] = [(what, "soft"), (old, "text")]
    if cell_len(what) + cell_len(old) + 3 + cell_len(new) <= width - 3:
        return [[*first, (" → ", "faint"), (new, "changed")]]
    return [first, [(" " * (cell_len(what) - 2) + "→ ", "faint"), (new, "changed")]]


def problem_lines(problems: Sequence[str], width: int) -> list[list[Span]]:
    """The panel's lines where the store would refuse."""
    lines: list[list[Span]] = [[("This cannot be saved", "error")]]
    for problem in problems:
        lines += _block("✕ ", problem, "warn", width)
    return lines


def plain_lines(text: str, width: int) -> list[list[Span]]:
    """A quiet sentence, wrapped."""
    return [[(line, "faint")] for line in wrap(text, max(20, width - 3))]


def _block(mark: str, text: str, role: Role, width: int) -> list[list[Span]]:
    wrapped = wrap(text, max(20, width - 4))
    return [[(mark if at == 0 else "  ", role), (line, role)] for at, line in enumerate(wrapped)]

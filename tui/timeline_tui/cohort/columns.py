"""The columns of the cohort table: what they show, how wide they are and which give way first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.look import RESPONSES, Role
from timeline_tui.wording import (
    MISSING,
    dose_steps,
    number,
    percent,
    sex_letter,
    time_months,
)

Cell = tuple[str, Role]
_RESPONSE_RANK = {name: rank for rank, name in enumerate(RESPONSES)}


@dataclass(frozen=True)
class CohortColumn:
    """One column. The lower its `priority`, the longer it stays in a narrow terminal."""

    name: str
    title: str
    meaning: str
    width: int
    priority: int
    cell: Callable[[CourseRow], Cell]
    key: Callable[[CourseRow], Any]
    align: Literal["left", "right"] = "left"
    widest: int = 0


@dataclass(frozen=True)
class Placed:
    """A column with its place on the line."""

    column: CohortColumn
    x: int
    width: int


def _plain(name: str, role: Role = "text") -> Callable[[CourseRow], Cell]:
    place = CourseRow._fields.index(name)

    def cell(row: CourseRow) -> Cell:
        value = row[place]
        return (MISSING if value is None else str(value)), role

    return cell


def _by(name: str) -> Callable[[CourseRow], Any]:
    place = CourseRow._fields.index(name)
    return lambda row: row[place]


def _group(row: CourseRow) -> Cell:
    if row.included is not None and not row.included:
        return f"× {row.group or 'excluded'}", "faint"
    return (row.group or MISSING), "text"


def _radiotherapy(row: CourseRow) -> Cell:
    if row.rt_gy is None:
        return MISSING, "text"
    return f"{number(row.rt_gy, 1)}/{row.rt_fractions or 0}", "text"


def _drug(row: CourseRow) -> Cell:
    text = dose_steps(row.start_dose_mg, row.dose_mg)
    return text, "text"


def _response(row: CourseRow) -> Cell:
    if row.best_response is None:
        return MISSING, "text"
    glyph, role = RESPONSES.get(row.best_response, ("?", "text"))
    return f"{glyph} {row.best_response}", role


def _afp(row: CourseRow) -> Cell:
    if row.afp_change_percent is None:
        return MISSING, "text"
    return afp_words(row), "text"


def afp_words(row: CourseRow) -> str:
    """The change of AFP; ▼ where it counts as a decline."""
    return f"{'▼' if row.afp_decline_over_80 else ''}{percent(row.afp_change_percent)}"


def _ttp(row: CourseRow) -> Cell:
    return _time(row.ttp_months, row.ttp_event, "▲"), "text"


def _os(row: CourseRow) -> Cell:
    return _time(row.os_months, row.os_event, "†"), "text"


def _time(months: float | None, happened: bool | None, mark: str) -> str:
    """As everywhere; from 100 months on without the decimal, so that the mark has its place."""
    if months is None or months < 99.95:
        return time_months(months, happened, mark)
    return f"{number(months, 0)} {mark if happened else '+'}"


def late_role(text: str | None) -> Role:
    """The role of a late toxicity's words, by the grade in them."""
    if text is None or not text.startswith("G"):
        return "text"
    return "bad" if text[1:2] in "345" else "warn"


def _late(name: str) -> Callable[[CourseRow], Cell]:
    place = CourseRow._fields.index(name)

    def cell(row: CourseRow) -> Cell:
        text = row[place]
        words = None if text is None else str(text)
        return words or MISSING, late_role(words)

    return cell


def _late_key(name: str) -> Callable[[CourseRow], Any]:
    place = CourseRow._fields.index(name)

    def key(row: CourseRow) -> Any:
        text = row[place]
        return None if text in (None, "n/e") else "" if text == "none" else text

    return key


def _corrections(row: CourseRow) -> Cell:
    return f"{row.corrections}◆" if row.corrections else "·", "text"


def _open(row: CourseRow) -> Cell:
    if row.open_issues is None:
        return MISSING, "text"
    return (f"{row.open_issues}⚑", "warn") if row.open_issues else ("·", "faint")


def _response_key(row: CourseRow) -> Any:
    return None if row.best_response is None else _RESPONSE_RANK.get(row.best_response, 99)


COLUMNS: tuple[CohortColumn, ...] = (
    CohortColumn("patient", "Patient", "pseudonymous identifier", 8, 0,
                 _plain("patient", "strong"), _by("patient"), widest=16),
    CohortColumn("sex", "Sex", "M or F", 3, 30,
                 lambda row: (sex_letter(row.sex), "text"), _by("sex")),
    CohortColumn("age", "Age", "completed years on day 0", 3, 20,
                 _plain("age"), _by("age"), "right"),
    CohortColumn("group", "Group", "the study's group; × where excluded", 10, 40,
                 _group, _by("group"), widest=14),
    CohortColumn("stage", "Stage", "stage, last known up to day 0", 5, 50,
                 _plain("stage"), _by("stage"), widest=8),
    CohortColumn("child_pugh", "C–P", "Child–Pugh class and score", 3, 60,
                 _plain("child_pugh"), _by("child_pugh"), widest=5),
    CohortColumn("rt", "RT Gy/fx", "delivered dose and fractions", 8, 45,
                 _radiotherapy, _by("rt_gy"), "right"),
    CohortColumn("drug", "Drug mg", "first and last daily dose", 7, 70, _drug, _by("dose_mg")),
    CohortColumn("response", "Best", "best response on imaging", 8, 10, _response, _response_key),
    CohortColumn("afp", "AFP Δ", "change of AFP over the radiotherapy; ▼ a decline", 7, 35,
                 _afp, _by("afp_change_percent"), "right"),
    CohortColumn("ttp", "TTP mo", "months to progression ▲, or censored +", 6, 15,
                 _ttp, _by("ttp_months"), "right", 8),
    CohortColumn("os", "OS mo", "months to death †, or censored +", 6, 12,
                 _os, _by("os_months"), "right", 8),
    CohortColumn("late_3", "Late 3 mo", "late toxicity at 3 months", 9, 80,
                 _late("late_3_months"), _late_key("late_3_months"), widest=24),
    CohortColumn("late_6", "Late 6 mo", "late toxicity at 6 months", 9, 82,
                 _late("late_6_months"), _late_key("late_6_months"), widest=24),
    CohortColumn("etiology", "Etiology", "cause of the liver disease", 9, 95,
                 _plain("etiology"), _by("etiology"), widest=12),
    CohortColumn("ecog", "ECOG", "performance status", 4, 96,
                 _plain("ecog"), _by("ecog"), "right"),
    CohortColumn("open_issues", "Open", "data issues and queries that nobody has settled ⚑", 4, 65,
                 _open, _by("open_issues"), "right"),
    CohortColumn("last", "Last event", "day of the last event", 10, 90,
                 _plain("last_on"), _by("last_on")),
    CohortColumn("corrections", "Corr", "facts that were revised ◆", 4, 85,
                 _corrections, _by("corrections"), "right"),
)  # fmt: skip

BY_NAME = {column.name: column for column in COLUMNS}


def place_columns(
    available: int,
    *,
    id_width: int = 8,
    hidden: Collection[str] = (),
    chosen: Sequence[CohortColumn] = (),
) -> list[Placed]:
    """The columns that fit, with what room is left spread over them.

    Those of `chosen` from the left; without any, the ones that matter most, in their own order.
    """
    widths = {column.name: column.width for column in (*COLUMNS, *chosen)}
    widths["patient"] = max(8, min(id_width, BY_NAME["patient"].widest, available))
    kept: list[str] = []
    used = 0
    for column in chosen or sorted(COLUMNS, key=lambda column: column.priority):
        if column.name in hidden and not chosen:
            continue
        needed = widths[column.name] + (1 if kept else 0)
        if used + needed > available:
            break
        kept.append(column.name)
        used += needed
    shown = [column for column in chosen or COLUMNS if column.name in kept]
    spare = available - used
    for column in sorted(shown, key=lambda column: -column.width):
        grow = min(spare, max(0, column.widest - widths[column.name]))
        if column.name != "patient":
            widths[column.name] += grow
            spare -= grow
    gap = 1 + min(2, spare // max(1, len(shown) - 1))
    placed: list[Placed] = []
    x = 0
    for column in shown:
        placed.append(Placed(column, x, widths[column.name]))
        x += widths[column.name] + gap
    return placed

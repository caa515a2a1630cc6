"""The columns of the cohort table that are shown where the user chose them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline_tui.cohort.columns import BY_NAME, COLUMNS, CohortColumn
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.wording import MISSING, number

Cell = tuple[str, str]


def _value(name: str) -> Callable[[CourseRow], Any]:
    place = CourseRow._fields.index(name)
    return lambda row: row[place]


def _words(name: str) -> Callable[[CourseRow], Cell]:
    get = _value(name)

    def cell(row: CourseRow) -> Cell:
        value = get(row)
        text = number(value, 1) if isinstance(value, float) else str(value)
        return (MISSING if value is None else text), "text"

    return cell


def _truth(name: str) -> Callable[[CourseRow], Cell]:
    get = _value(name)

    def cell(row: CourseRow) -> Cell:
        value = get(row)
        return (MISSING if value is None else "yes" if value else "no"), "text"

    return cell


def _column(
    name: str, title: str, meaning: str, width: int, *, widest: int = 0, truth: bool = False,
    right: bool = False,
) -> CohortColumn:  # fmt: skip
    cell = _truth(name) if truth else _words(name)
    return CohortColumn(
        name, title, meaning, width, 99, cell, _value(name), "right" if right else "left", widest
    )


MORE_COLUMNS: tuple[CohortColumn, ...] = (
    _column("included", "In", "not excluded by the eligibility decision", 3, truth=True),
    _column("diagnosis_basis", "Basis", "what the diagnosis rests on", 9, widest=12),
    _column("previous_treatments", "Before", "treatments before", 12, widest=30),
    _column("origin_on", "Day 0", "the time origin, by the protocol", 10),
    _column("rt_site", "RT site", "prescribed site of the first course", 8, widest=16),
    _column("rt_target", "Target", "primary, metastasis or bone", 10),
    _column("rt_technique", "Technique", "of the first course", 9, widest=12),
    _column("rt_gy", "Gy", "delivered dose over all courses", 5, right=True),
    _column("rt_fractions", "Fx", "delivered fractions over all courses", 3, right=True),
    _column("agent", "Agent", "the protocol's drug", 9, widest=14),
    _column("start_dose_mg", "Start mg", "first daily dose", 8, right=True),
    _column("dose_mg", "Last mg", "last daily dose; 0: stopped", 7, right=True),
    _column("afp_decline_over_80", "AFP ▼", "whether AFP declined", 5, truth=True),
    _column("ttp_event", "PD", "whether the disease progressed", 3, truth=True),
    _column("os_event", "Dead", "whether the patient died", 4, truth=True),
    _column("skin_reaction", "Skin", "a skin reaction during radiotherapy", 4, truth=True),
    _column("first_on", "First event", "day of the first event", 11),
    _column("events", "Events", "effective facts", 6, right=True),
)

ALL_COLUMNS: dict[str, CohortColumn] = {
    **BY_NAME,
    **{column.name: column for column in MORE_COLUMNS},
}
DEFAULT: tuple[str, ...] = tuple(column.name for column in COLUMNS)

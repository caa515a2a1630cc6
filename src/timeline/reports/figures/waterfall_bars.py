"""The bars of a waterfall: each patient's change from baseline, the largest growth first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from timeline.criteria.mrecist import MRECIST
from timeline.criteria.recist import RECIST_1_1
from timeline.protocols import current_protocol
from timeline.reports.figures.asking import Asked, Row, of_criterion
from timeline.reports.figures.colours import BLUE, GREEN, GREY, LIGHT, ORANGE, SKY, VERMILION
from timeline.store import Store

RESPONSES = {"CR": GREEN, "PR": SKY, "SD": LIGHT, "PD": VERMILION, "NE": GREY}
CRITERIA = {criterion.name: criterion for criterion in (MRECIST, RECIST_1_1)}
HIGHEST = 100.0
"""A bar that rises higher is cut here, with its percentage."""


@dataclass(frozen=True)
class Bar:
    """A patient's change in percent, and what the bar's colour says of it."""

    patient: str
    percent: float
    category: str


@dataclass(frozen=True)
class Waterfall:
    """The bars, what they measure, the colours of the categories, and the guiding lines.

    `left_out` are the patients asked for without a change; `criteria` the titles of those used.
    """

    bars: tuple[Bar, ...]
    title: str
    legend: str
    colours: dict[str, str]
    lines: tuple[float, ...]
    left_out: tuple[str, ...]
    criteria: tuple[str, ...] = ()


def size_waterfall(
    store: Store, asked: Asked, *, criterion: str | None = None, best: bool = False
) -> Waterfall:
    """Change of the sum of diameters at the protocol's assessment, coloured by overall response.

    With `best`, the smallest change at any assessment after the baseline, coloured by best overall
    response.
    """
    names = ("response", "response_assessments") if best else ("response",)
    tables = asked.tables(store, names)
    rows = of_criterion(tables["response"], criterion)
    if best:
        follow_up = of_criterion(tables["response_assessments"], criterion)
        lowest, call = _lowest(follow_up), "best_overall"
    else:
        lowest = {row["patient"]: row["size_change_percent"] for row in rows}
        call = "overall"
    bars = [
        Bar(row["patient"], change, row[call] or "NE")
        for row in rows
        if (change := lowest.get(row["patient"])) is not None
    ]
    used = {row["criterion"] for row in rows}
    return Waterfall(
        _sorted(bars),
        "Best change of sum of diameters (%)" if best else "Change of sum of diameters (%)",
        "Best overall response" if best else "Overall response",
        RESPONSES,
        guiding_lines(used),
        _others(store, asked, bars),
        tuple(known.title for name, known in CRITERIA.items() if name in used),
    )


def _lowest(rows: Iterable[Row]) -> dict[str, float]:
    """Each patient's smallest change at an assessment after the baseline."""
    found: dict[str, float] = {}
    for row in rows:
        change, patient = row["size_change_percent"], row["patient"]
        if change is not None and row["assessment"] != "baseline":
            found[patient] = min(change, found.get(patient, change))
    return found


def guiding_lines(criteria: Iterable[str]) -> tuple[float, ...]:
    """Where a response and where progression begin, by the criteria used (all, where none was)."""
    known = [CRITERIA[name] for name in criteria] or list(CRITERIA.values())
    falls = {-float(criterion.partial_response_fall_percent) for criterion in known}
    rises = {float(criterion.progression_rise_percent) for criterion in known}
    return (*sorted(falls), *sorted(rises))


def afp_waterfall(store: Store, asked: Asked, *, best: bool = False) -> Waterfall:
    """Change of AFP after treatment, coloured by whether it fell by more than the protocol asks.

    With `best`, that to the lowest AFP after the origin.
    """
    decline = current_protocol(store).afp_decline.decline_percent
    fell, not_so = f"fell by more than {decline:g} %", "did not"
    bars = []
    for row in asked.rows(store, "afp_decline"):
        change = _to_nadir(row) if best else row["change_percent"]
        if change is not None:
            # Rounded, so that a fall by exactly so many percent is not one by more.
            enough = round(change, 6) < -decline if best else row["decline_over_80"]
            bars.append(Bar(row["patient"], change, fell if enough else not_so))
    return Waterfall(
        _sorted(bars),
        "Best change of AFP (%)" if best else "Change of AFP (%)",
        "AFP",
        {fell: BLUE, not_so: ORANGE},
        (-decline,),
        _others(store, asked, bars),
    )


def _to_nadir(row: Row) -> float | None:
    before, nadir = row["baseline_iu_per_ml"], row["nadir_iu_per_ml"]
    return (nadir - before) / before * 100 if before and nadir is not None else None


def _sorted(bars: list[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: (-bar.percent, bar.patient)))


def _others(store: Store, asked: Asked, bars: list[Bar]) -> tuple[str, ...]:
    shown = {bar.patient for bar in bars}
    return tuple(patient for patient in asked.patients(store) if patient not in shown)

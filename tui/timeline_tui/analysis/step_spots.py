"""Where the cursor can stand on curves of steps, and what is said of each place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.axes import Axes
from timeline_tui.analysis.chart import Selection, Spot
from timeline_tui.analysis.steps import Curve, Step, StepsData, Words, merged
from timeline_tui.wording import grouped, plural

NAMED = 3
"""So many patients are named; of more only how many they are."""


def told(curve: Curve, axes: Axes) -> list[Step]:
    """The steps that the cursor walks over: each, or those of one cell as one where they are many.

    Many are more than there are cells to stand on.
    """
    if len(curve.steps) <= axes.columns:
        return list(curve.steps)
    cells = groupby(curve.steps, key=lambda step: axes.column(step.months))
    return [merged(list(steps)) for _, steps in cells]


def step_spots(data: StepsData, axes: Axes, left: int, top: int) -> list[Spot]:
    """A spot for each step of each curve; the plot's upper left cell is at (left, top)."""
    return [
        Spot(
            name=f"{curve.name} {step.last:.4f}",
            x=left + axes.column(step.last),
            y=top + axes.row(step.level),
            words=f"{when(step)} · {curve.title} · {what(step, data.words)}",
            detail=standing(step, data.words),
            selections=(*selections(curve, step, data), *data.notes),
            lane=lane,
        )
        for lane, curve in enumerate(data.curves)
        for step in told(curve, axes)
    ]


def months_text(months: float) -> str:
    return str(round_half_up(months, 1))


def percent_text(level: float) -> str:
    return f"{round_half_up(level * 100, 1)} %"


def when(step: Step) -> str:
    """The time of a step, or from when to when it goes: `4.2 mo`."""
    first, last = months_text(step.months), months_text(step.last)
    return f"{first} mo" if first == last else f"{first}–{last} mo"


def what(step: Step, words: Words) -> str:
    """What happened, and to whom while they are few: `1 death: P07; censored: P09`."""
    parts = []
    for patients, names in ((step.met, words.met), (step.competing, words.competing)):
        if patients:
            count = len(patients)
            parts.append(f"{grouped(count)} {names[count > 1]}{_who(patients)}")
    if step.censored:
        parts.append(f"{grouped(len(step.censored))} {words.censored}{_who(step.censored)}")
    return "; ".join(parts)


def _who(patients: Sequence[str]) -> str:
    return f": {', '.join(patients)}" if len(patients) <= NAMED else ""


def standing(step: Step, words: Words) -> str:
    """The level just after a step with its limits, and who was at risk just before it."""
    level = f"{words.level} {percent_text(step.level)}"
    if step.low is not None and step.high is not None:
        low, high = (round_half_up(limit * 100, 1) for limit in (step.low, step.high))
        level += f" (95 % CI {low}–{high})"
    return f"{level} · {grouped(step.at_risk)} at risk before"


def selections(curve: Curve, step: Step, data: StepsData) -> list[Selection]:
    """The patients behind a step: those it is of, those still at risk, those of its group."""
    words, time = data.words, when(step)
    found = [
        Selection(f"{plural_words(len(who), names)} at {time}, {curve.title}", who)
        for who, names in (
            (step.met, words.met),
            (step.competing, words.competing),
            (step.censored, (words.censored, words.censored)),
        )
        if who
    ]
    rest = curve.at_risk(step.months)
    of = f" of {curve.title}" if len(data.curves) > 1 else ""
    found.append(Selection(f"at risk at {months_text(step.months)} mo{of}", rest))
    found.append(
        Selection(f"{curve.title}: {plural(len(curve.patients), 'patient')}", curve.patients)
    )
    return found


def plural_words(count: int, names: tuple[str, str]) -> str:
    return f"{grouped(count)} {names[count > 1]}"

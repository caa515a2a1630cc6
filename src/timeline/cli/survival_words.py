"""Survival as it is printed: a table to read, CSV, JSON, and curves at a terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from timeline.cli.curves import Drawn, Paint, render_curves, unpainted
from timeline.cli.estimates import (
    NOT_REACHED,
    level_in_words,
    months_in_words,
    p_in_words,
    percent_in_words,
    ratio_in_words,
    speaks_unicode,
)
from timeline.cli.output import print_csv, print_json, print_table
from timeline.cli.talk import say
from timeline.printable import one_line
from timeline.statistics.cox import HazardRatio
from timeline.statistics.intervals import Estimate
from timeline.statistics.kaplan_meier import number_at_risk
from timeline.statistics.log_rank import LogRank
from timeline.statistics.quantiles import Interval, transform_of
from timeline.statistics.rounding import round_half_up
from timeline.survival import Cohort, GroupSurvival

COLOURS = ("cyan", "yellow", "magenta", "green")


@dataclass(frozen=True)
class Asked:
    """What was asked, and what was found over all groups."""

    cohort: Cohort
    interval: Interval
    level: float
    ties: str
    test: LogRank | None
    hazards: list[HazardRatio]


def print_table_of(asked: Asked, groups: Sequence[GroupSurvival]) -> None:
    """A row a group, then the tests, one a line."""
    confidence = level_in_words(asked.level)
    times = list(groups[0].at) if groups else []
    names = [
        one_line(asked.cohort.by or "patients"), "n", "events", f"median mo ({confidence})",
        *(f"{time:g} mo ({confidence})" for time in times), "follow-up mo",
    ]  # fmt: skip
    rows = [
        [
            group.name, group.patients, group.events, months_in_words(group.median),
            *(percent_in_words(found) for found in group.at.values()),
            _follow_up(group.follow_up),
        ]
        for group in groups
    ]  # fmt: skip
    print_table(names, rows, numeric=[False, True, True, *[False] * (len(times) + 1), True])
    for line in (*_test(asked.test), *_hazards(asked)):
        click.echo(one_line(line))
    said = f"{asked.cohort.title}; intervals of medians {asked.interval}"
    if times and asked.interval != transform_of(asked.interval):
        said += f", of survival {transform_of(asked.interval)}"
    reached = all(NOT_REACHED not in str(cell) for row in rows for cell in row)
    say(said + ("" if reached else f"; {NOT_REACHED}: not reached"))


def _follow_up(found: Estimate) -> str:
    return NOT_REACHED if found.value is None else str(round_half_up(found.value, 1))


def _test(test: LogRank | None) -> list[str]:
    if test is None:
        return []
    if test.chi_square is None:
        return ["log-rank: the groups cannot be compared"]
    return [
        f"log-rank: chi-square {round_half_up(test.chi_square, 2)}, {test.degrees_of_freedom} df,"
        f" {p_in_words(test.p)}"
    ]


def _hazards(asked: Asked) -> list[str]:
    confidence = level_in_words(asked.level)
    return [
        f"hazard ratio, {one.group} over {one.reference}: not estimable, {one.why_not}"
        if one.ratio is None
        else f"hazard ratio, {one.group} over {one.reference}:"
        f" {ratio_in_words(Estimate(one.ratio, one.low, one.high))}, {confidence},"
        f" Wald {p_in_words(one.p)} (Cox, ties by {asked.ties.capitalize()})"
        for one in asked.hazards
    ]


def print_csv_of(asked: Asked, groups: Sequence[GroupSurvival]) -> None:
    """A row a group, unrounded; the test's p stands in every row."""
    times = list(groups[0].at) if groups else []
    names = ["group", "n", "events", "median", "median_low", "median_high"]
    for time in times:
        names += [f"at_risk_{time:g}"]
        names += [f"survival_{time:g}{end}" for end in ("", "_low", "_high")]
    names += ["follow_up", "log_rank_p"]
    rows = []
    for group in groups:
        row: list[Any] = [group.name, group.patients, group.events, *_parts(group.median)]
        for time, found in group.at.items():
            row += [group.at_risk[time], *_parts(found)]
        rows.append([*row, group.follow_up.value, asked.test.p if asked.test else None])
    print_csv(names, rows)


def _parts(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


def print_json_of(asked: Asked, groups: Sequence[GroupSurvival]) -> None:
    """Everything, unrounded, with each curve's steps; times in months."""
    print_json(
        {
            "endpoint": asked.cohort.endpoint,
            "by": asked.cohort.by,
            "unit": "months",
            "level": asked.level,
            "interval": {
                "median": asked.interval,
                "survival": transform_of(asked.interval),
            },
            "groups": [_group(group) for group in groups],
            "log_rank": asdict(asked.test) if asked.test else None,
            "hazard_ratios": [{**asdict(one), "ties": asked.ties} for one in asked.hazards],
            "left_out": asked.cohort.left_out,
            "without_time": asked.cohort.without_time,
        }
    )


def _group(group: GroupSurvival) -> dict[str, Any]:
    curve = group.curve
    errors = [None if error != error else error for error in curve.standard_error.tolist()]
    steps = zip(
        curve.times.tolist(), curve.at_risk.tolist(), curve.events.tolist(),
        curve.survival.tolist(), errors, strict=True,
    )  # fmt: skip
    names = ("months", "at_risk", "events", "survival", "standard_error")
    return {
        "group": group.name,
        "n": group.patients,
        "events": group.events,
        "median": asdict(group.median),
        "follow_up": asdict(group.follow_up),
        "at": [
            {"months": time, "at_risk": group.at_risk[time], **asdict(found)}
            for time, found in group.at.items()
        ],
        "steps": [dict(zip(names, step, strict=True)) for step in steps],
        "censored_at": curve.durations[~curve.met].tolist(),
    }


def draw(groups: Sequence[GroupSurvival]) -> None:
    """The curves with the number at risk, as wide as the terminal."""
    if not any(group.patients for group in groups):
        return
    click.echo()
    draw_curves([_drawn(group) for group in groups], starts_at=1.0)


def draw_curves(curves: Sequence[Drawn], *, starts_at: float) -> None:
    """Curves at a terminal, coloured unless NO_COLOR is set, in ASCII where it has no more."""
    width = shutil.get_terminal_size().columns
    for line in render_curves(
        curves, width, ascii_only=not speaks_unicode(), starts_at=starts_at, paint=_paint()
    ):
        click.echo(line)


def _paint() -> Paint:
    return unpainted if os.environ.get("NO_COLOR") else _coloured


def _coloured(text: str, curve: int) -> str:
    return click.style(text, fg=COLOURS[curve % len(COLOURS)])


def _drawn(group: GroupSurvival) -> Drawn:
    curve = group.curve
    return Drawn(
        one_line(group.name),
        curve.times.tolist(),
        curve.survival.tolist(),
        curve.last,
        curve.censored_at.tolist(),
        lambda times: number_at_risk(curve, times),
    )

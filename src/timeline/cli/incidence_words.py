"""Cumulative incidence as it is printed: a table to read, CSV, JSON, and curves at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from timeline.cli.curves import Drawn
from timeline.cli.estimates import NOT_REACHED, level_in_words, percent_in_words
from timeline.cli.output import print_csv, print_json, print_table
from timeline.cli.survival_words import draw_curves
from timeline.cli.talk import say
from timeline.incidence import CohortIncidence, GroupIncidence
from timeline.printable import one_line


def print_table_of(found: CohortIncidence, level: float) -> None:
    """A row a group."""
    times = list(found.groups[0].at) if found.groups else []
    names = [
        one_line(found.by or "patients"), "n", "events", "deaths before",
        *(f"{time:g} mo ({level_in_words(level)})" for time in times),
    ]  # fmt: skip
    rows = [
        [
            group.name, group.patients, group.events, group.competing,
            *(percent_in_words(estimate) for estimate in group.at.values()),
        ]
        for group in found.groups
    ]  # fmt: skip
    print_table(names, rows, numeric=[False, True, True, True, *[False] * len(times)])
    reached = all(NOT_REACHED not in str(cell) for row in rows for cell in row)
    say(
        "Cumulative incidence of late toxicity, death competing; intervals log-log"
        + ("" if reached else f"; {NOT_REACHED}: not reached")
    )


def print_csv_of(found: CohortIncidence) -> None:
    """A row a group, unrounded."""
    times = list(found.groups[0].at) if found.groups else []
    names = ["group", "n", "events", "competing"]
    for time in times:
        names += [f"at_risk_{time:g}"]
        names += [f"incidence_{time:g}{end}" for end in ("", "_low", "_high")]
    rows = []
    for group in found.groups:
        row: list[Any] = [group.name, group.patients, group.events, group.competing]
        for time, estimate in group.at.items():
            row += [group.at_risk[time], estimate.value, estimate.low, estimate.high]
        rows.append(row)
    print_csv(names, rows)


def print_json_of(found: CohortIncidence, level: float) -> None:
    """Everything, unrounded, with each curve's steps; times in months."""
    print_json(
        {
            "event": found.event,
            "competing": "death",
            "by": found.by,
            "unit": "months",
            "level": level,
            "interval": "log-log",
            "groups": [_group(group) for group in found.groups],
            "left_out": found.left_out,
            "without_time": found.without_time,
        }
    )


def _group(group: GroupIncidence) -> dict[str, Any]:
    curve = group.curve
    columns = {
        "months": curve.times,
        "at_risk": curve.at_risk,
        "events": curve.events,
        "competing": curve.competing,
        "incidence": curve.incidence,
        "standard_error": curve.standard_error,
    }
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return {
        "group": group.name,
        "n": group.patients,
        "events": group.events,
        "competing": group.competing,
        "at": [
            {"months": time, "at_risk": group.at_risk[time], **asdict(estimate)}
            for time, estimate in group.at.items()
        ],
        "steps": [dict(zip(columns, row, strict=True)) for row in rows],
    }


def draw(groups: Sequence[GroupIncidence]) -> None:
    """The curves with the number at risk, as wide as the terminal."""
    if groups:
        click.echo()
        draw_curves([_drawn(group) for group in groups], starts_at=0.0)


def _drawn(group: GroupIncidence) -> Drawn:
    curve = group.curve
    return Drawn(
        one_line(group.name), curve.times.tolist(), curve.incidence.tolist(), curve.last,
        curve.censored_at.tolist(), curve.number_at_risk,
    )  # fmt: skip

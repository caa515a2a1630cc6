"""A report as it is printed, alone or beside a publication: tables to read, CSV, JSON."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import Any

import click

from timeline.cli.output import print_csv, print_json_rows, print_table
from timeline.cli.talk import say
from timeline.printable import one_line
from timeline.reports.cohort_report import ReportedFigure
from timeline.reports.comparison import Comparison
from timeline.reports.rendering import numbers_of, render_value

BLANK = " "
"""A cell with nothing to say, which is not the same as a missing value."""
SIGNS = {"match": "match", "differs": "DIFFERS", "not derivable": "NOT DERIVABLE"}


def print_report(figures: list[ReportedFigure], form: str) -> None:
    if form == "table":
        for title, part in groupby(figures, key=lambda figure: figure.table):
            _print_title(title)
            rows = [(f.label, render_value(f.value), f.unit) for f in part]
            print_table(("figure", "value", "unit"), rows, numeric=(False, False, False))
        return
    if form == "csv":
        names = ("id", "table", "label", "value", "unit", "patients")
        print_csv(
            names,
            ((f.id, f.table, f.label, render_value(f.value), f.unit, f.patients) for f in figures),
        )
        return
    print_json_rows(
        {
            "id": figure.id,
            "table": figure.table,
            "label": figure.label,
            "value": render_value(figure.value),
            "numbers": numbers_of(figure.value),
            "unit": figure.unit,
            "patients": figure.patients,
        }
        for figure in figures
    )


def print_comparison(compared: list[Comparison], form: str) -> None:
    if form == "table":
        _print_compared_tables(compared)
    elif form == "csv":
        print_csv(
            ("id", "published", "ours", "verdict", "note"),
            ((c.id, _words(c.published), _words(c.ours), c.verdict, c.note) for c in compared),
        )
    else:
        print_json_rows(
            {
                "id": c.id,
                "published": c.published,
                "ours": c.ours,
                "verdict": c.verdict,
                "note": c.note,
            }
            for c in compared
        )
    counts = {verdict: sum(c.verdict == verdict for c in compared) for verdict in SIGNS}
    say(
        f"{len(compared)} published figures: {counts['match']} match, {counts['differs']}"
        f" {'differs' if counts['differs'] == 1 else 'differ'},"
        f" {counts['not derivable']} not derivable"
    )


def _print_compared_tables(compared: list[Comparison]) -> None:
    for title, group in groupby(compared, key=lambda c: c.table or "Not in this report"):
        part = list(group)
        _print_title(title)
        rows = [row for c in part for row in _rows_of(c)]
        print_table(("figure", "published", "ours", "verdict"), rows, numeric=(False,) * 4)
        for c in part:
            if c.verdict != "match":
                click.echo(one_line(f"  {c.label or c.id}: {c.note}"))


def _rows_of(c: Comparison) -> list[tuple[str, ...]]:
    """The lines of one figure: several where it is a list."""
    published, ours = _lines(c.published), _lines(c.ours)
    lines = zip_longest(published, ours, fillvalue=BLANK)
    first, *others = lines
    label = c.label or c.id
    return [(label, *first, SIGNS[c.verdict]), *((BLANK, *line, BLANK) for line in others)]


def _lines(value: Any) -> list[str]:
    if isinstance(value, list) and value and isinstance(value[0], str):
        return value
    return [_words(value)]


def _print_title(title: str) -> None:
    click.echo(f"\n{one_line(title)}")


def _words(value: Any) -> str:
    """A published or derived figure in one line."""
    match value:
        case None:
            return ""
        case {"n": count, "pct": percent}:
            return f"{count} ({percent})"
        case dict():
            return ", ".join(f"{name} {_words(part)}" for name, part in value.items())
        case [low, high] if not isinstance(low, str):
            return f"{_words(low)}-{_words(high)}"
        case list():
            return "; ".join(map(_words, value))
        case _:
            return str(value)

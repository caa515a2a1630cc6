"""What the commands that estimate over patients are asked, and whom they leave out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

from timeline.cli.talk import say


class _Confidence(click.FloatRange):
    """A range that NaN is not in, which compares with nothing."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        level: float = super().convert(value, param, ctx)
        if math.isnan(level):
            self.fail(f"{value!r} is not a number", param, ctx)
        return level


Decorated = TypeVar("Decorated", bound=Callable[..., Any])
MOST_NAMED = 6


class Months(click.ParamType[tuple[float, ...]]):
    """Numbers of months, separated by commas."""

    name = "A,B,..."

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        try:
            months = tuple(float(part) for part in str(value).split(",") if part.strip())
        except ValueError:
            months = (-1.0,)
        if not all(0 <= one < 10_000 for one in months):
            self.fail(f"{value!r} is not a list of months, as in 6,12,24", param, ctx)
        return tuple(dict.fromkeys(months))


def asking_options(function: Decorated) -> Decorated:
    """Which patients, in which groups, as of when, how sure, and drawn to which file."""
    for option in reversed(
        (
            click.option("--by", metavar="GROUPING", help="Compare groups; see above."),
            click.option(
                "--level",
                metavar="P",
                type=_Confidence(0.01, 0.9999),
                default=0.95,
                show_default=True,
                help="The intervals' confidence.",
            ),
            click.option(
                "--where", metavar="EXPR", help="Patients: a condition on the course row."
            ),
            click.option(
                "--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant."
            ),
            click.option("--all-patients", is_flag=True, help="Excluded patients too."),
            click.option("--plot", metavar="FILE", help="Write the curves as .svg, .pdf or .png."),
        )
    ):
        function = option(function)
    return function


def say_who_is_missing(
    by: str | None, left_out: tuple[str, ...], without_time: tuple[str, ...], anybody: bool
) -> None:
    """Who is asked for and not counted, and why."""
    if not anybody:
        say("nobody to count")
    if left_out:
        say(f"left out, no value of {by}: {named(left_out)}")
    if without_time:
        say(f"left out, no time origin: {named(without_time)}")


def named(patients: tuple[str, ...]) -> str:
    """How many, and the first of them by name."""
    shown = ", ".join(patients[:MOST_NAMED])
    more = f", … and {len(patients) - MOST_NAMED} more" if len(patients) > MOST_NAMED else ""
    return f"{len(patients)} patient{'s' if len(patients) > 1 else ''} ({shown}{more})"

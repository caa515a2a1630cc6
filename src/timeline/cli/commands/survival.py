"""`timeline survival`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say

if TYPE_CHECKING:
    from timeline.statistics.quantiles import Interval
    from timeline.survival import Cohort

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


@command("survival")
@click.argument("endpoint", metavar="os|ttp|pfs", type=click.Choice(("os", "ttp", "pfs")))
@click.option("--by", metavar="GROUPING", help="Compare groups; see below.")
@click.option(
    "--ci",
    "interval",
    type=click.Choice(("plain", "log", "log-log", "arcsine", "symmetric")),
    default="log-log",
    show_default=True,
    help="The interval, by its transform.",
)
@click.option(
    "--level",
    metavar="P",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="The intervals' confidence.",
)
@click.option(
    "--at", type=Months(), default="12", show_default=True, help="Survival at so many months."
)
@click.option("--where", metavar="EXPR", help="Patients: a condition on the course row.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@click.option("--cox", is_flag=True, help="Hazard ratios over the first group.")
@click.option(
    "--ties",
    type=click.Choice(("efron", "breslow")),
    default="efron",
    show_default=True,
    help="How Cox's model takes equal times.",
)
@click.option("--plot", metavar="FILE", help="Write the curves as .svg, .pdf or .png.")
@format_option("table", "csv", "json")
@pass_settings
def survival(
    settings: Settings,
    endpoint: str,
    by: str | None,
    interval: Interval,
    level: float,
    at: tuple[float, ...],
    where: str | None,
    as_of: str | None,
    all_patients: bool,
    cox: bool,
    ties: str,
    plot: str | None,
    form: str,
) -> None:
    """Estimate survival, and compare it between groups.

    Kaplan–Meier, medians with Brookmeyer and Crowley's interval by the transform named, or with the
    `symmetric` one that SPSS prints; the log-rank test between groups. At a terminal the curves are
    drawn.

    GROUPING is a column of the course row (`group`), of another table with one row a patient
    (`afp_decline.decline_over_80`), a condition on the course row (`age >= 60`), or whether any of
    a patient's rows in a table is so (`late_toxicity: max_grade >= 2`).
    """
    if plot is not None:
        from timeline.reports.figures.sheet import require_writable_kind

        require_writable_kind(Path(plot))
    from timeline.cli import survival_words as words
    from timeline.survival import compare, estimate, ratios, read_cohort

    with settings.open() as store, progress_bar("deriving"):
        cohort = read_cohort(
            store, endpoint, by=by, where=where, as_of=as_of, all_patients=all_patients
        )
    groups = estimate(cohort, interval=interval, level=level, times=at)
    test = compare(cohort) if by else None
    hazards = ratios(cohort, ties="breslow" if ties == "breslow" else "efron", level=level)
    asked = words.Asked(cohort, interval, level, ties, test, hazards if cox else [])
    say_who_is_missing(cohort)
    if plot is not None:
        from timeline.reports.figures.survival import write_survival_figure

        write_survival_figure(Path(plot), cohort, groups, test)
        say(f"{plot}: written")
    match form:
        case "json":
            words.print_json_of(asked, groups)
        case "csv":
            words.print_csv_of(asked, groups)
        case _:
            words.print_table_of(asked, groups)
            if sys.stdout.isatty():
                words.draw(groups)


def say_who_is_missing(cohort: Cohort) -> None:
    """Who is asked for and not counted, and why."""
    if not cohort.patients:
        say("nobody to count")
    if cohort.left_out:
        say(f"left out, no value of {cohort.by}: {_named(cohort.left_out)}")
    if cohort.without_time:
        say(f"left out, no time origin: {_named(cohort.without_time)}")


def _named(patients: tuple[str, ...]) -> str:
    shown = ", ".join(patients[:MOST_NAMED])
    more = f", … and {len(patients) - MOST_NAMED} more" if len(patients) > MOST_NAMED else ""
    return f"{len(patients)} patient{'s' if len(patients) > 1 else ''} ({shown}{more})"

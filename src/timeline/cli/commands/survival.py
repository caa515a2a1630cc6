"""`timeline survival`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.asking import Months, asking_options, say_who_is_missing
from timeline.cli.output import format_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say

if TYPE_CHECKING:
    from timeline.statistics.quantiles import Interval


@command("survival")
@click.argument("endpoint", metavar="os|ttp|pfs", type=click.Choice(("os", "ttp", "pfs")))
@asking_options
@click.option(
    "--ci",
    "interval",
    type=click.Choice(("plain", "log", "log-log", "arcsine", "symmetric")),
    default="log-log",
    show_default=True,
    help="The interval, by its transform.",
)
@click.option(
    "--at", type=Months(), default="12", show_default=True, help="Survival at so many months."
)
@click.option("--cox", is_flag=True, help="Hazard ratios over the first group.")
@click.option(
    "--ties",
    type=click.Choice(("efron", "breslow")),
    default="efron",
    show_default=True,
    help="How Cox's model takes equal times.",
)
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
    say_who_is_missing(cohort.by, cohort.left_out, cohort.without_time, bool(cohort.patients))
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

"""`timeline incidence`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from timeline.cli.asking import Months, asking_options, say_who_is_missing
from timeline.cli.output import format_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say


@command("incidence")
@click.argument("event", metavar="late_toxicity", type=click.Choice(("late_toxicity",)))
@asking_options
@click.option(
    "--at", type=Months(), default="3,6,12", show_default=True, help="Incidence by so many months."
)
@format_option("table", "csv", "json")
@pass_settings
def incidence(
    settings: Settings,
    event: str,
    by: str | None,
    level: float,
    at: tuple[float, ...],
    where: str | None,
    as_of: str | None,
    all_patients: bool,
    plot: str | None,
    form: str,
) -> None:
    """Estimate a cumulative incidence, with death competing.

    Aalen and Johansen's estimate, with log-log intervals. The time of late toxicity runs from the
    protocol's start of it, the last RT fraction in the study's; table late_toxicity_onset has it by
    patient. At a terminal the curves are drawn. GROUPING is as for `timeline survival`.
    """
    if plot is not None:
        from timeline.reports.figures.sheet import require_writable_kind

        require_writable_kind(Path(plot))
    from timeline.cli import incidence_words as words
    from timeline.incidence import estimate_incidence, read_outcomes

    with settings.open() as store, progress_bar("deriving"):
        outcomes = read_outcomes(
            store, event, by=by, where=where, as_of=as_of, all_patients=all_patients
        )
    found = estimate_incidence(outcomes, times=at, level=level)
    say_who_is_missing(found.by, found.left_out, found.without_time, bool(found.groups))
    if plot is not None:
        from timeline.reports.figures.incidence import write_incidence_figure

        write_incidence_figure(Path(plot), found)
        say(f"{plot}: written")
    match form:
        case "json":
            words.print_json_of(found, level)
        case "csv":
            words.print_csv_of(found)
        case _:
            words.print_table_of(found, level)
            if sys.stdout.isatty():
                words.draw(found.groups)

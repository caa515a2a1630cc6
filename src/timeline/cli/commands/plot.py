"""`timeline plot`"""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.asking import named
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say


@command("plot")
@click.argument("kind", metavar="waterfall|swimmer|spider", type=click.Choice(
    ("waterfall", "swimmer", "spider")
))  # fmt: skip
@click.argument("file")
@click.option(
    "--of",
    "measure",
    type=click.Choice(("size", "afp")),
    default="size",
    show_default=True,
    help="What a waterfall is of.",
)
@click.option(
    "--criterion",
    type=click.Choice(("mrecist", "recist11")),
    help="Sizes by this criterion; else by the protocol's.",
)
@click.option(
    "--best", is_flag=True, help="A waterfall of the best change, not of that at the assessment."
)
@click.option("--where", metavar="EXPR", help="Patients: a condition on the course row.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@pass_settings
def plot(
    settings: Settings,
    kind: str,
    file: str,
    measure: str,
    criterion: str | None,
    best: bool,
    where: str | None,
    as_of: str | None,
    all_patients: bool,
) -> None:
    """Write a figure of every patient's course as .svg, .pdf or .png.

    A waterfall shows the change of the sum of diameters (or of AFP) as a bar a patient, a spider
    plot that change over time, a swimmer plot the course with radiotherapy, drug, progression, late
    toxicity and death. Survival curves are written by `timeline survival --plot`.
    """
    from timeline.explaining.words import origin_in_words
    from timeline.protocols import current_protocol
    from timeline.reports.figures.asking import Asked
    from timeline.reports.figures.sheet import require_writable_kind

    path = Path(file)
    require_writable_kind(path)
    asked = Asked(where, as_of, all_patients)
    left_out: tuple[str, ...] = ()
    with settings.open() as store, progress_bar("deriving"):
        match kind:
            case "waterfall":
                from timeline.reports.figures import waterfall_bars
                from timeline.reports.figures.waterfall import write_waterfall

                found = (
                    waterfall_bars.afp_waterfall(store, asked, best=best)
                    if measure == "afp"
                    else waterfall_bars.size_waterfall(store, asked, criterion=criterion, best=best)
                )
                left_out = found.left_out
                write_waterfall(path, found)
            case "spider":
                from timeline.reports.figures import spider

                threads, left_out = spider.read_threads(store, asked, criterion=criterion)
                origin = origin_in_words(current_protocol(store))
                spider.write_spider_plot(path, threads, origin=origin)
            case _:
                from timeline.reports.figures.swimmer import write_swimmer_plot
                from timeline.reports.figures.swimmer_courses import read_swimmers

                protocol = current_protocol(store)
                write_swimmer_plot(
                    path,
                    read_swimmers(store, asked),
                    agent=protocol.drug.agent,
                    origin=origin_in_words(protocol),
                )
    if left_out:
        say(f"left out, no change to show: {named(left_out)}")
    say(f"{file}: written")

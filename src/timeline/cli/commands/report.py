"""`timeline report`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.cli.text_file import read_text_file
from timeline.errors import InvalidReport

if TYPE_CHECKING:
    from timeline.reports.definition import Definition
    from timeline.reports.published import Target
    from timeline.store import Store


@command("report")
@click.option(
    "--against", metavar="FILE", help="Published figures (JSON), or `study` for its publication's."
)
@click.option("--definition", "file", metavar="FILE", help="Another report (TOML).")
@click.option("--print-definition", is_flag=True, help="Print the study's, to make one's own from.")
@click.option("--as-of", metavar="A", help="A lock, seq, date, instant or now.")
@format_option("table", "csv", "json")
@pass_settings
def report(
    settings: Settings,
    against: str | None,
    file: str | None,
    print_definition: bool,
    as_of: str | None,
    form: str,
) -> None:
    """Print the study's tables, beside published ones if asked.

    Patient flow, characteristics, doses, response, AFP, survival and adverse events, each figure
    from events alone. With --against each stands beside the published one: match, differs with the
    reason, or not derivable. The file is a JSON list `targets` of objects with id, printed and, if
    there is one, unit and note.

    \b
    timeline report --against study
    timeline report --against published.json --as-of final-2012 --format json
    """
    from timeline.reports.definition import shipped_definition_text

    if print_definition:
        click.echo(shipped_definition_text(), nl=False)
        return
    from timeline.cli.report_words import print_comparison, print_report
    from timeline.reports.cohort_report import compute_report
    from timeline.reports.comparison import compare_report

    definition = _definition(file)
    targets = None if against is None else _published(against)
    with settings.open() as store:
        figures = compute_report(store, definition, as_of=as_of)
        _say_basis(store, definition, as_of)
    if targets is None:
        print_report(figures, form)
    else:
        print_comparison(compare_report(figures, targets), form)


def _definition(file: str | None) -> Definition:
    from timeline.reports.definition import parse_definition, shipped_definition

    if file is None:
        return shipped_definition()
    return parse_definition(read_text_file(file, InvalidReport), source=file)


def _published(name: str) -> list[Target]:
    from timeline.examples import path
    from timeline.reports.published import parse_targets

    shipped = name == "study" and not Path(name).exists()
    file = str(path("study") / "published.json") if shipped else name
    return parse_targets(read_text_file(file, InvalidReport), source=file)


def _say_basis(store: Store, definition: Definition, as_of: str | None) -> None:
    """What the report can be made again from: the point in record time and the definitions."""
    from timeline.history import resolve_as_of
    from timeline.protocols import current_protocol

    protocol = current_protocol(store)
    point = "now" if as_of is None else as_of
    say(
        f"{definition.title}; as of {point} (seq {resolve_as_of(store, as_of)}),"
        f" protocol {protocol.study.name} {protocol.fingerprint}"
    )

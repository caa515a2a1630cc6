"""`timeline diff`"""

from __future__ import annotations

from dataclasses import asdict

import click

from timeline.cli.output import format_option, print_csv, print_json_rows
from timeline.cli.sentences import changes_in_words
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.printable import one_line


@command("diff")
@click.argument("a")
@click.argument("b")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@format_option("text", "csv", "json")
@pass_settings
def diff(
    settings: Settings, a: str, b: str, names: tuple[str, ...], all_patients: bool, form: str
) -> None:
    """Say what moved between two points in record time.

    A and B are locks, seqs, dates, instants or `now`. Every cell of the tables named (else of all)
    that moved is printed, with the facts behind it.
    """
    from timeline import replay

    with settings.open() as store:
        changes = replay.diff(store, a, b, names or None, all_patients=all_patients)
    changes = [change for change in changes if change.column != "evidence"]
    if form == "json":
        print_json_rows(asdict(change) for change in changes)
    elif form == "csv":
        columns = ("projection", "key", "column", "old", "new", "because")
        print_csv(
            columns,
            (
                (
                    change.projection,
                    " ".join(str(part) for part in change.key.values()),
                    change.column,
                    change.old,
                    change.new,
                    " ".join(change.because),
                )
                for change in changes
            ),
        )
    else:
        for sentence in changes_in_words(changes, because=True):
            click.echo(one_line(sentence))
        if not changes:
            say(f"nothing moved between {a} and {b}")

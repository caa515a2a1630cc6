"""`timeline diff`"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from timeline.cli.differences import by_patient, difference_lines, facts_to_tell
from timeline.cli.output import format_option, print_csv, print_json_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.printable import one_line

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.store import Store


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

    A and B are locks, seqs, dates, instants or `now`. What moved is told patient by patient, with
    the facts behind it and why they were revised. Name tables for every row of them; csv and json
    have every cell that moved.
    """
    from timeline import replay
    from timeline.exporting.difference_rows import COLUMNS, difference_row

    with settings.open() as store:
        with progress_bar("deriving both points") as progress:
            changes = replay.diff(
                store, a, b, names or None, all_patients=all_patients, progress=progress
            )
        changes = [change for change in changes if change.column != "evidence"]
        lines = list(_lines(store, a, b, changes, every_row=bool(names))) if form == "text" else []
    if form == "json":
        print_json_rows(asdict(change) for change in changes)
    elif form == "csv":
        print_csv(COLUMNS, map(difference_row, changes))
    else:
        for line in lines:
            click.echo(one_line(line))
        if not changes:
            say(f"nothing moved between {a} and {b}")


def _lines(
    store: Store, a: str, b: str, changes: Sequence[Change], *, every_row: bool
) -> Iterator[str]:
    """The changes patient by patient, with the revisions between the two points behind them."""
    from timeline.explaining.revisions import latest_revision_in_words
    from timeline.history import resolve_as_of, revisions

    low, high = sorted((resolve_as_of(store, a), resolve_as_of(store, b)))
    for patient, of_patient in by_patient(changes).items():
        said_of = {}
        for fact in facts_to_tell(of_patient, every_row=every_row):
            known = [event for event in revisions(store, fact) if event.seq <= high]
            said_of[fact] = f"{latest_revision_in_words(known, low)} ({fact})"
        yield from difference_lines(patient, of_patient, said_of, every_row=every_row)

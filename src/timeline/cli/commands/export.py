"""`timeline export`"""

from __future__ import annotations

from typing import Any

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted


@command("export")
@click.argument("folder", type=click.Path())
@click.option(
    "--to",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    required=True,
    help="The format.",
)
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@pass_settings
def export(
    settings: Settings, folder: str, form: Any, as_of: str | None, all_patients: bool
) -> None:
    """Hand out events and endpoints in a format that others work with.

    FOLDER must not exist; it is readable by you alone. csv, parquet and xlsx have the effective
    events by kind, every table of endpoints and a dictionary of the columns.
    """
    from timeline.exporting.tidy import export_tidy

    with settings.open() as store, progress_bar("deriving") as advance:
        written = export_tidy(
            store, folder, form, as_of=as_of, all_patients=all_patients, progress=advance
        )
    say(f"{folder}: {counted(len(written), 'file')}")
    for path in written:
        click.echo(str(path))

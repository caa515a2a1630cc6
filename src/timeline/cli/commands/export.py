"""`timeline export`"""

from __future__ import annotations

from typing import Any

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted

FORMATS = ("csv", "parquet", "xlsx", "sdtm", "sdtm-xpt", "adam", "adam-xpt", "cbioportal", "html")


@command("export")
@click.argument("folder", type=click.Path())
@click.option(
    "--to",
    "form",
    type=click.Choice(FORMATS),
    required=True,
    help="The format.",
)
@click.option("--study", metavar="ID", help="The study's identifier; the store's name.")
@click.option("--patient", metavar="P", help="One patient's page (html).")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@pass_settings
def export(
    settings: Settings,
    folder: str,
    form: Any,
    study: str | None,
    patient: str | None,
    as_of: str | None,
    all_patients: bool,
) -> None:
    """Hand out events and endpoints in a format that others work with.

    FOLDER must not exist; it is readable by you alone. csv, parquet and xlsx have the effective
    events by kind, every table of endpoints and a dictionary of the columns; sdtm and adam are
    CDISC's datasets as CSV, or with -xpt as SAS transport files; cbioportal is a study that
    cBioPortal imports, in days from each patient's day 0; html has a page of the cohort and one of
    each patient, to read and to print.
    """
    if patient is not None and form != "html":
        raise click.UsageError("--patient goes with --to html")
    with settings.open() as store, progress_bar("exporting") as advance:
        asked: dict[str, Any] = {
            "as_of": as_of, "all_patients": all_patients, "progress": advance
        }  # fmt: skip
        if form == "html":
            from timeline.exporting.html.export import export_html

            asked |= {"study": study or settings.path.stem, "patient": patient}
            written = export_html(store, folder, **asked)
        elif form == "cbioportal":
            from timeline.exporting.cbioportal.study import export_cbioportal

            identifier = study or settings.path.stem
            written = export_cbioportal(store, folder, study=identifier, **asked)
        elif form.startswith(("sdtm", "adam")):
            from timeline.exporting.cdisc.study import export_cdisc

            standard, _, file = form.partition("-")
            asked |= {"standard": standard, "form": file or "csv"}
            written = export_cdisc(store, folder, study=study or settings.path.stem, **asked)
        else:
            from timeline.exporting.tidy import export_tidy

            written = export_tidy(store, folder, form, **asked)
    say(f"{folder}: {counted(len(written), 'file')}")
    for path in written:
        click.echo(str(path))

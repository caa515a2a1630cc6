"""`timeline import`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option, print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say, warn

if TYPE_CHECKING:
    from timeline.interchange.importing import ImportSummary, Reader

OUTCOMES = ("added", "corrected", "retracted", "reinstated", "unchanged")


@command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--kind", metavar="KIND", help="The kind of the CSV files, whatever their names.")
@click.option("--map", "mapping", metavar="TOML", help="How to read files of another layout.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@format_option("table", "csv", "json")
@pass_settings
def import_(
    settings: Settings,
    files: tuple[str, ...],
    kind: str | None,
    mapping: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """Import files; the same file again adds nothing.

    FILE is tidy CSV named for its kind of event (lab.csv, lab_2010.csv) or JSON Lines (.jsonl).
    All files are one batch, whole or not at all. A row that an earlier import brought already is
    left alone; a row that has changed since corrects its fact.
    """
    from timeline.interchange.importing import import_files

    if mapping and kind:
        raise click.UsageError("--map says the kinds itself; leave --kind out")
    with settings.open() as store, progress_bar("importing") as advance:
        summary = import_files(
            store,
            [Path(file) for file in files],
            actor=settings.who,
            kind=kind,
            reader=_reader(mapping),
            dry_run=dry_run,
            progress=lambda phase, done, total: advance(done, total, phase),
        )
    warn(summary.warnings)
    print_summary(summary, [Path(file).name for file in files], form)
    if dry_run:
        say("dry run: nothing was written")


def _reader(mapping: str | None) -> Reader | None:
    if mapping is None:
        return None
    from timeline.interchange.mapped_rows import MappedReader
    from timeline.interchange.mapping import read_mapping

    return MappedReader(read_mapping(Path(mapping)))


def print_summary(summary: ImportSummary, files: list[str], form: str) -> None:
    """What the import did, a row per file and kind."""
    pairs = sorted(
        {(file, kind) for file, kind, _ in summary.counts},
        key=lambda pair: (files.index(pair[0]), summary.kinds.index(pair[1])),
    )
    rows = [
        (file, kind, *(summary.counts[file, kind, outcome] for outcome in OUTCOMES))
        for file, kind in pairs
    ]
    numeric = [False, False, *(True for _ in OUTCOMES)]
    print_rows(("file", "kind", *OUTCOMES), rows, form, numeric=numeric)

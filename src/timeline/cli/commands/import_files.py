"""`timeline import`"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.output import format_option
from timeline.cli.reconciliation import (
    print_summary,
    save_report,
    say_what_moved,
    say_what_vanished,
)
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say, warn
from timeline.describe import counted
from timeline.errors import TimelineError

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.interchange.importing import ImportSummary
    from timeline.interchange.mapping import Mapping
    from timeline.store import Store


SOURCES = ("sdtm", "cbioportal", "fhir", "dicom")


@command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--kind", metavar="KIND", help="The kind of the CSV files, whatever their names.")
@click.option("--map", "mapping", metavar="TOML", help="How to read files of another layout.")
@click.option("--suggest", is_flag=True, help="Write a draft of that mapping from FILE's header.")
@click.option(
    "--from",
    "source",
    type=click.Choice(SOURCES),
    help="A folder of another system's files.",
)
@click.option("--day-0", metavar="DATE", help="Day 0 of cBioPortal's days, or none.")
@click.option("--fraction-dose", type=float, metavar="GY", help="Where DICOM records carry none.")
@click.option("--set-aside", metavar="FOLDER", help="Import what fits; write the rest there.")
@click.option("--retract-missing", is_flag=True, help="Retract what the files no longer tell.")
@click.option("--reason", metavar="WHY", help="Why that is retracted.")
@click.option("--report", metavar="JSON", help="Save what became of every row and patient.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@format_option("table", "csv", "json")
@pass_settings
def import_(
    settings: Settings,
    files: tuple[str, ...],
    kind: str | None,
    mapping: str | None,
    suggest: bool,
    source: str | None,
    day_0: str | None,
    fraction_dose: float | None,
    set_aside: str | None,
    retract_missing: bool,
    reason: str | None,
    report: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """Import files; the same file again adds nothing.

    FILE is tidy CSV named for its kind of event (lab.csv, lab_2010.csv) or JSON Lines (.jsonl); a
    mapping reads any other layout, and workbooks. With --from FILE is a folder: sdtm has CDISC's
    datasets, as .csv or .xpt; cbioportal a study's timelines, in days from the --day-0 that is
    named (none: dates are made up, and a note says so); fhir bundles in mCODE's profiles; dicom the
    treatment records of delivered fractions.

    All files are one batch, whole or not at all. A row that an earlier import brought already is
    left alone; a row that has changed since corrects its fact, and the endpoints that moved are
    said.
    """
    if sum(map(bool, (mapping, kind, source))) > 1:
        raise click.UsageError("--map and --from say the kinds themselves; give one of them alone")
    if suggest:
        _write_draft(mapping, files)
        return
    if retract_missing != bool(reason):
        raise click.UsageError("--retract-missing and --reason go together")
    for target in (set_aside, report):
        if target is not None:
            _require_room(Path(target))
    layout = _layout(mapping)
    paths = [Path(file) for file in files]
    reader = _reader(mapping, layout)
    if source is not None:
        paths, reader = _folder(source, paths, day_0, fraction_dose)
    asked: dict[str, Any] = {
        "kind": kind,
        "reader": reader,
        "dry_run": dry_run,
        "retract_missing": reason,
    }
    with settings.open() as store, progress_bar("importing") as advance:
        before = store.head().seq
        asked["progress"] = lambda phase, done, total: advance(done, total, phase)
        summary = _import(store, paths, settings.who, asked, set_aside, layout)
        try:
            changes = _moved(store, before, summary)
        except KeyboardInterrupt:
            say("stopped after the import was written, while looking which endpoints it moved")
            raise click.exceptions.Exit(130) from None
    warn(summary.warnings)
    print_summary(summary, [path.name for path in paths], form)
    say_what_vanished(summary, retracted=retract_missing)
    if _revises(summary) and not dry_run:
        say_what_moved(changes)
    if set_aside is not None and summary.refused:
        warn(summary.refused)
        say(f"{set_aside}: {counted(len(summary.refused), 'problem')} set aside")
        if retract_missing:
            say("nothing was retracted: what is missing shows when every row can be read")
    if report is not None:
        save_report(report, summary, changes)
    if dry_run:
        say("dry run: nothing was written")


def _write_draft(mapping: str | None, files: tuple[str, ...]) -> None:
    if mapping is None or len(files) != 1:
        raise click.UsageError("--suggest needs one FILE, and --map for the mapping to write")
    from timeline.interchange.suggesting import suggest
    from timeline.private_files import new_file

    draft = suggest(Path(files[0]))
    with new_file(mapping) as file:
        file.write(draft.encode())
    say(f"{mapping}: a draft; read it, fill in each '?', and try it with --dry-run")


def _require_room(target: Path) -> None:
    """Raise TimelineError where a file or folder that comes after the import could not be made."""
    from timeline.private_files import require_room

    require_room(target)
    if not target.parent.is_dir():
        raise TimelineError(f"{target}: there is no folder {target.parent}")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise TimelineError(f"{target}: the folder {target.parent} cannot be written to")


def _import(
    store: Store,
    paths: list[Path],
    actor: str,
    asked: dict[str, Any],
    set_aside: str | None,
    layout: Mapping | None,
) -> ImportSummary:
    if set_aside is not None:
        from timeline.interchange.set_aside import import_what_fits

        return import_what_fits(
            store, paths, actor=actor, folder=set_aside, mapping=layout, **asked
        )
    from timeline.interchange.importing import import_files

    return import_files(store, paths, actor=actor, **asked)


def _revises(summary: ImportSummary) -> bool:
    """Whether anything that stood in the store before is said otherwise now."""
    return any(
        outcome in ("corrected", "retracted", "reinstated") for *_, outcome in summary.counts
    )


def _moved(store: Store, before: int, summary: ImportSummary) -> list[Change]:
    """The endpoints that a later cut of the same data has moved."""
    if summary.dry_run or not before or not _revises(summary):
        return []
    from timeline.replay import diff

    return diff(store, before, store.head().seq)


def _layout(mapping: str | None) -> Mapping | None:
    if mapping is None:
        return None
    from timeline.interchange.mapping import read_mapping

    return read_mapping(Path(mapping))


def _reader(mapping: str | None, layout: Mapping | None) -> Any:
    if mapping is None or layout is None:
        return None
    from timeline.interchange.mapped_rows import MappedReader

    if layout.file.dictionary is None:
        return MappedReader(layout)
    from timeline.interchange.redcap import read_dictionary

    return MappedReader(layout, read_dictionary(Path(mapping).parent / layout.file.dictionary))


def _folder(
    source: str, paths: list[Path], day_0: str | None, fraction_gy: float | None
) -> tuple[list[Path], Any]:
    """The files of another system's folder, and what reads them."""
    if len(paths) != 1 or not paths[0].is_dir():
        raise click.UsageError(f"--from {source} needs one folder")
    if source == "sdtm":
        from timeline.interchange.sdtm.reading import SdtmReader, datasets

        return datasets(paths[0]), SdtmReader(paths[0])
    if source == "fhir":
        from timeline.interchange.fhir.reading import FhirReader, resource_files

        return resource_files(paths[0]), FhirReader(paths[0])
    if source == "dicom":
        from timeline.interchange.dicom.reading import DicomReader, record_files

        return record_files(paths[0]), DicomReader(paths[0], fraction_gy=fraction_gy)
    if day_0 is None:
        raise click.UsageError("--from cbioportal needs --day-0 DATE, or --day-0 none")
    from timeline.interchange.cbioportal.reading import CbioportalReader, study_files

    return study_files(paths[0]), CbioportalReader(paths[0], day_0)

"""A study's SDTM and ADaM datasets, told subject by subject and written as CSV or XPT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from timeline.exporting.cdisc import relations
from timeline.exporting.cdisc.adverse_events import AE, SUPPAE
from timeline.exporting.cdisc.dataset import FACT, Dataset
from timeline.exporting.cdisc.demographics import DM, SUPPDM
from timeline.exporting.cdisc.disposition import DS, SS
from timeline.exporting.cdisc.exposure import EX
from timeline.exporting.cdisc.laboratory import LB
from timeline.exporting.cdisc.performance import QS
from timeline.exporting.cdisc.procedures import PR, SUPPPR
from timeline.exporting.cdisc.responses import ADRS
from timeline.exporting.cdisc.subject import Subject
from timeline.exporting.cdisc.time_to_event import ADTTE
from timeline.exporting.cdisc.toxicity import ADAE
from timeline.exporting.cdisc.tumours import RS, SUPPRS, SUPPTR, SUPPTU, TR, TU
from timeline.exporting.cdisc.write import Writer, csv_writer, xpt_writer
from timeline.exporting.cut import read_cut
from timeline.private_files import files_in, new_folder
from timeline.replay import Progress
from timeline.store import Store

SDTM: tuple[Dataset, ...] = (
    DM, SUPPDM, EX, PR, SUPPPR, LB, AE, SUPPAE, TU, SUPPTU, TR, SUPPTR, RS, SUPPRS, DS, SS, QS,
)  # fmt: skip
ADAM: tuple[Dataset, ...] = (ADTTE, ADRS, ADAE)
STANDARDS = {"sdtm": SDTM, "adam": ADAM}


def export_cdisc(
    store: Store,
    folder: str | Path,
    *,
    standard: Literal["sdtm", "adam"],
    form: Literal["csv", "xpt"],
    study: str,
    as_of: str | int | None = None,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the datasets of a standard to a new folder, one file each. Returns the files.

    XPT is SAS's transport format, version 5. Raises ExportError, UnknownAsOf.
    """
    wanted = STANDARDS[standard]
    with (
        read_cut(store, as_of=as_of, all_patients=all_patients) as cut,
        new_folder(folder) as place,
        (csv_writer if form == "csv" else xpt_writer)(place) as writer,
    ):
        for dataset in wanted:
            writer.begin(dataset.name, dataset.label, dataset.variables)
        if standard == "sdtm":
            writer.begin(relations.NAME, relations.LABEL, relations.VARIABLES)
            writer.write(relations.NAME, relations.rows(study))
        tables = cut.by_patient()
        for done, patient in enumerate(cut.patients, 1):
            rows = {name: found.get(patient, []) for name, found in tables.items()}
            _write(writer, Subject(study, patient, cut.events(patient), rows), wanted)
            if progress:
                progress(done, len(cut.patients))
    return files_in(folder)


def _write(writer: Writer, subject: Subject, wanted: tuple[Dataset, ...]) -> None:
    for dataset in SDTM:  # ADaM points at their records, so they are numbered in any case
        rows = list(_numbered(dataset, subject))
        if dataset in wanted:
            writer.write(dataset.name, rows)
    for dataset in ADAM:
        if dataset in wanted:
            writer.write(dataset.name, list(_numbered(dataset, subject)))


def _numbered(dataset: Dataset, subject: Subject) -> Iterator[tuple[Any, ...]]:
    fixed = {
        "STUDYID": subject.study,
        "DOMAIN": dataset.name,
        "USUBJID": subject.usubjid,
    }
    for number, record in enumerate(dataset.records(subject), 1):
        fact = record.get(FACT)
        if dataset.seq is not None and fact is not None:
            subject.sources.setdefault(fact, {}).setdefault(dataset.name, number)
        known = {**fixed, **record, **({dataset.seq: number} if dataset.seq else {})}
        values = (known.get(variable.name) for variable in dataset.variables)
        yield tuple(None if value == "" else value for value in values)

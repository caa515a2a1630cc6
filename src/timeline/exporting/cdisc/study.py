"""A study's SDTM and ADaM datasets, told subject by subject and written as CSV or XPT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
from timeline.exporting.cdisc.subject import Row, Subject
from timeline.exporting.cdisc.time_to_event import ADTTE
from timeline.exporting.cdisc.toxicity import ADAE
from timeline.exporting.cdisc.tumours import RS, SUPPRS, SUPPTR, SUPPTU, TR, TU
from timeline.exporting.cdisc.write import Writer, csv_writer, xpt_writer
from timeline.exporting.folder import new_folder
from timeline.exporting.projection_sheets import projection_sheets
from timeline.history import effective_events, resolve_as_of
from timeline.query import bring_up_to_date
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
    fresh = as_of is None and bring_up_to_date(store)
    wanted = STANDARDS[standard]
    with new_folder(folder) as place, store.reading():
        seq = resolve_as_of(store, as_of)
        sheets = projection_sheets(store, None if fresh else seq, all_patients=all_patients)
        tables = {sheet.name: _by_patient(sheet.columns, sheet.rows) for sheet in sheets}
        with (csv_writer if form == "csv" else xpt_writer)(place) as writer:
            for dataset in wanted:
                writer.begin(dataset.name, dataset.label, dataset.variables)
            if standard == "sdtm":
                writer.begin(relations.NAME, relations.LABEL, relations.VARIABLES)
                writer.write(relations.NAME, relations.rows(study))
            for done, patient in enumerate(tables["course"], 1):
                rows = {name: found.get(patient, []) for name, found in tables.items()}
                events = effective_events(store, patient, as_of=seq)
                _write(writer, Subject(study, patient, events, rows), wanted)
                if progress:
                    progress(done, len(tables["course"]))
        return sorted(place.iterdir())


def _by_patient(columns: Mapping[str, Any], rows: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(dict(zip(columns, row, strict=True)))
    return found


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

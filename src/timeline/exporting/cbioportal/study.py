"""The whole study: meta files, clinical files and one file for each track of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from timeline.dates import day_bounds
from timeline.exporting.cbioportal.clinical import (
    PATIENT_ATTRIBUTES,
    SAMPLE_ATTRIBUTES,
    STATUS,
    patient_row,
    sample_row,
)
from timeline.exporting.cbioportal.table import line, write_clinical, write_meta
from timeline.exporting.cbioportal.timelines import COLUMNS, FIRST, tracks
from timeline.exporting.folder import new_file, new_folder
from timeline.exporting.projection_sheets import projection_sheets
from timeline.exporting.sheet import Sheet
from timeline.history import effective_events, resolve_as_of
from timeline.query import bring_up_to_date
from timeline.replay import Progress
from timeline.store import Store

Record = Mapping[str, Any]


def export_cbioportal(
    store: Store,
    folder: str | Path,
    *,
    study: str,
    as_of: str | int | None = None,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the study to a new folder, as cBioPortal's importer reads it. Returns the files.

    `study` is the study's identifier. Days count from each patient's day 0; a patient without one
    has clinical attributes and no timeline. Raises ExportError, UnknownAsOf.
    """
    fresh = as_of is None and bring_up_to_date(store)
    with new_folder(folder) as place, store.reading():
        seq = resolve_as_of(store, as_of)
        sheets = projection_sheets(store, None if fresh else seq, all_patients=all_patients)
        records = {sheet.name: _records(sheet) for sheet in sheets}
        courses = records["course"]
        endpoints = {
            name: {record["patient"]: record for record in records[name]} for name in STATUS
        }
        _write_meta(place, study, len(courses))
        write_clinical(
            place / "data_clinical_patient.txt",
            PATIENT_ATTRIBUTES,
            (
                patient_row(
                    course, {name: endpoints[name].get(course["patient"]) for name in STATUS}
                )
                for course in courses
            ),
        )
        write_clinical(
            place / "data_clinical_sample.txt",
            SAMPLE_ATTRIBUTES,
            (sample_row(course["patient"]) for course in courses),
        )
        _write_timelines(store, place, study, seq, courses, progress)
        return sorted(place.iterdir())


def _records(sheet: Sheet) -> list[Record]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def _write_meta(place: Path, study: str, patients: int) -> None:
    write_meta(
        place / "meta_study.txt",
        {
            "type_of_cancer": "hcc",
            "cancer_study_identifier": study,
            "name": study,
            "description": f"{patients} patients, exported from a timeline of their courses",
            "add_global_case_list": "true",
        },
    )
    for datatype, name in (
        ("PATIENT_ATTRIBUTES", "clinical_patient"),
        ("SAMPLE_ATTRIBUTES", "clinical_sample"),
    ):
        _write_data_meta(place, study, datatype, name)


def _write_data_meta(place: Path, study: str, datatype: str, name: str) -> None:
    write_meta(
        place / f"meta_{name}.txt",
        {
            "cancer_study_identifier": study,
            "genetic_alteration_type": "CLINICAL",
            "datatype": datatype,
            "data_filename": f"data_{name}.txt",
        },
    )


def _write_timelines(
    store: Store,
    place: Path,
    study: str,
    seq: int,
    courses: list[Record],
    progress: Progress | None,
) -> None:
    """Patient by patient, so that memory does not grow with the study."""
    opened: dict[str, BinaryIO] = {}
    with ExitStack() as stack:
        for done, course in enumerate(courses, 1):
            if course["origin_on"] is None:
                continue
            day_0 = day_bounds(course["origin_on"])[0]
            events = effective_events(store, course["patient"], as_of=seq)
            for track, rows in tracks(course["patient"], events, day_0).items():
                if track not in opened:
                    path = place / f"data_timeline_{track}.txt"
                    opened[track] = stack.enter_context(new_file(path))
                    opened[track].write(line((*FIRST, *COLUMNS[track])).encode())
                    _write_data_meta(place, study, "TIMELINE", f"timeline_{track}")
                for row in rows:
                    opened[track].write(line(row).encode())
            if progress:
                progress(done, len(courses))

"""The whole study: meta files, clinical files and one file for each track of the timeline."""

from __future__ import annotations

from collections.abc import Iterator
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
from timeline.exporting.cut import Cut, Record, read_cut
from timeline.private_files import files_in, new_file, new_folder
from timeline.replay import Progress
from timeline.store import Store


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
    with (
        read_cut(store, as_of=as_of, all_patients=all_patients) as cut,
        new_folder(folder) as place,
    ):
        courses = cut.records("course")
        _write_meta(place, study, len(courses))
        write_clinical(
            place / "data_clinical_patient.txt", PATIENT_ATTRIBUTES, _patient_rows(cut, courses)
        )
        write_clinical(
            place / "data_clinical_sample.txt",
            SAMPLE_ATTRIBUTES,
            (sample_row(course["patient"]) for course in courses),
        )
        _write_timelines(cut, place, study, courses, progress)
    return files_in(folder)


def _patient_rows(cut: Cut, courses: list[Record]) -> Iterator[list[Any]]:
    times = {name: {row["patient"]: row for row in cut.records(name)} for name in STATUS}
    for course in courses:
        patient = course["patient"]
        yield patient_row(course, {name: found.get(patient) for name, found in times.items()})


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
    cut: Cut, place: Path, study: str, courses: list[Record], progress: Progress | None
) -> None:
    """Patient by patient, so that memory does not grow with the study."""
    opened: dict[str, BinaryIO] = {}
    with ExitStack() as stack:
        for done, course in enumerate(courses, 1):
            if course["origin_on"] is None:
                continue
            day_0 = day_bounds(course["origin_on"])[0]
            events = cut.events(course["patient"])
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

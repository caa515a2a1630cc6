"""The pages of a study: a report of the cohort, and a page for each patient."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from timeline.exporting.cut import Cut, read_cut
from timeline.exporting.html.pages import figure, standing, write_page
from timeline.exporting.html.patient_page import write_patient_page
from timeline.history import resolve_as_of
from timeline.private_files import files_in, new_folder
from timeline.protocols import current_protocol
from timeline.replay import Progress
from timeline.reports.cohort_report import compute_report
from timeline.reports.definition import shipped_definition
from timeline.reports.rendering import render_value
from timeline.store import Store

COHORT = "cohort.html"
TIMES = {"os": "Overall survival", "ttp": "Time to progression"}


def export_html(
    store: Store,
    folder: str | Path,
    *,
    study: str,
    as_of: str | int | None = None,
    all_patients: bool = False,
    patient: str | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the pages to a new folder; with `patient` that patient's alone. Returns the files.

    Every page is one file without links to anything outside. Raises ExportError, UnknownAsOf,
    UnknownPatient.
    """
    if patient is not None:
        with new_folder(folder) as place:
            at = None if as_of is None else resolve_as_of(store, as_of)
            write_patient_page(store, place / _file(patient), patient, as_of=at)
        return files_in(folder)
    with (
        read_cut(store, as_of=as_of, all_patients=all_patients) as cut,
        new_folder(folder) as place,
    ):
        for done, one in enumerate(cut.patients, 1):
            write_patient_page(store, place / _file(one), one, as_of=cut.at)
            if progress:
                progress(done, len(cut.patients))
        _write_cohort(cut, place / COHORT, study)
    return files_in(folder)


def _file(patient: str) -> str:
    return f"patient-{patient}.html"


def _write_cohort(cut: Cut, path: Path, study: str) -> None:
    reported = compute_report(cut.store, shipped_definition(), as_of=cut.at)
    write_page(
        path,
        COHORT,
        title=f"{study}: {len(cut.patients)} patients",
        standing=standing(cut.store, cut.seq),
        patients=[(name, quote(_file(name))) for name in cut.patients],
        figures=list(_figures(cut.store, cut.at)),
        tables=[
            {
                "title": title,
                "rows": [
                    {"label": one.label, "value": render_value(one.value), "unit": one.unit}
                    for one in part
                ],
            }
            for title, part in groupby(reported, key=lambda one: one.table)
        ],
    )


def _figures(store: Store, at: int | None) -> Iterator[dict[str, Any]]:
    """Survival of everybody and the courses; what has nothing to show is left out."""
    from timeline.explaining.words import origin_in_words
    from timeline.reports.figures.asking import Asked
    from timeline.reports.figures.survival import write_survival_figure
    from timeline.reports.figures.swimmer import write_swimmer_plot
    from timeline.reports.figures.swimmer_courses import read_swimmers
    from timeline.reports.figures.waterfall import write_waterfall
    from timeline.reports.figures.waterfall_bars import size_waterfall
    from timeline.survival import estimate, read_cohort

    protocol, asked = current_protocol(store), Asked(None, None if at is None else str(at), False)
    for name, title in TIMES.items():
        cohort = read_cohort(store, name, as_of=at)
        if cohort.patients:
            groups = estimate(cohort, interval="log-log")

            def draw(path: Path, cohort: Any = cohort, groups: Any = groups) -> None:
                write_survival_figure(path, cohort, groups, None)

            yield {"title": title, "svg": figure(name, draw)}
    swimmers = read_swimmers(store, asked)
    words = {"agent": protocol.drug.agent, "origin": origin_in_words(protocol)}
    others = {
        "Courses": figure("swimmer", lambda path: write_swimmer_plot(path, swimmers, **words)),
        "Change of size": figure(
            "waterfall", lambda path: write_waterfall(path, size_waterfall(store, asked))
        ),
    }
    yield from ({"title": title, "svg": svg} for title, svg in others.items() if svg is not None)

"""The pages of a study: a report of the cohort, and a page for each patient."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from timeline.exporting.folder import new_folder
from timeline.exporting.html.pages import figure, standing, write_page
from timeline.exporting.html.patient_page import write_patient_page
from timeline.history import resolve_as_of
from timeline.protocols import current_protocol
from timeline.query import bring_up_to_date, read_table
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
    if as_of is None:
        bring_up_to_date(store)
    with new_folder(folder) as place:
        seq = resolve_as_of(store, as_of)
        at = None if as_of is None or seq == store.head().seq else seq
        table = read_table(store, "course", as_of=at, all_patients=all_patients, patient=patient)
        names = [row["patient"] for row in table.records()]
        for done, one in enumerate(names, 1):
            write_patient_page(store, place / _file(one), one, as_of=at)
            if progress:
                progress(done, len(names))
        if patient is None:
            _write_cohort(store, place / COHORT, study, at, names)
        return sorted(place.iterdir())


def _file(patient: str) -> str:
    return f"patient-{patient}.html"


def _write_cohort(store: Store, path: Path, study: str, at: int | None, names: list[str]) -> None:
    reported = compute_report(store, shipped_definition(), as_of=at)
    write_page(
        path,
        COHORT,
        title=f"{study}: {len(names)} patients",
        standing=standing(store, resolve_as_of(store, at)),
        patients=[(name, quote(_file(name))) for name in names],
        figures=list(_figures(store, at)),
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

"""A report worked out: every figure of its definition, from the projections as of a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from timeline.errors import InvalidReport
from timeline.protocol import Protocol
from timeline.protocols import current_protocol
from timeline.query import bring_up_to_date
from timeline.reports import figure_kinds as asked
from timeline.reports.cohort import Cohort, columns_of
from timeline.reports.definition import Definition
from timeline.reports.measures import adverse_events, counts, radiotherapy, summaries, survival
from timeline.reports.values import Value
from timeline.store import Store


@dataclass(frozen=True)
class ReportedFigure:
    """A figure with its value, and the number of patients that it is of."""

    id: str
    table: str
    label: str
    unit: str
    note: str
    value: Value
    patients: int


def compute_report(
    store: Store, definition: Definition, *, as_of: str | int | None = None
) -> list[ReportedFigure]:
    """Every figure, in the order of the definition.

    Raises InvalidReport naming the figure whose condition or column does not fit its projection.
    """
    protocol = current_protocol(store)
    cohort = Cohort(store, definition, as_of=as_of)
    figures = []
    if as_of is None:
        bring_up_to_date(store)
    with store.reading():
        for table in definition.tables:
            for figure in table.figures:
                patients = cohort.population(figure.of or table.of)
                try:
                    value = _value(cohort, figure, patients, protocol)
                except InvalidReport as error:
                    raise InvalidReport(f"figure {figure.id}: {error}") from None
                figures.append(
                    ReportedFigure(
                        figure.id,
                        table.title,
                        figure.label,
                        figure.unit,
                        figure.note,
                        value,
                        len(patients),
                    )
                )
    return figures


def _value(
    cohort: Cohort, figure: asked.AnyFigure, patients: frozenset[str], protocol: Protocol
) -> Value:
    match figure:
        case asked.Count():
            return counts.count(cohort, figure, patients)
        case asked.Share():
            return counts.share(cohort, figure, patients)
        case asked.Counts():
            return counts.counts(cohort, figure)
        case asked.Shares():
            return counts.shares(cohort, figure)
        case (
            asked.Median()
            | asked.MedianRange()
            | asked.Mean()
            | asked.MeanDeviation()
            | asked.Largest()
        ):
            _require_number(figure.table, figure.column)
            return summaries.summarise(cohort, figure, patients)
        case asked.Schedules():
            return radiotherapy.schedules(cohort, figure, patients)
        case asked.ConventionalDose():
            return radiotherapy.conventional(cohort, figure, patients, protocol)
        case asked.Pause():
            return radiotherapy.pause(cohort, figure, patients)
        case asked.AdverseEvent():
            return adverse_events.adverse_event(cohort, figure, patients)
        case asked.MostCommon():
            return adverse_events.most_common(cohort, figure, patients)
        case asked.Late():
            if figure.months not in (known := protocol.late_toxicity.landmark_months):
                raise InvalidReport(
                    f"months: {figure.months} is not a landmark of the protocol;"
                    f" known: {', '.join(map(str, known))}"
                )
            return adverse_events.late(cohort, figure, patients)
        case asked.MedianTime():
            return survival.median_time(cohort, figure, patients)
        case asked.MedianInterval():
            return survival.median_interval(cohort, figure, patients)
        case asked.Rate():
            return survival.rate(cohort, figure, patients)
        case asked.LogRank():
            return survival.log_rank(cohort, figure)
        case asked.ChiSquare():
            return survival.chi_square(cohort, figure)
        case _:
            assert_never(figure)


def _require_number(table: str, column: str) -> None:
    known = {
        name: declared.dtype in ("integer", "number")
        for name, declared in columns_of(table).items()
    }
    if not known.get(column):
        what = "a number" if column in known else "a column"
        numbers = ", ".join(name for name, number in known.items() if number)
        raise InvalidReport(f"{column!r} is not {what}; known: {numbers}")

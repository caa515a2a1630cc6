"""Reading the courses of the swimmer plot: those of `timeline plot swimmer`, by group, sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import InvalidFigure
from timeline_tui.analysis.chart import Request
from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.groups import Divided, divide
from timeline_tui.analysis.reading import asked_of, opened
from timeline_tui.analysis.swimmer_data import ORDERS, Course, SwimmerData, in_order
from timeline_tui.analysis.swimmer_marks import course_spots
from timeline_tui.background import Ticket
from timeline_tui.wording import plural

if TYPE_CHECKING:
    from timeline.reports.figures.swimmer_courses import Swimmer

HEAD = ("group", "patient", "months", "died", "progression_months", "late_toxicity_months",
        "rt_start_months", "rt_end_months", "drug_start_months", "drug_end_months",
        "months_on_drug", "doses_mg", "responses")  # fmt: skip


def read_swimmer(request: Request, ticket: Ticket, order: str) -> SwimmerData:
    """The courses by group in one of `ORDERS`."""
    from timeline.explaining.words import origin_in_words
    from timeline.protocols import current_protocol
    from timeline.reports.figures.swimmer_courses import read_swimmers

    asked = asked_of(request)
    with opened(request, ticket) as store:
        protocol = current_protocol(store)
        found = read_swimmers(store, asked)
        ticket.check()
        shown = {one.patient for one in found}
        missing = tuple(who for who in asked.patients(store) if who not in shown)
        divided = divide(store, shown, request)
    return swimmer_data(
        found, divided, order=order, agent=protocol.drug.agent, origin=origin_in_words(protocol),
        missing=missing,
    )  # fmt: skip


def swimmer_data(
    found: Sequence[Swimmer],
    divided: Divided,
    *,
    order: str,
    agent: str = "the drug",
    origin: str = "the origin",
    missing: tuple[str, ...] = (),
) -> SwimmerData:
    """The figure's courses as the screen draws them, with a spot for each."""
    courses = [
        Course(one, divided.group_of[one.patient])
        for one in found
        if one.patient in divided.group_of
    ]
    data = SwimmerData(
        order=dict(ORDERS)[order],
        courses=in_order(courses, order),
        agent=agent,
        origin=origin,
        groups=divided.titles,
        by=divided.by,
        missing=missing,
        left_out=divided.left_out,
        empty="" if courses else _empty(missing, divided.left_out),
    )
    return replace(data, spots=tuple(course_spots(data)))


def _empty(missing: tuple[str, ...], left_out: tuple[str, ...]) -> str:
    words = "Nobody has a course to show"
    for who, why in ((missing, "without a time origin"), (left_out, "in no group")):
        if who:
            words += f"\n\n{plural(len(who), 'patient')} {why}"
    return words


def write_swimmer(data: SwimmerData, path: Path) -> None:
    """The figure as its ending says; as .csv a row a patient, times in months.

    Raises InvalidFigure where there are more patients than a figure can show.
    """
    if path.suffix == ".csv":
        write_csv(path, HEAD, map(_row, data.courses, [data.groups] * len(data.courses)))
        return
    from timeline.reports.figures.swimmer import MOST_ROWS, write_swimmer_plot

    if len(data.courses) > MOST_ROWS:
        raise InvalidFigure(
            f"{plural(len(data.courses), 'patient')}, more than the {MOST_ROWS} rows of a figure:"
            " open fewer of them, or write a .csv"
        )
    courses = [course.one for course in data.courses]
    write_swimmer_plot(path, courses, agent=data.agent, origin=data.origin)


def _row(course: Course, groups: tuple[str, ...]) -> tuple[object, ...]:
    one = course.one
    return (
        groups[course.group], one.patient, one.until, one.died, one.progressed, one.late,
        *_ends(one.radiotherapy), *_ends(one.drug), course.months_on_drug if one.doses else None,
        "; ".join(f"{dose.daily_mg:g}" for dose in one.doses),
        "; ".join(f"{call} {month:.2f}" for month, call in one.responses),
    )  # fmt: skip


def _ends(spans: Sequence[tuple[float, float]]) -> tuple[float | None, float | None]:
    if not spans:
        return None, None
    return min(start for start, _ in spans), max(stop for _, stop in spans)

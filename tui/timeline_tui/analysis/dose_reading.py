"""Reading the table of doses: radiotherapy or the drug, over all patients or by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Request, Selection
from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.groups import divide
from timeline_tui.analysis.reading import asked_of, opened
from timeline_tui.analysis.table_data import Cell, Head, Row, TableData
from timeline_tui.background import Ticket
from timeline_tui.wording import MISSING, grouped, plural

if TYPE_CHECKING:
    from timeline.reports.dose_table import Measure, Summary

HEADS = (
    Head("n", 6),
    Head("median", 8),
    Head("quartiles", 15, drop=3),
    Head("range", 15, drop=1),
    Head("mean ± SD", 15, drop=4),
    Head("> 0", 9, drop=2),
)
BINS = 12


@dataclass(frozen=True)
class Measured:
    """A group's summaries, measure by measure, and its patients."""

    title: str
    patients: tuple[str, ...]
    summaries: tuple[Summary, ...]


def read_doses(request: Request, ticket: Ticket, *, treatment: str) -> TableData:
    """The summaries of radiotherapy (`rt`, a value a course) or of the protocol's drug (`drug`)."""
    from timeline.protocols import current_protocol
    from timeline.reports.dose_table import DRUG, RADIOTHERAPY, summarise

    asked = asked_of(request)
    with opened(request, ticket) as store:
        protocol = current_protocol(store)
        rows = asked.rows(store, "radiotherapy" if treatment == "rt" else "drug_exposure")
        ticket.check()
        everybody = asked.patients(store)
        divided = divide(store, everybody, request)
    agent = protocol.drug.agent
    if treatment == "drug":
        rows = [row for row in rows if row["agent"] == agent]
    groups = []
    for number, title in enumerate(divided.titles):
        mine = tuple(who for who in everybody if divided.group_of.get(who) == number)
        inside = set(mine)
        own = [row for row in rows if row["patient"] in inside]
        found = summarise(own, RADIOTHERAPY if treatment == "rt" else DRUG)
        groups.append(Measured(title, mine, tuple(found)))
    treated = {row["patient"] for row in rows}
    what = "Radiotherapy as delivered" if treatment == "rt" else f"{agent.capitalize()} as taken"
    unit = "course" if treatment == "rt" else "patient"
    parts = [plural(len(rows), unit)]
    if unit == "course":
        parts[0] += f" of {plural(len(treated), 'patient')}"
        parts.append(f"α/β {protocol.radiotherapy.alpha_beta_gy:g} Gy")
    parts += [f"by {divided.by}"] if divided.by else []
    without = tuple(who for who in everybody if who not in treated)
    return dose_table(groups, what, " · ".join(parts), without, divided.left_out)


def dose_table(
    groups: Sequence[Measured],
    title: str,
    subtitle: str,
    without: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
) -> TableData:
    """A row a measure; of several groups a row each below the measure's title."""
    several, rows = len(groups) > 1, []
    notes = tuple(
        Selection(f"{plural(len(who), 'patient')} {why}", who)
        for why, who in (("without it", without), ("in no group", left_out))
        if who
    )
    measures = [summary.measure for summary in groups[0].summaries] if groups else []
    for place, measure in enumerate(measures):
        each = [group.summaries[place] for group in groups]
        numbers = [value for summary in each for value in summary.numbers]
        bounds = (min(numbers), max(numbers)) if numbers else (0.0, 0.0)
        name = f"{measure.title} {measure.unit}".strip()
        if several:
            rows.append(Row(measure.column, name, role="soft", heading=True))
        for group, summary in zip(groups, each, strict=True):
            title_of = f"  {group.title}" if several else name
            key = f"{measure.column} {group.title}" if several else measure.column
            said = f"{measure.title}, {group.title}" if several else measure.title
            rows.append(_row(key, title_of, said, summary, bounds, notes))
    count = sum(len(group.patients) for group in groups)
    measured = any(summary.values for group in groups for summary in group.summaries)
    return TableData(
        title=title,
        subtitle=subtitle,
        heads=HEADS,
        rows=tuple(rows),
        count=f"N = {grouped(count)}",
        foot=" · ".join(f"{note.words}: {', '.join(list(note.patients)[:20])}" for note in notes),
        drawn="lowest to highest",
        empty="" if measured else f"{title}: nobody of {plural(count, 'patient')}",
        source=tuple(groups),
    )


def _row(
    key: str,
    title: str,
    said: str,
    summary: Summary,
    bounds: tuple[float, float],
    notes: tuple[Selection, ...],
) -> Row:
    measure = summary.measure
    n, above = len(summary.values), summary.above_zero
    unit = f" {measure.unit}" if measure.unit else ""
    own = Selection(f"{said}: {plural(len(summary.patients), 'patient')}", summary.patients)
    missing = (
        (Selection(f"{said}: {len(summary.missing)} without a value", summary.missing),)
        if summary.missing
        else ()
    )
    behind = (own, *missing, *notes)
    middle = _text(summary.median, measure.digits)
    spread = _pair(summary.quartiles, measure.digits)
    ends = _pair(summary.range, measure.digits)
    mean = _mean(summary)
    all_of_it = f"{said} · median {middle}{unit}, quartiles {spread}, range {ends}, mean {mean}"
    detail = f"{grouped(n)} values of {plural(len(summary.patients), 'patient')}"
    if summary.missing:
        detail += f" · {len(summary.missing)} without a value: {', '.join(summary.missing[:8])}"
    texts = (grouped(n), middle, spread, ends, mean)
    cells = [Cell(text, words=all_of_it, detail=detail, selections=behind,
                  role="strong" if at == 1 else "text")
             for at, text in enumerate(texts)]  # fmt: skip
    share = ""
    if measure.counted and n:
        percent = round_half_up(100 * len(above) / len(summary.patients), 0)
        share = f"{grouped(len(above))} ({percent})"
        words = f"{said} · {plural(len(above), 'patient')} of {len(summary.patients)} above 0"
        named = ", ".join(above[:12]) + (" …" if len(above) > 12 else "")
        who = (Selection(f"{said}: {plural(len(above), 'patient')} above 0", above),)
        cells.append(Cell(share, words=words, detail=named, selections=who if above else behind))
    bins = _bins(summary, said, measure, bounds) if bounds[0] < bounds[1] else ()
    return Row(key, title, tuple(cells), bins=bins)


def _bins(
    summary: Summary, said: str, measure: Measure, bounds: tuple[float, float]
) -> tuple[tuple[int, Cell], ...]:
    """A histogram: the heights in eighths of the tallest bin, the patients of each."""
    from timeline.reports.dose_table import histogram

    found = histogram(summary, *bounds, BINS)
    tallest = max((one.count for one in found), default=0) or 1
    cells = []
    for at, one in enumerate(found):
        ends = f"{_text(one.low, measure.digits + 1)} to {_text(one.high, measure.digits + 1)}"
        last = "" if at == len(found) - 1 else ", without the latter"
        words = f"{said} · {ends} {measure.unit}".rstrip() + last
        words += f": {plural(len(one.patients), 'patient')}"
        detail = ", ".join(one.patients[:12]) + (" …" if len(one.patients) > 12 else "")
        who = (Selection(f"{said} {ends}", one.patients),) if one.patients else ()
        height = max(1, round(8 * one.count / tallest)) if one.count else 0
        cells.append((height, Cell(words=words, detail=detail, selections=who)))
    return tuple(cells)


def _text(value: float | None, digits: int) -> str:
    """A number with so many digits at most, without zeros at its end."""
    return MISSING if value is None else grouped(float(round_half_up(value, digits)))


def _pair(ends: tuple[float, float] | None, digits: int) -> str:
    return MISSING if ends is None else f"{_text(ends[0], digits)}–{_text(ends[1], digits)}"


def _mean(summary: Summary) -> str:
    digits = summary.measure.digits + 1
    mean = _text(summary.mean, digits)
    if summary.deviation is None:
        return mean
    return f"{mean} ± {_text(summary.deviation, digits)}"


def write_doses(data: TableData, path: Path) -> None:
    """A row a measure and group, with unrounded numbers."""
    rows = []
    for group in data.source:
        for one in group.summaries:
            low, high = one.range or (None, None)
            first, third = one.quartiles or (None, None)
            rows.append((group.title, one.measure.column, one.measure.unit, len(one.values),
                         len(one.patients), len(one.missing), one.median, first, third, low, high,
                         one.mean, one.deviation, len(one.above_zero)))  # fmt: skip
    head = ("group", "measure", "unit", "values", "patients", "missing", "median", "quartile_1",
            "quartile_3", "lowest", "highest", "mean", "standard_deviation",
            "patients_above_0")  # fmt: skip
    write_csv(path, head, rows)

"""Reading the waterfall: the bars of `timeline plot waterfall`, by group, for the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Request
from timeline_tui.analysis.csv_file import write_csv
from timeline_tui.analysis.groups import Divided, divide
from timeline_tui.analysis.reading import asked_of, opened
from timeline_tui.analysis.waterfall_data import Bar, Category, WaterfallData
from timeline_tui.background import Ticket
from timeline_tui.wording import plural

if TYPE_CHECKING:
    from timeline.reports.figures.waterfall_bars import Waterfall

CALLS = (
    Category("PD", "D", "progression", "bad"),
    Category("SD", "S", "stable", "stable"),
    Category("non-PD", "S", "no progression", "stable"),
    Category("PR", "P", "partial response", "partial"),
    Category("CR", "C", "complete response", "good"),
    Category("NE", "N", "not evaluable", "faint"),
)


def read_waterfall(
    request: Request, ticket: Ticket, *, measure: str, best: bool, whole: bool
) -> WaterfallData:
    """The bars of a measure (`size`, `mrecist`, `recist11` or `afp`), by group."""
    from timeline.reports.figures.waterfall_bars import HIGHEST, afp_waterfall, size_waterfall

    asked = asked_of(request)
    criterion = measure if measure in ("mrecist", "recist11") else None
    with opened(request, ticket) as store:
        found = (
            afp_waterfall(store, asked, best=best)
            if measure == "afp"
            else size_waterfall(store, asked, criterion=criterion, best=best)
        )
        ticket.check()
        shown = [bar.patient for bar in found.bars]
        divided = divide(store, shown, request)
    return waterfall_data(found, divided, highest=HIGHEST, whole=whole)


def waterfall_data(
    found: Waterfall, divided: Divided, *, highest: float, whole: bool = True
) -> WaterfallData:
    """The figure's bars as the screen draws them."""
    numbered = [
        Bar(bar.patient, bar.percent, bar.category, divided.group_of[bar.patient])
        for bar in found.bars
        if bar.patient in divided.group_of
    ]
    bars = tuple(sorted(numbered, key=lambda bar: bar.group))
    criteria = " and ".join(found.criteria)
    parts = [criteria, f"by {divided.by}" if divided.by else ""]
    return WaterfallData(
        title=found.title,
        subtitle=" · ".join(part for part in parts if part),
        bars=bars,
        categories=_categories(found),
        lines=found.lines,
        groups=divided.titles,
        highest=highest,
        missing=found.left_out,
        left_out=divided.left_out,
        whole=whole,
        empty="" if bars else _empty(found.title, found.left_out, divided.left_out),
        source=replace(found, bars=tuple(b for b in found.bars if b.patient in divided.group_of)),
    )


def _categories(found: Waterfall) -> tuple[Category, ...]:
    if set(found.colours) & {"CR", "PR"}:
        return CALLS
    fell, other = found.colours
    return (Category(other, "·", f"{found.legend} {other}", "bad"),
            Category(fell, "▼", f"{found.legend} {fell}", "good"))  # fmt: skip


def _empty(title: str, missing: Sequence[str], left_out: Sequence[str]) -> str:
    """Why there is no bar."""
    words = f"{title}: nobody has a change to show"
    if missing:
        named = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
        words += f"\n\n{plural(len(missing), 'patient')} without one: {named}"
    if left_out:
        words += f"\n\n{plural(len(left_out), 'patient')} in no group"
    return words


def write_waterfall(data: WaterfallData, path: Path) -> None:
    """The figure as its ending says; as .csv a row a bar, then those without a change."""
    if path.suffix == ".csv":
        write_csv(
            path,
            ("group", "patient", "change_percent", "category"),
            [
                *((data.groups[bar.group], bar.patient, bar.percent, bar.category)
                  for bar in data.bars),
                *(("", patient, None, None) for patient in data.missing),
            ],
        )  # fmt: skip
        return
    from timeline.reports.figures.waterfall import write_waterfall as write

    write(path, data.source)

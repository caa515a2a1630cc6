"""Where the cursor can stand on a waterfall, and what is said of each bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from timeline.statistics.rounding import round_half_up
from timeline_tui.analysis.chart import Selection, Spot
from timeline_tui.analysis.waterfall_data import Bar, Column, WaterfallData
from timeline_tui.wording import grouped, plural

Cell = Callable[[Column], tuple[int, int]]


def spots_of(data: WaterfallData, columns: Sequence[Column], cell: Cell) -> list[Spot]:
    """A spot a column, from left to right; `cell` is where its letter stands."""
    found, place = [], 0
    for column in columns:
        x, y = cell(column) if column.x >= 0 else (-1, -1)
        place += len(column.bars)
        if column.x >= 0:
            words, detail, selections = _said(data, column, place)
            found.append(Spot(column.name, x, y, words, detail, selections))
        else:
            found.append(Spot(column.name, x, y, ""))
    return found


def signed(percent: float) -> str:
    """A change with its sign, to a tenth of a percent: `+4 000 %`, `−47.6 %`."""
    value = float(round_half_up(percent, 1))
    text = grouped(abs(value))
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{text} %"


def _said(data: WaterfallData, column: Column, last: int) -> tuple[str, str, tuple[Selection, ...]]:
    category = data.category(column.category)
    group = data.groups[column.group]
    of_group = f" · {group}" if len(data.groups) > 1 else ""
    count = len(column.bars)
    alike = data.by_category.get(column.category, ())
    if count == 1:
        (bar,) = column.bars
        words = f"{bar.patient} · {signed(bar.percent)} · {category.words}{of_group}"
        detail = f"bar {grouped(last)} of {grouped(len(data.bars))}"
        own = Selection(f"{bar.patient}: {signed(bar.percent)}", (bar.patient,))
    else:
        ends = f"{signed(column.bars[0].percent)} to {signed(column.bars[-1].percent)}"
        words = f"{plural(count, 'patient')} · {ends}{of_group}"
        first = grouped(last - count + 1)
        detail = f"bars {first} to {grouped(last)} of {grouped(len(data.bars))} · {_calls(column)}"
        own = Selection(f"{plural(count, 'patient')}, {ends}", _names(column.bars))
    selections = [own, Selection(f"{category.words}: {plural(len(alike), 'patient')}", alike)]
    for line, beyond in data.past_lines:
        side = "or less" if line < 0 else "or more"
        said = f"{signed(line)} {side}: {plural(len(beyond), 'patient')}"
        selections.append(Selection(said, beyond))
    return words, detail, (*selections, *data.notes)


def _names(bars: Sequence[Bar]) -> tuple[str, ...]:
    return tuple(bar.patient for bar in bars)


def _calls(column: Column) -> str:
    names = [bar.category for bar in column.bars]
    return ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))

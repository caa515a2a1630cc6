"""The waterfall drawn: bars of eighth blocks, their letters, the guiding lines, the legend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.waterfall_data import Column, WaterfallData
from timeline_tui.analysis.waterfall_layout import EIGHTHS, LOWEST, Levels, columns_of
from timeline_tui.analysis.waterfall_spots import signed, spots_of
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.palette import BLOCKS
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import HUNG, Role
from timeline_tui.wording import grouped, plural

LEFT = 7
ASCII_RISING, ASCII_HANGING = " ..::==##", " ''^^^^##"
LINES, ASCII_LINES = "▔╌▁", "'-_"
CUT = "▲"


def draw_waterfall(data: WaterfallData, width: int, height: int, pen: Pen, at: str) -> Drawing:
    """The bars in so many cells, the cursor on that of the patient named `at`."""
    grid = Grid(width, height)
    whole = grid.area(0, 0, height, width)
    titled = len(data.groups) > 1
    foot = 1 + bool(data.missing or data.left_out)
    plot = grid.area(1 + titled, LEFT, max(5, height - 1 - titled - foot), width - LEFT - 1)
    levels = Levels(plot.rows, data.top)
    columns = columns_of(data, plot.columns, at)
    shown = [column for column in columns if column.x >= 0]
    here = next((column for column in shown if column.name == at), shown[0] if shown else None)
    _heading(whole, data, max((len(column.bars) for column in shown), default=1))
    for column in shown:
        _bar(plot, column, data, levels, pen)
    _names(plot, shown, levels)
    _lines(whole, plot, data, levels, pen)
    if titled:
        _group_titles(whole, plot, shown, data, pen)
    _beyond(plot, data, levels)
    if here is not None:
        _cursor(plot, here, data, levels)
    _legend(whole, height - foot, data)
    if foot > 1:
        whole.put(height - 1, 1, cut(_missing_words(data), width - 2), "soft")
    spots = spots_of(data, columns, lambda one: (LEFT + one.x, plot.top + _letter(one, levels)))
    return Drawing(lines_of(grid), spots)


def _heading(whole: Area, data: WaterfallData, together: int) -> None:
    """The title; where a column is of several patients, that it is their median."""
    subtitle = data.subtitle
    if together > 1:
        told = f"each column the median of {grouped(together)} patients"
        subtitle = " · ".join(part for part in (subtitle, told) if part)
    count = f"n = {grouped(len(data.bars))}"
    room = put_end(whole, 0, count, "strong") - 2
    title = cut(data.title, room)
    whole.put(0, 1, title, "strong")
    rest = room - cells(title) - 2
    if rest > 10:
        whole.put(0, 3 + cells(title), cut(subtitle, rest), "soft")


def _bar(plot: Area, column: Column, data: WaterfallData, levels: Levels, pen: Pen) -> None:
    category = data.category(column.category)
    full, rest = divmod(levels.eighths(column.percent), EIGHTHS)
    rising = column.percent > 0
    step = -1 if rising else 1
    start, stop = column.x, column.x + column.width
    solid = "#" if pen.ascii else "█"
    for number in range(full):
        plot.fill(levels.zero + step * (number + 1), start, stop, solid, category.role)
    if rest:
        row = levels.zero + step * (full + 1)
        if pen.ascii:
            end, role = (ASCII_RISING if rising else ASCII_HANGING)[rest], category.role
        elif rising:
            end, role = BLOCKS[rest], category.role
        else:
            end, role = BLOCKS[EIGHTHS - rest], category.role + HUNG
        plot.fill(row, start, stop, end, role)
    middle = column.x + (column.width - 1) // 2
    letter = CUT if column.percent > data.highest else category.letter
    plot.put(_letter(column, levels), middle, letter, category.role)


def _names(plot: Area, shown: Sequence[Column], levels: Levels) -> None:
    """The patients across the zero line from their bars, where each name has room."""
    if len(shown) < 2 or any(len(column.bars) > 1 for column in shown):
        return
    room = min(right.x - left.x for left, right in pairwise(shown)) - 1
    if all(cells(column.name) <= room for column in shown):
        for column in shown:
            row = levels.zero + (1 if column.percent > 0 else -1)
            start = column.x + (column.width - cells(column.name)) // 2
            if plot.free(row, max(0, start), cells(column.name)):
                plot.put(row, max(0, start), column.name, "faint")


def _letter(column: Column, levels: Levels) -> int:
    """The row of a bar's letter: just beyond its end."""
    rows = -(-levels.eighths(column.percent) // EIGHTHS)
    return levels.zero - rows - 1 if column.percent >= 0 else levels.zero + rows + 1


def _lines(whole: Area, plot: Area, data: WaterfallData, levels: Levels, pen: Pen) -> None:
    """The zero line, the guiding lines behind the bars, and the numbers of all of them."""
    plot.fill(levels.zero, 0, plot.columns, "-" if pen.ascii else "─", "axis")
    _label(whole, plot, levels.zero, 0.0, "soft")
    taken = {levels.zero}
    for level in (*data.lines, data.top, LOWEST):
        row, third = levels.line(level)
        guiding = level in data.lines
        if guiding:
            sign = (ASCII_LINES if pen.ascii else LINES)[third]
            for x in range(0, plot.columns, 1 if third == 1 else 2):
                plot.back(row, x, sign, "axis")
        if row not in taken:
            _label(whole, plot, row, level, "soft" if guiding else "faint")
            taken.add(row)


def _label(whole: Area, plot: Area, row: int, level: float, role: Role) -> None:
    text = f"{level:+.0f}".replace("-", "−") if level else "0"
    whole.put(plot.top + row, LEFT - 1 - len(text), text, role)


def _group_titles(
    whole: Area, plot: Area, shown: Sequence[Column], data: WaterfallData, pen: Pen
) -> None:
    """Each group's name and size over its bars."""
    for number, title in enumerate(data.groups):
        mine = [column for column in shown if column.group == number]
        if mine:
            width = mine[-1].x + mine[-1].width - mine[0].x
            count = sum(bar.group == number for bar in data.bars)
            words = f"{pen.mark(number)} {title} · n = {grouped(count)}"
            if cells(words) > width:
                words = f"{pen.mark(number)} {title}"
            whole.put(1, plot.left + mine[0].x, cut(words, max(1, width)), pen.role(number))


def _beyond(plot: Area, data: WaterfallData, levels: Levels) -> None:
    """The values of the bars that are cut, at the right where nothing else is drawn."""
    if not data.beyond:
        return
    head = f"{CUT} beyond {signed(data.highest)}"
    rows = [f"{cut(bar.patient, 20)} {signed(bar.percent)}" for bar in data.beyond]
    width = max(map(cells, (head, *rows)))
    column = plot.columns - width - 1
    room = 0
    while room <= levels.zero - 2 and plot.free(room, column - 1, width + 2):
        room += 1
    if room < 2:
        return
    if len(rows) > room - 1:
        rows = [*rows[: room - 2], f"and {grouped(len(rows) - room + 2)} more"]
    plot.put(0, column, head, "soft")
    for row, words in enumerate(rows, start=1):
        plot.put(row, column + width - cells(words), words, "bad")


def _cursor(plot: Area, here: Column, data: WaterfallData, levels: Levels) -> None:
    """The cursor on the letter, and a mark on the zero line."""
    letter = CUT if here.percent > data.highest else data.category(here.category).letter
    middle = here.x + (here.width - 1) // 2
    plot.put(_letter(here, levels), middle, letter, "title-cursor")
    mark = "▲" if here.percent < 0 else "▼"
    plot.fill(levels.zero, here.x, here.x + here.width, "━", "key")
    plot.put(levels.zero, middle, mark, "key")


def _legend(whole: Area, row: int, data: WaterfallData) -> None:
    x = 1
    for category in data.categories:
        count = len(data.by_category.get(category.name, ()))
        if not count:
            continue
        for words in (
            f"{category.letter} {category.words} {grouped(count)}",
            f"{category.letter} {grouped(count)}",
        ):
            if x + cells(words) < whole.columns:
                whole.put(row, x, words, category.role)
                x += cells(words) + 3
                break


def _missing_words(data: WaterfallData) -> str:
    """Who has no bar: counted and named."""
    parts = []
    for who, why in ((data.missing, "without a change"), (data.left_out, "in no group")):
        if who:
            parts.append(f"{plural(len(who), 'patient')} {why}: {', '.join(who[:40])}")
    return " · ".join(parts)

"""A table drawn: its columns as they have room, bars or histograms beside them, rows scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline_tui.analysis.chart import Drawing, Pen, Spot, window
from timeline_tui.analysis.grids import lines_of, put_end
from timeline_tui.analysis.table_data import Cell, Head, Row, TableData
from timeline_tui.lanes.grid import Area, Grid
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.text import cells, cut
from timeline_tui.look import GRADES

LEAST_BAR, MOST_BAR = 12, 60
LONGEST_TITLE = 34


@dataclass(frozen=True)
class Place:
    """A column in sight: its number, where it begins, how wide it is."""

    number: int
    x: int
    width: int
    short: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns in sight; where bars begin, how long they can be."""

    title: int
    places: tuple[Place, ...]
    bar: int
    bar_width: int


def draw_table(data: TableData, width: int, height: int, pen: Pen, at: str) -> Drawing:
    """The rows around the cursor's cell, named `row|column`, in so many cells."""
    row_name, _, column_name = at.rpartition("|")
    column = int(column_name) if column_name.isdigit() else 0
    names = [row.name for row in data.rows]
    place = names.index(row_name) if row_name in names else _first_row(data.rows)
    layout = lay_out(data, width, column)
    over = any(head.over for head in data.heads)
    top = 2 + over
    body = max(1, height - top - bool(data.foot))
    first = window(len(data.rows), body, place)
    grid = Grid(width, height)
    whole = grid.area(0, 0, height, width)
    _heading(whole, data)
    _heads(whole, data, layout, pen, over=over)
    look, spots = Look(pen.flavour, pen.ascii), []
    for number, row in enumerate(data.rows):
        y = top + number - first if first <= number < first + body else -1
        if y >= 0:
            _row(whole, y, row, data, layout, look, here=number == place)
        spots += _spots(row, number, y, data.heads, layout)
    if data.foot:
        whole.put(height - 1, 1, cut(data.foot, width - 2), "soft")
    here = next((s for s in spots if s.name == at), None) or next(
        (spot for spot in spots if spot.lane == place), None
    )
    if here is not None and here.y >= 0:
        _cursor(whole, here, data, layout)
    return Drawing(lines_of(grid), spots)


def _first_row(rows: Sequence[Row]) -> int:
    return next((number for number, row in enumerate(rows) if not row.heading), 0)


def lay_out(data: TableData, width: int, column: int) -> Layout:
    """Columns as wide as there is room for, then narrow, then by what must go first.

    Where they still do not fit, those around the cursor's.
    """
    longest = max((cells(row.title) for row in data.rows), default=0)
    title = max(8, min(longest, LONGEST_TITLE, width * 3 // 10))
    drawn = LEAST_BAR if any(row.bar or row.bins for row in data.rows) else 0
    room = width - title - 3
    kept, short = list(range(len(data.heads))), False

    def wide(number: int) -> int:
        head = data.heads[number]
        return head.narrow if short and head.narrow else head.width

    def taken() -> int:
        return sum(wide(number) + 1 for number in kept)

    short = taken() + drawn > room
    for drop in sorted({head.drop for head in data.heads if head.drop}, reverse=True):
        if taken() + drawn > room:
            kept = [number for number in kept if data.heads[number].drop != drop]
    if taken() + drawn > room:
        drawn = 0
    while taken() > room and len(kept) > 1:
        kept.pop(0 if column > kept[len(kept) // 2] else -1)
    x, places = title + 2, []
    for number in kept:
        places.append(Place(number, x, wide(number), short and bool(data.heads[number].narrow)))
        x += wide(number) + 1
    return Layout(title, tuple(places), x + 1, min(MOST_BAR, width - x - 2) if drawn else 0)


def _heading(whole: Area, data: TableData) -> None:
    room = put_end(whole, 0, data.count, "strong") - 2
    title = cut(data.title, max(1, room))
    whole.put(0, 1, title, "strong")
    rest = room - cells(title) - 2
    if rest > 6:
        whole.put(0, 3 + cells(title), cut(data.subtitle, rest), "soft")


def _heads(whole: Area, data: TableData, layout: Layout, pen: Pen, *, over: bool) -> None:
    row = 1 + over
    whole.fill(row, 0, whole.columns, " ", "title")
    shown: tuple[int, str] | None = None
    for place in layout.places:
        head = data.heads[place.number]
        if over and (head.group, head.over) != shown:
            shown = (head.group, head.over)
            last = [one for one in layout.places if data.heads[one.number].group == head.group][-1]
            words = f"{pen.mark(head.group)} {head.over}"
            room = last.x + last.width - place.x
            whole.put(1, place.x, cut(words, room), pen.role(head.group))
        title = cut(head.title, place.width)
        whole.put(row, place.x + place.width - cells(title), title, "title")
    if layout.bar_width and data.drawn:
        whole.put(row, layout.bar, cut(data.drawn, layout.bar_width), "title")


def _row(
    whole: Area, y: int, row: Row, data: TableData, layout: Layout, look: Look, *, here: bool
) -> None:
    title = cut(row.title, layout.title)
    whole.put(y, 0, "►" if here else " ", "key")
    whole.put(y, 1, title, "strong" if here else row.role)
    for place in layout.places:
        if place.number < len(row.cells):
            text = _text(row, place)
            x = place.x + place.width - cells(text)
            whole.put(y, x, text, row.cells[place.number].role)
    if layout.bar_width:
        _bar(whole, y, row, data, layout, look)
        for x, height, _ in _bins(row, layout):
            block = look.block(height / 8) if height else "·"
            whole.fill(y, x, x + _bin_width(row, layout), block, "drug" if height else "faint")


def _text(row: Row, place: Place) -> str:
    cell = row.cells[place.number]
    return cut(cell.short or cell.text if place.short else cell.text, place.width)


def _bar(whole: Area, y: int, row: Row, data: TableData, layout: Layout, look: Look) -> None:
    """A bar of parts, each in its grade's colour with the digit."""
    total = 0
    for size, grade in row.bar:
        start = layout.bar + round(total / (data.longest or 1) * layout.bar_width)
        total += size
        stop = layout.bar + round(total / (data.longest or 1) * layout.bar_width)
        if stop > start:
            whole.fill(y, start, stop, look.bar(grade), GRADES[grade])
            whole.put(y, start, str(grade), GRADES[grade])


def _bins(row: Row, layout: Layout) -> list[tuple[int, int, Cell]]:
    """The bins that have room: column, height in eighths, what is said of them."""
    wide = _bin_width(row, layout)
    return [(layout.bar + wide * at, height, cell) for at, (height, cell) in enumerate(row.bins)]


def _bin_width(row: Row, layout: Layout) -> int:
    return max(1, min(2, layout.bar_width // max(1, len(row.bins))))


def _spots(row: Row, number: int, y: int, heads: Sequence[Head], layout: Layout) -> list[Spot]:
    found = []
    for place in layout.places:
        if place.number < len(row.cells) and row.cells[place.number].words:
            cell = row.cells[place.number]
            found.append(_spot(row, place.number, place.x + place.width - 1, y, number, cell))
    if layout.bar_width:
        for at, (x, _, cell) in enumerate(_bins(row, layout)):
            if cell.selections:
                found.append(_spot(row, len(heads) + at, x, y, number, cell))
    return found


def _spot(row: Row, column: int, x: int, y: int, lane: int, cell: Cell) -> Spot:
    return Spot(f"{row.name}|{column}", x, y, cell.words, cell.detail, cell.selections, lane)


def _cursor(whole: Area, here: Spot, data: TableData, layout: Layout) -> None:
    """The cell under the cursor, the whole width of its column."""
    column = int(here.name.rpartition("|")[2])
    if column >= len(data.heads):
        for x in range(here.x, here.x + _bin_width(data.rows[here.lane], layout)):
            whole.put(here.y, x, whole.grid.characters[here.y][x], "title-cursor")
        return
    place = next(one for one in layout.places if one.number == column)
    text = _text(data.rows[here.lane], place)
    whole.put(here.y, place.x, " " * (place.width - cells(text)) + text, "title-cursor")

"""The adverse-event lane: episodes packed into rows, each bar with its grade, then its term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline_tui.lanes.course import Course, Day, Item
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.text import cells

LONGEST_TERM, SHORTENED_TERM = 32, 18
MOST_ROWS = 24
FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Bout:
    """An episode from its first grade above 0 to the day that ends it, if one did."""

    term: str
    items: tuple[Item, ...]
    ended: Item | None
    stop: Day

    @property
    def worst(self) -> int:
        return max(grade_of(item) for item in self.items)

    @property
    def open(self) -> bool:
        return self.ended is None and self.worst < 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A bout on a row: its bar's columns and where its term stands (`inside` the bar or beside)."""

    bout: Bout
    row: int
    start: int
    stop: int
    term: str
    term_at: int
    inside: bool


def grade_of(item: Item) -> int:
    """The grade as reported, 0 where there is none."""
    grade = item.payload.get("grade", 0)
    return grade if isinstance(grade, int) else 0


def bouts(course: Course) -> list[Bout]:
    """Bouts in order of their first day. A grade of 0 ends one; a later grade begins another."""
    episodes: dict[str, list[Item]] = {}
    for item in course.of("adverse_event"):
        key = str(item.payload.get("episode") or item.payload.get("term"))
        episodes.setdefault(key, []).append(item)
    found: list[Bout] = []
    for items in episodes.values():
        held: list[Item] = []
        for item in items:
            if grade_of(item) > 0:
                held.append(item)
            elif held:
                found.append(_bout(held, item, item.day))
                held = []
        if held:
            fatal = grade_of(held[-1]) >= 5
            found.append(_bout(held, None, held[-1].day + 1 if fatal else course.until))
    return sorted(found, key=lambda bout: bout.items[0].index)


def _bout(items: Sequence[Item], ended: Item | None, stop: Day) -> Bout:
    return Bout(str(items[0].payload.get("term", "?")), tuple(items), ended, stop)


def pack(
    found: Sequence[Bout], pen: Pen, columns: int, rows: int | None = None
) -> tuple[list[Placed], int]:
    """Bouts on rows without collisions, and how many rows they take.

    Where `rows` are too few for all, terms get shorter, and then evidence and the worst grades
    come first and the mildest are left out.
    """
    most = MOST_ROWS if rows is None else rows
    for longest in (LONGEST_TERM, SHORTENED_TERM):
        placed, height = _packed(found, pen, columns, longest, most)
        if len(placed) == len(visible(found, pen)):
            return placed, height
    worst_first = sorted(
        found, key=lambda bout: (not _is_evidence(bout, pen), -bout.worst, bout.items[0].index)
    )
    return _packed(worst_first, pen, columns, SHORTENED_TERM, most)


def _is_evidence(bout: Bout, pen: Pen) -> bool:
    return any(item.event.fact in pen.evidence for item in bout.items)


def visible(found: Sequence[Bout], pen: Pen) -> list[Bout]:
    """The bouts that the window shows some of."""
    return [
        bout
        for bout in found
        if pen.column(bout.items[0]) < pen.scale.columns and _stop(bout, pen) > 0
    ]


def _stop(bout: Bout, pen: Pen) -> int:
    """The column after the bar's last."""
    return max(pen.scale.column(bout.stop), pen.column(bout.items[0]) + 1)


def _packed(
    found: Sequence[Bout], pen: Pen, columns: int, longest: int, most: int
) -> tuple[list[Placed], int]:
    """Each bout on the first row that is free over its bar and term; rows are bits by column."""
    taken: list[int] = []
    placed = []
    for bout in visible(found, pen):
        start, stop = pen.column(bout.items[0]), _stop(bout, pen)
        term = pen.words(bout.term, longest)
        term, term_at, inside = _term_place(bout, pen, start, stop, term, columns)
        left = min(max(start, 0), term_at)
        right = max(min(stop, pen.scale.columns), term_at + cells(term)) + 1
        bits = (1 << right) - (1 << left)
        row = next((r for r, held in enumerate(taken) if not held & bits), len(taken))
        if row >= most:
            continue
        if row == len(taken):
            taken.append(0)
        taken[row] |= bits
        placed.append(Placed(bout, row, start, stop, term, term_at, inside))
    return placed, len(taken)


def _term_place(
    bout: Bout, pen: Pen, start: int, stop: int, term: str, columns: int
) -> tuple[str, int, bool]:
    """The term, where it stands and whether on the bar: there if no change of grade is in the way,
    else right of it, else left, else cut to the widest of these.
    """
    width = cells(term)
    first, last = max(start, 0), max(0, min(stop, columns))
    changes = [pen.column(item) for item in bout.items[1:]]
    free = min([c for c in changes if c > first] + [last - (1 if bout.open else 0)])
    inside, right, left = free - first - 2, columns - last - 1, start - 1
    if width <= inside:
        return term, first + 2, True
    if width <= right:
        return term, last + 1, False
    if width <= left:
        return term, start - 1 - width, False
    room = max(inside, right, left)
    term = pen.words(term, room) if room >= FEWEST_LETTERS else ""
    if room == inside:
        return term, first + 2, True
    return term, (last + 1 if room == right else start - 1 - cells(term)), False


def draw_adverse_events(area: Area, pen: Pen, placed: Sequence[Placed]) -> None:
    """Bars with their digits and terms."""
    for one in placed:
        bars = _grades(one, pen)
        for column, (grade, item) in bars.items():
            area.put(one.row, column, pen.look.bar(grade), pen.role(item, f"grade{grade}"))
        if one.inside:
            _write_inside(area, pen, one, bars)
        else:
            area.put(one.row, one.term_at, one.term, "label")
        _write_digits(area, pen, one, bars)
        if one.bout.open and one.stop - one.start > 1:
            grade, item = bars.get(one.stop - 1, (1, one.bout.items[-1]))
            area.put(one.row, one.stop - 1, pen.glyph("open"), pen.role(item, f"grade{grade}"))


def _grades(one: Placed, pen: Pen) -> dict[int, tuple[int, Item]]:
    """By column the worst grade that held in it."""
    found: dict[int, tuple[int, Item]] = {}
    items = one.bout.items
    for item, after in zip(items, [*items[1:], None], strict=True):
        start = pen.column(item)
        stop = max(pen.column(after), start + 1) if after is not None else one.stop
        for column in range(max(start, 0), min(max(stop, start + 1), pen.scale.columns)):
            if column not in found or grade_of(item) >= found[column][0]:
                found[column] = (min(grade_of(item), 5), item)
    return found


def _write_inside(area: Area, pen: Pen, one: Placed, bars: dict[int, tuple[int, Item]]) -> None:
    """The term on the bar, cell by cell in the bar's own role."""
    grade, item = bars.get(one.term_at, (1, one.bout.items[-1]))
    area.put(one.row, one.term_at, one.term, pen.role(item, f"grade{grade}"))


def _write_digits(area: Area, pen: Pen, one: Placed, bars: dict[int, tuple[int, Item]]) -> None:
    """The grade where it begins and where it changes."""
    before = 0
    drawn: set[int] = set()
    for column in sorted(bars):
        grade, item = bars[column]
        if grade != before or item.index not in drawn:
            area.put(one.row, column, str(grade), pen.role(item, f"grade{grade}"))
            mark = item.corrected and bars.get(column + 1, (0, None))[1] is item
            if mark and not (one.inside and 0 <= column + 1 - one.term_at < cells(one.term)):
                area.put(
                    one.row, column + 1, pen.glyph("corrected"), pen.role(item, f"grade{grade}")
                )
        before = grade
        drawn.add(item.index)
    for item in one.bout.items:
        area.spot(item.index, one.row, pen.column(item))
    if one.bout.ended is not None:
        area.spot(one.bout.ended.index, one.row, max(one.stop - 1, one.start))

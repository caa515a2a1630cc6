"""The cursor over a frame: a line down the lanes, its event reversed, the lane's name, the foot."""

from __future__ import annotations

from timeline_tui.lanes.course import Course
from timeline_tui.lanes.cursor import Cursor
from timeline_tui.lanes.flow import flow
from timeline_tui.lanes.frame import Frame
from timeline_tui.lanes.grid import BACKGROUND, Grid
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.text import cells
from timeline_tui.lanes.wording import foot, standing

SOLID = frozenset("▁▂▃▄▅▆▇█")
"""Blocks are lit up by their own colour: reversed, a full one would look empty."""

DASHES = ((18, (1, 1)), (28, (2, 3)), (38, (1, 2)), (10_000, (1, 3)))
"""Up to so many rows the cursor's line is whole, then so many rows of so many: each row costs
bytes, twice a step, and a step over ssh should stay within 6 KB."""


def with_cursor(frame: Frame, course: Course, cursor: Cursor, pen: Pen) -> Grid:
    """A copy of the frame's sheet with the cursor on it."""
    grid = Grid(frame.grid.width, frame.grid.height)
    grid.characters = [list(row) for row in frame.grid.characters]
    grid.roles = [list(row) for row in frame.grid.roles]
    if 0 <= cursor.index < len(course.items):
        _draw_line(grid, frame, course, cursor, pen)
        _draw_mark(grid, frame, cursor)
    _draw_lane(grid, frame, cursor, pen)
    _draw_foot(grid, frame, course, cursor, pen)
    return grid


def _draw_line(grid: Grid, frame: Frame, course: Course, cursor: Cursor, pen: Pen) -> None:
    day = course.items[cursor.index].day
    if not pen.scale.shows(day):
        return
    column = frame.gutter + pen.scale.column(day)
    length = 1 + frame.rows.body + frame.rows.spare
    on, period = next(dash for most, dash in DASHES if length <= most)
    for place in range(length):
        row = frame.rows.axis - 1 + place
        if place % period >= on:
            continue
        role = grid.roles[row][column].removeprefix("~").removesuffix("+b")
        if role in BACKGROUND or role in ("axis", "hatch"):
            grid.characters[row][column] = pen.glyph("cursor-line")
            shaded = "+b" if grid.roles[row][column].endswith("+b") else ""
            grid.roles[row][column] = f"cursor-line{shaded}"


def _draw_mark(grid: Grid, frame: Frame, cursor: Cursor) -> None:
    spots = [spot for index, spot in frame.grid.more_spots if index == cursor.index]
    spots += [frame.grid.spots[cursor.index]] if cursor.index in frame.grid.spots else []
    for spot in spots:
        roles = grid.roles[spot.row]
        for column in range(spot.column, min(spot.column + spot.width, grid.width)):
            solid = grid.characters[spot.row][column] in SOLID
            roles[column] = "cursor-solid" if solid else "cursor"


def _draw_lane(grid: Grid, frame: Frame, cursor: Cursor, pen: Pen) -> None:
    lane = frame.lane(cursor.lane)
    row = grid.area(lane.row, 0, 1, frame.gutter)
    if not row.rows:
        return
    roles = grid.roles[lane.row]
    for column in range(frame.gutter):
        if roles[column] == "label":
            roles[column] = "label-cursor"
    row.put(0, 0, pen.glyph("cursor-lane"), "label-cursor")


def _draw_foot(grid: Grid, frame: Frame, course: Course, cursor: Cursor, pen: Pen) -> None:
    """The event on as many lines as it needs, then where it comes from on what is left.

    Of a corrected fact a line is kept for who corrected it, and why.
    """
    rows = frame.rows.foot
    area = grid.area(grid.height - rows, 0, rows, grid.width)
    if not area.rows:
        return
    for number in range(area.rows):
        area.fill(number, 0, area.columns, " ", "foot")
    lane = frame.lane(cursor.lane)
    room = area.columns - 2
    place = pen.words(standing(course, lane, cursor))
    if cells(place) + 30 < room:
        area.put(0, area.columns - cells(place) - 1, place, "foot-soft")
    else:
        place = ""
    event, origin = foot(course, lane, cursor, pen)
    rooms = [room - (cells(place) + 2 if place else 0), *[room] * (area.rows - 1)]
    corrected = 0 <= cursor.index < len(course.items) and course.items[cursor.index].corrected
    lines = flow(event, rooms[: max(1 if corrected else 2, area.rows - 1)])
    left = rooms[len(lines) :]
    lines += flow(origin, left) if left else []
    for number, spans in enumerate(lines):
        column = 1
        for words, role in spans:
            shown = pen.words(words)
            area.put(number, column, shown, role)
            column += cells(shown) + 2

"""A canvas of dots: braille, two across and four down a cell; ASCII where braille is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

ACROSS, DOWN = 2, 4
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_ASCII_TOP, _ASCII_MIDDLE, _ASCII_BOTTOM, _ASCII_STEEP = "'", "-", ".", ":"

Point = tuple[float, float]


@dataclass
class Canvas:
    """Dots by cell, `columns` × `rows` cells. Coordinates are dots from the upper left."""

    columns: int
    rows: int
    cells: dict[tuple[int, int], int] = field(default_factory=dict)

    def dot(self, x: int, y: int) -> None:
        """Set one dot; outside the canvas nothing happens."""
        if 0 <= x < self.columns * ACROSS and 0 <= y < self.rows * DOWN:
            cell = (y // DOWN, x // ACROSS)
            self.cells[cell] = self.cells.get(cell, 0) | _BITS[y % DOWN][x % ACROSS]

    def line(self, start: Point, stop: Point) -> None:
        """A straight line, one dot for each step along its longer side."""
        part = _clip(start, stop, self.columns * ACROSS - 1, self.rows * DOWN - 1)
        if part is None:
            return
        (x0, y0), (x1, y1) = part
        steps = max(1, round(max(abs(x1 - x0), abs(y1 - y0))))
        for step in range(steps + 1):
            share = step / steps
            self.dot(round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share))

    def character(self, bits: int, *, ascii: bool) -> str:
        """A cell's dots as one character."""
        if not ascii:
            return chr(0x2800 + bits)
        top, bottom = bits & 0x1B, bits & 0xE4
        if bits & 0x09 and bits & 0xC0:
            return _ASCII_STEEP
        if bits & 0x36:
            return _ASCII_MIDDLE
        return _ASCII_BOTTOM if bottom and not top else _ASCII_TOP


def _clip(start: Point, stop: Point, right: float, bottom: float) -> tuple[Point, Point] | None:
    """The part of a line inside the canvas (Liang–Barsky), so that long lines cost little."""
    (x0, y0), (x1, y1) = start, stop
    enter, leave = 0.0, 1.0
    dx, dy = x1 - x0, y1 - y0
    for direction, room in ((-dx, x0), (dx, right - x0), (-dy, y0), (dy, bottom - y0)):
        if direction == 0:
            if room < 0:
                return None
            continue
        share = room / direction
        if direction < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
        if enter > leave:
            return None
    return (x0 + enter * dx, y0 + enter * dy), (x0 + leave * dx, y0 + leave * dy)

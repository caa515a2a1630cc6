"""Step curves drawn in characters, with the number at risk below.

Curves differ in their line, light, heavy, double or dashed, so that they can be told apart without
colour; `+` is somebody censored. A later curve lies over an earlier one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

ROWS = 17
"""Rows from 100 % to 0: one for every 6.25 %, so that the quarters fall on rows."""

LONGEST_NAME = 24
MARGIN = 6
STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
"""Months between ticks, the first with which the ticks have room."""

LEAST_BETWEEN = 7
CENSORED = "+"


class Line(NamedTuple):
    """The characters of a curve: along, down, and its two corners."""

    along: str
    down: str
    from_left: str
    to_right: str


LINES = (Line(*"─│┐└"), Line(*"━┃┓┗"), Line(*"═║╗╚"), Line(*"╌╎┐└"))
ASCII_LINES = (Line(*"-|.`"), Line(*"=|.`"), Line(*"~|.`"), Line(*"_|.`"))


@dataclass(frozen=True)
class Drawn:
    """A curve to draw: its level from each time on, where it ends, and who was censored when."""

    name: str
    times: Sequence[float]
    levels: Sequence[float]
    last: float
    censored_at: Sequence[float]
    at_risk: Callable[[Sequence[float]], list[int]]


class Paint(Protocol):
    """Colours a text of a curve, given by its place."""

    def __call__(self, text: str, curve: int) -> str: ...


def unpainted(text: str, curve: int) -> str:
    return text


def render_curves(
    curves: Sequence[Drawn],
    width: int,
    *,
    ascii_only: bool = False,
    starts_at: float = 1.0,
    paint: Paint = unpainted,
) -> list[str]:
    """The lines of the drawing, at most `width` wide; `paint` may colour what is of a curve."""
    lines = ASCII_LINES if ascii_only else LINES
    names = [_short(curve.name, ascii_only) for curve in curves]
    margin = max(MARGIN, *(len(name) + 5 for name in names))
    room = max(width - margin - 2, LEAST_BETWEEN)
    longest = max((curve.last for curve in curves), default=0.0) or 1.0
    canvas: list[list[str]] = [[" "] * room for _ in range(ROWS)]
    for place, curve in enumerate(curves):
        line = lines[place % len(lines)]
        _draw(canvas, curve, longest, starts_at, line, partial(paint, curve=place))
    wall = "|" if ascii_only else "┤"
    drawn = [
        f"{_percent(row):>{margin - 1}}{wall if _percent(row) else '|' if ascii_only else '│'}"
        + "".join(cells).rstrip()
        for row, cells in enumerate(canvas)
    ]
    ticks = _ticks(longest, room)
    drawn.append(" " * (margin - 1) + _axis(ticks, longest, room, ascii_only))
    drawn.append(_numbers("months", ticks, [f"{tick:g}" for tick in ticks], longest, room, margin))
    drawn.append("at risk")
    for place, (curve, name) in enumerate(zip(curves, names, strict=True)):
        sample = lines[place % len(lines)].along * 2
        counts = [str(count) for count in curve.at_risk(ticks)]
        numbers = _numbers("", ticks, counts, longest, room, margin)[len(name) + 3 :]
        drawn.append(f"{paint(sample, place)} {name}{numbers}")
    return drawn


def _short(name: str, ascii_only: bool) -> str:
    if ascii_only:
        name = name.encode("ascii", "replace").decode()
    more = "..." if ascii_only else "…"
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(more)] + more


def _percent(row: int) -> str:
    share = 100 * (ROWS - 1 - row) / (ROWS - 1)
    return f"{share:.0f} %" if share % 25 == 0 else ""


def _column(time: float, longest: float, room: int) -> int:
    return min(round(time / longest * (room - 1)), room - 1)


def _draw(
    canvas: list[list[str]],
    curve: Drawn,
    longest: float,
    starts_at: float,
    line: Line,
    paint: Callable[[str], str],
) -> None:
    room = len(canvas[0])
    rows = {
        _column(t, longest, room): _row(s) for t, s in zip(curve.times, curve.levels, strict=True)
    }
    ticks = {_column(time, longest, room) for time in curve.censored_at}
    before = _row(starts_at)
    for column in range(_column(curve.last, longest, room) + 1):
        row = rows.get(column, before)
        if row == before:
            canvas[row][column] = paint(CENSORED if column in ticks else line.along)
            continue
        upper, lower = sorted((before, row))
        for between in range(upper + 1, lower):
            canvas[between][column] = paint(line.down)
        falls = row > before
        canvas[before][column] = paint(
            line.from_left if falls else _MIRRORED.get(line.from_left, "'")
        )
        canvas[row][column] = paint(line.to_right if falls else _MIRRORED.get(line.to_right, "."))
        before = row


_MIRRORED = dict(zip("┐└┓┗╗╚", "┘┌┛┏╝╔", strict=True))
"""The corners of a curve that rises."""


def _row(level: float) -> int:
    return round((1 - level) * (ROWS - 1))


def _ticks(longest: float, room: int) -> list[float]:
    for step in STEPS:
        if step / longest * (room - 1) >= LEAST_BETWEEN:
            break
    else:
        step = math.ceil(longest)
    return [float(step * number) for number in range(int(longest / step) + 1)]


def _axis(ticks: Sequence[float], longest: float, room: int, ascii_only: bool) -> str:
    corner, along, mark = ("+", "-", "+") if ascii_only else ("└", "─", "┬")
    cells = [along] * room
    for tick in ticks:
        cells[_column(tick, longest, room)] = mark
    return corner + "".join(cells)


def _numbers(
    title: str, ticks: Sequence[float], texts: Sequence[str], longest: float, room: int, margin: int
) -> str:
    """Texts under their ticks, each ending near it."""
    cells = list(title.ljust(margin + room + 1))
    for tick, text in zip(ticks, texts, strict=True):
        start = margin + _column(tick, longest, room) - (len(text) - 1) // 2
        cells[start : start + len(text)] = text
    return "".join(cells).rstrip()

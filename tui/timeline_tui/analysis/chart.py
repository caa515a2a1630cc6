"""What a chart is: it reads its data in a thread, draws them as lines of text, writes them out.

A chart is a module's object. It imports what is heavy (pandas, statistics, figures) inside `read`
and `write` alone: both run in a thread, while `draw` runs on the event loop.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from timeline_tui.background import Ticket
from timeline_tui.look import Role
from timeline_tui.paints import Flavour
from timeline_tui.session import Session
from timeline_tui.widgets.drawing import Span

Line = list[Span]


@dataclass(frozen=True)
class Setting:
    """Something of a chart that a key switches: its values in turn, each with its words.

    `name` is unique among the charts that do not mean the same by it; `title` names the key.
    """

    name: str
    key: str
    title: str
    values: tuple[tuple[str, str], ...]

    def after(self, value: str) -> str:
        """The value that follows another; the first follows the last."""
        known = [value for value, _ in self.values]
        return known[(known.index(value) + 1) % len(known)] if value in known else known[0]


@dataclass(frozen=True)
class Options:
    """What the user chose: the grouping (as `timeline.grouping` reads it) and the settings."""

    by: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    def value(self, setting: Setting) -> str:
        """The chosen value of a setting; its first where none was chosen."""
        return self.chosen.get(setting.name, setting.values[0][0])

    def switched(self, setting: Setting) -> Options:
        """The same with the next value of a setting."""
        value = setting.after(self.value(setting))
        return replace(self, chosen={**self.chosen, setting.name: value})


@dataclass(frozen=True)
class Request:
    """What a chart is asked for: those patients (None: whom the study included), as of a seq (None:
    now), in the groups and with the settings that the user chose.
    """

    session: Session
    patients: frozenset[str] | None = None
    seq: int | None = None
    options: Options = field(default_factory=Options)

    @property
    def by(self) -> str | None:
        """The grouping; None for one group of all."""
        return self.options.by

    @property
    def all_patients(self) -> bool:
        """Whether those count whom the study excluded: so it is where the patients are named."""
        return self.patients is not None

    def value(self, setting: Setting) -> str:
        """The chosen value of a setting."""
        return self.options.value(setting)


@dataclass(frozen=True)
class Selection:
    """Some patients, and what they have in common: `3 deaths at 4.2 months`."""

    words: str
    patients: Collection[str]


@dataclass(frozen=True)
class Spot:
    """A place of a chart that the cursor can stand on.

    `x` and `y` are its cell in the drawing; where the window does not show it, `y` is negative.
    `name` stays the same from drawing to drawing. Left and right lead through the spots of a `lane`
    in their order, up and down to the nearest one of the next lane. `words` and `detail` are the
    two status lines. Enter opens the first of `selections`, another key offers all of them.
    """

    name: str
    x: int
    y: int
    words: str
    detail: str = ""
    selections: tuple[Selection, ...] = ()
    lane: int = 0


GROUP_ROLES: tuple[Role, ...] = tuple(f"group-{number}" for number in range(1, 9))
_MARKS, _ASCII_MARKS = "│+○×◆△□•", "|+ox#^%."


@dataclass(frozen=True)
class Pen:
    """What a chart draws with. Groups are numbered from 0, in their order."""

    flavour: Flavour = "colour"
    ascii: bool = False

    def role(self, group: int) -> Role:
        """The role of a group's marks and words."""
        return GROUP_ROLES[group % len(GROUP_ROLES)]

    def mark(self, group: int) -> str:
        """The mark that tells a group without colour, one cell."""
        marks = _ASCII_MARKS if self.ascii else _MARKS
        return marks[group % len(marks)]


@dataclass(frozen=True)
class Drawing:
    """A chart's lines, at most as many as asked for, and all its spots, also those out of sight."""

    lines: Sequence[Line]
    spots: Sequence[Spot] = ()


class Data(Protocol):
    """What a chart read. `empty` says why there is nothing to draw; it is empty where there is."""

    @property
    def empty(self) -> str: ...


class Chart(Protocol):
    """One tab of the analysis screen."""

    @property
    def name(self) -> str:
        """The binding's and the file's name, as in `survival`."""

    @property
    def title(self) -> str:
        """The tab's word."""

    @property
    def key(self) -> str:
        """The digit that opens it."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What a key switches."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The endings of the files it can be written to, the usual one first: `svg`, `csv`."""

    def read(self, request: Request, ticket: Ticket) -> Any:
        """The data that are asked for.

        Runs in a thread. Raises TimelineError with words for the user, and Cancelled.
        """

    def draw(self, data: Any, width: int, height: int, pen: Pen, at: str) -> Drawing:
        """The data in so many cells, the cursor on the spot named `at`. Pure, a few ms."""

    def write(self, data: Any, path: Path) -> None:
        """Write the data as the path's ending says. Runs in a thread; `path` is not yet in use."""


def window(count: int, height: int, at: int) -> int:
    """The first of `count` rows to show in `height` lines so that row `at` is in sight.

    It moves by half windows, so that most steps of a cursor leave the rows where they are.
    """
    half = max(1, height // 2)
    top = at // half * half - (height - half) // 2
    return max(0, min(top, count - height))

"""Which of the patient's analytes to draw as a curve."""

from __future__ import annotations

from collections.abc import Collection

from textual import on
from textual.app import ComposeResult

from timeline.describe import counted
from timeline_tui.lanes.course import Course, Item
from timeline_tui.lanes.labs import lab_rows
from timeline_tui.lanes.readings import LOGARITHMIC, limits_in_words
from timeline_tui.lanes.text import clean, cut, short_number
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.menu import Item as Line
from timeline_tui.widgets.menu import Menu


class CurvePicker(DialogScreen[str | None]):
    """The analytes with their last value; a mark on those that are curves now."""

    def __init__(self, course: Course, shown: Collection[str], at: str = "") -> None:
        super().__init__()
        self.course, self.shown, self.at = course, shown, at

    def title_spans(self) -> list[Span]:
        return [("Draw as a curve, or close one", "head")]

    def compose_body(self) -> ComposeResult:
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        names = [row.name for row in lab_rows(self.course, 10_000, ())]
        menu = self.query_one(Menu)
        menu.show([Line(name, self._line(name)) for name in names], at=self.at)
        menu.focus()

    def _line(self, name: str) -> list[Span]:
        items = self.course.analytes[name]
        axis = "log" if name in LOGARITHMIC else "linear"
        limits = limits_in_words(name, items)
        normal = f"normal {limits}" if limits else "no limits given"
        return [
            ("● " if name in self.shown else "  ", "key"),
            (fit(cut(clean(name), 18), 20), "strong"),
            (fit(last_value(items[-1]), 20), "text"),
            (fit(counted(len(items), "value"), 12), "soft"),
            (fit(axis, 8), "soft"),
            (normal, "soft"),
        ]

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.key)


def last_value(item: Item) -> str:
    """A value with its sign and unit, in few cells."""
    sign = str(item.payload.get("comparator", "none"))
    unit = str(item.payload.get("unit", ""))
    words = f"{'' if sign == 'none' else sign}{short_number(item.number('value'))}"
    return cut(clean(f"{words} {unit}" if unit != "1" else words), 18)

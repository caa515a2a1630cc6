"""The cohort list narrowed to some patients: those behind a bar, a step, a cell of a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.empty_words import NO_MATCH, NOBODY
from timeline_tui.cohort.list_screen import CohortList
from timeline_tui.cohort.standing import size_words
from timeline_tui.widgets.drawing import Span


class SelectionScreen(CohortList):
    """Patients that were chosen elsewhere, with the words they were chosen by.

    It lies over the screen that they were chosen on; leaving it shows that again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "back", "Back", id="back"),
    ]

    def __init__(self, words: str, patients: Collection[str]) -> None:
        super().__init__()
        self._words = words
        self.patients = frozenset(patients)
        self._rows: tuple[Sequence[CourseRow], list[CourseRow]] = ((), [])

    @property
    def candidates(self) -> Sequence[CourseRow]:
        everybody, rows = self._rows
        if everybody is not self.bench.rows:
            everybody = self.bench.rows
            rows = [row for row in everybody if row.patient in self.patients]
            self._rows = everybody, rows
        return rows

    @property
    def words(self) -> str:
        return f"{self._words}, {super().words}" if self._chosen.narrowed else self._words

    @property
    def selected(self) -> list[str]:
        return self.shown

    def on_mount(self) -> None:
        super().on_mount()
        self.table.empty = NO_MATCH if self.candidates else NOBODY
        self.reorder()

    def title_left(self) -> list[Span]:
        chip = f"[{self._words}]"
        name, *counts = size_words(
            self.bench.session.path.name,
            len(self.candidates),
            self._chosen,
            self.title_room - cell_len(chip) - 2,
            show_excluded=True,
        )
        return [name, (chip, "title-cursor"), ("  ", "head"), *counts]

    def action_clear(self) -> None:
        """Clear the filter; where there is none, go back to where the patients were chosen."""
        if self._filter or self.has_class("-filtering"):
            super().action_clear()
        else:
            self.dismiss()

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.reorder()

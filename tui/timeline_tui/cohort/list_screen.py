"""A list of patients to filter, sort, look into and open: of the whole study or a selection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.filter_line import FilterLine
from timeline_tui.cohort.kept import CohortKept, keep
from timeline_tui.cohort.ordering import (
    Ordered,
    Sorting,
    begins_a_comparison,
    order_rows,
    problem_words,
    read_filter,
)
from timeline_tui.cohort.preview import CoursePreview
from timeline_tui.cohort.standing import status_words
from timeline_tui.cohort.table import CohortTable
from timeline_tui.widgets.bars import Bar
from timeline_tui.workbench_screen import WorkbenchScreen


class CohortList(WorkbenchScreen[None]):
    """The table of patients with its filter, its preview and its status line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", id="cohort.filter"),
        Binding("p", "preview", "Preview", show=False, id="cohort.preview"),
        Binding("escape", "clear", "Clear the filter", show=False, id="cohort.clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._problem = ""
        self._busy = ""
        self._narrowed = False
        self._ordered = Ordered([], 0, 0, 0)

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="cohort"):
            yield CohortTable()
            yield CoursePreview()
        yield FilterLine()
        yield Bar(id="status")

    @property
    def table(self) -> CohortTable:
        return self.query_one(CohortTable)

    @property
    def candidates(self) -> Sequence[CourseRow]:
        """The patients that the filter chooses from."""
        return self.bench.rows

    @property
    def shows_excluded(self) -> bool:
        """Whether excluded patients are listed."""
        return True

    @property
    def words(self) -> str:
        """What the patients are listed by; empty for everybody."""
        return self._filter if self._narrowed else ""

    @property
    def selected(self) -> list[str] | None:
        """The patients that are shown, in order, where they are not simply everybody."""
        if not self._narrowed:
            return None
        table = self.table
        return [table.rows[place].patient for place in table.places]

    def on_mount(self) -> None:
        super().on_mount()
        kept = self.bench.recall(CohortKept)
        self.table.sorting = kept.sorting
        self.table.hidden = set(kept.hidden)
        self.set_class(not kept.show_preview, "-no-preview")
        self.table.focus()

    def reorder(self) -> None:
        """Choose and order the patients to show, in a thread."""
        start(self, partial(self._reorder, self.table.sorting), group="arrange")

    async def _reorder(self, sorting: Sorting) -> None:
        rows, text, shows_excluded = self.candidates, self._filter, self.shows_excluded

        def job(ticket: Ticket) -> tuple[Ordered, str, bool]:
            choose = partial(
                order_rows, rows, sorting=sorting, show_excluded=shows_excluded, check=ticket.check
            )
            try:
                predicate = read_filter(text)
            except TimelineError as error:
                return choose(None), problem_words(error), False
            found = choose(predicate)
            if not found.places and begins_a_comparison(text):
                problem = f"{text.split()[-1]}… a column? go on with < = > or ~"
                return choose(None), problem, False
            return found, "", predicate is not None

        self._ordered, self._problem, self._narrowed = await in_thread(job)
        marked = self.bench.changed if self.bench.as_of is None else {}
        self.table.changed = frozenset(marked)
        self.table.show_rows(rows, self._ordered.places, sorting)
        self.show_title()
        self._show_status()

    @on(CohortTable.Highlighted)
    def _highlighted(self, event: CohortTable.Highlighted) -> None:
        self._show_status()
        self.query_one(CoursePreview).preview(event.row)

    @on(CohortTable.ColumnMoved)
    def _show_status(self) -> None:
        keep(self.bench, hidden=tuple(sorted(self.table.hidden)))
        said = f"filter: {self._problem}" if self._problem else self._busy
        left, right = status_words(
            self.table, self._ordered, self._filter, said, show_excluded=self.shows_excluded
        )
        self.query_one("#status", Bar).show(left, right)

    def say(self, busy: str) -> None:
        """Put what goes on into the status line."""
        self._busy = busy
        self.show_title()
        self._show_status()

    @on(CohortTable.SortAsked)
    def _sort(self, event: CohortTable.SortAsked) -> None:
        keep(self.bench, sorted_by=event.sorting.column, descending=event.sorting.descending)
        self.table.sorting = event.sorting
        self.reorder()

    @on(CohortTable.Opened)
    def _open(self, event: CohortTable.Opened) -> None:
        self.bench.open_patient(event.patient)

    def action_filter(self) -> None:
        self.add_class("-filtering")
        self.query_one("#filter", Input).focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        if event.value != self._filter:
            self._filter = event.value
            self.reorder()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.remove_class("-filtering")
        self.table.focus()

    def action_clear(self) -> None:
        """Clear the filter and go back to the list."""
        self.query_one("#filter", Input).value = ""
        self._filter_kept()

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")
        keep(self.bench, show_preview=not self.has_class("-no-preview"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "filter":
            return not self.has_class("-filtering")
        return True

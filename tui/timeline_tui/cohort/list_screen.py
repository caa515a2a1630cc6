"""A list of patients to filter, sort, look into and open: of the whole study or a selection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.cohort.choosing import Asked, Chooser, Chosen
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.filter_hint import FilterHint
from timeline_tui.cohort.filter_line import FilterLine
from timeline_tui.cohort.kept import CohortKept, keep
from timeline_tui.cohort.marks import asks_for_marks, inverted, toggled, with_all
from timeline_tui.cohort.ordering import Ordered
from timeline_tui.cohort.preview import CoursePreview
from timeline_tui.cohort.standing import status_words
from timeline_tui.cohort.table import CohortTable
from timeline_tui.compare.arrangement import most_of
from timeline_tui.widgets.bars import Bar
from timeline_tui.workbench_screen import WorkbenchScreen

if TYPE_CHECKING:
    from timeline.filtering.completion import Offers

MANY = 20_000
TYPING_SECONDS = 0.06
"""How long a filter of many patients waits for the next key."""


class CohortList(WorkbenchScreen[None]):
    """The table of patients with its filter, its preview and its status line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", id="cohort.filter"),
        Binding("space", "mark", "Mark", key_display="space", id="cohort.mark"),
        Binding("m", "mark_shown", "Mark all shown", show=False, id="cohort.mark_shown"),
        Binding("M", "mark_none", "Clear the marks", show=False, id="cohort.mark_none"),
        Binding("i", "mark_others", "Invert the marks", show=False, id="cohort.mark_others"),
        Binding("c", "compare", "Compare", id="cohort.compare"),
        Binding("r", "review", "Review", id="cohort.review"),
        Binding("v", "columns", "Columns", id="cohort.columns"),
        Binding("p", "preview", "Preview", show=False, id="cohort.preview"),
        Binding("escape", "clear", "Clear the filter", show=False, id="cohort.clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._busy = ""
        self._chosen = Chosen(Ordered([], 0, 0, 0))
        self._chooser: Chooser | None = None
        self._offered: tuple[str, Offers | None, int] = ("", None, -1)

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="cohort"):
            yield CohortTable()
            yield CoursePreview()
        yield FilterLine()
        yield FilterHint()
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
        return self._chosen.text.strip()

    @property
    def shown(self) -> list[str]:
        """The patients that are shown, in order."""
        table = self.table
        return [table.rows[place].patient for place in table.places]

    @property
    def selected(self) -> list[str] | None:
        """The patients that are shown, where they are not simply everybody."""
        return self.shown if self._chosen.narrowed else None

    def on_mount(self) -> None:
        super().on_mount()
        self._chooser = Chooser(self.bench.facts)
        kept = self.bench.recall(CohortKept)
        self.table.sorting = kept.sorting
        self.table.hidden = set(kept.hidden)
        self.table.show_columns(kept.columns)
        self.set_class(not kept.show_preview, "-no-preview")
        self.table.focus()

    @property
    def title_room(self) -> int:
        """Cells of the title bar for what is left of the standing."""
        return self.size.width - sum(cell_len(text) for text, _ in self.title_right()) - 4

    def reorder(self, *, typing: bool = False) -> None:
        """Choose and order the patients to show, in a thread; what was under way is cancelled."""
        wait = TYPING_SECONDS if typing and len(self.candidates) > MANY else 0.0
        start(self, partial(self._reorder, wait), group="arrange")

    async def _reorder(self, wait: float) -> None:
        await asyncio.sleep(wait)
        chooser, seq = self._chooser, self.bench.as_of_seq
        if chooser is None:
            return
        asked = Asked(
            self.candidates,
            self._filter,
            self.table.sorting,
            self._chosen.text,
            self.shows_excluded,
            self.has_class("-filtering"),
            self.bench.marked,
            seq,
        )

        def job(ticket: Ticket) -> tuple[Chosen, Offers | None]:
            found = chooser.choose(asked, ticket)
            return found, chooser.offers(asked) if asked.typing else None

        self._chosen, offers = await in_thread(job)
        self.table.changed = frozenset(self.bench.changed) if seq is None else frozenset()
        self.table.show_rows(asked.rows, self._chosen.ordered.places, asked.sorting)
        self.show_title()
        self._show_status()
        self._show_hint(asked.text, offers)

    def _show_hint(self, text: str, offers: Offers | None) -> None:
        chosen = self._chosen
        self.query_one(FilterHint).show(text, chosen.problem, chosen.position, offers)

    @on(CohortTable.Highlighted)
    def _highlighted(self, event: CohortTable.Highlighted) -> None:
        self._show_status()
        self.query_one(CoursePreview).preview(event.row)

    @on(CohortTable.ColumnMoved)
    def _show_status(self) -> None:
        keep(self.bench, hidden=tuple(sorted(self.table.hidden)), columns=self.table.chosen)
        filtering = self.has_class("-filtering")
        problem = "" if filtering else self._chosen.problem
        left, right = status_words(
            self.table,
            self._chosen.ordered,
            "" if filtering else self._filter.strip(),
            f"filter: {problem}" if problem else self._busy,
            marked=len(self.bench.marked),
            show_excluded=self.shows_excluded,
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

    # The filter

    def action_filter(self) -> None:
        self.add_class("-filtering")
        self.query_one("#filter", Input).focus()
        self._show_status()
        self._show_hint(self._filter, None)
        start(self, self._prepare, group="prepare")

    async def _prepare(self) -> None:
        """Have at hand what the first keys of a filter ask for."""
        chooser, rows = self._chooser, self.candidates
        if chooser is not None:
            await in_thread(lambda ticket: chooser.prepare(rows))

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        if event.value != self._filter:
            self._filter = event.value
            self.reorder(typing=True)

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        if self.has_class("-filtering"):
            self.remove_class("-filtering")
            self.reorder()
        self.table.focus()
        self._show_status()

    def action_clear(self) -> None:
        """Clear the filter and go back to the list."""
        self.query_one("#filter", Input).value = ""
        self._filter_kept()

    def action_complete(self) -> None:
        """Make of the last word what is offered first; pressed again, what is offered next."""
        start(self, self._complete_word, group="complete")

    async def _complete_word(self) -> None:
        line, chooser = self.query_one("#filter", Input), self._chooser
        text, offers, at = self._offered
        if offers is None or line.value != _with(text, offers, at):
            text, at = line.value, -1
            asked = Asked(self.candidates, text, self.table.sorting)
            if chooser is not None:
                offers = await in_thread(lambda ticket: chooser.offers(asked))
        if offers is not None and offers.offers and line.value == _with(text, offers, at):
            at = (at + 1) % len(offers.offers)
            self._offered = text, offers, at
            line.value = _with(text, offers, at)
            line.cursor_position = len(line.value)

    # Marks

    def _mark(self, marked: frozenset[str]) -> None:
        self.bench.marked = marked
        for listed in self.bench.cohort_lists():
            listed.marks_changed()

    def marks_changed(self) -> None:
        """Other patients are marked."""
        if asks_for_marks(self._filter):
            self.reorder()
        self.table.show_marks(self.bench.marked)
        self._show_status()

    def action_mark(self) -> None:
        """Mark the patient under the cursor, or take the mark away, and go on to the next."""
        if self.table.current is not None:
            self._mark(toggled(self.bench.marked, self.table.current.patient))
            self.table.action_step(1)

    def action_mark_shown(self) -> None:
        self._mark(with_all(self.bench.marked, self.shown))

    def action_mark_none(self) -> None:
        self._mark(frozenset())

    def action_mark_others(self) -> None:
        self._mark(inverted(self.bench.marked, self.shown))

    def action_review(self) -> None:
        self.bench.open_review()

    def action_compare(self) -> None:
        """The courses of the marked patients; of one, with that under the cursor."""
        current = self.table.current
        listed = [row.patient for row in self.bench.rows if row.patient in self.bench.marked]
        if len(listed) == 1 and current is not None and current.patient not in listed:
            listed.append(current.patient)
        most = most_of(*self.size)
        if len(listed) < 2:
            self.notify("Mark two patients with space, then c compares them.", markup=False)
            return
        if len(listed) > most:
            self.notify(f"The first {most} of {len(listed)} marked patients.", markup=False)
        self.bench.open_comparison(listed[:most])

    def action_columns(self) -> None:
        """Choose the columns and their order."""
        from timeline_tui.cohort.column_picker import ColumnPicker
        from timeline_tui.cohort.more_columns import DEFAULT

        shown = self.table.chosen or [name for name in DEFAULT if name not in self.table.hidden]

        def picked(columns: tuple[str, ...] | None) -> None:
            if columns is not None:
                self.table.hidden = set()
                self.table.show_columns(columns)

        self.bench.push_screen(ColumnPicker(shown), picked)

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")
        keep(self.bench, show_preview=not self.has_class("-no-preview"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "filter":
            return not self.has_class("-filtering")
        return True

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.bench.facts.forget()


def _with(text: str, offers: Offers, at: int) -> str:
    """The text with an offer in the place of its last word; -1: as it was typed."""
    return text if at < 0 else text[: offers.start] + offers.offers[at].text

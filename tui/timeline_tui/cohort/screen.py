"""The cohort screen: every patient of the study, filtered, sorted and looked into."""

from __future__ import annotations

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
from timeline_tui.cohort.empty_words import DERIVING, EMPTY_STORE, NO_MATCH, failed
from timeline_tui.cohort.filter_line import FilterLine
from timeline_tui.cohort.opening import SCREENFUL, Opening
from timeline_tui.cohort.ordering import (
    Ordered,
    Sorting,
    begins_a_comparison,
    order_rows,
    problem_words,
    read_filter,
)
from timeline_tui.cohort.preview import CoursePreview
from timeline_tui.cohort.reading import (
    derive_rows,
    read_row,
    read_rows,
    refresh_tables,
    tables_are_stale,
)
from timeline_tui.cohort.standing import size_words, status_words
from timeline_tui.cohort.table import CohortTable
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import grouped, plural
from timeline_tui.workbench_screen import WorkbenchScreen


class CohortScreen(WorkbenchScreen[None]):
    """The start. The first screenful is there at once; the rest is read behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", id="cohort.filter"),
        Binding("x", "excluded", "Excluded", id="cohort.excluded"),
        Binding("n", "record", "Record", id="cohort.record"),
        Binding("a", "app.as_of", "As-of", id="as_of"),
        Binding("p", "preview", "Preview", show=False, id="cohort.preview"),
        Binding("u", "app.undo", "Undo", id="undo"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
        Binding("escape", "clear", "Clear the filter", show=False, id="cohort.clear"),
        Binding("q", "app.quit", "Quit", id="quit"),
    ]

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._filter = ""
        self._problem = ""
        self._busy = ""
        self._ordered = Ordered(list(range(len(opening.rows))), 0, 0, 0)
        self._complete = False
        self._has_tables = opening.stands_at is not None
        self._show_excluded = False
        self._show_preview = True

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="cohort"):
            yield CohortTable()
            yield CoursePreview()
        yield FilterLine()
        yield Bar(id="status")

    @property
    def table(self) -> CohortTable:
        return self.query_one(CohortTable)

    def on_mount(self) -> None:
        super().on_mount()
        state = self.bench.state
        self._show_excluded = state.show_excluded
        self._filter = self.query_one("#filter", Input).value = state.filter
        self.table.sorting = state.sorting
        self.table.hidden = state.hidden
        rows = self._opening.rows
        self.bench.rows = rows
        self.table.empty = DERIVING if self._opening.head else EMPTY_STORE
        if state.sorting == Sorting() and not state.filter:
            self.table.show_rows(rows, self._ordered.places, Sorting())
        self.table.focus()
        self.call_after_refresh(self.load)

    def title_left(self) -> list[Span]:
        name = self.bench.session.path.name
        if not self._complete:
            return [(name, "head"), ("  reading…", "head-soft")]
        return size_words(
            name, len(self.bench.rows), self._ordered, show_excluded=self._show_excluded
        )

    def load(self) -> None:
        """Read the cohort as of now or as of the moment that is set."""
        start(self, self._load, group="load")

    async def _load(self) -> None:
        session, moment = self.bench.session, self.bench.as_of
        try:
            if moment is not None:
                self._say(f"deriving every patient as of seq {moment.seq}…")
                rows = await in_thread(partial(derive_rows, session, moment.seq))
            else:
                rows = await self._read_now()
        except TimelineError as error:
            self._fail(str(error))
            return
        self._show_all(rows)

    async def _read_now(self) -> list[CourseRow]:
        """What the tables have, at once; then what the events say, where the tables are older."""
        session = self.bench.session
        if self._has_tables:
            if not self._complete and len(self.bench.rows) == SCREENFUL:
                self._say("reading the rest…")
            self._show_all(await in_thread(partial(read_rows, session)))
        if not await in_thread(lambda ticket: tables_are_stale(session)):
            return self.bench.rows
        if session.readonly:
            self._say("the tables are older than the events; deriving in memory…")
            return await in_thread(partial(derive_rows, session, None))
        self._say("bringing the tables up to date…")
        await in_thread(partial(refresh_tables, session), self._progressed)
        self._has_tables = True
        return await in_thread(partial(read_rows, session))

    def _progressed(self, done: int, total: int) -> None:
        self._say(f"deriving courses: {grouped(done)} of {plural(total, 'patient')}…")

    def _show_all(self, rows: list[CourseRow]) -> None:
        self.bench.rows = rows
        self._complete = True
        self.table.empty = NO_MATCH if rows else EMPTY_STORE
        self._say("")
        self.reorder()

    def reorder(self) -> None:
        """Choose and order the patients to show, in a thread."""
        start(self, partial(self._reorder, self.table.sorting), group="arrange")

    async def _reorder(self, sorting: Sorting) -> None:
        rows, text = self.bench.rows, self._filter
        options = {"show_excluded": self._show_excluded}

        def job(ticket: Ticket) -> tuple[Ordered, str]:
            everybody = partial(order_rows, rows, None, sorting, check=ticket.check, **options)
            try:
                predicate = read_filter(text)
            except TimelineError as error:
                return everybody(), problem_words(error)
            found = order_rows(rows, predicate, sorting, check=ticket.check, **options)
            if not found.places and begins_a_comparison(text):
                return everybody(), f"{text.split()[-1]}… a column? go on with < = > or ~"
            return found, ""

        self._ordered, self._problem = await in_thread(job)
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
        self.bench.state.hidden = self.table.hidden
        said = f"filter: {self._problem}" if self._problem else self._busy
        shown = self._show_excluded
        left, right = status_words(
            self.table, self._ordered, self._filter, said, show_excluded=shown
        )
        self.query_one("#status", Bar).show(left, right)

    def _say(self, busy: str) -> None:
        self._busy = busy
        self.show_title()
        self._show_status()

    def _fail(self, problem: str) -> None:
        path = self.bench.session.path
        problem = problem.replace(str(path), path.name)
        self.table.empty = failed(problem)
        self.table.refresh()
        self._say(problem)

    @on(CohortTable.SortAsked)
    def _sort(self, event: CohortTable.SortAsked) -> None:
        self.bench.state.sorting = event.sorting
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
            self._filter = self.bench.state.filter = event.value
            self.reorder()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.remove_class("-filtering")
        self.table.focus()

    def action_clear(self) -> None:
        """Clear the filter; where the list is still being derived, stop that."""
        if any(worker.group == "load" and worker.is_running for worker in self.workers):
            self.workers.cancel_group(self, "load")
            self._fail("stopped; ctrl+r begins again")
            return
        self._say("")
        self.query_one("#filter", Input).value = ""
        self._filter_kept()

    def action_excluded(self) -> None:
        self._show_excluded = not self._show_excluded
        self.bench.state.show_excluded = self._show_excluded
        self.reorder()

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")

    def action_record(self) -> None:
        self.bench.record(None)

    def action_reload(self) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "record":
            return self.bench.editable
        if action == "filter":
            return not self.has_class("-filtering")
        return True

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.load()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        start(self, partial(self._reread, patient), group=f"reread-{patient}")

    async def _reread(self, patient: str) -> None:
        """Take over one patient's new row, where the tables were refreshed by the change."""
        session = self.bench.session
        row = await in_thread(lambda ticket: read_row(session, patient))
        rows = [old for old in self.bench.rows if old.patient != patient]
        if row is not None:
            at = next((i for i, old in enumerate(rows) if old.patient > patient), len(rows))
            rows.insert(at, row)
        self._show_all(rows)
        self.query_one(CoursePreview).preview(row, again=True)

"""The cohort screen: every patient of the study, filtered, sorted and looked into."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.as_of.keys import AS_OF_KEYS
from timeline_tui.background import in_thread, start
from timeline_tui.cohort.choosing import Chosen
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.empty_words import DERIVING, EMPTY_STORE, NO_MATCH, failed
from timeline_tui.cohort.kept import CohortKept, keep
from timeline_tui.cohort.list_screen import CohortList
from timeline_tui.cohort.opening import SCREENFUL, Opening
from timeline_tui.cohort.ordering import Ordered, Sorting
from timeline_tui.cohort.preview import CoursePreview
from timeline_tui.cohort.reading import (
    derive_rows,
    read_row,
    read_rows,
    refresh_tables,
    tables_are_stale,
)
from timeline_tui.cohort.standing import size_words
from timeline_tui.cohort.table import CohortTable
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import grouped, plural


class CohortScreen(CohortList):
    """The start. The first screenful is there at once; the rest is read behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "excluded", "Excluded", id="cohort.excluded"),
        Binding("n", "record", "Record", id="cohort.record"),
        *AS_OF_KEYS,
        Binding("u", "app.undo", "Undo", id="undo"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
        Binding("q", "app.quit", "Quit", id="quit"),
    ]

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self._chosen = Chosen(Ordered(list(range(len(opening.rows))), 0, 0, 0))
        self._complete = False
        self._has_tables = opening.stands_at is not None
        self._show_excluded = False
        self._last_patient = ""
        """The patient that the list was left on, until the cursor stands there."""

    @property
    def place(self) -> str:
        return "cohort"

    @property
    def shows_excluded(self) -> bool:
        return self._show_excluded

    def on_mount(self) -> None:
        super().on_mount()
        kept = self.bench.recall(CohortKept)
        self._show_excluded = kept.show_excluded
        self._filter = self.query_one("#filter", Input).value = kept.filter
        self._last_patient = kept.patient
        rows = self._opening.rows
        self.bench.rows = rows
        self.table.empty = DERIVING if self._opening.head else EMPTY_STORE
        if kept.sorting == Sorting() and not kept.filter:
            self.table.show_rows(rows, self._chosen.ordered.places, Sorting())
            self._return_to_patient()
        self.call_after_refresh(self.load)

    def title_left(self) -> list[Span]:
        name = self.bench.session.path.name
        if not self._complete:
            return [(name, "head"), ("  reading…", "head-soft")]
        return size_words(
            name,
            len(self.bench.rows),
            self._chosen,
            self.title_room,
            show_excluded=self._show_excluded,
        )

    async def _reorder(self, wait: float) -> None:
        await super()._reorder(wait)
        self._return_to_patient()

    def _return_to_patient(self) -> None:
        """Stand on the patient that the list was left on, unless the cursor was moved since."""
        if self._last_patient and (self.table.cursor or self.table.stand_on(self._last_patient)):
            self._last_patient = ""

    @on(CohortTable.Highlighted)
    def _keep_patient(self, event: CohortTable.Highlighted) -> None:
        if self.table.cursor:
            self._last_patient = ""
        if event.row is not None and not self._last_patient:
            keep(self.bench, patient=event.row.patient)

    def load(self) -> None:
        """Read the cohort as of now or as of the moment that is set."""
        start(self, self._load, group="load")

    async def _load(self) -> None:
        session, moment = self.bench.session, self.bench.as_of
        try:
            if moment is not None:
                self.say(f"deriving every patient as of seq {moment.seq}…")
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
                self.say("reading the rest…")
            self._show_all(await in_thread(partial(read_rows, session)))
        if not await in_thread(lambda ticket: tables_are_stale(session)):
            return self.bench.rows
        if session.readonly:
            self.say("the tables are older than the events; deriving in memory…")
            return await in_thread(partial(derive_rows, session, None))
        self.say("bringing the tables up to date…")
        await in_thread(partial(refresh_tables, session), self._progressed)
        self._has_tables = True
        return await in_thread(partial(read_rows, session))

    def _progressed(self, done: int, total: int) -> None:
        self.say(f"deriving courses: {grouped(done)} of {plural(total, 'patient')}…")

    def _show_all(self, rows: list[CourseRow]) -> None:
        self.bench.rows = rows
        self._complete = True
        self.table.empty = NO_MATCH if rows else EMPTY_STORE
        self.say("")
        for listed in self.bench.cohort_lists():
            listed.reorder()

    def _fail(self, problem: str) -> None:
        path = self.bench.session.path
        problem = problem.replace(str(path), path.name)
        self.table.empty = failed(problem)
        self.table.refresh()
        self.say(problem)

    @on(Input.Changed, "#filter")
    def _keep_filter(self, event: Input.Changed) -> None:
        keep(self.bench, filter=event.value)

    def action_clear(self) -> None:
        """Clear the filter; where the list is still being derived, stop that."""
        if any(worker.group == "load" and worker.is_running for worker in self.workers):
            self.workers.cancel_group(self, "load")
            self._fail("stopped; ctrl+r begins again")
            return
        self.say("")
        super().action_clear()

    def action_excluded(self) -> None:
        self._show_excluded = not self._show_excluded
        keep(self.bench, show_excluded=self._show_excluded)
        self.reorder()

    def action_record(self) -> None:
        self.bench.record(None)

    def action_reload(self) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "record":
            return self.bench.editable
        return super().check_action(action, parameters)

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

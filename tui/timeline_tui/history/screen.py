"""The history screen: every append to the store, or to a patient: by whom, when, what and why."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.audit_trail.reading import TrailLine, TrailPage
from timeline.errors import InvalidFilter, TimelineError
from timeline_tui.as_of.keys import AS_OF_KEYS
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.history.asked import Scope, asked
from timeline_tui.history.filter_line import TrailFilterLine
from timeline_tui.history.reading import Reading, read_lines, write_lines
from timeline_tui.history.trail_lines import line_spans, status_spans, title_spans
from timeline_tui.history.window import PAGE, Window, newest, oldest, with_newer, with_older
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.listing import Listing
from timeline_tui.wording import grouped, instant_words, plural
from timeline_tui.workbench_screen import WorkbenchScreen

NOTHING_MATCHES = "Nothing in the trail is as asked. esc clears the filter."
NOTHING_YET = "Nothing was recorded yet."


class HistoryScreen(WorkbenchScreen[None]):
    """One line an append, newest first; `Enter` opens it, `b` looks from before it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", id="history.filter"),
        Binding("b", "before", "As-of before it", id="history.before"),
        Binding("t", "then", "As-of then", id="history.then"),
        Binding("d", "diff", "Moved since", id="history.diff"),
        Binding("o", "course", "Its patient", id="history.patient"),
        Binding("w", "write", "Write", id="history.write"),
        *AS_OF_KEYS,
        Binding("u", "app.undo", "Undo", id="undo"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(self, patient: str | None = None, *, within: Scope | None = None) -> None:
        super().__init__()
        self.scope = within or Scope(patient)
        self.patient = self.scope.patient
        self.window = Window()
        self._filter = ""
        self._problem = ""
        self._busy = ""
        self._reading: Reading | None = None
        self._fetching = False

    @property
    def place(self) -> str:
        return "history" if self.scope == Scope() else ""

    @property
    def listing(self) -> Listing:
        return self.query_one(Listing)

    def compose_body(self) -> ComposeResult:
        everybody = self.patient is None

        def titles(width: int) -> list[Span]:
            return title_spans(width, self.window.longest_name, patients=everybody)

        def line(item: TrailLine, width: int) -> list[Span]:
            return line_spans(item, width, self.window.longest_name, patients=everybody)

        yield Listing(titles, line)
        yield TrailFilterLine()
        yield Bar(id="status")
        yield Bar(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self.listing.focus()
        self.call_after_refresh(self.read)

    def title_left(self) -> list[Span]:
        name = self.patient or self.bench.session.path.name
        found: list[Span] = [(f"{name}  ", "head"), ("history  ", "head")]
        if self.scope.words:
            found.append((f"{self.scope.words}  ", "head-soft"))
        if self.window.is_whole and self._reading is not None:
            changes = plural(self.window.revisions, "change")
            found.append((f"{plural(self.window.events, 'event')}, {changes}", "head-soft"))
        return found

    # Reading

    def read(self) -> None:
        """Read the trail from its newest end; the cursor stays on its line."""
        start(self, self._read, group="read")

    async def _read(self) -> None:
        self._problem = ""
        try:
            wanted = asked(self.scope, self._filter)
        except InvalidFilter as error:
            self._problem = f"filter: {error.problem}"
            wanted = asked(self.scope, "")
        together = not self.scope.is_one_append
        self._reading = Reading(wanted, self.bench.as_of_seq, together)
        current, top = self.listing.current, self.listing.cursor == 0
        window: Window | None = None
        beyond = None
        while window is None or (beyond is not None and len(window.lines) < PAGE):
            page = await self._page(beyond, older=True)
            if page is None:
                return
            window = newest(page) if window is None else with_older(window, page)
            beyond = window.older_than
            self._show(window, at=0 if top or current is None else window.find(current.seq))

    async def _page(self, beyond: int | None, *, older: bool) -> TrailPage | None:
        session, reading = self.bench.session, self._reading
        assert reading is not None
        self._fetching = True

        def job(ticket: Ticket) -> TrailPage:
            return read_lines(session, reading, beyond, older=older, ticket=ticket)

        try:
            return await in_thread(job, self._progressed)
        except TimelineError as error:
            self._problem = str(error)
            return None
        finally:
            self._fetching = False
            self._busy = ""
            self._show_status()

    def _progressed(self, done: int, total: int) -> None:
        self._busy = f"looking through {grouped(done)} of {plural(total, 'event')}…"
        self._show_status()

    def _show(self, window: Window, *, at: int, shifted: int = 0) -> None:
        self.window = window
        listing = self.listing
        listing.empty = NOTHING_MATCHES if self._filter else NOTHING_YET
        listing.more_before = window.newer_than is not None
        listing.more_after = window.older_than is not None
        listing.show(window.lines, at=at, shifted=shifted)
        self.show_title()

    @on(Listing.MoreAsked)
    def _more(self, event: Listing.MoreAsked) -> None:
        if not self._fetching:
            start(self, partial(self._fetch, event.after, event.edge), group="read")

    async def _fetch(self, after: bool, edge: bool) -> None:
        """Read on beyond an end of the window, or from the end of the trail."""
        listing, before = self.listing, self.window
        if edge:
            page = await self._page(None, older=not after)
            if page is not None:
                self._show(oldest(page) if after else newest(page), at=10**9 if after else 0)
            return
        page = await self._page(before.older_than if after else before.newer_than, older=after)
        if page is None:
            return
        window = (with_older if after else with_newer)(before, page)
        current = listing.current
        at = window.find(current.seq) if current is not None else 0
        self._show(window, at=at, shifted=at - listing.cursor)

    # Words

    @on(Listing.Highlighted)
    def _show_status(self) -> None:
        line = self.listing.current
        first, second = status_spans(line)
        if self._problem:
            first = [(self._problem, "bar-warn")]
        place = f"seq {grouped(line.seq)} of {grouped(self.bench.head)}" if line else ""
        right: list[Span] = [(self._busy or place, "bar-soft")]
        self.query_one("#status", Bar).show(first, right)
        asked_for = f"[{self._filter}]" if self._filter else ""
        self.query_one("#detail", Bar).show(second, [(asked_for, "bar-key")] if asked_for else ())

    # The filter

    def action_filter(self) -> None:
        self.add_class("-filtering")
        self.query_one("#trail-filter", Input).focus()

    @on(Input.Changed, "#trail-filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        if event.value != self._filter:
            self._filter = event.value
            self.read()

    @on(Input.Submitted, "#trail-filter")
    def _filter_kept(self) -> None:
        self.remove_class("-filtering")
        self.listing.focus()

    def action_clear(self) -> None:
        """Clear the filter and go back to the list."""
        self.query_one("#trail-filter", Input).value = ""
        self._filter_kept()

    def action_back(self) -> None:
        """Clear the filter; without one, leave."""
        if self._filter:
            self.action_clear()
        else:
            self.dismiss()

    # What is under the cursor

    @property
    def _line(self) -> TrailLine | None:
        line: TrailLine | None = self.listing.current
        return line

    @on(Listing.Opened)
    def _open(self) -> None:
        line = self._line
        if line is None:
            return
        if line.event is not None:
            self.bench.open_event(line.event.patient, [], line.event.fact)
        else:
            words = f"appended {instant_words(line.recorded_at)} by {line.actor}"
            scope = Scope(self.patient, line.first_seq, line.seq, words)
            self.bench.push_screen(HistoryScreen(within=scope))

    def action_course(self) -> None:
        """Open the course of the patient, on the fact under the cursor."""
        if (line := self._line) is not None and line.event is not None:
            self.bench.open_patient(line.event.patient, fact=line.event.fact)

    def action_before(self) -> None:
        """Look from just before the append under the cursor."""
        if (line := self._line) is not None:
            self.bench.look_from(line.first_seq - 1)

    def action_then(self) -> None:
        """Look from the moment of the append under the cursor."""
        if (line := self._line) is not None:
            self.bench.look_from(line.seq)

    def action_diff(self) -> None:
        """Show which endpoints moved from before the append under the cursor until now."""
        if (line := self._line) is not None:
            seq = self.bench.as_of_seq
            self.bench.open_diff(line.first_seq - 1, "now" if seq is None else seq)

    def action_write(self) -> None:
        """Write what the filter leaves to a file."""
        from timeline_tui.widgets.save_to import SaveTo

        session, reading = self.bench.session, self._reading
        if reading is None:
            return

        def write(path: Path) -> None:
            write_lines(session, reading, path)

        name = f"history-{self.patient}" if self.patient else "history"
        what = "the trail as it is filtered" if self._filter else "the audit trail"
        self.bench.push_screen(SaveTo(what, name, ("csv", "jsonl", "txt"), write))

    def action_reload(self) -> None:
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "filter":
            return not self.has_class("-filtering")
        return True

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.read()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.read()

"""The differences between two points in record time: which endpoints moved, and because of what."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.diff.reading import Differences, Point, read_because, read_differences
from timeline_tui.diff.rows import Because, Row, count_words, row_spans, status_spans, title_spans
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.listing import Listing
from timeline_tui.wording import plural
from timeline_tui.workbench_screen import WorkbenchScreen

NOTHING_MOVED = "No endpoint moved between the two points."


class DiffScreen(WorkbenchScreen[None]):
    """A row an endpoint that moved. `f` and `t` choose the points; Enter shows the patient."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "point('old')", "From", id="diff.from"),
        Binding("t", "point('new')", "To", id="diff.to"),
        Binding("s", "swap", "Swap", id="diff.swap"),
        Binding("o", "course('old')", "Patient before", id="diff.before"),
        Binding("v", "event", "What moved it", id="diff.event"),
        Binding("w", "write", "Write", id="diff.write"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(self, old: str | int | None = None, new: str | int = "now") -> None:
        super().__init__()
        self.old, self.new = old, new
        self.found: Differences | None = None
        self._said: dict[str, Because] = {}
        self._busy = ""
        self._problem = ""

    @property
    def place(self) -> str:
        return "differences"

    @property
    def listing(self) -> Listing:
        return self.query_one(Listing)

    def compose_body(self) -> ComposeResult:
        def line(row: Row, width: int) -> list[Span]:
            return row_spans(row, width, self._said)

        yield Bar(id="points")
        yield Listing(title_spans, line)
        yield Bar(id="status")
        yield Bar(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self.listing.focus()
        self.call_after_refresh(self.read)

    def title_left(self) -> list[Span]:
        found: list[Span] = [
            (f"{self.bench.session.path.name}  ", "head"),
            ("differences  ", "head"),
        ]
        if self.found is not None and not self._busy:
            found.append((count_words(self.found.rows), "head-soft"))
        return found

    # Reading

    def read(self) -> None:
        """Derive what moved, in a thread."""
        start(self, self._read, group="read")

    async def _read(self) -> None:
        session, old, new = self.bench.session, self.old, self.new
        self.listing.empty = "Deriving both points… esc stops."
        self._say_busy("deriving…")

        def job(ticket: Ticket) -> Differences:
            return read_differences(session, old, new, ticket)

        try:
            self.found = await in_thread(job, self._progressed)
        except TimelineError as error:
            self._say_busy("", str(error))
            return
        self._said = {}
        self.old = self.found.old.seq if old is None else old
        self.listing.empty = NOTHING_MOVED
        self._say_busy("")
        self.listing.show(self.found.rows)

    def _progressed(self, done: int, total: int) -> None:
        self._say_busy(f"deriving both points: {done} of {plural(total, 'patient')}…")

    def _say_busy(self, words: str, problem: str = "") -> None:
        self._busy, self._problem = words, problem
        self.show_title()
        points = self.found
        left: list[Span] = [("choosing the points…", "bar-soft")]
        if points is not None:
            left = [("from ", "bar-soft"), (points.old.words, "bar-strong"), ("   to ", "bar-soft"),
                    (points.new.words, "bar-strong")]  # fmt: skip
        self.query_one("#points", Bar).show(left, [(words, "bar-soft")] if words else ())
        self._show_status()

    @property
    def _row(self) -> Row | None:
        row: Row | None = self.listing.current
        return row

    @on(Listing.Highlighted)
    def _show_status(self) -> None:
        row = self._row
        first = [(self._problem, "bar-warn")] if self._problem else status_spans(row)
        self.query_one("#status", Bar).show(first)
        facts = row.because if row else ()
        said = [self._said[fact].full if fact in self._said else fact for fact in facts[:2]]
        self.query_one("#detail", Bar).show([(" · ".join(said), "bar")])

    @on(Listing.Scrolled)
    def _tell(self) -> None:
        """Look up what is said of the facts behind the rows in sight."""
        facts = {fact for row in self.listing.in_sight for fact in row.because[:2]}
        if missing := facts - self._said.keys():
            start(self, partial(self._told, missing), group="because")

    async def _told(self, facts: set[str]) -> None:
        if self.found is None:
            return
        session = self.bench.session
        low, high = sorted((self.found.old.seq, self.found.new.seq))
        said = await in_thread(lambda ticket: read_because(session, facts, low, high))
        self._said |= said
        self.listing.refresh_lines()
        self._show_status()

    # The points

    def action_point(self, which: str) -> None:
        """Choose the first or the second point, as one chooses the as-of moment."""
        from timeline_tui.as_of.screen import AsOfScreen

        def chosen(as_of: str | None) -> None:
            if as_of is not None:
                setattr(self, which, as_of)
                self.read()

        words = {"old": "From which point in record time?", "new": "To which point?"}[which]
        self.bench.push_screen(AsOfScreen(None, question=words), chosen)

    def action_swap(self) -> None:
        if self.found is not None:
            self.old, self.new = self.found.new.seq, self.found.old.seq
            self.read()

    # What is behind a row

    @on(Listing.Opened)
    def _open(self) -> None:
        self.action_course("new")

    def action_course(self, which: str) -> None:
        """Show the patient as of one of the points, on the fact that moved the endpoint."""
        if self._row is None or self.found is None:
            return
        point: Point = getattr(self.found, which)
        self.bench.look_from(None if point.moment is None else point.seq)
        self.bench.open_patient(self._row.patient, fact=next(iter(self._row.because), None))

    def action_event(self) -> None:
        """Show the fact that moved the endpoint, with all its revisions."""
        if self._row is not None and self._row.because:
            facts = list(self._row.because)
            self.bench.open_event(self._row.patient, facts, facts[0])

    def action_write(self) -> None:
        """Write every cell that moved to a file."""
        from timeline.exporting.difference_rows import write_differences
        from timeline_tui.widgets.save_to import SaveTo

        if (found := self.found) is None:
            return

        def write(path: Path) -> None:
            write_differences(found.changes, path)

        self.bench.push_screen(SaveTo("what moved", "differences", ("csv",), write))

    def action_reload(self) -> None:
        self.read()

    def action_back(self) -> None:
        """Stop deriving; where nothing is derived, leave."""
        if any(worker.group == "read" and worker.is_running for worker in self.workers):
            self.workers.cancel_group(self, "read")
            self.listing.empty = "Stopped; ctrl+r begins again."
            self._say_busy("")
            self.listing.refresh_lines()
        else:
            self.dismiss()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.read()

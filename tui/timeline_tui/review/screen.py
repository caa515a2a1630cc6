"""The review screen: what waits for somebody, and the marks that settle it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.review.drawing import (
    detail_lines,
    empty_words,
    status_spans,
    tab_spans,
)
from timeline_tui.review.entries import (
    GROUPINGS,
    SHOWS,
    Asked,
    Entry,
    Worklist,
    arrange,
    issue_words,
    next_waiting,
    waits,
)
from timeline_tui.review.list import ReviewList
from timeline_tui.review.marking import ask_for_mark
from timeline_tui.review.narrow_line import NarrowLine
from timeline_tui.review.reading import facts_of, read_entries, read_facts
from timeline_tui.state import Section
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.lines import Lines
from timeline_tui.wording import grouped
from timeline_tui.workbench_screen import WorkbenchScreen

REST_SECONDS = 0.05
"""How long the cursor rests on an issue before its facts are read."""
MOST_FACTS = 6


@dataclass(frozen=True, slots=True)
class ReviewKept(Section):
    """How the worklist was left."""

    grouping: str = "issue"
    notes: bool = False


class ReviewScreen(WorkbenchScreen[None]):
    """Tabs of status, the worklist in groups, and the issue under the cursor in full."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", "Mark", id="review.mark"),
        Binding("Q", "mark('query open')", "Query", id="review.query"),
        Binding("c", "correct", "Correct", id="review.correct"),
        Binding("n", "next(1)", "Next waiting", id="review.next"),
        Binding("N", "next(-1)", "Waiting before", show=False, id="review.before"),
        Binding("slash", "narrow", "Filter", key_display="/", id="review.filter"),
        Binding("o", "group", "Group", id="review.group"),
        Binding("p", "only", "This patient", id="review.patient"),
        Binding("x", "notes", "Notes", id="review.notes"),
        *(
            Binding(
                str(at), f"show('{show}')", f"Show {show}", show=False, id=f"review.show_{show}"
            )
            for at, show in enumerate(SHOWS, 1)
        ),
        Binding("h", "history", "History", show=False, id="review.history"),
        Binding("a", "app.as_of", "As-of", id="as_of"),
        Binding("u", "app.undo", "Undo", id="undo"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(
        self, patient: str | None = None, patients: Collection[str] | None = None, words: str = ""
    ) -> None:
        super().__init__()
        self.patient = patient
        self.entries: list[Entry] = []
        self.work = Worklist((), dict.fromkeys(SHOWS, 0))
        self.asked = Asked(grouping="issue" if patient is None else "status")
        self._patients = None if patients is None else frozenset(patients)
        self._words = words
        self._seq = 0
        self._read_at: dict[str, int] = {}
        self._read_once = False
        self._problem = ""

    @property
    def place(self) -> str:
        return "review" if self.patient is None and self._patients is None else ""

    def compose_body(self) -> ComposeResult:
        yield Bar(id="tabs")
        yield ReviewList()
        yield NarrowLine()
        yield Bar(id="status")
        yield Lines(id="detail")

    @property
    def worklist(self) -> ReviewList:
        return self.query_one(ReviewList)

    def on_mount(self) -> None:
        kept = self.bench.recall(ReviewKept)
        grouping = kept.grouping if kept.grouping in GROUPINGS else "issue"
        self.asked = replace(self.asked, notes=kept.notes)
        if self.patient is None:
            self.asked = replace(self.asked, grouping=grouping)
        super().on_mount()
        self.query_one("#detail", Lines).can_focus = False
        self.worklist.empty = "reading…"
        self.worklist.focus()
        self.load()

    def title_left(self) -> list[Span]:
        whose = self.patient or self.bench.session.path.name
        spans: list[Span] = [(f"{whose}  ", "head"), ("review  ", "head")]
        if self._words:
            spans.append((f"[{self._words}]  ", "title-cursor"))
        if not self._read_once:
            return [*spans, ("reading…", "head-soft")]
        done, total = self.work.reviewed, self.work.total
        return [*spans, (f"{grouped(done)} of {grouped(total)} reviewed", "head-soft")]

    def load(self) -> None:
        """Read everything anew as of the moment that is set."""
        start(self, self._load, group="load")

    async def _load(self) -> None:
        job = partial(
            read_entries,
            self.bench.session,
            patient=self.patient,
            patients=self._patients,
            as_of=self.bench.as_of_seq,
        )
        try:
            self.entries, self._seq = await in_thread(job, self._progressed)
            self._read_at, self._problem = {}, ""
        except TimelineError as error:
            self.entries, self._problem = [], str(error)
        self._read_once = True
        await self._arrange()

    def _progressed(self, done: int, total: int) -> None:
        self.query_one("#status", Bar).show([(f"deriving: {grouped(done)}…", "bar-soft")])

    def rearrange(self) -> None:
        """Show what is asked for now."""
        start(self, self._arrange, group="arrange")

    async def _arrange(self) -> None:
        entries, asked = self.entries, self.asked
        self.work = await in_thread(lambda ticket: arrange(entries, asked))
        self.worklist.empty = self._problem or empty_words(self.work, asked)
        self.worklist.show(self.work.lines, entries, asked)
        self.show_title()
        self._show_bars()

    def _show_bars(self) -> None:
        only: list[Span] = [(f"{self.asked.patient} alone", "bar-changed")]
        width = self.app.size.width
        self.query_one("#tabs", Bar).show(tab_spans(self.work, self.asked, width))
        left, right = status_spans(self.work, self.asked, self._problem)
        self.query_one("#status", Bar).show(left, only if self.asked.patient else right)

    # The issue under the cursor

    @on(ReviewList.Highlighted)
    def _show_detail(self) -> None:
        self.refresh_bindings()
        entry = self.worklist.current
        panel = self.query_one("#detail", Lines)
        if entry is None:
            panel.show([])
            self.workers.cancel_group(self, "detail")
            return
        panel.top = 0
        panel.show(detail_lines(entry, (), self._detail_width))
        start(self, partial(self._read_detail, entry), group="detail")

    @property
    def _detail_width(self) -> int:
        return max(30, self.app.size.width - 4)

    async def _read_detail(self, entry: Entry) -> None:
        from timeline.describe import describe

        await asyncio.sleep(REST_SECONDS)
        session, seq = self.bench.session, self.bench.as_of_seq
        try:
            events = await in_thread(lambda ticket: read_facts(session, entry, seq, MOST_FACTS))
        except TimelineError:
            return
        facts: list[Span] = [
            (f"{'◆' if event.revision > 1 else '◉'} {event.occurred_on:<10}  {describe(event)}"
             f"  r{event.revision}{', retracted' if event.action == 'retract' else ''}", "text")
            for event in events
        ]  # fmt: skip
        more = len({entry.fact, *facts_of(entry)}) - len(events)
        more = 0 if entry.fact == entry.patient else more
        facts += [(f"  and {more} more", "faint")] if more > 0 else []
        self.query_one("#detail", Lines).show(detail_lines(entry, facts, self._detail_width))

    # What can be done

    @on(ReviewList.Opened)
    def _open(self) -> None:
        entry = self.worklist.current
        if entry is not None:
            fact = entry.fact if entry.fact != entry.patient else None
            self.bench.open_patient(entry.patient, fact=fact)

    def action_mark(self, verdict: str = "") -> None:
        """Ask for a verdict and a comment of the entry under the cursor."""
        entry = self.worklist.current
        if entry is None or not self.bench.editable:
            return
        issue = None if entry.severity == "query" else entry.issue
        title = f"{entry.patient} · {issue_words(entry.issue)}"
        fallback = {"queried": "answered", "answered": "closed"}.get(entry.status, "accepted")
        ask_for_mark(
            self.bench,
            title,
            entry.what,
            verdict or fallback,
            about=entry.fact,
            issue=issue,
            seen_at=self._read_at.get(entry.patient, self._seq),
        )

    def action_next(self, step: int) -> None:
        """Go to the next entry that waits."""
        at = next_waiting(self.work.lines, self.entries, self.worklist.cursor, step)
        if at is not None:
            self.worklist.go_to(at)

    def action_correct(self) -> None:
        entry = self.worklist.current
        if entry is not None and entry.fact != entry.patient:
            self.bench.revise(entry.fact, "correct")

    def action_history(self) -> None:
        if self.worklist.current is not None:
            self.bench.open_history(self.worklist.current.patient)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("mark", "correct"):
            entry = self.worklist.current if self.is_mounted else None
            return self.bench.editable and entry is not None and entry.status != "gone"
        if action == "only":
            return self.patient is None
        return True

    # What is shown

    def action_show(self, show: str) -> None:
        self._ask(show=show)

    def action_group(self) -> None:
        """The next way to make groups."""
        at = GROUPINGS.index(self.asked.grouping) + 1
        self._ask(grouping=GROUPINGS[at % len(GROUPINGS)])
        self._keep()

    def action_notes(self) -> None:
        """Show or hide the notes that a rule of the protocol deals with."""
        notes = not self.asked.notes
        show = "all" if notes and self.asked.show == "waiting" else self.asked.show
        self._ask(notes=notes, show=show)
        self._keep()

    def action_only(self) -> None:
        """The patient under the cursor alone, or everybody again."""
        entry = self.worklist.current
        self._ask(patient="" if self.asked.patient or entry is None else entry.patient)

    def _ask(self, **changes: object) -> None:
        self.asked = replace(self.asked, **changes)  # type: ignore[arg-type]
        self.rearrange()

    def _keep(self) -> None:
        self.bench.keep(ReviewKept(self.asked.grouping, self.asked.notes))

    def action_narrow(self) -> None:
        self.add_class("-narrowing")
        self.query_one(NarrowLine).focus()

    @on(Input.Changed, "#narrow")
    def _narrowed(self, event: Input.Changed) -> None:
        if event.value != self.asked.words:
            self._ask(words=event.value)

    @on(Input.Submitted, "#narrow")
    def _narrowing_done(self) -> None:
        self.remove_class("-narrowing")
        self.worklist.focus()

    def action_clear(self) -> None:
        """Show everything again."""
        self.query_one(NarrowLine).value = ""
        self._narrowing_done()

    def action_back(self) -> None:
        """Take the filter away; without one, leave."""
        if self.asked.words or self.asked.patient:
            self.query_one(NarrowLine).value = ""
            self._ask(words="", patient="")
        else:
            self.dismiss()

    def action_reload(self) -> None:
        self.load()

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.load()

    def look_changed(self) -> None:
        super().look_changed()
        self._show_bars()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        start(self, partial(self._reread, patient), group="reread")

    async def _reread(self, patient: str) -> None:
        """Take over what is other of one patient; a mark leads on to the next that waits."""
        session, before = self.bench.session, self.worklist.current
        job = partial(read_entries, session, patient=patient)
        try:
            found, self._read_at[patient] = await in_thread(job)
        except TimelineError as error:
            self._problem = str(error)
            found = []
        known = {entry.patient for entry in self.entries}
        if patient in known or self.patient in (None, patient):
            others = [entry for entry in self.entries if entry.patient != patient]
            self.entries = sorted([*others, *found], key=lambda entry: entry.key)
        marked = before is not None and any(
            entry.key == before.key and entry.status not in (before.status, "open", "void")
            for entry in found
        )
        at = self.worklist.cursor
        await self._arrange()
        if marked:
            self.worklist.go_to(at)
            current = self.worklist.current
            if current is None or before is None or current.key == before.key or not waits(current):
                self.action_next(1)

    def on_screen_resume(self) -> None:
        if self._read_once:
            self._show_bars()

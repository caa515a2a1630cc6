"""The form: fields checked as they are typed; before saving, the endpoints that would change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Input

from timeline.errors import Refused, RevisionConflict, TimelineError
from timeline.events import Draft
from timeline_tui.background import in_thread, start
from timeline_tui.form.consequences import consequence_lines, plain_lines, problem_lines
from timeline_tui.form.facts import fact_lines
from timeline_tui.form.field_row import FieldRow, field_rows
from timeline_tui.form.fields import Value
from timeline_tui.form.lesions import LesionTable
from timeline_tui.form.saving import Consequences, look_ahead, save
from timeline_tui.form.subject import Subject, draft_of, find_problems
from timeline_tui.session import Saved
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.lines import Lines
from timeline_tui.widgets.question import Question
from timeline_tui.workbench_screen import WorkbenchScreen

REST_SECONDS = 0.3
NOTHING_YET = "The endpoints that would change stand here before you save."


class FormScreen(WorkbenchScreen[Saved | None]):
    """Record, correct, retract or reinstate one fact. It is left with what was saved, if it was."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", "Save", key_display="^s", priority=True, id="form.save"),
        Binding("tab", "app.focus_next", "Next field", key_display="tab", id="form.next"),
        Binding("down", "app.focus_next", "Next field", show=False, id="form.down"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="form.up"),
        Binding("enter", "app.focus_next", "Next field", show=False, id="form.enter"),
        Binding("f3", "add_lesion", "Add lesion", id="form.add_lesion"),
        Binding("f4", "remove_lesion", "Remove lesion", id="form.remove_lesion"),
        Binding("f1", "app.help", "Help", key_display="f1", id="form.help"),
        Binding("escape", "back", "Cancel", key_display="esc", id="form.cancel"),
    ]

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject = subject
        self.patient = subject.patient
        self._start = subject.start_values()
        self._touched: set[str] = set()
        self._at_first: dict[str, Value] = {}
        self._looked_at: Draft | None = None
        self._panel: Callable[[int], list[list[Span]]] = partial(plain_lines, NOTHING_YET)
        self._saving = False
        self._timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="form"):
            with VerticalScroll(id="fields", can_focus=False):
                if not self.subject.editable:
                    yield Lines(id="facts")
                yield from field_rows(self.subject, self._start)
            with Vertical(id="beside"):
                yield Lines(id="consequences")
        yield Bar(id="status")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#consequences", Lines).can_focus = False
        for facts in self.query("#facts").results(Lines):
            facts.can_focus = False
            facts.show(fact_lines(self.subject))
            facts.styles.height = len(facts.lines)
        rows = list(self.query(FieldRow))
        first = next((row for row in rows if row.field.required and not row.start), rows[-1])
        (rows[1] if self.subject.action == "correct" else first).focus_control()
        self._at_first = {row.key: row.value for row in rows}
        self._check()

    def title_left(self) -> list[Span]:
        patient = self.subject.patient
        return [(self.subject.title, "head"), (f"  {patient}" if patient else "", "head-soft")]

    def values(self) -> dict[str, Value]:
        """What the controls hold now."""
        return {**self._start, **{row.key: row.value for row in self.query(FieldRow)}}

    @property
    def draft(self) -> Draft:
        return draft_of(self.subject, self.values())

    @on(Input.Changed)
    @on(Choice.Changed)
    def _edited(self, event: Input.Changed | Choice.Changed) -> None:
        for row in self.query(FieldRow):
            if event.control in row.query("*") and row.value != self._at_first.get(row.key):
                self._touched.add(row.key)
        self._check()

    def _check(self) -> None:
        """Hold the form against the core's rules; where it holds, look ahead once typing rests."""
        problems = find_problems(self.subject, self.draft)
        for row in self.query(FieldRow):
            problem = problems.get(row.key, "")
            row.set_problem(problem, silent=row.key not in self._touched)
        if self._timer is not None:
            self._timer.stop()
        if problems:
            self._looked_at = None
            self.workers.cancel_group(self, "look")
            self._say_wrong(problems)
            self._show(partial(plain_lines, NOTHING_YET))
        elif self.draft != self._looked_at:
            self._say("looking ahead…", "bar-soft")
            self._timer = self.set_timer(REST_SECONDS, self._look)

    def _say_wrong(self, problems: dict[str, str]) -> None:
        """In full what is wrong where the cursor is, else that something is missing."""
        for row in self.query(FieldRow):
            if row.has_focus_within and row.key in self._touched and row.key in problems:
                self._say(f"✕ {row.field.label}: {problems[row.key]}", "bar-warn")
                return
        self._say("what is marked * is needed", "bar-soft")

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def _look(self) -> None:
        start(self, partial(self._look_ahead, self.draft), group="look")

    async def _look_ahead(self, draft: Draft) -> None:
        session = self.bench.session
        try:
            found = await in_thread(lambda ticket: look_ahead(session, draft))
        except RevisionConflict as error:
            await self._conflict(error)
            return
        except TimelineError as error:
            found = Consequences(problems=_problems(error))
        if found.problems:
            self._show(partial(problem_lines, found.problems))
            self._say("the store would refuse this", "bar-warn")
            return
        self._looked_at = draft
        self._show(partial(consequence_lines, found.changes, found.warnings))
        self._say("^s saves; nothing is overwritten: this becomes another revision", "bar")
        if self.subject.action == "record":
            self._say("^s saves", "bar")

    def _show(self, lines: Callable[[int], list[list[Span]]]) -> None:
        """Fill the panel with lines that depend on its width."""
        self._panel = lines
        panel = self.query_one("#consequences", Lines)
        panel.show(lines(panel.size.width))

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(lambda: self._show(self._panel))

    def _say(self, words: str, role: str) -> None:
        self.query_one("#status", Bar).show([(words, role)])

    def action_save(self) -> None:
        """Save what was looked ahead at; else look ahead first."""
        draft = self.draft
        problems = find_problems(self.subject, draft)
        if problems:
            self._touched |= set(problems)
            self._check()
            row = next(row for row in self.query(FieldRow) if row.key in problems)
            row.focus_control()
            self._say(f"{row.field.label}: {problems[row.key]}", "bar-warn")
        elif draft != self._looked_at:
            self._look()
        elif not self._saving:
            self._saving = True
            start(self, partial(self._save, draft), group="save")

    async def _save(self, draft: Draft) -> None:
        session = self.bench.session
        self._say("saving…", "bar-warn")
        try:
            saved = await in_thread(lambda ticket: save(session, self.subject, draft))
        except RevisionConflict as error:
            await self._conflict(error)
        except TimelineError as error:
            self._say(str(error).splitlines()[0], "bar-warn")
        else:
            self.dismiss(saved)
        self._saving = False

    async def _conflict(self, error: RevisionConflict) -> None:
        """Somebody else revised the fact meanwhile: show both versions and ask."""
        from timeline_tui.form.conflict import ConflictScreen, read_last

        base = self.subject.base
        if base is None:
            self._show(partial(problem_lines, [str(error)]))
            return
        theirs = await in_thread(lambda ticket: read_last(self.bench.session, base.fact))

        def answered(answer: str | None) -> None:
            if answer == "mine":
                self.subject = self.subject.rebased(theirs)
                self._looked_at = None
                self._check()
            elif answer == "theirs":
                self.bench.show_change(theirs.patient)
                self.dismiss(None)

        self.app.push_screen(ConflictScreen(base, theirs, self.draft), answered)

    def action_add_lesion(self) -> None:
        for table in self.query(LesionTable):
            table.add()

    def action_remove_lesion(self) -> None:
        for table in self.query(LesionTable):
            if table.remove_current():
                self.call_after_refresh(self._check)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("add_lesion", "remove_lesion"):
            return self.subject.kind == "imaging" and self.subject.editable
        return action != "lead"  # nothing that was typed is left by a jump

    def action_back(self) -> None:
        """Leave; where something was typed, ask first."""
        if not self._touched:
            self.dismiss(None)
            return

        def answered(leave: bool | None) -> None:
            if leave:
                self.dismiss(None)

        self.app.push_screen(
            Question("Leave without saving?", "What you typed is lost.", yes="leave", no="stay"),
            answered,
        )


def _problems(error: TimelineError) -> list[str]:
    if isinstance(error, Refused):
        return [str(problem) for problem in error.problems]
    return [str(error)]

"""The event screen: one fact with all its revisions, and what can be done about it."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline_tui.as_of.keys import AS_OF_KEYS
from timeline_tui.background import in_thread, start
from timeline_tui.event.grid import fact_lines, fitting_columns
from timeline_tui.event.reading import FactStory, read_fact
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.lines import Lines
from timeline_tui.workbench_screen import WorkbenchScreen


class EventScreen(WorkbenchScreen[None]):
    """Payload with units and range, source, actor, record time; revisions side by side."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "revise('correct')", "Correct", id="event.correct"),
        Binding("d", "revise('retract')", "Retract", id="event.retract"),
        Binding("r", "revise('reinstate')", "Reinstate", id="event.reinstate"),
        Binding("left,left_square_bracket", "step(-1)", "Event", key_display="←→",
                id="event.previous"),
        Binding("right,right_square_bracket", "step(1)", "Next event", show=False,
                id="event.next"),
        Binding("greater_than_sign,shift+right", "columns(1)", "Older revisions", show=False,
                id="event.older"),
        Binding("less_than_sign,shift+left", "columns(-1)", "Newer revisions", show=False,
                id="event.newer"),
        *AS_OF_KEYS,
        Binding("u", "app.undo", "Undo", id="undo"),
    ]  # fmt: skip

    def __init__(self, patient: str, facts: list[str], fact: str) -> None:
        super().__init__()
        self.patient = patient
        self.facts = facts
        self.fact = fact
        self.story: FactStory | None = None
        self._first = 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="story")
        yield Bar(id="status")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#story", Lines).focus()
        self.read()

    def read(self) -> None:
        """Read the fact anew."""
        start(self, self._read, group="read")

    async def _read(self) -> None:
        session, seq, fact = self.bench.session, self.bench.as_of_seq, self.fact
        try:
            self.story = await in_thread(lambda ticket: read_fact(session, fact, seq))
        except TimelineError as error:
            self.query_one("#story", Lines).show([[(str(error), "warn")]])
            return
        self._show()

    def _show(self) -> None:
        if self.story is None or not self.is_mounted:
            return
        lines = self.query_one("#story", Lines)
        lines.show([[], *fact_lines(self.story, self._width, self._first)])
        self.show_title()
        self.refresh_bindings()
        at = self.facts.index(self.fact) + 1 if self.fact in self.facts else 1
        left: list[Span] = [(self.fact, "bar")]
        self.query_one("#status", Bar).show(left, [(f"{at} of {len(self.facts) or 1}", "bar-soft")])

    @property
    def _width(self) -> int:
        return max(40, self.query_one("#story", Lines).size.width - 3)

    def action_columns(self, by: int) -> None:
        """Older or newer revisions, where not all fit side by side."""
        if self.story is not None:
            most = max(0, len(self.story.revisions) - fitting_columns(self._width))
            self._first = max(0, min(self._first + by, most))
            self._show()

    def on_screen_resume(self) -> None:
        self._show()

    def title_left(self) -> list[Span]:
        if self.story is None:
            return [(self.patient, "head"), ("  reading…", "head-soft")]
        from timeline.describe import describe
        from timeline.kinds import find_kind

        last = self.story.last
        words = describe(last)
        mark = "  × retracted" if self.story.retracted else ""
        return [
            (f"{self.patient}  ", "head"),
            (words, "head"),
            (mark, "head"),
            (f"   {find_kind(last.kind).title.lower()}", "head-soft"),
        ]

    def action_revise(self, action: str) -> None:
        self.bench.revise(self.fact, action)

    def action_step(self, by: int) -> None:
        """The event before or after, in the order of the course."""
        if self.fact in self.facts:
            at = self.facts.index(self.fact) + by
            if 0 <= at < len(self.facts):
                self.fact, self._first = self.facts[at], 0
                self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "revise":
            retracted = self.story is not None and self.story.retracted
            wanted = parameters[0] == "reinstate"
            return self.bench.editable and retracted == wanted
        return True

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.read()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        if patient == self.patient:
            self.read()

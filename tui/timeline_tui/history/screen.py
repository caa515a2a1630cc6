"""The history screen: what was corrected of a patient, by whom, when and why."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.event.grid import VERBS
from timeline_tui.history.reading import Entry, read_history
from timeline_tui.look import Role
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.menu import Item, Menu
from timeline_tui.wording import instant_words, plural
from timeline_tui.workbench_screen import WorkbenchScreen

_ROLES: dict[str, Role] = {
    "record": "soft",
    "correct": "changed",
    "retract": "warn",
    "reinstate": "good",
}
_MARKS = {"record": " ", "correct": "◆", "retract": "×", "reinstate": "✓"}


class HistoryScreen(WorkbenchScreen[None]):
    """One line a change, newest first; `Enter` opens the fact, `b` looks from before the change."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "before", "As-of before it", id="history.before"),
        Binding("t", "then", "As-of then", id="history.then"),
        Binding("a", "app.as_of", "As-of", id="as_of"),
        Binding("u", "app.undo", "Undo", id="undo"),
    ]

    def __init__(self, patient: str | None) -> None:
        super().__init__()
        self.patient = patient
        self.entries: list[Entry] = []

    @property
    def place(self) -> str:
        return "" if self.patient else "history"

    def compose_body(self) -> ComposeResult:
        yield Menu()
        yield Bar(id="status")
        yield Bar(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Menu).focus()
        self.read()

    def title_left(self) -> list[Span]:
        changes = sum(entry.action != "record" for entry in self.entries)
        return [
            (f"{self.patient or 'everybody'}  ", "head"),
            ("history  ", "head"),
            (plural(changes, "change"), "head-soft"),
        ]

    def read(self) -> None:
        start(self, self._read, group="read")

    async def _read(self) -> None:
        session, moment = self.bench.session, self.bench.as_of
        seq = moment.seq if moment else None
        try:
            self.entries = await in_thread(lambda ticket: read_history(session, self.patient, seq))
        except TimelineError as error:
            self.query_one("#status", Bar).show([(str(error), "bar-warn")])
            return
        menu = self.query_one(Menu)
        at = menu.current
        menu.show([Item(str(entry.seq), entry_line(entry)) for entry in self.entries], at=at)
        self.show_title()
        self._say()

    def _entry(self) -> Entry | None:
        current = self.query_one(Menu).current
        return next((entry for entry in self.entries if str(entry.seq) == current), None)

    @on(Menu.Highlighted)
    def _say(self) -> None:
        entry = self._entry()
        first, second = "nothing was recorded yet", ""
        if entry is not None:
            first = entry.words if entry.count == 1 else f"{entry.count} events in one import"
            second = entry.fact + (f"  “{entry.reason}”" if entry.reason else "")
            second = second if entry.count == 1 else ""
        changes: list[Span] = [(f"  {entry.changes}", "bar-changed")] if entry else []
        self.query_one("#status", Bar).show([(first, "bar-strong"), *changes])
        self.query_one("#detail", Bar).show([(second, "bar")])

    @on(Menu.Chosen)
    def _open(self, event: Menu.Chosen) -> None:
        entry = self._entry()
        if entry is not None and entry.count == 1:
            patient = self.patient or entry.fact.partition("/")[0]
            self.bench.open_event(patient, [], entry.fact)

    def action_before(self) -> None:
        """Look from just before the change under the cursor."""
        if (entry := self._entry()) is not None:
            self.bench.look_from(entry.seq - entry.count)

    def action_then(self) -> None:
        """Look from the moment of the change under the cursor."""
        if (entry := self._entry()) is not None:
            self.bench.look_from(entry.seq)

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.read()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.read()


def entry_line(entry: Entry) -> list[Span]:
    """When, who, what changed; then of what, and why."""
    what = entry.words if entry.count == 1 else f"{entry.count} events"
    spans: list[Span] = [
        (f"{instant_words(entry.recorded_at).removesuffix(' UTC'):<20}", "soft"),
        (fit(entry.actor, 7) + " ", "soft"),
        (f"{_MARKS[entry.action]} {VERBS[entry.action]:<11}", _ROLES[entry.action]),
    ]
    if entry.changes:
        spans.append((f"{entry.changes}  ", "changed"))
    spans.append((what, "text"))
    if entry.reason:
        spans.append((f"  “{entry.reason}”", "soft"))
    return spans

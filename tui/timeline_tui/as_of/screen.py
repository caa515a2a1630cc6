"""The as-of picker: now, a lock, one of the patient's changes, or whatever is typed."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.history.reading import RecordTime, StopList, read_stops
from timeline_tui.moment import find_moment
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.line_input import LineInput
from timeline_tui.widgets.menu import Item, Menu
from timeline_tui.wording import instant_words


class AsOfScreen(DialogScreen[str | None]):
    """It is left with a lock's name, a seq or an instant as text, `now`, or nothing."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [*DialogScreen.CSS_PATH, "screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, id="as_of.next"),
        Binding("up", "move(-1)", "Previous", show=False, id="as_of.previous"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="as_of.page_down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="as_of.page_up"),
        Binding("enter", "choose", "Look from there", key_display="↵", priority=True,
                id="as_of.choose"),
    ]  # fmt: skip

    def __init__(self, patient: str | None, *, question: str = "") -> None:
        super().__init__()
        self.patient = patient
        self._question = question or "As of which point in record time?"

    def title_spans(self) -> list[Span]:
        return [
            (f"{self._question}  ", "head"),
            ("what the store knew then, whatever happened when", "head-soft"),
        ]

    def compose_body(self) -> ComposeResult:
        yield LineInput(
            placeholder="a lock, 2010-01-12, 2010-01-12T09:30Z or a seq; or choose below",
            id="typed",
        )
        yield Bar(fill="text", id="reading")
        yield Menu()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Menu).can_focus = False
        self.query_one("#typed").focus()
        self._say("now: everything that is recorded")
        start(self, self._read, group="stops")

    async def _read(self) -> None:
        session, patient = self.bench.session, self.patient
        try:
            stops = await in_thread(lambda ticket: read_stops(session, patient))
        except TimelineError as error:
            self._say(str(error), "warn")
            return
        moment = self.bench.as_of
        at = "" if moment is None else moment.lock or str(moment.seq)
        self.query_one(Menu).show(stop_items(stops, patient), at=at)

    def _say(self, words: str, role: str = "soft") -> None:
        self.query_one("#reading", Bar).show([(words, role)])

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        start(self, partial(self._resolve, event.value), group="resolve")

    async def _resolve(self, text: str) -> None:
        """Say in words what is typed, as it is typed."""
        session = self.bench.session

        def job(ticket: object) -> str:
            with session.open() as store:
                moment = find_moment(store, text)
            return (
                "now: everything that is recorded"
                if moment is None
                else f"{moment.words} · {moment.place}"
            )

        try:
            self._say(await in_thread(job), "text")
        except TimelineError as error:
            self._say(str(error), "warn")

    def action_move(self, by: int) -> None:
        self.query_one(Menu).action_move(by)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.key)

    def action_choose(self) -> None:
        """What is typed, where anything is; else what the cursor stands on."""
        typed = self.query_one("#typed", Input).value.strip()
        self.dismiss(typed or self.query_one(Menu).current or "now")


def stop_items(stops: StopList, patient: str | None) -> list[Item]:
    """The menu: now, the locks, the patient's changes."""
    items = [Item("now", [(f"{'now':<28}", "strong"), ("everything that is recorded", "soft")])]
    if stops.locks:
        items.append(Item("", [("Locks", "title")], heading=True))
        for name, lock in zip(stops.names, stops.locks, strict=True):
            items.append(Item(name, _line(name, lock)))
    if stops.changes:
        items.append(Item("", [(f"Changes of {patient or 'the store'}", "title")], heading=True))
        for change in stops.changes:
            items.append(Item(str(change.seq), _line("", change)))
    return items


def _line(name: str, stop: RecordTime) -> list[Span]:
    return [
        (fit(name, 16) + " " if name else "", "strong"),
        (f"{instant_words(stop.recorded_at).removesuffix(' UTC'):<19}", "text"),
        (f"seq {stop.seq:<6} ", "faint"),
        (fit(stop.actor, 8) + " ", "soft"),
        (stop.words, "soft"),
    ]

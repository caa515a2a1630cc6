"""The analysis screen: a chart a tab, the patients behind each of its parts, files of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline_tui.analysis.chart import Chart, Options, Request, Selection, Setting
from timeline_tui.analysis.charts import CHARTS
from timeline_tui.analysis.kept import AnalysisKept, kept_of, taken_up
from timeline_tui.analysis.tabs import Tabs
from timeline_tui.analysis.view import ChartView
from timeline_tui.as_of.keys import AS_OF_KEYS
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import grouped, plural
from timeline_tui.workbench_screen import WorkbenchScreen


def _bindings() -> list[BindingType]:
    """A key for each tab, and one for each setting of any chart."""
    found: dict[str, Binding] = {}
    for chart in CHARTS:
        found[chart.name] = Binding(
            chart.key, f"chart('{chart.name}')", chart.title, show=False,
            id=f"analysis.{chart.name}",
        )  # fmt: skip
        for setting in chart.settings:
            name = f"{setting.name}.{setting.key}"
            found[name] = Binding(
                setting.key, f"switch('{setting.name}')", setting.title,
                id=f"analysis.set.{setting.name}",
            )  # fmt: skip
    return list(found.values())


class AnalysisScreen(WorkbenchScreen[None]):
    """Of the whole cohort, or of the patients that it was opened with."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "group_by", "Group by", id="analysis.group_by"),
        Binding("w", "write", "Write", id="analysis.write"),
        *_bindings(),
        Binding("m", "more", "More patients", id="analysis.more"),
        Binding("o", "everybody", "Everybody", id="analysis.everybody"),
        *AS_OF_KEYS,
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(self, narrowed: Selection | None = None) -> None:
        super().__init__()
        self.narrowed = narrowed
        self.only_those = narrowed is not None
        self.chart: Chart = CHARTS[0]
        self.options = Options()
        self._busy = ""
        self._problem = ""
        self._spots: dict[str, str] = {}

    @property
    def place(self) -> str:
        return "analysis"

    def compose_body(self) -> ComposeResult:
        yield Tabs(CHARTS)
        yield ChartView()
        yield Bar(id="status")
        yield Bar(id="detail")

    @property
    def view(self) -> ChartView:
        return self.query_one(ChartView)

    @property
    def patients(self) -> frozenset[str] | None:
        """The patients that the charts are of; None for all."""
        return frozenset(self.narrowed.patients) if self.narrowed and self.only_those else None

    @property
    def request(self) -> Request:
        """What is asked of a chart now."""
        bench = self.bench
        return Request(bench.session, self.patients, bench.as_of_seq, self.options)

    def on_mount(self) -> None:
        self.chart, self.options = taken_up(self.bench.recall(AnalysisKept), CHARTS)
        super().on_mount()
        self.query_one(Tabs).show(self.chart.name)
        self.view.focus()
        self.call_after_refresh(self.read)

    def title_left(self) -> list[Span]:
        found: list[Span] = [(f"{self.bench.session.path.name}  ", "head"), ("analysis", "head")]
        if self.narrowed and self.only_those:
            count = plural(len(self.narrowed.patients), "patient")
            found.append((f"  of {count}: {self.narrowed.words}", "head-soft"))
        return found

    # Reading

    def read(self) -> None:
        """Read the chart's data, in a thread."""
        start(self, self._read, group="read")

    async def _read(self) -> None:
        chart, request = self.chart, self.request
        self._say_busy("reading…")

        def job(ticket: Ticket) -> Any:
            return chart.read(request, ticket)

        try:
            data = await in_thread(job, self._progressed)
        except TimelineError as error:
            self._busy, self._problem = "", str(error)
            self.view.say(self._problem)
            return
        self._busy = self._problem = ""
        self.view.show(chart, data)
        self.refresh_bindings()

    def _progressed(self, done: int, total: int) -> None:
        of = f"{grouped(done)} of {plural(total, 'patient')}" if total else grouped(done)
        self._say_busy(f"deriving courses: {of}…")

    def _say_busy(self, words: str) -> None:
        self._busy = words
        if self.view.data is None:
            self.view.say(words)
        self._show_status()

    @on(ChartView.Highlighted)
    def _show_status(self) -> None:
        spot = self.view.spot
        words, detail = (spot.words, spot.detail) if spot else ("", "")
        right: list[Span] = [(self._busy, "bar-soft")] if self._busy else []
        self.query_one("#status", Bar).show([(words, "bar-strong")], right)
        self.query_one("#detail", Bar).show([(detail, "bar")])

    # What is shown

    def action_chart(self, name: str) -> None:
        if name != self.chart.name:
            self._spots[self.chart.name] = self.view.at
            self.chart = next(chart for chart in CHARTS if chart.name == name)
            self.query_one(Tabs).show(name)
            self.view.at = self._spots.get(name, "")
            self.view.say("")
            self.refresh_bindings()
            self._chose(self.options)

    def _setting(self, name: str) -> Setting | None:
        return next((known for known in self.chart.settings if known.name == name), None)

    def action_switch(self, name: str) -> None:
        if (setting := self._setting(name)) is not None:
            self._chose(self.options.switched(setting))

    def _chose(self, options: Options) -> None:
        self.options = options
        self.bench.keep(kept_of(self.chart, options))
        self.read()

    def action_everybody(self) -> None:
        self.only_those = not self.only_those
        self.show_title()
        self.read()

    def action_group_by(self) -> None:
        """Choose what the patients are divided by."""
        from timeline_tui.analysis.group_picker import GroupPicker

        def chosen(by: str | None) -> None:
            if by is not None:
                self._chose(replace(self.options, by=by or None))

        self.app.push_screen(GroupPicker(self.request), chosen)

    def action_reload(self) -> None:
        self.read()

    # The patients behind it

    @on(ChartView.Opened)
    def _open(self) -> None:
        spot = self.view.spot
        if spot is not None and spot.selections:
            self._open_selection(spot.selections[0])

    def action_more(self) -> None:
        """Choose among all the patients that have to do with the spot."""
        from timeline_tui.analysis.selection_picker import SelectionPicker

        spot = self.view.spot
        if spot is None or not spot.selections:
            return

        def chosen(at: int | None) -> None:
            if at is not None:
                self._open_selection(spot.selections[at])

        self.app.push_screen(SelectionPicker(spot.words, spot.selections), chosen)

    def _open_selection(self, selection: Selection) -> None:
        if selection.patients:
            self.bench.open_selection(selection.words, selection.patients)

    # Files

    def action_write(self) -> None:
        from timeline_tui.widgets.save_to import SaveTo

        chart, data = self.chart, self.view.data
        if data is None:
            return

        def write(path: Path) -> None:
            chart.write(data, path)

        values = [self.options.value(setting) for setting in chart.settings]
        name = "-".join([chart.name, *(value for value in values if value not in ("on", "off"))])
        self.bench.push_screen(SaveTo(chart.title.lower(), name, chart.kinds, write))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "switch":
                return self._setting(str(parameters[0])) is not None
            case "everybody":
                return self.narrowed is not None
        return True

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.read()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.read()

    def look_changed(self) -> None:
        self.view.draw()
        super().look_changed()

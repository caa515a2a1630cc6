"""The workbench's app. It only routes: screens, the as-of moment, what follows from a change."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from timeline.errors import TimelineError
from timeline_tui import jumps
from timeline_tui.ascii_filter import AsciiFilter, in_words
from timeline_tui.background import in_thread, start
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.filter_facts import FilterFacts
from timeline_tui.cohort.list_screen import CohortList
from timeline_tui.cohort.opening import Opening
from timeline_tui.cohort.reading import read_head
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.crash import QuietApp
from timeline_tui.moment import Moment, find_moment
from timeline_tui.paints import Flavour
from timeline_tui.session import Saved, Session
from timeline_tui.state import Section, read_keymap, read_state, write_state
from timeline_tui.themes import DEFAULT, NAMES, TERMINAL, flavour_of, make_themes, name_of, words_of
from timeline_tui.workbench_screen import WorkbenchScreen

S = TypeVar("S", bound=Section)


class Workbench(QuietApp):
    """Cohort, patients and events of one store.

    `changed` holds, for each patient changed in this session, the endpoints' columns that moved;
    `marked` the patients that were marked in this sitting.
    """

    TITLE = "timeline"
    COMMANDS: ClassVar[set[Any]] = set()
    CSS_PATH: ClassVar[list[str | PurePath]] = ["widgets/bars.tcss", "cohort/screen.tcss"]
    """The start screen's too: Textual reads a screen's own file only when it is pushed."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True, id="palette"),
        Binding("ctrl+q", "quit", "Leave", show=False, priority=True, id="leave"),
        Binding("T", "next_theme", "Theme", show=False, id="theme"),
    ]

    def __init__(
        self,
        session: Session,
        opening: Opening,
        *,
        as_of: str | None = None,
        theme: str | None = None,
    ) -> None:
        plain = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if plain else None)
        self.session = session
        self.debug_crashes = session.debug
        self.rows: list[CourseRow] = []
        self.as_of: Moment | None = None
        self.head = opening.head
        self.changed: dict[str, frozenset[str]] = {}
        self.marked: frozenset[str] = frozenset()
        self.facts = FilterFacts(session)
        self.state = read_state(session.path)
        self._opening = opening
        self._asked_as_of = as_of
        for known in make_themes():
            self.register_theme(known)
        self._few_colours = plain or self.console.color_system in (None, "standard")
        asked = theme or self.state.theme
        self.theme = TERMINAL if self._few_colours else name_of(asked) if asked else DEFAULT
        self._theme_at_first = self.theme

    @property
    def flavour(self) -> Flavour:
        """Whether to draw in our colours, in the terminal's, or in none."""
        if self.no_color:
            return "plain"
        return "ansi" if self.native_ansi_color else flavour_of(self.theme)

    @property
    def as_of_seq(self) -> int | None:
        """The seq that is looked from; None is now."""
        return self.as_of.seq if self.as_of is not None else None

    @property
    def editable(self) -> bool:
        """Whether anything can be recorded or corrected here and now."""
        return self.as_of is None and not self.session.readonly

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = list(super().get_line_filters())
        return [*filters, AsciiFilter()] if self.session.ascii else filters

    def get_key_display(self, binding: Binding) -> str:
        shown = super().get_key_display(binding)
        return in_words(shown) if self.session.ascii else shown

    def get_default_screen(self) -> Screen[Any]:
        return CohortScreen(self._opening)

    def on_mount(self) -> None:
        keys, problem = read_keymap()
        if keys:
            self.set_keymap(keys)
        if problem:
            self.notify(problem, severity="warning", markup=False)
        self.theme_changed_signal.subscribe(self, self._look_changed)
        if self._asked_as_of:
            self.look_from(self._asked_as_of)

    def on_ready(self) -> None:
        """The first frame is shown. What was loaded for it is left out of looking for garbage."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def on_unmount(self) -> None:
        if self.theme in NAMES and self.theme != self._theme_at_first:
            choice = self.theme.removeprefix("timeline-")
            self.state = replace(self.state, theme=choice)
        write_state(self.session.path, self.state)

    def recall(self, kind: type[S]) -> S:
        """What a screen kept, in this sitting or the one before; as new where it kept nothing."""
        return self.state.section(kind)

    def keep(self, section: Section) -> None:
        """Keep how a screen is left, for this sitting and the next."""
        self.state = self.state.keeping(section)

    # The look

    def themes_offered(self) -> list[str]:
        """The themes that fit this terminal."""
        return [] if self._few_colours else list(NAMES)

    def action_next_theme(self) -> None:
        """Take the next theme, and say which it is."""
        names = self.themes_offered()
        if names:
            at = names.index(self.theme) + 1 if self.theme in names else 0
            self.theme = names[at % len(names)]
            self.clear_notifications()
            self.notify(f"theme: {words_of(self.theme)}", markup=False, timeout=2)

    def _look_changed(self, theme: object) -> None:
        """Draw everything anew: what draws itself knows nothing of Textual's styles."""
        for screen in self.screen_stack:
            if isinstance(screen, WorkbenchScreen):
                screen.look_changed()
            for widget in screen.walk_children():
                widget.refresh()

    # The as-of moment

    def look_from(self, as_of: str | int | None) -> None:
        """Look from another point in record time; None is now."""
        start(self, partial(self._look_from, as_of), group="as-of")

    async def _look_from(self, as_of: str | int | None) -> None:
        def job(ticket: object) -> Moment | None:
            if as_of is None:
                return None
            with self.session.open() as store:
                return find_moment(store, as_of)

        try:
            self.as_of = await in_thread(job)
        except TimelineError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        for screen in self._workbench_screens():
            screen.as_of_changed()

    def action_step_change(self, by: int) -> None:
        """Look from the change of the store before or after the moment that is set."""
        start(self, partial(self._step_change, by), group="step")

    async def _step_change(self, by: int) -> None:
        from timeline_tui.as_of.stepping import step_from

        seq = self.as_of_seq
        patient = getattr(self.screen, "patient", None)
        found = await in_thread(lambda ticket: step_from(self.session, seq, by, patient))
        if found != seq:
            self.look_from(found)

    def _workbench_screens(self) -> list[WorkbenchScreen[Any]]:
        return [screen for screen in self.screen_stack if isinstance(screen, WorkbenchScreen)]

    # Where the keys lead

    def open_patient(self, patient: str, *, fact: str | None = None) -> None:
        """Show a patient's course; another patient's screen on top is replaced."""
        from timeline_tui.patient.screen import PatientScreen

        if isinstance(self.screen, PatientScreen):
            self.switch_screen(PatientScreen(patient, fact=fact))
        else:
            self.push_screen(PatientScreen(patient, fact=fact))

    def open_selection(self, words: str, patients: Collection[str]) -> None:
        """List some patients, with the words they were chosen by; leaving it comes back here."""
        from timeline_tui.cohort.selection import SelectionScreen

        self.push_screen(SelectionScreen(words, patients))

    def open_comparison(self, patients: Sequence[str]) -> None:
        """Show patients' courses beside each other."""
        from timeline_tui.compare.screen import CompareScreen

        self.push_screen(CompareScreen(patients))

    def cohort_lists(self) -> list[CohortList]:
        """The lists of patients, the start's first and the one on top last."""
        return [screen for screen in self.screen_stack if isinstance(screen, CohortList)]

    def selected_patients(self) -> list[str] | None:
        """The patients now shown, in order, where a filter or selection narrows the cohort."""
        return self.cohort_lists()[-1].selected

    def selected_words(self) -> str:
        """What `selected_patients` are listed by; empty for everybody."""
        return self.cohort_lists()[-1].words

    def open_event(self, patient: str, facts: list[str], fact: str) -> None:
        """Show one fact; `facts` are the ones to step through."""
        from timeline_tui.event.screen import EventScreen

        self.push_screen(EventScreen(patient, facts, fact))

    def open_history(self, patient: str | None = None) -> None:
        """Show what was changed of a patient, or of everybody."""
        from timeline_tui.history.screen import HistoryScreen

        self.push_screen(HistoryScreen(patient))

    def open_analysis(self) -> None:
        """Show the charts: of the patients that the screen is narrowed to, else of all."""
        from timeline_tui.analysis.chart import Selection
        from timeline_tui.analysis.screen import AnalysisScreen

        if isinstance(self.screen, AnalysisScreen):
            return
        patients, words = self.selected_patients(), self.selected_words()
        self.push_screen(AnalysisScreen(None if patients is None else Selection(words, patients)))

    def open_locks(self) -> None:
        """Show the locks, and whether they hold."""
        from timeline_tui.locks.screen import LocksScreen

        self.push_screen(LocksScreen())

    def open_diff(self, old: str | int | None = None, new: str | int = "now") -> None:
        """Show what moved between two points; without a first one, since the last lock."""
        from timeline_tui.diff.screen import DiffScreen

        self.push_screen(DiffScreen(old, new))

    def open_review(self, patient: str | None = None) -> None:
        """Show what waits for review: of a patient, of those listed where a filter or a selection
        narrows the cohort, else of everybody.
        """
        from timeline_tui.review.screen import ReviewScreen

        if patient is not None:
            self.push_screen(ReviewScreen(patient))
        else:
            patients, words = self.selected_patients(), self.selected_words()
            self.push_screen(ReviewScreen(None, patients, "" if patients is None else words))

    def query_fact(self, patient: str, fact: str, words: str) -> None:
        """Ask somebody about a fact: a query that waits until it is answered and closed."""
        from timeline_tui.review.marking import ask_for_mark

        if self.editable:
            ask_for_mark(self, f"{patient} · query", words, "query open", about=fact)

    @property
    def place(self) -> str:
        """The name that a jump has for the screen on top; empty where it has none."""
        return self.screen.place if isinstance(self.screen, WorkbenchScreen) else ""

    def leads_to(self, place: str) -> bool:
        """Whether a jump leads anywhere."""
        return jumps.leads_to(self, place)

    def go_to(self, place: str) -> None:
        """Jump to a place, over the list of the cohort."""
        start(self, partial(jumps.go_to, self, place), group="jump")

    def ask_patient(self) -> None:
        """Open the patient whose id is typed."""
        from timeline_tui.palette import PatientPalette

        self.push_screen(PatientPalette())

    def record(self, patient: str | None, *, occurred_on: str = "") -> None:
        """Ask for a kind and record an event of it."""
        from timeline_tui.form.kind_picker import KindPicker

        def chosen(kind: str | None) -> None:
            from timeline_tui.form.screen import FormScreen
            from timeline_tui.form.subject import recording

            if kind is not None:
                subject = recording(kind, patient, occurred_on)
                self.push_screen(FormScreen(subject), self.after_saving)

        if self.editable:
            self.push_screen(KindPicker(registration=patient is None), chosen)

    def revise(self, fact: str, action: str) -> None:
        """Correct, retract or reinstate a fact in a form."""
        if self.editable:
            start(self, partial(self._revise, fact, action), group="revise")

    async def _revise(self, fact: str, action: str) -> None:
        from timeline_tui.form.screen import FormScreen
        from timeline_tui.form.subject import read_subject

        asked_on = self.screen
        subject = await in_thread(lambda ticket: read_subject(self.session, fact, action))
        if self.screen is asked_on:
            self.push_screen(FormScreen(subject), self.after_saving)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "undo":
            return self.editable and bool(self.session.steps)
        if action == "next_theme":
            return bool(self.themes_offered())
        return True

    def action_undo(self) -> None:
        """Undo the last change of this session by another revision of the same fact."""
        start(self, self._undo, group="revise")

    async def _undo(self) -> None:
        from timeline_tui.form.screen import FormScreen
        from timeline_tui.form.subject import read_undoing

        step, asked_on = self.session.steps[-1], self.screen
        subject = await in_thread(lambda ticket: read_undoing(self.session, step))
        if self.screen is asked_on:
            self.push_screen(FormScreen(subject), self.after_saving)

    def after_saving(self, saved: Saved | None) -> None:
        """Show everywhere what an append changed."""
        if saved is None:
            return
        self.session.note(saved)
        self.head = saved.head
        if saved.columns:
            self.changed[saved.patient] = saved.columns
        self.show_change(saved.patient)
        self.notify(saved.words, title=saved.title, markup=False, timeout=4)

    def show_change(self, patient: str) -> None:
        """Let every screen show what is new of a patient."""
        for screen in self._workbench_screens():
            screen.store_changed(patient)

    def action_as_of(self) -> None:
        from timeline_tui.as_of.screen import AsOfScreen

        patient = getattr(self.screen, "patient", None)
        self.push_screen(AsOfScreen(patient), self._as_of_chosen)

    def _as_of_chosen(self, as_of: str | None) -> None:
        if as_of is not None:
            self.look_from(as_of)

    def action_help(self) -> None:
        from timeline_tui.help.screen import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        from timeline_tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_picture(self) -> None:
        """Write what is on the screen to a file, after asking: it is a patient's data."""
        from timeline_tui.picture import ask_for_picture

        self.set_timer(0.1, partial(ask_for_picture, self))

    def head_changed(self) -> None:
        """Look up where the store ends now."""
        start(self, self._read_head, group="head")

    async def _read_head(self) -> None:
        self.head = await in_thread(lambda ticket: read_head(self.session))
        for screen in self._workbench_screens():
            screen.show_title()

"""The patient screen: the course on one time axis, its endpoints, and what explains them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline.explain import Explanation
from timeline_tui.as_of.keys import AS_OF_KEYS
from timeline_tui.background import in_thread, start
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.lanes.widget import PatientLanes
from timeline_tui.patient.explanation import (
    ENDPOINTS,
    KEYED,
    evidence,
    evidence_in_order,
    explanation_lines,
    line_of,
    tabs,
)
from timeline_tui.patient.figures import endpoint_spans, who
from timeline_tui.patient.on_lanes import show_course
from timeline_tui.patient.reading import (
    Endpoints,
    PatientCourse,
    derive_endpoints,
    read_course,
    read_explanations,
)
from timeline_tui.state import Section
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.lines import Lines
from timeline_tui.wording import day_words
from timeline_tui.workbench_screen import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class PatientKept(Section):
    """How the patients' screens were left: the endpoint that was explained last."""

    explained: str = ""


class PatientScreen(WorkbenchScreen[None]):
    """Two lines of figures over the lanes; an explanation opens under them."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "explain(1)", "Explain", id="patient.explain"),
        Binding("E", "explain(-1)", "Explain the one before", show=False,
                id="patient.explain_back"),
        *(
            Binding(str(at), f"explain_endpoint('{name}')", f"Explain {words}", show=False,
                    id=f"patient.explain_{name}")
            for at, (name, words) in enumerate(ENDPOINTS[:KEYED], 1)
        ),
        Binding("9", "choose_endpoint", "Explain any", show=False, id="patient.explain_any"),
        Binding("right_curly_bracket", "evidence(1)", "Next evidence", show=False,
                id="patient.evidence_next"),
        Binding("left_curly_bracket", "evidence(-1)", "Evidence before", show=False,
                id="patient.evidence_previous"),
        Binding("pagedown", "scroll(1)", "On in the explanation", show=False,
                id="patient.explanation_down"),
        Binding("pageup", "scroll(-1)", "Back in the explanation", show=False,
                id="patient.explanation_up"),
        Binding("c", "revise('correct')", "Correct", id="patient.correct"),
        Binding("d", "revise('retract')", "Retract", id="patient.retract"),
        Binding("n", "record", "Record", id="patient.record"),
        Binding("h", "history", "History", id="patient.history"),
        Binding("r", "review", "Review", id="patient.review"),
        Binding("Q", "query", "Query", show=False, id="patient.query"),
        *AS_OF_KEYS,
        Binding("u", "app.undo", "Undo", id="undo"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]  # fmt: skip

    def __init__(self, patient: str, *, fact: str | None = None) -> None:
        super().__init__()
        self.patient = patient
        self.course = PatientCourse(patient)
        self.explaining = ""
        self._explained_by: list[Explanation] = []
        self._fact = fact
        self._row: CourseRow | None = None
        self._before: CourseRow | None = None
        self._drawn = False

    def compose_body(self) -> ComposeResult:
        yield Bar(id="figures")
        yield PatientLanes()
        yield Bar(id="tabs")
        yield Lines(id="explanation")

    @property
    def lanes(self) -> PatientLanes:
        return self.query_one(PatientLanes)

    def on_mount(self) -> None:
        self._row = next((row for row in self.bench.rows if row.patient == self.patient), None)
        super().on_mount()
        self.query_one("#explanation", Lines).can_focus = False
        self._show_figures()
        self.lanes.focus()
        self.load()

    def title_left(self) -> list[Span]:
        return who(self._row, self.patient)

    def happened_by(self) -> str:
        days = [event.occurred_on for event in self.course.events]
        return day_words(max(days)) if days else ""

    def load(self) -> None:
        """Read the patient as of the moment that is set."""
        start(self, self._load, group="load")

    async def _load(self) -> None:
        session, patient, seq = self.bench.session, self.patient, self.bench.as_of_seq
        origin = self._row.origin_on if self._row else None
        try:
            course = await in_thread(lambda ticket: read_course(session, patient, seq, origin))
            self._show(course)
            if course.endpoints is None:
                endpoints = await in_thread(lambda ticket: derive_endpoints(session, patient, seq))
                if endpoints is None:
                    self.query_one("#figures", Bar).show([(_nothing(course), "bar-soft")])
                    return
                self._row = endpoints.row
                self._show(_with(course, endpoints))
        except TimelineError as error:
            self.query_one("#figures", Bar).show([(str(error), "bar-warn")])

    def _show(self, course: PatientCourse) -> None:
        same = self.course.events == course.events and self._drawn
        same = same and _judged(self.course) == _judged(course)
        self.course = course
        if course.endpoints is not None:
            self._row = course.endpoints.row
        self.show_title()
        self.show_banner()
        self._show_figures()
        if not same:
            self._draw()
        if self.explaining:
            self._explain()

    def _draw(self) -> None:
        course, lanes = self.course, self.lanes
        show_course(lanes, course, self.bench.as_of, self._row.origin_on if self._row else None)
        if self._fact is None and not self._drawn:
            self._fact = next((e.fact for e in course.events if e.kind == "rt_fraction"), None)
        if self._fact is not None:
            lanes.select(self._fact)
            self._fact = None
        self._drawn = True

    def _show_figures(self) -> None:
        if self.is_mounted:
            told = self._before is not None and self.bench.as_of is None
            changed = self.bench.changed.get(self.patient, frozenset()) if told else frozenset()
            spans = endpoint_spans(self.course.endpoints, self._before, changed, self.size.width)
            self.query_one("#figures", Bar).show(spans)

    # Events

    @property
    def _current(self) -> str:
        event = self.lanes.highlighted
        return event.fact if event is not None else ""

    @on(PatientLanes.EventOpened)
    def _open(self, event: PatientLanes.EventOpened) -> None:
        facts = [known.fact for known in self.course.events]
        self.bench.open_event(self.patient, facts, event.event.fact)

    def action_revise(self, action: str) -> None:
        if self._current:
            self.bench.revise(self._current, action)

    def action_record(self) -> None:
        event = self.lanes.highlighted
        self.bench.record(self.patient, occurred_on=event.occurred_on if event else "")

    def action_review(self) -> None:
        self.bench.open_review(self.patient)

    def action_query(self) -> None:
        """Put a query on the event under the cursor."""
        if (event := self.lanes.highlighted) is not None:
            from timeline.describe import describe_payload

            words = f"{event.occurred_on}  {describe_payload(event.kind, event.payload)}"
            self.bench.query_fact(self.patient, event.fact, words)

    def action_history(self) -> None:
        self.bench.open_history(self.patient)

    def action_reload(self) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("revise", "record", "query"):
            return self.bench.editable
        if action in ("evidence", "scroll"):
            return bool(self.explaining)
        return True

    # Explaining

    def action_explain(self, by: int) -> None:
        """Explain the next endpoint; at first the one explained last, or the first one."""
        names = [name for name, _ in ENDPOINTS]
        last = self.bench.recall(PatientKept).explained
        if self.explaining or last not in names:
            at = names.index(self.explaining) + by if self.explaining else (0 if by > 0 else -1)
            last = names[at % len(names)]
        self.action_explain_endpoint(last)

    def action_explain_endpoint(self, name: str) -> None:
        self.explaining = name
        self.bench.keep(PatientKept(name))
        self.add_class("-explaining")
        hint = "{ } evidence · esc closes" if self.size.width >= 100 else "{ } · esc"
        self.query_one("#tabs", Bar).show(tabs(name), [(hint, "bar-soft")])
        self.refresh_bindings()
        self._explain()

    def action_choose_endpoint(self) -> None:
        """Choose among everything that can be explained."""
        from timeline_tui.patient.endpoint_picker import EndpointPicker

        def explain(name: str | None) -> None:
            if name:
                self.action_explain_endpoint(name)

        self.app.push_screen(EndpointPicker(self.explaining), explain)

    def _explain(self) -> None:
        start(self, partial(self._explained, self.explaining), group="explain")

    async def _explained(self, name: str) -> None:
        session, patient, seq = self.bench.session, self.patient, self.bench.as_of_seq
        panel = self.query_one("#explanation", Lines)
        try:
            found = await in_thread(lambda ticket: read_explanations(session, patient, name, seq))
        except TimelineError as error:
            panel.show([[(str(error), "warn")]])
            return
        if name != self.explaining:
            return
        self._explained_by = found
        panel.top = 0
        self._show_explanation()
        self.lanes.evidence = evidence(found)

    def _show_explanation(self) -> None:
        panel = self.query_one("#explanation", Lines)
        width = max(40, self.size.width - 4)
        lines = explanation_lines(self._explained_by, width, self._current)
        panel.show(lines)
        if at := line_of(lines):
            panel.reveal(at)

    def action_evidence(self, by: int) -> None:
        """Put the cursor on the next fact of the evidence, or the one before."""
        facts = [event.fact for event in evidence_in_order(self._explained_by)]
        facts = [fact for fact in facts if self.lanes.holds(fact)]
        if not facts:
            return
        current = self._current
        at = facts.index(current) + by if current in facts else (0 if by > 0 else -1)
        self.lanes.select(facts[at % len(facts)], own_lane=True)

    @on(PatientLanes.EventHighlighted)
    def _highlighted(self) -> None:
        if self.explaining and self._explained_by:
            self._show_explanation()

    def action_scroll(self, by: int) -> None:
        """The explanation a page on or back."""
        panel = self.query_one("#explanation", Lines)
        panel.action_scroll_lines(by * max(1, panel.size.height - 1))

    def action_back(self) -> None:
        """Close the explanation; without one, leave the patient."""
        if self.explaining:
            self.explaining, self._explained_by = "", []
            self.remove_class("-explaining")
            self.refresh_bindings()
            self.workers.cancel_group(self, "explain")
            self.lanes.evidence = frozenset()
        else:
            self.dismiss()

    def as_of_changed(self) -> None:
        super().as_of_changed()
        self.load()

    def look_changed(self) -> None:
        super().look_changed()
        self._draw()

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        if patient == self.patient:
            self._before = self._row
            self.load()

    def on_screen_resume(self) -> None:
        self._show_figures()


def _with(course: PatientCourse, endpoints: Endpoints) -> PatientCourse:
    return replace(course, endpoints=endpoints)


def _judged(course: PatientCourse) -> object:
    return course.endpoints.assessments if course.endpoints is not None else ()


def _nothing(course: PatientCourse) -> str:
    return "nothing was known of this patient then" if not course.events else "no endpoints"

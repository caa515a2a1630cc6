"""The side panel: the course of the patient under the cursor, once the cursor rests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from textual.geometry import Region
from textual.strip import Strip

from timeline.errors import TimelineError
from timeline_tui.background import Ticket, in_thread, start
from timeline_tui.cohort.columns import afp_words, late_role
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.look import RESPONSES
from timeline_tui.session import Session
from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn
from timeline_tui.wording import MISSING, number, plural, sex_letter, time_months

REST_SECONDS = 0.12


class CoursePreview(Drawn):
    """Key figures, a small course over months and the milestones of one patient."""

    def __init__(self) -> None:
        super().__init__()
        self._row: CourseRow | None = None
        self._lines: list[list[Span]] = []

    def preview(self, row: CourseRow | None, *, again: bool = False) -> None:
        """Show another patient, or with `again` the same one read anew."""
        if row == self._row and not again:
            return
        self._row = row
        if self.display and self.size.width:
            start(self, partial(self._preview, row), group="preview")

    def on_resize(self) -> None:
        self.preview(self._row, again=True)

    async def _preview(self, row: CourseRow | None) -> None:
        await asyncio.sleep(REST_SECONDS)
        if row is None:
            self._show([])
            return
        session, seq, width = self.workbench_session()
        inner = width - 2

        def job(ticket: Ticket) -> list[list[Span]]:
            return read_course_lines(session, row, seq, inner)

        try:
            self._show([*figures(row), [], *(await in_thread(job))])
        except TimelineError as error:
            self._show([*figures(row), [], [(str(error), "warn")]])

    def workbench_session(self) -> tuple[Session, int | None, int]:
        """What a reading thread needs to know."""
        from timeline_tui.workbench_screen import WorkbenchScreen

        screen = self.screen
        assert isinstance(screen, WorkbenchScreen)
        return screen.bench.session, screen.bench.as_of_seq, self.size.width

    def _show(self, lines: list[list[Span]]) -> None:
        """Put other lines there; only those that differ are drawn."""
        before, self._lines = self._lines, lines
        width = self.size.width
        regions = [
            Region(0, y, width, 1)
            for y, (old, new) in enumerate(zip_longest(before, lines))
            if old != new and y < self.size.height
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        line: Sequence[Span] = self._lines[y] if y < len(self._lines) else ()
        return strip_of([("│ ", "rule"), *line], self.size.width, self.flavour, fill="text")


def figures(row: CourseRow) -> list[list[Span]]:
    """Who the patient is and how they fared."""
    who = [f"{sex_letter(row.sex)} {row.age if row.age is not None else MISSING}", row.etiology]
    who += [row.stage and f"stage {row.stage}", row.child_pugh and f"C–P {row.child_pugh}"]
    glyph, role = RESPONSES.get(row.best_response or "", ("", "faint"))
    return [
        [(f"{row.patient}  ", "strong"), (" · ".join(word for word in who if word), "soft")],
        [(row.group or "no group", "soft"), *_excluded(row)],
        [(f"⚑ {plural(row.open_issues, 'open issue')}", "warn")] if row.open_issues else [],
        [
            ("OS   ", "faint"),
            (f"{time_months(row.os_months, row.os_event, '†'):<11}", "text"),
            ("best  ", "faint"),
            (f"{glyph} {row.best_response or MISSING}".strip(), role),
        ],
        [
            ("TTP  ", "faint"),
            (f"{time_months(row.ttp_months, row.ttp_event, '▲'):<11}", "text"),
            ("AFP   ", "faint"),
            (afp_words(row), "text"),
        ],
        [
            ("RT   ", "faint"),
            (f"{number(row.rt_gy, 1) + ' Gy' if row.rt_gy is not None else MISSING:<11}", "text"),
            ("late  ", "faint"),
            (row.late_3_months or MISSING, late_role(row.late_3_months)),
            (" · ", "faint"),
            (row.late_6_months or MISSING, late_role(row.late_6_months)),
        ],
    ]


def _excluded(row: CourseRow) -> list[Span]:
    out = row.included is not None and not row.included
    return [("  × excluded from the analysis", "warn")] if out else []


def read_course_lines(
    session: Session, row: CourseRow, as_of: int | None, width: int
) -> list[list[Span]]:
    """The lower part of the preview, read and drawn in a thread."""
    from timeline.history import effective_events
    from timeline.kinds import REMARKS
    from timeline_tui.cohort.mini_course import draw_course, draw_milestones

    with session.open() as store:
        known = effective_events(store, row.patient, as_of=as_of)
    events = [event for event in known if event.kind not in REMARKS]
    lines = draw_course(events, width)
    if lines:
        lines.append([])
    return lines + draw_milestones(events, width)

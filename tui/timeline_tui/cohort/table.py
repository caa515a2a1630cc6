"""The cohort table: any number of patients, of which only the visible lines are ever drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from timeline_tui.cohort.columns import Placed, place_columns
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.more_columns import ALL_COLUMNS
from timeline_tui.cohort.ordering import Sorting
from timeline_tui.cohort.table_lines import empty_line, row_spans, thumb, title_spans
from timeline_tui.widgets.drawing import strip_of
from timeline_tui.widgets.drawn import Drawn


class CohortTable(Drawn, can_focus=True):
    """One line a patient under a fixed line of titles. It draws itself; it has no children.

    `places` says which of `rows` are shown, in order. The row cursor is a patient; the column
    cursor is the column that `s` sorts by and `-` hides.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Next patient", show=False, id="cohort.next"),
        Binding("up,k", "step(-1)", "Previous patient", show=False, id="cohort.previous"),
        Binding("pagedown", "page(1)", "Next page", show=False, id="cohort.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="cohort.page_up"),
        Binding("home", "jump(0)", "First patient", show=False, id="cohort.first"),
        Binding("end,G", "jump(-1)", "Last patient", show=False, id="cohort.last"),
        Binding("right", "column(1)", "Next column", show=False, id="cohort.column_right"),
        Binding("left", "column(-1)", "Previous column", show=False, id="cohort.column_left"),
        Binding("enter", "open", "Open", key_display="↵", id="cohort.open"),
        Binding("s", "sort", "Sort", id="cohort.sort"),
        Binding("minus", "hide_column", "Hide the column", show=False, id="cohort.hide"),
        Binding("plus", "all_columns", "Show every column", show=False, id="cohort.show_all"),
    ]

    class Highlighted(Message):
        """The row cursor stands on another patient, or on none."""

        def __init__(self, row: CourseRow | None) -> None:
            super().__init__()
            self.row = row

    class Opened(Message):
        """The patient under the cursor was asked for."""

        def __init__(self, patient: str) -> None:
            super().__init__()
            self.patient = patient

    class SortAsked(Message):
        """The order by another column, or the other way round, was asked for."""

        def __init__(self, sorting: Sorting) -> None:
            super().__init__()
            self.sorting = sorting

    class ColumnMoved(Message):
        """The column cursor stands on another column."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[CourseRow] = ()
        self.places: Sequence[int] = ()
        self.sorting = Sorting()
        self.changed: frozenset[str] = frozenset()
        self.marked: frozenset[str] = frozenset()
        self.empty = ""
        self.cursor = 0
        self.top = 0
        self.column_cursor = 0
        self.hidden: set[str] = set()
        self.chosen: tuple[str, ...] = ()
        self._columns: list[Placed] = []
        self._laid_out_for = -1

    @property
    def page(self) -> int:
        """How many patients are visible at once."""
        return max(1, self.size.height - 1)

    @property
    def columns(self) -> Sequence[Placed]:
        return self._columns

    @property
    def current(self) -> CourseRow | None:
        """The patient under the cursor."""
        if not 0 <= self.cursor < len(self.places):
            return None
        return self.rows[self.places[self.cursor]]

    def show_rows(self, rows: Sequence[CourseRow], places: Sequence[int], sorting: Sorting) -> None:
        """Show other patients, or the same in another order; the cursor stays on its patient."""
        before = self.current
        self.rows, self.places, self.sorting = rows, places, sorting
        if before is not None:
            self.cursor = self._find(before.patient, self.cursor)
        self.cursor = max(0, min(self.cursor, len(places) - 1))
        self._keep_visible()
        self._lay_out()
        self.refresh()
        if self.current != before:
            self.post_message(self.Highlighted(self.current))

    def show_marks(self, marked: frozenset[str]) -> None:
        """Show other patients as marked; only the visible lines that differ are drawn."""
        moved, self.marked = self.marked ^ marked, marked
        for at in range(self.top, min(self.top + self.page, len(self.places))):
            if self.rows[self.places[at]].patient in moved:
                self._refresh_row(at)

    def _find(self, patient: str, otherwise: int) -> int:
        """Where a patient stands in the order, or `otherwise` where it is not shown."""
        for place, row in enumerate(self.rows):
            if row.patient == patient:
                return self.places.index(place) if place in self.places else otherwise
        return otherwise

    def stand_on(self, patient: str) -> bool:
        """Put the cursor on a patient. False where the patient is not among the shown."""
        at = self._find(patient, -1)
        if at >= 0:
            self._move(at)
        return at >= 0

    def on_resize(self) -> None:
        self._keep_visible()
        self._lay_out()
        self.refresh()

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)

    def action_step(self, by: int) -> None:
        self._move(self.cursor + by)

    def action_page(self, by: int) -> None:
        self.top += by * self.page
        self._move(self.cursor + by * self.page, whole=True)

    def action_jump(self, to: int) -> None:
        self._move(len(self.places) - 1 if to < 0 else to)

    def action_column(self, by: int) -> None:
        before = self.column_cursor
        self.column_cursor = max(0, min(len(self._columns) - 1, before + by))
        if before != self.column_cursor:
            self.refresh(Region(0, 0, self.size.width, 1))
            self.post_message(self.ColumnMoved())

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened(self.current.patient))

    def action_sort(self) -> None:
        if self._columns:
            name = self._columns[self.column_cursor].column.name
            again = self.sorting.column == name
            self.post_message(self.SortAsked(Sorting(name, again and not self.sorting.descending)))

    def action_hide_column(self) -> None:
        name = self._columns[self.column_cursor].column.name
        if name == "patient":
            return
        if self.chosen:
            self.show_columns(tuple(known for known in self.chosen if known != name))
        else:
            self.hidden = {*self.hidden, name}
            self.show_columns(())

    def action_all_columns(self) -> None:
        self.hidden = set()
        self.show_columns(())

    def show_columns(self, chosen: tuple[str, ...]) -> None:
        """Show these columns in this order; none: the ones that fit best and are not hidden."""
        self.chosen = tuple(name for name in chosen if name in ALL_COLUMNS)
        self._lay_out()
        self.refresh()
        self.post_message(self.ColumnMoved())

    def on_mouse_scroll_down(self) -> None:
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(-3)

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            for at, placed in enumerate(self._columns):
                if placed.x <= event.x - 2 < placed.x + placed.width + 1:
                    self.column_cursor = at
                    self.action_sort()
            return
        at = self.top + event.y - 1
        if at < len(self.places):
            if at == self.cursor:
                self.action_open()
            self._move(at)

    def _move(self, to: int, *, whole: bool = False) -> None:
        before, top = self.cursor, self.top
        self.cursor = max(0, min(to, len(self.places) - 1))
        self._keep_visible()
        if whole or self.top != top:
            self.refresh()
        elif self.cursor != before:
            self._refresh_row(before)
            self._refresh_row(self.cursor)
        if self.cursor != before:
            self.post_message(self.Highlighted(self.current))

    def _scroll(self, by: int) -> None:
        top = max(0, min(self.top + by, len(self.places) - self.page))
        if top != self.top:
            self.top = top
            self._move(max(top, min(self.cursor, top + self.page - 1)), whole=True)

    def _keep_visible(self) -> None:
        self.top = max(0, min(self.top, len(self.places) - self.page))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + self.page:
            self.top = self.cursor - self.page + 1

    def _refresh_row(self, at: int) -> None:
        self.refresh(Region(0, 1 + at - self.top, self.size.width, 1))

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        longest = max((len(self.rows[place].patient) for place in self.places[:200]), default=8)
        self._columns = place_columns(
            self.size.width - 3,
            id_width=longest,
            hidden=self.hidden,
            chosen=[ALL_COLUMNS[name] for name in self.chosen],
        )
        self.column_cursor = max(0, min(self.column_cursor, len(self._columns) - 1))

    def render_line(self, y: int) -> Strip:
        width, flavour = self.size.width, self.flavour
        if width != self._laid_out_for:
            # The first lines are drawn before the event of their size arrives.
            self._lay_out()
        if y == 0:
            titles = title_spans(self._columns, self.sorting, self.column_cursor)
            return strip_of(titles, width, flavour, fill="title")
        if not self.places:
            line = empty_line(self.empty, y, width, self.size.height)
            return strip_of(line, width, flavour, fill="text")
        at = self.top + y - 1
        if at >= len(self.places):
            return strip_of((), width, flavour, fill="text")
        over = None
        if at == self.cursor:
            over = "cursor" if self.has_focus else "cursor-blurred"
        row = self.rows[self.places[at]]
        signs = (row.patient in self.marked, row.patient in self.changed)
        spans = row_spans(row, self._columns, width - 1, over, *signs)
        spans.append(thumb(y - 1, self.top, self.page, len(self.places)))
        return strip_of(spans, width, flavour, fill=over or "text")

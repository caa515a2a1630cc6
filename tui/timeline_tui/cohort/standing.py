"""What the bars over and under the cohort table say."""

from __future__ import annotations

from timeline_tui.cohort.ordering import Ordered
from timeline_tui.cohort.table import CohortTable
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import grouped, plural


def size_words(name: str, total: int, ordered: Ordered, *, show_excluded: bool) -> list[Span]:
    """The store, how many patients are shown of how many, deaths and progressions among them."""
    shown = len(ordered.places)
    of = total - (0 if show_excluded else ordered.excluded)
    count = plural(of, "patient")
    if shown != of:
        count = f"{grouped(shown)} of {count}"
    return [
        (f"{name}  ", "head"),
        (f"{count}  ", "head"),
        (f"† {plural(ordered.deaths, 'death')}  ", "head-soft"),
        (f"▲ {plural(ordered.progressions, 'progression')}  ", "head-soft"),
    ]


def status_words(
    table: CohortTable, ordered: Ordered, filter_text: str, said: str, *, show_excluded: bool
) -> tuple[list[Span], list[Span]]:
    """At the left what goes on, else what the column means; at the right where the cursor is."""
    left: list[Span] = []
    if said:
        left.append((said, "bar-warn"))
    elif table.columns:
        column = table.columns[table.column_cursor].column
        left.append((f"{column.title}: {column.meaning}", "bar"))
    if filter_text and not said:
        left.append((f"   filter {filter_text}", "bar-key"))
    right: list[Span] = []
    if ordered.excluded:
        excluded = "shown" if show_excluded else "hidden"
        right.append((f"{grouped(ordered.excluded)} excluded {excluded}  ", "bar-soft"))
    at = table.cursor + 1 if table.places else 0
    right.append((f"{grouped(at)} of {grouped(len(table.places))}", "bar"))
    return left, right

"""What the bars over and under the cohort table say."""

from __future__ import annotations

from rich.cells import cell_len

from timeline_tui.cohort.choosing import Chosen
from timeline_tui.cohort.ordering import Ordered
from timeline_tui.cohort.table import CohortTable
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import grouped, number, plural


def size_words(
    name: str, total: int, chosen: Chosen, room: int, *, show_excluded: bool
) -> list[Span]:
    """The store, how many patients are shown of how many, deaths and progressions among them, and
    their median follow-up; in fewer words where there is no room.
    """
    ordered = chosen.ordered
    shown = len(ordered.places)
    of = total - (0 if show_excluded else ordered.excluded)
    count = plural(of, "patient")
    if shown != of:
        count = f"{grouped(shown)} of {count}"
    months = "not reached" if chosen.follow_up is None else f"{number(chosen.follow_up, 1)} mo"
    died, progressed = plural(ordered.deaths, "death"), plural(ordered.progressions, "progression")
    spans: list[Span] = []
    for facts in (
        (f"† {died}", f"▲ {progressed}", f"median follow-up {months}"),
        (f"† {grouped(ordered.deaths)}", f"▲ {grouped(ordered.progressions)}",
         f"follow-up {months}"),
    ):  # fmt: skip
        said = [(f"{fact}  ", "head-soft") for fact in (facts if chosen.reckoned else facts[:2])]
        spans = [(f"{name}  ", "head"), (f"{count}  ", "head"), *said]
        if sum(cell_len(text) for text, _ in spans) <= room:
            break
    return spans


def status_words(
    table: CohortTable,
    ordered: Ordered,
    filter_text: str,
    said: str,
    *,
    marked: int,
    show_excluded: bool,
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
    if marked:
        right.append((f"✓ {grouped(marked)} marked  ", "bar-key"))
    if ordered.excluded:
        excluded = "shown" if show_excluded else "hidden"
        right.append((f"{grouped(ordered.excluded)} excluded {excluded}  ", "bar-soft"))
    at = table.cursor + 1 if table.places else 0
    right.append((f"{grouped(at)} of {grouped(len(table.places))}", "bar"))
    return left, right

"""The as-of banner: both clocks in words, on every screen and every dialog."""

from __future__ import annotations

from timeline_tui.moment import Moment
from timeline_tui.widgets.drawing import Span


def banner_words(moment: Moment, happened: str) -> tuple[list[Span], list[Span]]:
    """The as-of banner: both clocks, and what follows from it."""
    lock = f" ({moment.lock})" if moment.lock else ""
    left: list[Span] = [
        (f"◷ recorded by {moment.instant}{lock}", "as-of"),
        (f" · happened by {happened or 'then'}", "as-of-soft"),
        (f" · {moment.place}, later facts are hidden", "as-of-soft"),
    ]
    return left, [("editing off", "as-of")]

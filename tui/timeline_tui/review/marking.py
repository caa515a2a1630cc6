"""Asking for a mark, and recording it: from the worklist, and on a fact from anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.review.dialog import MarkDialog
from timeline_tui.review.reading import save_mark

if TYPE_CHECKING:
    from timeline_tui.app import Workbench


def ask_for_mark(
    bench: Workbench,
    title: str,
    what: str,
    verdict: str,
    *,
    about: str,
    issue: str | None = None,
    seen_at: int | None = None,
) -> None:
    """Open the dialog; what it is left with is recorded and shown everywhere."""

    def answered(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            job = partial(_record, bench, about, issue, *answer, seen_at)
            start(bench, job, group="mark")

    bench.push_screen(MarkDialog(title, what, verdict), answered)


async def _record(
    bench: Workbench, about: str, issue: str | None, verdict: str, comment: str, seen_at: int | None
) -> None:
    session = bench.session
    try:
        saved = await in_thread(
            lambda ticket: save_mark(session, about, issue, verdict, comment, seen_at)
        )
    except TimelineError as error:
        bench.notify(str(error), title="Not marked", severity="error", markup=False)
        bench.show_change(about.partition("/")[0])
        return
    bench.after_saving(saved)

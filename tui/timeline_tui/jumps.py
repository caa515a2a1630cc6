"""Where `g` and a second key lead from any screen: one place each, over the list of the cohort."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

OPENERS = {
    "cohort": "",
    "history": "open_history",
    "analysis": "open_analysis",
    "review": "open_review",
    "differences": "open_diff",
    "locks": "open_locks",
    "patient": "ask_patient",
}
"""The app's method that opens each place, once everything over the cohort's list is left."""
STAYS = frozenset({"patient"})
"""What is asked for over the screen that one is on."""


def leads_to(bench: Workbench, place: str) -> bool:
    """Whether there is such a place."""
    opener = OPENERS.get(place)
    return opener == "" or (opener is not None and hasattr(bench, opener))


async def go_to(bench: Workbench, place: str) -> None:
    """Leave what is open and go to a place; nothing happens where one is there already.

    The analysis is of the patients listed: it goes over the list that one comes from.
    """
    if bench.place == place:
        return
    start = bench.cohort_lists()[-1 if place == "analysis" else 0]
    while place not in STAYS and bench.screen is not start:
        await bench.pop_screen()
    if opener := OPENERS[place]:
        run: Callable[[], Any] = getattr(bench, opener)
        run()

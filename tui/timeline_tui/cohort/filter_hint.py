"""Under the filter: where it cannot be read and why, and what the last word may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.strip import Strip

from timeline_tui.widgets.drawing import Span, fit, strip_of
from timeline_tui.widgets.drawn import Drawn

if TYPE_CHECKING:
    from timeline.filtering.completion import Offers

EXAMPLES = "words · ttp<6 · group=primary · ae:hfs>=3 · lab:platelets>=3 · dead · os is missing"


class FilterHint(Drawn):
    """Two lines; neither moves what is typed."""

    def __init__(self) -> None:
        super().__init__(id="hint")
        self._lines: tuple[list[Span], list[Span]] = ([], [])

    def show(self, text: str, problem: str, position: int, offers: Offers | None) -> None:
        """Say what is wrong at a character of the text (-1: nowhere) and what is offered."""
        lines = problem_line(text, problem, position, self.size.width), offer_line(text, offers)
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        return strip_of(self._lines[y], self.size.width, self.flavour, fill="text")


def problem_line(text: str, problem: str, position: int, width: int) -> list[Span]:
    """A caret under the place with the problem beside it, on the side that has room."""
    problem = problem.partition(" known: ")[0]
    if not problem:
        return []
    if not 0 <= position <= min(len(text), width - 2):
        return [(problem, "warn")]
    column = cell_len(text[:position])
    if column + 2 + cell_len(problem) <= width:
        return [(" " * column, "text"), ("^ ", "key"), (problem, "warn")]
    before = f"{problem} "
    if cell_len(before) <= column:
        return [(" " * (column - cell_len(before)), "text"), (before, "warn"), ("^", "key")]
    right = width - column - 2 >= column
    room = width - column - 2 if right else column - 1
    words = fit(problem, room).rstrip()
    if right:
        return [(" " * column, "text"), ("^ ", "key"), (words, "warn")]
    return [(" " * (column - 1 - cell_len(words)), "text"), (f"{words} ", "warn"), ("^", "key")]


def offer_line(text: str, offers: Offers | None) -> list[Span]:
    """What Tab makes of the last word, then what it makes of it when pressed again."""
    if not text.strip():
        return [(EXAMPLES, "faint")]
    if offers is None or not offers.offers:
        return []
    first, *more = offers.offers
    found: list[Span] = [("Tab ", "key"), (first.text, "strong"), (f"  {first.meaning}", "soft")]
    found += [(f"  · {offer.text}", "faint") for offer in more]
    return found

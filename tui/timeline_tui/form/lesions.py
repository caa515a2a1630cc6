"""The table of lesions in an imaging form: one line a lesion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widgets import Static

from timeline_tui.form.fields import LESION_CHOICES, LESION_FIELDS
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.drawing import fit, strip_of
from timeline_tui.widgets.line_input import LineInput

TITLES = ("Lesion", "Role", "Field", "Longest", "Viable", "Short")


class Cycle(Choice):
    """A choice in one word's room: left and right change the word."""

    def word_at(self, x: int, y: int) -> int:
        """A click leads to the next word, and from the last to the first."""
        return (self.cursor + 1) % len(self.words)

    def render_line(self, y: int) -> Strip:
        word = self.words[self.cursor] or "–"
        role = "cursor" if self.has_focus else "text"
        shown = fit(f"‹{word}›", self.size.width)
        return strip_of([(shown, role)], self.size.width, self.flavour, fill="text")


class LesionRow(Horizontal):
    """One lesion's inputs."""

    def __init__(self, row: Mapping[str, str]) -> None:
        super().__init__()
        self.row = row

    def compose(self) -> ComposeResult:
        for name in LESION_FIELDS:
            words = LESION_CHOICES.get(name)
            value = self.row.get(name, "")
            if words:
                chosen = value if value in words else words[0]
                yield Cycle(words, [chosen], id=name)
            else:
                yield LineInput(value, id=name)

    def values(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in self.children:
            if isinstance(child, LineInput):
                found[str(child.id)] = child.value
            elif isinstance(child, Choice):
                found[str(child.id)] = (child.values or [""])[0]
        return found


class LesionTable(Vertical):
    """Every lesion of a scan; `f3` adds one, `f4` takes the one under the cursor away."""

    def __init__(self, rows: Sequence[Mapping[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.start = rows

    def compose(self) -> ComposeResult:
        with Horizontal(classes="lesion-titles"):
            for title in TITLES:
                yield Static(title, markup=False, classes=f"lesion-{title[:4].lower()}")
        for row in self.start:
            yield LesionRow(row)

    def values(self) -> list[dict[str, str]]:
        return [row.values() for row in self.query(LesionRow)]

    def add(self) -> None:
        """Another line, with the cursor on its name."""
        number = len(self.query(LesionRow)) + 1
        row = LesionRow({"lesion": f"L{number}"})
        self.mount(row)
        self.call_after_refresh(lambda: row.query(LineInput).first().focus())

    def remove_current(self) -> bool:
        """Take the line away that has the cursor; False where none has."""
        for row in self.query(LesionRow):
            if row.has_focus_within:
                row.remove()
                return True
        return False

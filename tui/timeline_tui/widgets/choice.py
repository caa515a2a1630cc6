"""Choosing among a field's words, all of them in sight: one, or any number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn


class Choice(Drawn, can_focus=True):
    """`(●) male  ( ) female`; with `many` it is `[x] RT  [ ] disease`.

    Left and right move; of a single choice the word under the cursor is chosen, of many the space
    bar puts a word in or takes it out. An optional single choice begins with `–`, not given.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", "Next word", show=False, id="choice.next"),
        Binding("left", "move(-1)", "Previous word", show=False, id="choice.previous"),
        Binding("space", "take", "Choose", show=False, id="choice.toggle"),
        Binding("backspace,delete", "clear", "Clear", show=False, id="choice.clear"),
    ]

    class Changed(Message):
        """Another word was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        words: Sequence[str],
        chosen: Sequence[str] = (),
        *,
        many: bool = False,
        optional: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.many = many
        self.words = [*([""] if optional and not many else []), *words]
        self.chosen = [word for word in chosen if word in self.words]
        if not many and not self.chosen and "" in self.words:
            self.chosen = [""]
        self.cursor = self.words.index(self.chosen[0]) if self.chosen and not many else 0

    @property
    def values(self) -> list[str]:
        """The chosen words, in the order of the list."""
        return [word for word in self.words if word and word in self.chosen]

    def choose(self, word: str) -> None:
        """Choose a word, as a user would."""
        self.cursor = self.words.index(word)
        self._take(word)

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(len(self.words) - 1, self.cursor + by))
        if self.many:
            self.refresh()
        else:
            self._take(self.words[self.cursor])

    def action_take(self) -> None:
        self._take(self.words[self.cursor])

    def action_clear(self) -> None:
        if self.many:
            self.chosen = []
        elif "" in self.words:
            self.choose("")
            return
        self.refresh()
        self.post_message(self.Changed(self))

    def _take(self, word: str) -> None:
        if self.many:
            self.chosen = [w for w in self.chosen if w != word] + [word] * (word not in self.chosen)
        else:
            self.chosen = [word]
        self.refresh()
        self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next word that begins with it."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        order = [*range(self.cursor + 1, len(self.words)), *range(self.cursor + 1)]
        for at in order:
            if self.words[at].casefold().startswith(letter):
                event.stop()
                self.action_move(at - self.cursor)
                return

    def on_click(self, event: events.Click) -> None:
        """A click on a word chooses it; of many it puts it in or takes it out."""
        at = self.word_at(event.x, event.y)
        if at is not None:
            self.cursor = at
            self._take(self.words[at])

    def word_at(self, x: int, y: int) -> int | None:
        """Which word stands at a cell, with its mark."""
        lines = self._lines(self.size.width)
        start = 0
        for at in lines[y] if y < len(lines) else []:
            end = start + cell_len(self.words[at] or "–") + 4
            if start <= x < end:
                return at
            start = end + 2
        return None

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[int]]:
        """Which words stand on which line."""
        lines: list[list[int]] = [[]]
        used = 0
        for at, word in enumerate(self.words):
            length = cell_len(word or "–") + 6
            if lines[-1] and used + length > width + 2:
                lines.append([])
                used = 0
            lines[-1].append(at)
            used += length
        return lines

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines(width)
        spans: list[Span] = []
        for at in lines[y] if y < len(lines) else []:
            word = self.words[at]
            on = word in self.chosen
            mark = ("[x] " if on else "[ ] ") if self.many else ("(●) " if on else "( ) ")
            role = "strong" if on else "soft"
            if self.has_focus and at == self.cursor:
                role = "cursor"
            spans += [(mark + (word or "–"), role), ("  ", "text")]
        return strip_of(spans, width, self.flavour, fill="text")

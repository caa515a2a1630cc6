"""The lines at the top and bottom of every screen: title, as-of banner, status and keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip

from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn
from timeline_tui.widgets.moving import moves


class Bar(Drawn):
    """One line with words at its left and right ends; where both do not fit the right one stays.

    The left words are dropped from their end, one by one, until they fit.
    """

    def __init__(self, *, fill: Role = "bar", id: str | None = None) -> None:
        super().__init__(id=id)
        self.fill: Role = fill
        self.left: Sequence[Span] = ()
        self.right: Sequence[Span] = ()
        self._targets: list[tuple[int, int, str]] = []

    def show(
        self, left: Sequence[Span], right: Sequence[Span] = (), *, fill: Role | None = None
    ) -> None:
        """Put other words on the line."""
        fill = fill or self.fill
        if (left, right, fill) != (self.left, self.right, self.fill):
            self.left, self.right, self.fill = left, right, fill
            self.refresh()

    @property
    def text(self) -> str:
        """The words on the line."""
        return "".join(text for text, _ in (*self.left, *self.right))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        right = list(self.right)
        room = width - sum(cell_len(text) for text, _ in right) - (4 if right else 2)
        left = list(self.left)
        while len(left) > 1 and sum(cell_len(text) for text, _ in left) > room:
            left.pop()
        spans: list[Span] = [(" ", self.fill)]
        used = 1
        for text, role in left:
            if used + cell_len(text) > room + 1:
                text = text[: max(0, room - used)] + "…"
            spans.append((text, role))
            used += cell_len(text)
        gap = width - used - sum(cell_len(text) for text, _ in right) - 1
        spans += [(" " * max(0, gap), self.fill), *right]
        self._targets = key_targets(spans)
        return strip_of(spans, width, self.flavour, fill=self.fill)

    def on_click(self, event: events.Click) -> None:
        """A key that the line names, or the words behind it, is as good as the key itself."""
        for start, end, key in self._targets:
            if start <= event.x < end:
                self.app.simulate_key(key)


_NAMED = {"esc": "escape", "↵": "enter", "Tab": "tab"}


def key_targets(spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    """(from, to, key) of the keys that a line names, each with the words behind it."""
    found: list[tuple[int, int, str]] = []
    x, key, start, end = 0, "", 0, 0
    for text, role in [*_pieces(spans), ("", "key")]:
        stripped = text.strip()
        word = stripped.partition(" ")[0]
        single = role in ("key", "bar-key") and len(stripped) == 1
        ends = not stripped and len(text) != 1
        if single or ends or word in _NAMED or role == "title-cursor":
            if key:
                found.append((start, end, key))
            key = _NAMED.get(word, word if single and word.isalnum() else "")
            start = x + len(text) - len(text.lstrip())
        if stripped:
            end = x + cell_len(text.rstrip())
        x += cell_len(text)
    return found


def _pieces(spans: Sequence[Span]) -> list[Span]:
    """The spans, cut where one thing is told after another."""
    return [
        (piece, role)
        for text, role in spans
        for piece in (text.replace(" · ", " · \0").split("\0") if text else ())
    ]


class KeyBar(Drawn):
    """The keys that work here, made from the bindings; what does not fit is left to the help."""

    def __init__(self) -> None:
        super().__init__()
        self._targets: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._targets:
            if start <= event.x < end:
                self.app.simulate_key(key)

    def keys(self) -> list[tuple[str, str, str]]:
        """(key, its display, description) of what is shown, in the order of the bindings."""
        found: dict[str, tuple[int, str, str]] = {}
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled and binding.description not in found:
                place = _place(node, binding)
                display = self.app.get_key_display(binding)
                found[binding.description] = (place, binding.key, display)
        ordered = sorted(found.items(), key=lambda item: item[1][0])
        return [(key, display, words) for words, (_, key, display) in ordered]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        keys = self.keys()
        ends = [item for item in keys if item[2] in ("Help", "Quit", "Back", "Cancel", "Close")]
        ends = ends[-2:]
        middle = [item for item in keys if item not in ends]
        room = width - 1 - sum(_cells(item) for item in ends)
        spans: list[Span] = [(" ", "bar")]
        self._targets = []
        x = 1
        for item in middle:
            if x + _cells(item) > room:
                break
            x = self._place(spans, item, x)
        spans.append((" " * (room - x + 1), "bar"))
        x = room + 1
        for item in ends:
            x = self._place(spans, item, x)
        return strip_of(spans, width, self.flavour, fill="bar")

    def _place(self, spans: list[Span], item: tuple[str, str, str], x: int) -> int:
        key, display, description = item
        spans += [(display, "bar-key"), (f" {description.lower()}  ", "bar")]
        self._targets.append((x, x + _cells(item) - 2, key))
        return x + _cells(item)


def _place(node: DOMNode, binding: Binding) -> int:
    """Where the binding stands among those of its screen or widget, also where its key was changed.

    A widget's keys come before its screen's, and those before the app's; keys that only move about
    come last.
    """
    ids = [known.id for _, known in node._bindings]
    place = ids.index(binding.id) if binding.id in ids else len(ids)
    return place - 1_000 * len(node.ancestors) + 1_000_000 * moves(binding)


def _cells(item: tuple[str, str, str]) -> int:
    return cell_len(item[1]) + cell_len(item[2]) + 3

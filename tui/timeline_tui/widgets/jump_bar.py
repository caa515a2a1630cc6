"""The second key of a jump: `g` shows what may follow, in the place of the line of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.widgets.bars import KeyBar
from timeline_tui.widgets.drawing import Span, strip_of
from timeline_tui.widgets.drawn import Drawn

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

GO_TO = "Go to "


class JumpBar(Drawn, can_focus=True):
    """It has the focus while a jump is asked for; any key that leads nowhere gives it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "jump('cohort')", GO_TO + "cohort", id="jump.cohort"),
        Binding("h", "jump('history')", GO_TO + "history", id="jump.history"),
        Binding("a", "jump('analysis')", GO_TO + "analysis", id="jump.analysis"),
        Binding("r", "jump('review')", GO_TO + "review", id="jump.review"),
        Binding("d", "jump('differences')", GO_TO + "diff", id="jump.differences"),
        Binding("l", "jump('locks')", GO_TO + "locks", id="jump.locks"),
        Binding("p", "jump('patient')", GO_TO + "patient…", id="jump.patient"),
        Binding("g", "list_end('home')", GO_TO + "top", show=False, id="jump.top"),
        Binding("e", "list_end('end')", GO_TO + "end", show=False, id="jump.end"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._before: Widget | None = None
        self._targets: list[tuple[int, int, str]] = []

    def lead(self) -> None:
        """Take the focus and show where the next key leads."""
        self._before = self.screen.focused
        self._show_instead_of_keys(True)
        self.screen.set_focus(self, scroll_visible=False)
        self.refresh()

    def leave(self) -> None:
        """Give the focus back."""
        before, self._before = self._before, None
        self._show_instead_of_keys(False)
        if self.screen.focused is self:
            self.screen.set_focus(before, scroll_visible=False)

    def _show_instead_of_keys(self, leading: bool) -> None:
        self.set_class(leading, "-leading")
        for keys in self.screen.query(KeyBar):
            keys.display = not leading

    def on_blur(self) -> None:
        self.leave()

    def on_key(self, event: events.Key) -> None:
        """What is no second key leads back, and does nothing else."""
        if event.key not in {key for key, _, _ in self.keys()}:
            event.stop()
            self.leave()

    def on_click(self, event: events.Click) -> None:
        for first, end, key in self._targets:
            if first <= event.x < end:
                self.app.simulate_key(key)

    def keys(self) -> list[tuple[str, str, str]]:
        """(key, its display, where it leads), as far as each leads anywhere here."""
        return [
            (binding.key, self.app.get_key_display(binding), binding.description)
            for binding in jump_bindings(self)
        ]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        spans: list[Span] = [(" ", "bar"), ("go to ", "bar-strong")]
        self._targets = []
        x = 7
        for key, display, words in [*self.keys(), ("escape", "esc", "stay")]:
            words = words.removeprefix(GO_TO)
            cells = cell_len(display) + cell_len(words) + 3
            if x + cells > width:
                break
            spans += [(f" {display}", "bar-key"), (f" {words} ", "bar")]
            self._targets.append((x, x + cells, key))
            x += cells
        return strip_of(spans, width, self.flavour, fill="bar")

    def action_jump(self, place: str) -> None:
        self.leave()
        cast("Workbench", self.app).go_to(place)

    def action_list_end(self, key: str) -> None:
        """To the first or the last line of whatever has the cursor."""
        self.leave()
        self.app.simulate_key(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "jump":
            return cast("Workbench", self.app).leads_to(str(parameters[0]))
        return True


def jump_bindings(bar: JumpBar) -> list[Binding]:
    """The second keys that lead somewhere, as the user has bound them."""
    order = [binding.id for _, binding in bar._bindings]
    bindings = bar._bindings.copy()
    bindings.apply_keymap(bar.app._keymap)
    found = [
        binding
        for _, binding in bindings
        if bar.app._check_action_state(binding.action, bar) is not False
    ]
    return sorted(found, key=lambda binding: order.index(binding.id))


def lead_key(bar: JumpBar) -> str:
    """The first key of a jump, as the user has bound it."""
    active = bar.screen.active_bindings.values()
    found = (known.binding for known in active if known.binding.action == "lead")
    return next((bar.app.get_key_display(binding) for binding in found), "–")

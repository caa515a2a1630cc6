"""The keys that work on the screen below, generated from its bindings."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from timeline_tui.help.signs import signs
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.jump_bar import JumpBar, jump_bindings, lead_key
from timeline_tui.widgets.lines import Lines


class HelpScreen(DialogScreen[None]):
    """What every key does, what the signs mean, and by which id a key can be rebound."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "leave", "Close", key_display="esc", id="help.close"),
    ]

    def __init__(self, of: Screen[Any]) -> None:
        super().__init__()
        self.of = of

    def title_spans(self) -> list[Span]:
        return [("Keys and signs", "head")]

    def compose_body(self) -> ComposeResult:
        yield Lines()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Lines).show([*key_lines(self.of), *signs()])
        self.query_one(Lines).focus()


def key_lines(screen: Screen[Any]) -> list[list[Span]]:
    """The bindings that are active on a screen, under the widget that they belong to."""
    groups: dict[str, dict[str, tuple[list[str], str]]] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if not binding.description or not binding.id:
            continue
        group = groups.setdefault(_place(node, screen), {})
        keys, _ = group.setdefault(binding.description, ([], binding.id or ""))
        display = screen.app.get_key_display(binding)
        if display not in keys and enabled:
            keys.append(display)
    lines: list[list[Span]] = []
    for bar in screen.query(JumpBar):
        group = groups.setdefault(f"After {lead_key(bar)}", {})
        for binding in jump_bindings(bar):
            group[binding.description] = ([screen.app.get_key_display(binding)], binding.id or "")
    for place, group in groups.items():
        lines.append([(place, "strong")])
        for description, (keys, name) in group.items():
            shown = " ".join(keys) or "–"
            lines.append(
                [(f"  {shown:<16}", "key"), (f"{description:<26}", "text"), (name, "faint")]
            )
        lines.append([])
    example = next((name for group in groups.values() for _, name in group.values()), "help")
    lines.append(
        [("Another key: [keys] in timeline/workbench.toml of your configuration,", "faint")]
    )
    lines.append([(f'e.g. "{example}" = "o". The ids stand at the right.', "faint")])
    lines.append([])
    return lines


def _place(node: DOMNode, screen: Screen[Any]) -> str:
    if node is screen:
        return "On this screen"
    return "Where the cursor is" if isinstance(node, Widget) else "Everywhere"

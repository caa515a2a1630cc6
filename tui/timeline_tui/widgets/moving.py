"""Which keys only move about: they give way in the line of keys; the palette leaves them out."""

from __future__ import annotations

from textual.binding import Binding

_MOVING = frozenset(
    {
        "step", "step_any", "lane", "edge", "zoom", "pan", "fit", "axis", "page", "jump", "column",
        "move", "scroll_lines", "focus_next", "focus_previous", "command_palette", "choose",
        "lead",
    }
)  # fmt: skip


def moves(binding: Binding) -> bool:
    """Whether the binding's action moves a cursor or a window, and does nothing else."""
    return binding.action.removeprefix("app.").partition("(")[0] in _MOVING

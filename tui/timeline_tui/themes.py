"""The themes that can be chosen, and what Textual has to know of each."""

from __future__ import annotations

from textual.theme import Theme

from timeline_tui.paints import Flavour, paint

TERMINAL = "timeline-terminal"

_NAMES: dict[str, tuple[Flavour, str]] = {
    "timeline-dark": ("colour", "dark"),
    "timeline-light": ("light", "light"),
    "timeline-contrast": ("contrast", "high contrast"),
    TERMINAL: ("ansi", "the terminal's own colours"),
}
"""By Textual's name: the flavour, and the words for it."""

NAMES = tuple(_NAMES)
CHOICES = tuple(name.removeprefix("timeline-") for name in NAMES)
"""As they are called on the command line."""
DEFAULT = NAMES[0]


def name_of(choice: str) -> str:
    """Textual's name of a theme as it is called on the command line or kept between runs."""
    name = f"timeline-{choice}"
    return name if name in _NAMES else DEFAULT


def flavour_of(name: str) -> Flavour:
    """What is drawn with while a theme is set; ours on a dark ground for one that is not ours."""
    return _NAMES[name][0] if name in _NAMES else "colour"


def words_of(name: str) -> str:
    """What a theme is called on the screen."""
    return _NAMES[name][1]


def make_themes() -> list[Theme]:
    """Textual's side of each theme: its own widgets, borders, inputs and scroll bars."""
    return [*(_painted(name) for name in NAMES if name != TERMINAL), _terminal()]


def _painted(name: str) -> Theme:
    flavour = flavour_of(name)

    def of(paint_name: str) -> str:
        return paint(paint_name, flavour)

    return Theme(
        name=name,
        primary=of("drug"),
        secondary=of("grade-1"),
        accent=of("accent"),
        foreground=of("words"),
        background=of("ground"),
        surface=of("ground"),
        panel=of("raised"),
        boost=of("raised"),
        warning=of("amber"),
        error=of("orange"),
        success=of("green"),
        dark=flavour != "light",
        variables={
            "text-muted": of("soft"),
            "text-disabled": of("faint"),
            "border": of("drug-words"),
            "border-blurred": of("rule"),
            "block-cursor-background": of("cursor-ground"),
            "block-cursor-foreground": of("on-cursor"),
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": of("blurred-ground"),
            "block-cursor-blurred-foreground": of("on-blurred"),
            "input-cursor-background": of("words"),
            "input-cursor-foreground": of("ground"),
            "input-selection-background": of("cursor-ground"),
            "input-selection-foreground": of("on-cursor"),
            "screen-selection-background": of("cursor-ground"),
            "screen-selection-foreground": of("on-cursor"),
            "scrollbar": of("axis"),
            "scrollbar-hover": of("soft"),
            "scrollbar-active": of("drug"),
            "scrollbar-background": of("raised"),
            "scrollbar-background-hover": of("raised"),
            "scrollbar-background-active": of("raised"),
            "scrollbar-corner-color": of("raised"),
        },
    )


def _terminal() -> Theme:
    return Theme(
        name=TERMINAL,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_yellow",
        success="ansi_green",
        accent="ansi_yellow",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables={
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "screen-selection-background": "ansi_bright_blue",
            "screen-selection-foreground": "ansi_black",
            "border": "ansi_blue",
            "border-blurred": "ansi_bright_black",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-background": "ansi_white",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_bright_blue",
            "input-selection-foreground": "ansi_black",
            "scrollbar": "ansi_bright_black",
            "scrollbar-hover": "ansi_white",
            "scrollbar-active": "ansi_white",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
        },
    )

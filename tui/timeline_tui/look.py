"""How things look: one style a role, in the workbench's colours, in the terminal's own, or in none.

The colours are told apart by colour-blind eyes (blue, orange and lightness, never red against
green), and a role is always said by a glyph, a letter or a word as well.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.theme import Theme

from timeline_tui.lanes.palette import BACKGROUND, CORRECTED, RAISED, Flavour
from timeline_tui.lanes.palette import style_of as lane_style_of

Role = str

HEADER, AS_OF = "#22304a", "#5a2d82"
TEXT, SOFT, FAINT = "#d7dbe0", "#aeb6c2", "#7e8590"
ACCENT, BLUE, SKY, GREEN = "#ffa62b", "#2f6fb3", "#6fc3ff", "#4fd1b0"
ORANGE, AMBER, ROSE, YELLOW = "#ff7a3d", "#ffb35c", "#cc79a7", "#f0c419"
GREY, CURSOR = "#c9ced6", "#2d4266"

_COLOUR: dict[Role, str] = {
    "text": f"{TEXT} on {BACKGROUND}",
    "soft": f"{SOFT} on {BACKGROUND}",
    "faint": f"{FAINT} on {BACKGROUND}",
    "strong": f"bold #ffffff on {BACKGROUND}",
    "head": f"bold #ffffff on {HEADER}",
    "head-soft": f"#b9c6dc on {HEADER}",
    "as-of": f"bold #ffffff on {AS_OF}",
    "as-of-soft": f"#e3d3f2 on {AS_OF}",
    "title": f"bold {SOFT} on {RAISED}",
    "title-sorted": f"bold {ACCENT} on {RAISED}",
    "title-cursor": f"bold #ffffff on {BLUE}",
    "bar": f"{TEXT} on {RAISED}",
    "bar-soft": f"{FAINT} on {RAISED}",
    "bar-key": f"bold {ACCENT} on {RAISED}",
    "bar-warn": f"bold {AMBER} on {RAISED}",
    "bar-strong": f"bold #ffffff on {RAISED}",
    "bar-good": f"bold {GREEN} on {RAISED}",
    "bar-partial": f"bold {SKY} on {RAISED}",
    "bar-changed": f"bold {CORRECTED} on {RAISED}",
    "cursor": f"bold #ffffff on {CURSOR}",
    "cursor-blurred": f"#ffffff on {HEADER}",
    "good": f"{GREEN} on {BACKGROUND}",
    "partial": f"{SKY} on {BACKGROUND}",
    "stable": f"{GREY} on {BACKGROUND}",
    "bad": f"{ORANGE} on {BACKGROUND}",
    "death": f"bold {ORANGE} on {BACKGROUND}",
    "warn": f"{AMBER} on {BACKGROUND}",
    "error": f"bold {ORANGE} on {BACKGROUND}",
    "changed": f"bold {CORRECTED} on {BACKGROUND}",
    "key": f"bold {ACCENT} on {BACKGROUND}",
    "rt": f"{ROSE} on {BACKGROUND}",
    "drug": f"{BLUE} on {BACKGROUND}",
    "afp": f"{YELLOW} on {BACKGROUND}",
    "rule": f"#39424f on {BACKGROUND}",
    "axis": f"#5b6573 on {BACKGROUND}",
    "group-1": f"{SKY} on {BACKGROUND}",
    "group-2": f"#ffa01c on {BACKGROUND}",
    "group-3": f"{GREEN} on {BACKGROUND}",
    "group-4": f"#e58fc0 on {BACKGROUND}",
    "group-5": f"#f3e26b on {BACKGROUND}",
    "group-6": f"#a7aefc on {BACKGROUND}",
    "group-7": f"{ORANGE} on {BACKGROUND}",
    "group-8": f"{GREY} on {BACKGROUND}",
}

_ANSI: dict[Role, str] = {
    "text": "default",
    "soft": "default",
    "faint": "bright_black",
    "strong": "bold",
    "head": "bold white on blue",
    "head-soft": "white on blue",
    "as-of": "bold white on magenta",
    "as-of-soft": "white on magenta",
    "title": "bold",
    "title-sorted": "bold yellow",
    "title-cursor": "bold reverse",
    "bar": "default",
    "bar-soft": "bright_black",
    "bar-key": "bold yellow",
    "bar-warn": "bold yellow",
    "bar-strong": "bold",
    "bar-good": "bold green",
    "bar-partial": "bold cyan",
    "bar-changed": "bold magenta",
    "cursor": "bold reverse",
    "cursor-blurred": "reverse",
    "good": "green",
    "partial": "cyan",
    "stable": "default",
    "bad": "yellow",
    "death": "bold yellow",
    "warn": "yellow",
    "error": "bold yellow",
    "changed": "bold magenta",
    "key": "bold yellow",
    "rt": "magenta",
    "drug": "blue",
    "afp": "yellow",
    "rule": "bright_black",
    "axis": "bright_black",
    "group-1": "bright_cyan",
    "group-2": "yellow",
    "group-3": "green",
    "group-4": "magenta",
    "group-5": "bright_yellow",
    "group-6": "bright_blue",
    "group-7": "red",
    "group-8": "default",
}

_PLAIN: dict[Role, str] = {
    **dict.fromkeys(_COLOUR, ""),
    "strong": "bold",
    "head": "bold reverse",
    "head-soft": "reverse",
    "as-of": "bold reverse",
    "as-of-soft": "reverse",
    "title": "bold underline",
    "title-sorted": "bold underline",
    "title-cursor": "bold reverse",
    "bar-key": "bold",
    "bar-warn": "bold",
    "bar-strong": "bold",
    "bar-good": "bold",
    "bar-partial": "bold",
    "bar-changed": "bold underline",
    "cursor": "bold reverse",
    "cursor-blurred": "reverse",
    "death": "bold",
    "error": "bold",
    "changed": "bold underline",
    "key": "bold",
    "faint": "dim",
    "bar-soft": "dim",
}

_FLAVOURS: dict[Flavour, dict[Role, str]] = {"colour": _COLOUR, "ansi": _ANSI, "plain": _PLAIN}


GRADES: tuple[Role, ...] = ("grade0", "grade1", "grade2", "grade3", "grade4", "grade5")
"""The roles of CTCAE grades; what has one carries its digit too."""


@lru_cache(maxsize=512)
def style_of(role: Role, flavour: Flavour) -> Style:
    """The style of a role; those of grades are the lanes'. Raises KeyError for an unknown one."""
    if role in GRADES:
        return lane_style_of(role, flavour)
    return Style.parse(_FLAVOURS[flavour][role] or "none")


RESPONSES: dict[str, tuple[str, Role]] = {
    "CR": ("★", "good"),
    "PR": ("▼", "partial"),
    "SD": ("▬", "stable"),
    "non-PD": ("▬", "stable"),
    "NE": ("?", "faint"),
    "PD": ("▲", "bad"),
    "baseline": ("◇", "faint"),
}
"""The glyph and the role of a call of response, in the order from best to worst."""

THEME = Theme(
    name="timeline",
    primary=BLUE,
    secondary="#34496e",
    accent=ACCENT,
    foreground=TEXT,
    background=BACKGROUND,
    surface=BACKGROUND,
    panel=RAISED,
    boost=RAISED,
    warning=AMBER,
    error=ORANGE,
    success=GREEN,
    dark=True,
    variables={
        "border": "#4a6fa5",
        "border-blurred": "#39424f",
        "block-cursor-background": CURSOR,
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "input-cursor-background": TEXT,
        "input-cursor-foreground": BACKGROUND,
        "input-selection-background": f"{BLUE} 60%",
        "scrollbar": "#39424f",
        "scrollbar-hover": "#4a5668",
        "scrollbar-active": BLUE,
        "scrollbar-background": BACKGROUND,
        "scrollbar-background-hover": BACKGROUND,
        "scrollbar-background-active": BACKGROUND,
    },
)

THEME_ANSI = Theme(
    name="timeline-terminal",
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

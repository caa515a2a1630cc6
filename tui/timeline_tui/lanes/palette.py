"""Styles and glyphs of the lanes, for true colour, a terminal's own sixteen, and none.

The grades of adverse events rise in lightness as well as in hue, so that grey print and
colour-blind eyes keep their order; each bar carries its digit. Without colour, bars rise in height
with the grade. In ASCII every glyph has a stand-in of one cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

Flavour = Literal["colour", "ansi", "plain"]

BACKGROUND, RAISED = "#14181f", "#1d232d"
EVIDENCE, CORRECTED, NORMAL_BAND = "#ffe14d", "#ff9df5", "#1d3230"

_COLOUR = {
    "": f"#d7dbe0 on {BACKGROUND}",
    "grid": f"#39424f on {BACKGROUND}",
    "dots": f"#39424f on {BACKGROUND}",
    "axis": f"#5b6573 on {BACKGROUND}",
    "tick": f"#aeb6c2 on {BACKGROUND}",
    "tick-major": f"bold #ffffff on {BACKGROUND}",
    "label": f"#aeb6c2 on {BACKGROUND}",
    "label-cursor": f"bold #ffffff on {BACKGROUND}",
    "value": f"#7e8590 on {BACKGROUND}",
    "rt": f"#cc79a7 on {BACKGROUND}",
    "rt-text": f"#e3a8c8 on {BACKGROUND}",
    "rt-gap": f"#7d5069 on {BACKGROUND}",
    "drug": "bold #ffffff on #2f6fb3",
    "drug-edge": f"#2f6fb3 on {BACKGROUND}",
    "drug-text": f"#8fc1f0 on {BACKGROUND}",
    "hold": f"bold #ff7a3d on {BACKGROUND}",
    "hold-line": f"#c65f30 on {BACKGROUND}",
    "curve": f"#b8951a on {BACKGROUND}",
    "band": f"#39424f on {BACKGROUND}",
    "point": f"bold #f0c419 on {BACKGROUND}",
    "point-text": f"#e0cf8e on {BACKGROUND}",
    "threshold": f"#8b93a0 on {BACKGROUND}",
    "lab-normal": f"#7e8590 on {BACKGROUND}",
    "lab-outside": f"#c9ced6 on {BACKGROUND}",
    "lab1": f"#c9ced6 on {BACKGROUND}",
    "lab2": "bold #fff3dd on #8a6a3a",
    "lab3": "bold #14181f on #d9822b",
    "lab4": "bold #14181f on #ffb866",
    "lab5": "bold #14181f on #fff1d6",
    "grade0": f"#7e8590 on {BACKGROUND}",
    "grade1": "bold #ffffff on #34496e",
    "grade2": "bold #ffffff on #85652f",
    "grade3": "bold #14181f on #d9822b",
    "grade4": "bold #14181f on #ffb866",
    "grade5": "bold #14181f on #fff1d6",
    "good": f"#4fd1b0 on {BACKGROUND}",
    "partial": f"#6fc3ff on {BACKGROUND}",
    "stable": f"#c9ced6 on {BACKGROUND}",
    "worse": f"bold #ff7a3d on {BACKGROUND}",
    "unclear": f"#aeb6c2 on {BACKGROUND}",
    "status": f"#aeb6c2 on {BACKGROUND}",
    "death": f"bold #ff7a3d on {BACKGROUND}",
    "contact": f"bold #6fc3ff on {BACKGROUND}",
    "hatch": f"#272d37 on {BACKGROUND}",
    "as-of": f"bold {CORRECTED} on {BACKGROUND}",
    "as-of-text": f"{CORRECTED} on {BACKGROUND}",
    "cursor-line": f"#d7dbe0 on {BACKGROUND}",
    "cursor": f"bold {BACKGROUND} on #ffffff",
    "cursor-solid": f"#ffffff on {BACKGROUND}",
    "foot": f"#d7dbe0 on {RAISED}",
    "foot-strong": f"bold #ffffff on {RAISED}",
    "foot-soft": f"#9aa3b0 on {RAISED}",
    "foot-corrected": f"{CORRECTED} on {RAISED}",
}

_ANSI = {
    **dict.fromkeys(_COLOUR, "default"),
    **dict.fromkeys(
        ("grid", "dots", "axis", "value", "lab-normal", "hatch", "band"), "bright_black"
    ),
    **dict.fromkeys(("threshold", "grade0", "foot-soft"), "bright_black"),
    **dict.fromkeys(("tick-major", "label-cursor", "foot-strong"), "bold"),
    **dict.fromkeys(("rt", "rt-text", "rt-gap"), "magenta"),
    **dict.fromkeys(("as-of", "as-of-text", "foot-corrected"), "bright_magenta"),
    **dict.fromkeys(("drug-edge", "drug-text"), "blue"),
    **dict.fromkeys(("hold", "hold-line", "worse", "death"), "bold red"),
    **dict.fromkeys(("curve", "point-text"), "yellow"),
    **dict.fromkeys(("lab2", "grade2"), "bold black on cyan"),
    **dict.fromkeys(("lab3", "grade3"), "bold black on yellow"),
    **dict.fromkeys(("lab4", "grade4"), "bold black on bright_yellow"),
    **dict.fromkeys(("lab5", "grade5"), "bold black on bright_white"),
    "drug": "bold white on blue",
    "grade1": "bold white on blue",
    "point": "bold yellow",
    "good": "green",
    "partial": "cyan",
    "contact": "bold cyan",
    "cursor": "bold reverse",
    "cursor-solid": "bold bright_white",
}

_PLAIN = {
    **dict.fromkeys(_COLOUR, ""),
    **dict.fromkeys(("grid", "dots", "axis", "lab-normal", "hatch", "value", "band"), "dim"),
    **dict.fromkeys(("label-cursor", "tick-major", "point", "drug", "lab2", "death"), "bold"),
    **dict.fromkeys(("hold", "worse", "as-of", "foot-strong", "grade1", "grade2"), "bold"),
    **dict.fromkeys(("lab3", "lab4", "lab5", "cursor", "cursor-solid"), "bold reverse"),
    **dict.fromkeys(("grade3", "grade4", "grade5"), "bold"),
}

_STYLES: dict[Flavour, dict[str, str]] = {"colour": _COLOUR, "ansi": _ANSI, "plain": _PLAIN}
ROLES = tuple(_COLOUR)

GLYPHS: dict[str, tuple[str, str]] = {
    "tick": ("┬", "+"),
    "axis": ("─", "-"),
    "grid": ("┊", ":"),
    "cursor-line": ("│", "|"),
    "cursor-lane": ("►", ">"),
    "evidence-lane": ("▪", "*"),
    "more-left": ("◂", "<"),
    "more-right": ("▸", ">"),
    "dots": ("·", "."),
    "threshold": ("╌", "-"),
    "band": ("⋅", "'"),
    "point": ("●", "o"),
    "point-corrected": ("◆", "@"),
    "point-evidence": ("◉", "O"),
    "below": ("▽", "<"),
    "above": ("△", ">"),
    "corrected": ("◆", "@"),
    "normal": ("·", "."),
    "unjudged": ("?", "?"),
    "high": ("↑", "+"),
    "low": ("↓", "-"),
    "hold": ("H", "H"),
    "hold-line": ("╌", "-"),
    "stop": ("■", "x"),
    "open": ("►", ">"),
    "rt-gap": ("·", "."),
    "death": ("†", "+"),
    "death-line": ("┃", "|"),
    "contact": ("▷", ">"),
    "as-of-line": ("║", "|"),
    "hatch": ("░", ":"),
    "CR": ("★", "*"),
    "PR": ("▼", "v"),
    "SD": ("▬", "="),
    "PD": ("▲", "^"),
    "NE": ("?", "?"),
    "BL": ("◇", "o"),
    "scan": ("○", "o"),
    "procedure": ("◆", "#"),
    "clinical_status": ("□", "="),
    "note": ("¶", "'"),
    "registration": ("R", "R"),
    "eligibility": ("E", "E"),
}
"""Every glyph: in Unicode, in ASCII."""

BLOCKS = " ▁▂▃▄▅▆▇█"
_BLOCKS_ASCII = " .-=##"
_BARS_PLAIN = " ▁▃▅▇█"
_BARS_ASCII = " .-=#@"


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal can show."""

    flavour: Flavour = "colour"
    ascii: bool = False

    def glyph(self, name: str) -> str:
        return GLYPHS[name][self.ascii]

    def block(self, share: float) -> str:
        """A cell filled from below to a share of its height; anything above nothing is seen."""
        steps = _BLOCKS_ASCII if self.ascii else BLOCKS
        top = len(steps) - 1
        return steps[max(1, min(top, round(share * top)))] if share > 0 else steps[0]

    def bar(self, grade: int) -> str:
        """What the bar of a grade is made of: blanks on its colour, or rising blocks."""
        if self.ascii:
            return _BARS_ASCII[max(0, min(grade, 5))]
        return _BARS_PLAIN[max(0, min(grade, 5))] if self.flavour == "plain" else " "

    @property
    def solid(self) -> str:
        """The inside of a filled area."""
        if self.ascii:
            return "#"
        return "█" if self.flavour == "plain" else " "


@lru_cache(maxsize=2048)
def style_of(role: str, flavour: Flavour) -> Style:
    """The style of a role with its marks (`+b`, `+c`, `+e`); faded where it starts with `~`."""
    faded, name = role.startswith("~"), role.removeprefix("~")
    name, *marks = name.split("+")
    style = Style.parse(_STYLES[flavour][name] or "none")
    if "c" in marks:
        style += Style(underline=True)
        if flavour == "colour" and (style.bgcolor is None or style.bgcolor.name == BACKGROUND):
            style += Style(color=CORRECTED)
    if "b" in marks and flavour == "colour":
        style += Style(bgcolor=NORMAL_BAND)
    if faded:
        style = _faded(style, flavour)
    if "e" in marks:
        style += Style.parse(
            {
                "colour": f"bold {BACKGROUND} on {EVIDENCE}",
                "ansi": "bold black on bright_yellow",
                "plain": "bold reverse",
            }[flavour]
        )
    return style


def _faded(style: Style, flavour: Flavour) -> Style:
    """Nearer to the background, so that evidence stands out."""
    if flavour != "colour":
        return style + Style(dim=True, bold=False)
    ground = ColorTriplet(0x14, 0x18, 0x1F)

    def mixed(name: str) -> str:
        triplet = ColorTriplet(int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16))
        return blend_rgb(triplet, ground, 0.55).hex

    assert style.color is not None
    assert style.bgcolor is not None
    return style + Style(
        color=mixed(style.color.name), bgcolor=mixed(style.bgcolor.name), bold=False
    )

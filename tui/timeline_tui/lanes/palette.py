"""Styles and glyphs of the lanes, for true colour, a terminal's own sixteen, and none.

The grades of adverse events rise in lightness as well as in hue, so that grey print and
colour-blind eyes keep their order; each bar carries its digit. Without colour, bars rise in height
with the grade. In ASCII every glyph has a stand-in of one cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

from timeline_tui.paints import FADED, PAINTED, Flavour, mixed, paint

_PAINTED = {
    "": "words on ground",
    "grid": "rule on ground",
    "dots": "rule on ground",
    "axis": "axis on ground",
    "tick": "soft on ground",
    "tick-major": "bold strongest on ground",
    "label": "soft on ground",
    "label-cursor": "bold strongest on ground",
    "value": "faint on ground",
    "rt": "rose on ground",
    "rt-text": "rt-words on ground",
    "rt-gap": "rt-gap on ground",
    "drug": "bold on-drug on drug",
    "drug-edge": "drug on ground",
    "drug-text": "drug-words on ground",
    "hold": "bold orange on ground",
    "hold-line": "hold-line on ground",
    "curve": "curve on ground",
    "band": "rule on ground",
    "point": "bold yellow on ground",
    "point-text": "point-words on ground",
    "sum-line": "drug-words on ground",
    "sum-point": "bold sky on ground",
    "sum-text": "drug-words on ground",
    "threshold": "dashes on ground",
    "lab-normal": "faint on ground",
    "lab-outside": "grey on ground",
    "lab1": "grey on ground",
    "lab2": "bold on-grade-2 on grade-2",
    "lab3": "bold on-grade-3 on grade-3",
    "lab4": "bold on-grade-4 on grade-4",
    "lab5": "bold on-grade-5 on grade-5",
    "grade0": "faint on ground",
    "grade1": "bold on-grade-1 on grade-1",
    "grade2": "bold on-grade-2 on grade-2",
    "grade3": "bold on-grade-3 on grade-3",
    "grade4": "bold on-grade-4 on grade-4",
    "grade5": "bold on-grade-5 on grade-5",
    "good": "green on ground",
    "partial": "sky on ground",
    "stable": "grey on ground",
    "worse": "bold orange on ground",
    "unclear": "soft on ground",
    "status": "soft on ground",
    "death": "bold orange on ground",
    "contact": "bold sky on ground",
    "hatch": "hatch on ground",
    "as-of": "bold corrected on ground",
    "as-of-text": "corrected on ground",
    "cursor-line": "words on ground",
    "cursor": "bold ground on strongest",
    "cursor-solid": "strongest on ground",
    "foot": "words on raised",
    "foot-strong": "bold strongest on raised",
    "foot-soft": "soft on raised",
    "foot-corrected": "corrected on raised",
}
"""In words of `timeline_tui.paints`, for every flavour that has colours of its own."""

_ANSI = {
    **dict.fromkeys(_PAINTED, "default"),
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
    **dict.fromkeys(("sum-line", "sum-text"), "cyan"),
    **dict.fromkeys(("lab2", "grade2"), "bold black on cyan"),
    **dict.fromkeys(("lab3", "grade3"), "bold black on yellow"),
    **dict.fromkeys(("lab4", "grade4"), "bold black on bright_yellow"),
    **dict.fromkeys(("lab5", "grade5"), "bold black on bright_white"),
    "drug": "bold white on blue",
    "grade1": "bold white on blue",
    "point": "bold yellow",
    "sum-point": "bold cyan",
    "good": "green",
    "partial": "cyan",
    "contact": "bold cyan",
    "cursor": "bold reverse",
    "cursor-solid": "bold bright_white",
}

_PLAIN = {
    **dict.fromkeys(_PAINTED, ""),
    **dict.fromkeys(("grid", "dots", "axis", "lab-normal", "hatch", "value", "band"), "dim"),
    **dict.fromkeys(
        ("label-cursor", "tick-major", "point", "sum-point", "drug", "lab2", "death"), "bold"
    ),
    **dict.fromkeys(("hold", "worse", "as-of", "foot-strong", "grade1", "grade2"), "bold"),
    **dict.fromkeys(("lab3", "lab4", "lab5", "cursor", "cursor-solid"), "bold reverse"),
    **dict.fromkeys(("grade3", "grade4", "grade5"), "bold"),
}

ROLES = tuple(_PAINTED)

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
    "new-lesion": ("✚", "+"),
    "differs": ("≠", "!"),
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


def wording(role: str, flavour: Flavour) -> str:
    """A role's style in words that Rich reads. Raises KeyError for a role that does not exist."""
    if flavour == "plain":
        return _PLAIN[role] or "none"
    return _ANSI[role] if flavour == "ansi" else mixed(_PAINTED[role], flavour)


@lru_cache(maxsize=4096)
def style_of(role: str, flavour: Flavour) -> Style:
    """The style of a role with its marks (`+b`, `+c`, `+e`); faded where it starts with `~`."""
    faded, name = role.startswith("~"), role.removeprefix("~")
    name, *marks = name.split("+")
    words = wording(name, flavour)
    style = Style.parse(words)
    if "c" in marks:
        style += Style(underline=True)
        if flavour in PAINTED and _PAINTED[name].endswith("on ground"):
            style += Style(color=paint("corrected", flavour))
    if "b" in marks and flavour in PAINTED:
        style += Style(bgcolor=paint("band-ground", flavour))
    if faded:
        style = _faded(style, flavour)
    if "e" in marks:
        style += Style.parse(_evidence(flavour))
    return style


def _evidence(flavour: Flavour) -> str:
    if flavour == "plain":
        return "bold reverse"
    if flavour == "ansi":
        return "bold black on bright_yellow"
    return mixed("bold on-evidence on evidence", flavour)


def _faded(style: Style, flavour: Flavour) -> Style:
    """Nearer to the background, so that evidence stands out."""
    if flavour not in PAINTED:
        return style + Style(dim=True, bold=False)
    ground = _triplet(paint("ground", flavour))

    def nearer(color: Color | None) -> str:
        assert color is not None
        return blend_rgb(_triplet(color.name), ground, FADED[flavour]).hex

    return style + Style(color=nearer(style.color), bgcolor=nearer(style.bgcolor), bold=False)


def _triplet(name: str) -> ColorTriplet:
    return ColorTriplet(int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16))

"""Every colour of the workbench by its name, in each flavour that has colours of its own.

Blue, orange and lightness tell things apart, never red against green, so that colour-blind eyes
can. The fills of the grades rise in lightness on a dark ground and fall on a light one. Text has a
contrast of 4.5 : 1 or more against its ground, in high contrast 7 : 1 or more; a test computes it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Flavour = Literal["colour", "light", "contrast", "ansi", "plain"]
"""Our colours on a dark ground, on a light one, in high contrast; the terminal's own; none."""

PAINTED: tuple[Flavour, ...] = ("colour", "light", "contrast")

PAINTS: dict[str, tuple[str, str, str]] = {
    # The grounds
    "ground": ("#14181f", "#fbfbf8", "#000000"),
    "raised": ("#1d232d", "#e9edf2", "#1c1c1c"),
    "header": ("#22304a", "#1f4372", "#00338f"),
    "as-of-ground": ("#5a2d82", "#6a3496", "#6d1aa8"),
    "cursor-ground": ("#2d4266", "#c3dbf7", "#ffffff"),
    "blurred-ground": ("#22304a", "#e0e6ee", "#3d3d3d"),
    "band-ground": ("#1d3230", "#dcefe6", "#00352e"),
    # Words
    "strongest": ("#ffffff", "#05090f", "#ffffff"),
    "words": ("#d7dbe0", "#1b222c", "#ffffff"),
    "soft": ("#aeb6c2", "#434d5a", "#e4e4e4"),
    "faint": ("#8f97a3", "#5b6470", "#c4c4c4"),
    "on-header": ("#ffffff", "#ffffff", "#ffffff"),
    "on-header-soft": ("#b9c6dc", "#d3e0f1", "#e3ecff"),
    "on-as-of": ("#ffffff", "#ffffff", "#ffffff"),
    "on-as-of-soft": ("#e3d3f2", "#ecdff7", "#f5e8ff"),
    "on-cursor": ("#ffffff", "#05090f", "#000000"),
    "on-blurred": ("#ffffff", "#05090f", "#ffffff"),
    # Hues
    "accent": ("#ffa62b", "#8f4700", "#ffb52e"),
    "amber": ("#ffb35c", "#8a4a00", "#ffc477"),
    "orange": ("#ff7a3d", "#a83a00", "#ff9e6b"),
    "sky": ("#6fc3ff", "#005f9e", "#8fd0ff"),
    "green": ("#4fd1b0", "#00695a", "#5fe6c3"),
    "grey": ("#c9ced6", "#3c4653", "#dedede"),
    "rose": ("#cc79a7", "#96316b", "#ff9fd4"),
    "yellow": ("#f0c419", "#6e5600", "#ffdb3b"),
    "drug": ("#2f6fb3", "#2465ab", "#74b6ff"),
    "drug-words": ("#8fc1f0", "#1d5a9c", "#9ccbff"),
    "on-drug": ("#ffffff", "#ffffff", "#000000"),
    "corrected": ("#ff9df5", "#9c1690", "#ffa8f7"),
    "evidence": ("#ffe14d", "#ffd43b", "#ffe14d"),
    "on-evidence": ("#14181f", "#05090f", "#000000"),
    "lavender": ("#a7aefc", "#4f4bb5", "#bcc2ff"),
    "pink": ("#e58fc0", "#ad3f86", "#ffadd9"),
    "lemon": ("#f3e26b", "#7d6a00", "#fff08a"),
    "marigold": ("#ffa01c", "#a85400", "#ffb347"),
    # Lines and areas
    "rule": ("#39424f", "#bcc4ce", "#8f8f8f"),
    "axis": ("#6b7686", "#7b8592", "#b0b0b0"),
    "dashes": ("#8b93a0", "#626b77", "#cfcfcf"),
    "hatch": ("#272d37", "#dde1e6", "#4a4a4a"),
    "curve": ("#b8951a", "#8d6f00", "#e0bb2a"),
    "point-words": ("#e0cf8e", "#5f4c00", "#ffe98a"),
    "rt-words": ("#e3a8c8", "#86285e", "#ffb9df"),
    "rt-gap": ("#8e5c78", "#b0719a", "#d98fb8"),
    "hold-line": ("#c65f30", "#bf5a26", "#ff9e6b"),
    # The grades of an adverse event, and of a laboratory value: fill and digit
    "grade-1": ("#34496e", "#d3e2f7", "#24406e"),
    "on-grade-1": ("#ffffff", "#05090f", "#ffffff"),
    "grade-2": ("#7d5f2c", "#ecb761", "#75510f"),
    "on-grade-2": ("#ffffff", "#05090f", "#ffffff"),
    "grade-3": ("#d9822b", "#b4560b", "#e08a30"),
    "on-grade-3": ("#14181f", "#ffffff", "#000000"),
    "grade-4": ("#ffb866", "#82310a", "#ffc47d"),
    "on-grade-4": ("#14181f", "#ffffff", "#000000"),
    "grade-5": ("#fff1d6", "#371105", "#ffffff"),
    "on-grade-5": ("#14181f", "#ffffff", "#000000"),
}
"""By name: on a dark ground, on a light one, in high contrast."""

FADED = {"colour": 0.55, "light": 0.55, "contrast": 0.35}
"""How far towards the ground everything goes that is no evidence while some is lit up."""


def paint(name: str, flavour: Flavour) -> str:
    """A colour as `#rrggbb`. Raises KeyError for a name that does not exist."""
    return PAINTS[name][PAINTED.index(flavour)]


@lru_cache(maxsize=1024)
def mixed(words: str, flavour: Flavour) -> str:
    """A style in words, `bold accent on raised`, with the colours of a flavour for their names."""
    return " ".join(paint(word, flavour) if word in PAINTS else word for word in words.split())

"""How colours look: contrast, lightness, and what eyes without red or green cones see."""

from __future__ import annotations

from math import hypot

Linear = tuple[float, float, float]

# Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009: the matrices of full severity.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)


def linear(colour: str) -> Linear:
    """The light of `#rrggbb`, from 0 to 1. Source: IEC 61966-2-1."""

    def light(start: int) -> float:
        share = int(colour[start : start + 2], 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return light(1), light(3), light(5)


def luminance(light: Linear) -> float:
    """Relative luminance. Source: WCAG 2.2."""
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21. Source: WCAG 2.2, 1.4.3."""
    low, high = sorted((luminance(linear(one)), luminance(linear(other))))
    return (high + 0.05) / (low + 0.05)


def lab(light: Linear) -> tuple[float, float, float]:
    """CIE L*, a*, b* under D65. Source: CIE 15:2004."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = luminance(light)
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883

    def root(share: float) -> float:
        return share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def lightness(colour: str) -> float:
    """L*, from 0 for black to 100 for white: all that grey print keeps."""
    return lab(linear(colour))[0]


def seen(colour: str, eyes: tuple[Linear, Linear, Linear]) -> Linear:
    """The light that eyes of one kind take a colour for."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(part * share for part, share in zip(row, light, strict=True))))
        for row in eyes
    )
    return red, green, blue


def apart(one: Linear, other: Linear) -> float:
    """How different two lights look: CIE 1976 ΔE; about 2.3 is just noticed."""
    first, second = lab(one), lab(other)
    return hypot(*(a - b for a, b in zip(first, second, strict=True)))

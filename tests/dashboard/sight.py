"""How far apart colours look: WCAG contrast, and colour-blind sight simulated."""

from __future__ import annotations

import math
from typing import Literal

Rgb = tuple[float, float, float]
Sight = Literal["full", "deuteranopia", "protanopia"]

# Machado, Oliveira & Fernandes (2009), severity 1, applied to linear RGB.
_SIMULATED: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
# sRGB (D65) to CIE XYZ, and the white of D65.
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, sight: Sight = "full") -> float:
    """CIE 1976 difference of two colours as someone with that sight sees them.

    About 2 can just be told apart side by side, 20 at a glance.
    """
    return math.dist(_lab(_seen(one, sight)), _lab(_seen(other, sight)))


def turned_over(colour: str) -> str:
    """A colour after `invert(.92) hue-rotate(180deg)`, as dark pages show figures.

    Filter Effects, 13.1: sRGB, the matrix of a rotation that keeps luminance.
    """
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (0.92 - 0.84 * part for part in parts)
    grey = 2 * (0.213 * r + 0.715 * g + 0.072 * b)
    turned = (min(max(grey - part, 0.0), 1.0) for part in (r, g, b))
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


def _linear(colour: str) -> Rgb:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return r, g, b


def _luminance(rgb: Rgb) -> float:
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def _times(matrix: tuple[Rgb, Rgb, Rgb], rgb: Rgb) -> Rgb:
    a, b, c = (
        sum(w * part for w, part in zip(row, rgb, strict=True)) for row in matrix
    )
    return a, b, c


def _seen(colour: str, sight: Sight) -> Rgb:
    rgb = _linear(colour)
    if sight == "full":
        return rgb
    r, g, b = (min(max(part, 0.0), 1.0) for part in _times(_SIMULATED[sight], rgb))
    return r, g, b


def _lab(rgb: Rgb) -> Rgb:
    x, y, z = (
        _root(part / white)
        for part, white in zip(_times(_TO_XYZ, rgb), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116

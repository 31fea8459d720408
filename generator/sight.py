"""How far two colours are apart: for people of full colour vision, for colour-blind ones, and in grey.

CIELAB under D65 (CIE 15), differences by CIE 1976; the sights of dichromats by Machado, Oliveira, Fernandes: A
physiologically-based model for simulation of color vision deficiency (2009).
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, pairwise
from math import dist
from typing import NamedTuple

from generator.colours import Colour

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
Lab = tuple[float, float, float]

GREY = "in grey"
SIGHTS: dict[str, Matrix] = {  # of linear red, green and blue
    "for anybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "for deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "for protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}
_XYZ: Matrix = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = tuple(sum(row) for row in _XYZ)

ALIKE, ALIKE_IN_GREY = 8.0, 1.1  # ΔE; a ratio of contrast, of neighbours: nearer ones are taken for one another


class Pair(NamedTuple):
    """Two that are taken for one another, by whom, and how near they are: ΔE, or a ratio of contrast in grey."""

    one: str
    other: str
    sight: str
    figure: float

    @property
    def words(self) -> str:
        return f"{self.figure:.2f}:1 {self.sight}" if self.sight == GREY else f"ΔE {self.figure:.1f} {self.sight}"


def lab(colour: Colour, sight: str) -> Lab:
    """Lightness and the two hues, as somebody of that sight has them."""
    return _lab(colour[:3], sight)


@lru_cache(maxsize=4096)
def _lab(parts: tuple[float, float, float], sight: str) -> Lab:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(max(part, 0.0), 1.0) for part in _applied(SIGHTS[sight], linear)]
    shares = (part / white for part, white in zip(_applied(_XYZ, seen), _WHITE, strict=True))
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _applied(matrix: Matrix, parts: Iterable[float]) -> list[float]:
    each = list(parts)
    return [sum(factor * part for factor, part in zip(row, each, strict=True)) for row in matrix]


def difference(one: Colour, other: Colour, sight: str) -> float:
    """ΔE of CIE 1976."""
    return dist(lab(one, sight), lab(other, sight))


def least_difference(one: Colour, other: Colour) -> float:
    """For whoever tells the two apart worst."""
    return min(difference(one, other, sight) for sight in SIGHTS)


def alike(colours: dict[str, Colour]) -> Pair | None:
    """The two that are nearest, where they are taken for one another: by anybody, else by colour-blind people, else in
    grey; there neighbours have to differ.
    """
    for name in SIGHTS:
        pairs = [
            Pair(one, other, name, difference(first, second, name))
            for (one, first), (other, second) in combinations(colours.items(), 2)
        ]
        nearest = min(pairs, key=lambda pair: pair.figure, default=None)
        if nearest and nearest.figure < ALIKE:
            return nearest
    greys = [
        Pair(one, other, GREY, first.contrast(second)) for (one, first), (other, second) in pairwise(colours.items())
    ]
    nearest = min(greys, key=lambda pair: pair.figure, default=None)
    return nearest if nearest and nearest.figure < ALIKE_IN_GREY else None

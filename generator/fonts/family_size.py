"""How large a family is set so that its words look as large, and take as much room, as those of the house's."""

from math import sqrt
from typing import NamedTuple

from generator.fonts.font import Font

# Letters in about the shares that they have in running text; measured together they tell how wide words are.
LETTERS = (
    "eeeeeeeeeeeettttttttaaaaaaaaooooooooiiiiiiinnnnnnnssssssrrrrrrhhhhhddddllllccccuuummmpppggffbywvkTASIWD,.    "
)
SMALLEST, LARGEST = 0.8, 1.1
AIR = (
    0.98  # of the room that words have in the house's font: some texts have more of a family's wide letters than others
)
ENOUGH = 0.8  # of the letters, by their shares: a font that has fewer is not measured
_SQUARES = "一あ가"  # letters that fill an em in any font: it is as large as it says


class Match(NamedTuple):
    """A font in the place of the house's. Heights in em of the size that the layout names."""

    scale: float  # of that size
    cap_height: float
    depth: float  # below the baseline


def match(house: Font, font: Font) -> Match:
    """Scaled, its lines take the same room as those of the house's font, to a hair."""
    scale = _scale(house, font)
    its = font if scale == 1 else house
    return Match(scale, its.cap_height, -its.descent)


def _scale(house: Font, font: Font) -> float:
    """Never so large that words are wider than in the house's font, and else between what makes small letters as high
    and what makes words as wide.
    """
    letters = "".join(letter for letter in LETTERS if font.has(letter) and house.has(letter))
    if font is house or len(letters) < ENOUGH * len(LETTERS) or any(map(font.has, _SQUARES)):
        return 1.0
    width, height = font.width(letters), font.drawn_x_height
    if width <= 0 or height <= 0:
        return 1.0
    wide, tall = AIR * house.width(letters) / width, house.drawn_x_height / height
    return round(min(max(min(sqrt(wide * tall), wide), SMALLEST), LARGEST), 3)

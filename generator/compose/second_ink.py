"""The second ink of a category, the table that its objects stand on, and what a drawing wears on its category's colour.

Out of the colours of the deck, so that a client's brand has its own; what it says itself comes first.
"""

from collections.abc import Mapping, Sequence
from colorsys import rgb_to_hls
from functools import lru_cache

from generator.colours import BLACK, WHITE, Colour
from generator.compose.colouring import OBJECT, PART, readable, standing_out
from generator.sight import difference
from generator.spread import of_luminance

TABLE, PALE_TABLE = 0.14, 0.14  # of black in the colour; of white, where it is too dark for that
DARKEST = 0.012  # luminance under which a darker table would not be seen
LIGHTER = (0.0, 0.3, 0.5, 0.7)  # shares of white
DARKER = (0.22, 0.13, 0.08)  # luminances
FULL, GREY = 0.7, 0.04  # saturation of those; under the other a colour is a grey, and stays one
NEAR_INK = 2.0  # contrast of a second ink with ink, which lies on it
DEEPER, PALE = 0.45, 0.82
BARELY = 1.1  # contrast under which two pale inks are one
BODY, SHADE = 0.12, 0.4  # of black in such an ink
MOST_OTHERS = 12  # of a deck with more colours as many are looked at
_SIGHT = "for anybody"


@lru_cache(maxsize=256)
def table_of(colour: Colour) -> Colour:
    """What objects stand on: the colour in the shade, or in the light where it is nearly black."""
    return colour.mixed(BLACK, TABLE) if colour.luminance > DARKEST else colour.mixed(WHITE, PALE_TABLE)


@lru_cache(maxsize=256)
def second_of(colour: Colour, others: tuple[Colour, ...], ink: Colour) -> Colour:
    """Of the deck's other colours, pure, lighter or darker, the one that stands out best from this one; where none
    does, one out of the colour itself.
    """
    grounds = (colour, table_of(colour))
    best, farthest = None, 0.0
    for shade, share in (each for other in (*others[:MOST_OTHERS], colour) for each in _shades(other)):
        if least_contrast(shade, grounds) >= OBJECT and shade.contrast(ink) >= NEAR_INK:
            apart = difference(colour, shade, _SIGHT) * (1 - share / 2)
            if apart > farthest:
                best, farthest = shade, apart
    return best or standing_on(colour, grounds)


@lru_cache(maxsize=256)
def _shades(colour: Colour) -> tuple[tuple[Colour, float], ...]:
    """The colour itself, lighter and darker ones, and how far each is from it."""
    lighter = ((colour.mixed(WHITE, share), share) for share in LIGHTER)
    hue, _, saturation = rgb_to_hls(*colour[:3])
    full = max(saturation, FULL) if saturation > GREY else saturation
    return (*lighter, *((of_luminance(hue, full, dark), 0.4) for dark in DARKER if dark < colour.luminance))


def least_contrast(colour: Colour, grounds: Sequence[Colour]) -> float:
    return min(colour.contrast(ground) for ground in grounds)


def standing_on(colour: Colour, grounds: Sequence[Colour]) -> Colour:
    """The colour, darkened or lightened until it is seen on both the wall and the table."""
    for ground in grounds:
        colour = (
            standing_out(colour, ground, OBJECT)
            if colour != ground
            else standing_out(colour.mixed(WHITE if ground.luminance < 0.18 else BLACK, 0.05), ground, OBJECT)
        )
    return colour


def for_still_life(palette: Mapping[str, Colour]) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """The roles of a drawing on its category's colour: of what stands on the ground itself, and of what lies on that.

    Their empty name is the current colour.
    """
    ground, second = palette["category"], palette["category-second"]
    grounds = (ground, palette["category-table"])
    deep = _deeper(second, grounds)
    if deep.contrast(second) < PART:
        second, deep = _parted(second)
    tint = palette["paper"].mixed(second, 1 - PALE)
    inks = {"category": second, "category-deep": deep, "category-tint": tint}
    outer = readable(ground, palette["ink"], palette["paper"])
    return dict(palette) | inks | {"": outer}, dict(palette) | inks | {"": _on_parts(palette["ink"], (second, tint))}


def _parted(second: Colour) -> tuple[Colour, Colour]:
    """Of an ink that is only just seen, one for bodies and one for shades: lighter than it is; darker than would be
    seen, so that the drawing has an edge, where that is all nearly white.
    """
    lighter = second.mixed(WHITE, 0.4)
    if lighter.contrast(second) >= BARELY:
        return lighter, second
    return second.mixed(BLACK, BODY), second.mixed(BLACK, SHADE)


def _on_parts(ink: Colour, parts: Sequence[Colour]) -> Colour:
    """Ink, or what is told from the parts that it lies on where a light one is not."""
    if least_contrast(ink, parts) >= PART:
        return ink
    return max((BLACK, WHITE), key=lambda colour: least_contrast(colour, parts))


def _deeper(second: Colour, grounds: Sequence[Colour]) -> Colour:
    """As dark as it may be to be seen on both."""
    steps = (second.mixed(BLACK, DEEPER * step / 9) for step in range(9, 0, -1))
    return next((each for each in steps if least_contrast(each, grounds) >= OBJECT), second)

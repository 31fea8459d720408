"""Colour roles: what a layout calls a colour, in the brand and category at hand."""

from collections.abc import Mapping
from functools import lru_cache

from generator.colours import BLACK, Colour

CATEGORY_ROLES = ("category", "on-category", "category-tint", "category-deep")


def for_category(colour: Colour, palette: Mapping[str, Colour]) -> dict[str, Colour]:
    """The brand's colours and the roles that a category adds."""
    ink, paper = palette["ink"], palette["paper"]
    return dict(palette) | {
        "category": colour,
        "on-category": readable(colour, ink, paper),
        "category-tint": paper.mixed(colour, 0.16),
        "category-deep": colour.mixed(BLACK, 0.35),
    }


@lru_cache(maxsize=256)
def readable(background: Colour, ink: Colour, paper: Colour) -> Colour:
    """Ink or paper, whichever stands out more."""
    return max((paper, ink), key=background.contrast)

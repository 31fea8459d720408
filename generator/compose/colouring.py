"""Colour roles: what a layout calls a colour, in the brand and category at hand."""

from collections.abc import Mapping
from functools import lru_cache

from generator.colours import BLACK, WHITE, Colour

OBJECT = 3.0  # contrast of what is drawn with its ground (WCAG 2.2, 1.4.11)
HAIRLINE = 1.8  # of lines that only part the rows of a table
PART, LIFTED = 1.2, 1.5  # of parts of a drawing with one another; of those that are made lighter
_STEPS = 40  # in which a colour is mixed
CATEGORY_ROLES = (
    "category", "on-category", "category-tint", "category-deep", "category-table", "category-second",
)  # fmt: skip
MOST_COLOURS = 9
OWN_COLOURS = tuple(f"colour-{number}" for number in range(1, MOST_COLOURS + 1))  # those that a poster names in turn


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


@lru_cache(maxsize=1024)
def standing_out(colour: Colour, ground: Colour, least: float) -> Colour:
    """The colour, darkened or lightened no further than it must be to have that contrast with the ground."""
    goal = max((BLACK, WHITE), key=ground.contrast)
    mixed = (colour.mixed(goal, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in mixed if each.contrast(ground) >= least), goal) if colour != ground else colour


def for_drawing(palette: Mapping[str, Colour], current: Colour, ground: Colour) -> dict[str, Colour]:
    """The roles of a category as a drawing on that ground wears them: seen there, and from one another.

    What has the colour of the ground is a hole in the drawing, and stays one.
    """
    category = palette["category"]
    if category == ground:
        return dict(palette)
    body = standing_out(category, ground, OBJECT)
    deep = standing_out(body.mixed(BLACK, 0.35), ground, OBJECT)
    if min(body.contrast(deep), body.contrast(current)) < PART:
        body = _lifted(body, (deep, current), ground)
    return dict(palette) | {"category": body, "category-deep": deep}


def _lifted(body: Colour, others: tuple[Colour, ...], ground: Colour) -> Colour:
    """Lighter, until it is told from the other parts of the drawing; as far as it is still seen on the ground."""
    for step in range(1, _STEPS + 1):
        lighter = body.mixed(WHITE, step / _STEPS)
        if lighter.contrast(ground) < OBJECT:
            break
        if all(lighter.contrast(other) >= LIFTED for other in others):
            return lighter
    return body

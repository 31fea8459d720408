"""A brand's colours on screens, by day and by night, changed no further than they must be to be read. Knows no page."""

from collections.abc import Mapping

from generator.brand import ACCENT
from generator.colours import BLACK, WHITE, Colour

WRONG = Colour(0.7, 0.1, 0.1)
READS = 4.5  # WCAG 2.2, 1.4.3


def day(brand: Mapping[str, Colour]) -> dict[str, Colour]:
    """The tokens of the light pages."""
    ground = _light(brand.get("ground", WHITE))
    ink = readable(brand.get("ink", BLACK), ground, 7)
    return _tokens(brand, ground, _light(brand.get("paper", WHITE)), ink)


def night(brand: Mapping[str, Colour]) -> dict[str, Colour]:
    """The same in the dark: the ink becomes the ground."""
    ground = _dark(brand.get("ink", BLACK))
    ink = readable(brand.get("ground", WHITE), ground, 7)
    return _tokens(brand, ground, ground.mixed(WHITE, 0.07), ink)


def _tokens(brand: Mapping[str, Colour], ground: Colour, paper: Colour, ink: Colour) -> dict[str, Colour]:
    worst = min((ground, paper), key=ink.contrast)  # what reads on it reads on both
    accent = readable(brand.get(ACCENT, ink), worst, READS)
    return {
        "ground": ground,
        "paper": paper,
        "ink": ink,
        "muted": readable(brand.get("muted", ink), worst, READS),
        "line": readable(ground.mixed(ink, 0.45), worst, 3),  # WCAG 2.2, 1.4.11: edges of fields
        "accent": accent,
        "on-accent": ink_on(accent),
        "hue": accent,
        "on-hue": ink_on(accent),
        "wrong": readable(WRONG, worst, READS),
    }


def readable(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """The colour, darkened or lightened no further than it must be to stand out."""
    goal = ink_on(ground)
    for step in range(21):
        mixed = colour.mixed(goal, step / 20)
        if mixed.contrast(ground) >= ratio:
            return mixed
    return goal


def ink_on(ground: Colour) -> Colour:
    """Black or white: one of the two always reaches 4.5:1."""
    return max((BLACK, WHITE), key=ground.contrast)


def ink_on_hue(hue: Colour, brand: Mapping[str, Colour]) -> Colour:
    """What a card of this colour is written in: the brand's paper or its ink, where that is read on a screen."""
    written = max((brand.get("paper", WHITE), brand.get("ink", BLACK)), key=hue.contrast)
    return written if written.contrast(hue) >= READS else ink_on(hue)


def _light(colour: Colour) -> Colour:
    return next(mixed for step in range(21) if (mixed := colour.mixed(WHITE, step / 20)).contrast(BLACK) >= 14)


def _dark(colour: Colour) -> Colour:
    return next(mixed for step in range(21) if (mixed := colour.mixed(BLACK, step / 20)).contrast(WHITE) >= 14)

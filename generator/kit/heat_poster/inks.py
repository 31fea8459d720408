"""The colours of a heat map: the brand's, changed no further than they must be to be read and told apart on paper."""

from collections.abc import Mapping
from typing import NamedTuple

from generator.brand import ACCENT, STANDARD
from generator.colours import WHITE, Colour
from generator.compose.colouring import OBJECT, standing_out
from generator.screen_colours import READS, ink_on, readable
from generator.sight import least_difference

MARKS = 7  # colours in which groups are told apart; they differ in shape as well
APART = 15.0  # ΔE for whoever tells two of them apart worst, where the brand has so many
TINTS = (0.06, 0.14, 0.22, 0.3, 0.4)  # of the accent on paper: quadrants and squares, the fullest last
# Where the brand's own run out: each 4.5:1 on white.
HOUSE = ("#0b62a8", "#b4470a", "#0a7a55", "#7d3aa8", "#a8154e", "#6b5b00", "#3d4a57")


class MapInks(NamedTuple):
    paper: Colour
    ink: Colour
    muted: Colour
    line: Colour
    accent: Colour
    on_accent: Colour
    tints: tuple[Colour, ...]
    marks: tuple[Colour, ...]


def inks_of(colours: Mapping[str, str]) -> MapInks:
    """`colours`: of the brand by name, #rrggbb."""
    brand = {name: Colour.from_hex(value) for name, value in colours.items()}
    ink = readable(brand.get("ink", Colour(0, 0, 0)), WHITE, 7)
    accent = readable(brand.get(ACCENT, ink), WHITE, READS)
    tints = tuple(WHITE.mixed(accent, share) for share in TINTS)
    muted = readable(brand.get("muted", ink), tints[1], READS)
    line = readable(WHITE.mixed(ink, 0.35), tints[1], OBJECT)
    return MapInks(WHITE, ink, muted, line, accent, ink_on(accent), tints, _marks(brand, tints[1], ink))


def _marks(brand: Mapping[str, Colour], ground: Colour, ink: Colour) -> tuple[Colour, ...]:
    """Those of the brand's own that are told from one another, then the house's, those first that differ most."""
    own = [standing_out(colour, ground, OBJECT) for name, colour in brand.items() if name not in STANDARD]
    taken: list[Colour] = []
    for colour in own:
        if len(taken) < MARKS and all(least_difference(colour, other) >= APART for other in (*taken, ink)):
            taken.append(colour)
    house = [Colour.from_hex(value) for value in HOUSE]
    while len(taken) < MARKS:
        farthest = max(house, key=lambda colour: min((least_difference(colour, each) for each in taken), default=0.0))
        house.remove(farthest)
        taken.append(farthest)
    return tuple(taken)

"""Kitchen tiles: a card's marker in dark ink on a light rim, so that a photograph of a table says what lies there.

A reader looks for the edge of the dark square, and needs something light around it: the rim. What is drawn is two
areas, the tile and the dark of the marker, whose light cells are holes in it.
"""

from collections.abc import Callable
from functools import lru_cache

from generator.codes.markers import SIDE
from generator.colours import BLACK, WHITE, Colour
from generator.compose.desk import Desk, Spot
from generator.compose.inks import Inks
from generator.compose.marker import RIM, marker, marker_in
from generator.face import Item, Outline, rectangle
from generator.layout import TileFrame

ROUND = 0.5  # the corner of the tile, in cells
LIGHT = 0.75  # luminance that the rim has at least, and its grey
CONTRAST = 7.0  # of the marker with the rim, and of their greys: cameras see less of it in the evening than people
_STEPS = 40  # in which a colour is mixed


class TileSetter:
    """Places the tiles of one layout."""

    def __init__(self, desk: Desk, inks: Inks) -> None:
        self.desk, self.inks = desk, inks

    def items(self, spot: Spot, frame: TileFrame) -> tuple[Item, ...]:
        number = self.desk.facts.kit.tiles.get(spot.card.id)
        if number is None:
            return ()
        dark, light = inked(self.inks.of(spot.card, frame.colour), self.inks.of(spot.card, frame.ground))
        square = marker_in(spot.box)
        cell = square.width / SIDE
        tile = Outline(rectangle(square.grown(RIM * cell), ROUND * cell), fill=light)
        return tile, Outline(marker(number, square), fill=dark, even_odd=True)


@lru_cache(maxsize=256)
def inked(colour: Colour, ground: Colour) -> tuple[Colour, Colour]:
    """The colours of the marker and of its rim: as they are asked for, or as much darker and lighter as they must be to
    be told apart by a camera, on paper of one ink as well.
    """
    light = _mixed(ground, WHITE, lambda each: min(each.luminance, _grey(each).luminance) >= LIGHT)
    grey = _grey(light)
    return _mixed(colour, BLACK, lambda each: min(each.contrast(light), _grey(each).contrast(grey)) >= CONTRAST), light


def _mixed(colour: Colour, goal: Colour, will_do: Callable[[Colour], bool]) -> Colour:
    mixed = (colour.mixed(goal, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in mixed if will_do(each)), goal)


def _grey(colour: Colour) -> Colour:
    """As cameras and printers of one ink make it (Rec. 601)."""
    grey = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue
    return Colour(grey, grey, grey)

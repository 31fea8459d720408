"""The colours of a layout on a card: its category's, those of areas, and those of the words that are read on them."""

from collections.abc import Mapping

from generator.brand import colour_named
from generator.colours import Colour
from generator.compose.binding import category_colours
from generator.compose.colouring import for_category
from generator.compose.desk import Desk, Spot
from generator.compose.grounds import LEAST_CONTRAST, ground_under, legible, stands_on_one
from generator.deck import Card
from generator.errors import Problems
from generator.layout import SIDES, CardLayout, FillFrame


class Inks:
    """Looks colours up; one that cannot be read is turned, or is a problem."""

    def __init__(self, desk: Desk, layout: CardLayout, ready: bool, problems: Problems) -> None:
        self.desk, self.layout, self.problems = desk, layout, problems
        self.palettes: Mapping[str, Mapping[str, Colour]] = {
            name: for_category(colour, desk.palette)
            for name, colour in category_colours(desk.deck, desk.palette, problems)
        }
        self._under = {
            (side, name): ground_under(name, layout.side(side), layout.size)
            for side in SIDES
            for name in (layout.side(side) if ready else ())
        }

    def palette(self, card: Card) -> Mapping[str, Colour]:
        return self.palettes[card.category]

    def of(self, card: Card, role: str) -> Colour:
        palette = self.palettes[card.category]
        return colour_named(role, palette) or palette["ink"]

    def area(self, card: Card, frame: FillFrame) -> Colour:
        return self.desk.palette["paper"].mixed(self.of(card, frame.colour), frame.tint)

    def ground(self, spot: Spot) -> Colour:
        """What a frame's words or logo stand on."""
        under = self._under.get((spot.side, spot.name))
        return self.area(spot.card, under) if under else self.desk.palette["paper"]

    def flat(self, spot: Spot) -> Colour | None:
        """The ground of a frame where it is of one colour."""
        one = stands_on_one(spot.name, self.layout.side(spot.side), self.layout.size)
        return self.ground(spot) if one else None

    def words(self, card: Card, role: str, ground: Colour) -> Colour:
        """What the layout asks for, turned to ink or paper where that could not be read."""
        palette = self.desk.palette
        colour, contrast = legible(self.of(card, role), ground, palette["ink"], palette["paper"])
        if contrast < LEAST_CONTRAST:
            where = self.desk.deck.head.categories[card.category].marks.of("colour")
            message = f"words on {ground.hex} cannot be read well (contrast {contrast:.1f}, not {LEAST_CONTRAST})"
            hint = "choose a lighter or darker colour for this area, or a darker ink"
            self.problems.warn(where, message, hint, "contrast")
        return colour

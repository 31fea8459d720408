"""The colours of a layout on a card: its category's, those of areas, and those of the words that are read on them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.brand import ACCENT, colour_named
from generator.colours import Colour
from generator.compose.binding import category_colours, own_colours
from generator.compose.colouring import OBJECT, OWN_COLOURS, for_category, for_drawing, standing_out
from generator.compose.desk import Desk, Spot
from generator.compose.grounds import (
    LEAST_CONTRAST,
    TINTED,
    WOVEN,
    ground_under,
    is_bar,
    is_woven,
    legible,
    stands_on_one,
)
from generator.compose.second_ink import for_still_life, second_of, table_of
from generator.compose.shapes import ShapeInks
from generator.deck import Card
from generator.errors import Problems
from generator.images.edges import Edge
from generator.layout import SIDES, CardLayout, FillFrame, ShapeFrame, TextFrame


class StillLife(NamedTuple):
    """The colours of a drawing on the colour of its category: of what stands on the ground, and of what lies on it."""

    outer: Mapping[str, Colour]
    inner: Mapping[str, Colour]
    edge: Edge


class Inks:
    """Looks colours up; one that cannot be read or seen is turned, darkened or lightened."""

    def __init__(self, desk: Desk, layout: CardLayout, ready: bool, problems: Problems) -> None:
        self.desk, self.layout, self.problems = desk, layout, problems
        self.palettes = self._palettes()
        self._even: dict[tuple[str, str], bool] = {}  # frames that stand on one ground and nothing else
        self._drawing: dict[tuple[str, str, Colour], tuple[Mapping[str, Colour], Colour, Edge]] = {}
        self._still_life: dict[str, StillLife] = {}
        self._least = dict(self._floors()) if ready else {}
        self._under = {
            (side, name): ground_under(name, layout.side(side), layout.size)
            for side in SIDES
            for name in (layout.side(side) if ready else ())
        }
        self._raised = dict(self._raised_grounds())

    def _floors(self) -> Iterator[tuple[tuple[str, str], float]]:
        """The areas that have to be seen on their ground, each with its least contrast."""
        for side in SIDES:
            frames = self.layout.side(side)
            for name in (name for name, frame in frames.items() if isinstance(frame, FillFrame)):
                if is_bar(name, frames, self.layout.size):
                    yield (side, name), LEAST_CONTRAST
                elif is_woven(name, frames, self.layout.size):
                    yield (side, name), WOVEN

    def _raised_grounds(self) -> Iterator[tuple[tuple[str, str], str]]:
        """The frames that stand on an area which has to be seen, such as the pattern of a hem, and the name of that."""
        for (side, name), under in self._under.items():
            for other, frame in self.layout.side(side).items():
                if frame is under and (side, other) in self._least:
                    yield (side, name), other

    def _palettes(self) -> Mapping[str, Mapping[str, Colour]]:
        """Of each category the brand's colours and its own roles."""
        worn = dict(category_colours(self.desk.deck, self.desk.palette, self.problems))
        ink = self.desk.palette["ink"]
        palettes: dict[str, Mapping[str, Colour]] = {}
        for name, colour in worn.items():
            others = tuple(dict.fromkeys(each for each in worn.values() if each != colour))
            own = own_colours(self.desk.deck.head.categories[name], self.desk.palette, self.problems)
            palettes[name] = for_category(colour, self.desk.palette) | {
                "category-table": table_of(colour),
                "category-second": self._own_second(name) or second_of(colour, others, ink),
                **dict(own),
            }
        return palettes

    def _own_second(self, category: str) -> Colour | None:
        """What the brand says of the colour itself; of the accent, what it says of the colour that the accent is."""
        brand, name = self.desk.brand, self.desk.deck.head.categories[category].colour
        own = brand.colours.get(name) or (brand.colours.get(brand.accent) if name == ACCENT else None)
        return colour_named(own.second, self.desk.palette) if own and own.second else None

    def palette(self, card: Card) -> Mapping[str, Colour]:
        return self.palettes[card.category]

    def of(self, card: Card, role: str) -> Colour:
        palette = self.palettes[card.category]
        if role in OWN_COLOURS and role not in palette:
            return palette["category"]
        return colour_named(role, palette) or palette["ink"]

    def area(self, card: Card, frame: FillFrame | ShapeFrame) -> Colour:
        return self.desk.palette["paper"].mixed(self.of(card, frame.colour), frame.tint)

    def ground(self, spot: Spot) -> Colour:
        """What a frame's words or logo stand on."""
        frame = self.layout.side(spot.side).get(spot.name)
        return self.pill(spot, frame) if isinstance(frame, TextFrame) and frame.pill else self._ground(spot)

    def _ground(self, spot: Spot) -> Colour:
        under = self._under.get((spot.side, spot.name))
        if isinstance(under, FillFrame) and (raised := self._raised.get((spot.side, spot.name))):
            return self.fill(spot._replace(name=raised), under)
        return self.area(spot.card, under) if under else self.desk.palette["paper"]

    def pill(self, spot: Spot, frame: TextFrame) -> Colour:
        """Of a pill, darkened or lightened until it stands out as an axis does."""
        return standing_out(self.of(spot.card, frame.pill), self._ground(spot), LEAST_CONTRAST)

    def shape(self, spot: Spot, frame: ShapeFrame) -> ShapeInks:
        """Of a shape; its outline is seen on what is in it, and one without is outlined where it would not be seen."""
        area, paper = self.area(spot.card, frame), self.desk.palette["paper"]
        within = paper if frame.shape == "jar" else area
        if frame.edge:
            return ShapeInks(area, standing_out(self.of(spot.card, frame.edge), within, OBJECT), paper)
        ground = self._ground(spot)
        is_seen = area.contrast(ground) >= (WOVEN if frame.tint == 1 else TINTED)
        return ShapeInks(
            area, None if is_seen else standing_out(self.of(spot.card, frame.colour), ground, OBJECT), paper
        )

    def flat(self, spot: Spot) -> Colour | None:
        """The ground of a frame where it is of one colour."""
        frame = spot.side, spot.name
        if frame not in self._even:
            self._even[frame] = stands_on_one(spot.name, self.layout.side(spot.side), self.layout.size)
        return self.ground(spot) if self._even[frame] else None

    def words(self, card: Card, role: str, ground: Colour) -> Colour:
        """What the layout asks for, turned to ink or paper where that could not be read."""
        palette = self.desk.palette
        return legible(self.of(card, role), ground, palette["ink"], palette["paper"])[0]

    def line(self, spot: Spot, role: str) -> Colour:
        """Of a line, darkened or lightened until it is seen on its ground."""
        return standing_out(self.of(spot.card, role), self.ground(spot), OBJECT)

    def fill(self, spot: Spot, frame: FillFrame) -> Colour:
        """Of an area; of a bar darkened or lightened until it stands out as words do, of a hem until it is seen."""
        area = self.area(spot.card, frame)
        least = self._least.get((spot.side, spot.name))
        return standing_out(area, self.ground(spot), least) if least else area

    def drawing(self, spot: Spot, role: str) -> tuple[Mapping[str, Colour], Colour, Edge]:
        """The colours of a drawing on the ground of its frame, those of its category and its own, and its edge's."""
        ground = self.ground(spot)
        key = spot.card.category, role, ground
        if key not in self._drawing:
            palette = self.palettes[spot.card.category]
            current = standing_out(self.of(spot.card, role), ground, OBJECT)
            ink = standing_out(palette["ink"], ground, OBJECT)
            self._drawing[key] = for_drawing(palette, current, ground), current, Edge(ground, ink)
        return self._drawing[key]

    def still_life(self, spot: Spot) -> StillLife | None:
        """The colours of a drawing that stands on the colour of its category; None where its frame's ground is
        another.
        """
        category, palette = spot.card.category, self.palettes[spot.card.category]
        if self.ground(spot).hex != palette["category"].hex:
            return None
        if category not in self._still_life:
            outer, inner = for_still_life(palette)
            edge = Edge(
                palette["category"], standing_out(outer[""], palette["category"], OBJECT), palette["category-table"]
            )
            self._still_life[category] = StillLife(outer, inner, edge)
        return self._still_life[category]

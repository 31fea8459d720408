"""What composition works with, and where a frame stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from generator.brand import Brand
from generator.colours import Colour
from generator.compose.facts import Facts
from generator.compose.logos import LogoFindings
from generator.compose.setting import Typesetter
from generator.deck import Card, Category, Deck
from generator.example import Example
from generator.face import Placed
from generator.fonts import FontBook
from generator.form import Form
from generator.geometry import Rect
from generator.images import Pictures, Raster
from generator.layout import CardLayout

if TYPE_CHECKING:
    from generator.booklet import Document, PieceFace
    from generator.compose.miniature import ShownFace


@dataclass(frozen=True)
class Desk:
    """The deck and its facts, colours, fonts and pictures."""

    deck: Deck
    facts: Facts
    brand: Brand
    palette: Mapping[str, Colour]
    book: FontBook
    typesetter: Typesetter
    pictures: Pictures
    logos: Pictures  # of the folder where the brand's file is
    forms: Mapping[str, Form] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)  # by the id of their cards
    documents: "Mapping[str, Document]" = field(default_factory=dict)  # by the category of their pages
    # why a press would not print a picture on its ground, and how to mend it
    picture_fault: Callable[[Raster, Colour | None], tuple[str, str]] = lambda raster, ground: ("", "")
    marks: LogoFindings = field(default_factory=LogoFindings)  # of the client's logo
    piece: str = ""  # what the deck is printed as
    layout_of: Callable[[Card], str] = lambda card: ""  # the name of the layout that a card has
    drawing_fault: Callable[[Placed], tuple[str, str]] = lambda placed: ("", "")  # the same of one that is seen through

    faces: "Callable[[PieceFace], ShownFace | None]" = lambda shown: None  # of other pieces of the kit
    families: Mapping[str, Category] = field(default_factory=dict)  # of the kit's cards, by the role that they play
    roomier: Callable[[CardLayout], str] = lambda layout: ""  # which layouts have room for what has none in this one

    def raster(self, key: str) -> Raster:
        """A picture that a face shows, wherever it comes from."""
        return self.logos.get(key) if key in self.logos else self.pictures.get(key)


class Spot(NamedTuple):
    """A frame of a side, for the card that is being composed."""

    card: Card
    side: str
    name: str
    box: Rect

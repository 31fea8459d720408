"""All that a motif can be said with, each word as a picture in the colours of the deck, on one page."""

from collections.abc import Iterator, Mapping
from itertools import cycle
from math import ceil
from typing import NamedTuple

from generator.brand import colour_named
from generator.colours import Colour
from generator.compose.binding import category_colours
from generator.compose.colouring import OBJECT, for_category, standing_out
from generator.compose.second_ink import for_still_life, second_of, table_of
from generator.compose.slug import slug_line
from generator.errors import Problems
from generator.face import Art, Item, Outline, Placed, rectangle
from generator.geometry import Rect, Size, Transform
from generator.images import Vector
from generator.images.edges import Edge
from generator.kit.pictures.card_pages import CardStudio
from generator.kit.press.piece_sheets import job_of
from generator.motifs.contents import CONTENTS
from generator.motifs.picture import picture
from generator.motifs.vessels import VESSELS
from generator.motifs.words import ARRANGEMENTS, CROPS, GLAZES, STATES, Motif
from generator.pdf import Writer

COLUMNS = 12
CELL, PICTURE = Size(38, 33), Size(36, 26)  # mm
MARGIN, FOOT, TABLE = 10.0, 3.0, 8.0  # mm; of a picture: under the foot of its thing, and of the table
WORD_SIZE = 7.0  # points


class Wear(NamedTuple):
    """The colours of a family: its own, its table's, those of what stands on them and of what lies on that."""

    ground: Colour
    table: Colour
    outer: Mapping[str, Colour]
    inner: Mapping[str, Colour]

    @property
    def edge(self) -> Edge:
        return Edge(self.ground, standing_out(self.outer[""], self.ground, OBJECT), self.table)


def motif_sheet(studio: CardStudio) -> tuple[bytes, Size]:
    """The PDF and the size of its page."""
    said = list(_said())
    rows = ceil(len(said) / COLUMNS)
    page = Size(2 * MARGIN + COLUMNS * CELL.width, 2 * MARGIN + rows * CELL.height)
    desk = studio.production.desk
    writer = Writer(job_of(studio.production, None), desk.book.get, desk.raster)
    items: list[Item] = []
    for at, ((word, motif), wear) in enumerate(zip(said, cycle(_wears(studio)), strict=False)):
        row, column = divmod(at, COLUMNS)
        items += _cell(studio, word, picture(motif), wear, MARGIN + column * CELL.width, MARGIN + row * CELL.height)
    writer.page(page, (), items)
    return writer.finish(), page


def _said() -> Iterator[tuple[str, Motif]]:
    """Each word and a motif that shows it."""
    cup = Motif("cup", "eggs")
    for name, vessel in VESSELS.items():
        yield name, Motif(name, "" if vessel.holds == "nothing" else "peas")
    yield from ((name, Motif(contents=name, number=3)) for name, each in CONTENTS.items() if not each.is_liquid)
    yield from ((name, Motif("glass", name)) for name, each in CONTENTS.items() if each.is_liquid)
    lidded = {"open": "saucepan", "covered": "saucepan"}
    yield from ((state, Motif(lidded.get(state, "cup"), "eggs", states=(state,))) for state in STATES)
    yield from ((word, cup._replace(glaze=word)) for word in GLAZES)
    yield from ((word, cup._replace(arrangement=word)) for word in ARRANGEMENTS)
    yield from ((f"crop {word}", cup._replace(crop=word)) for word in CROPS)
    yield "with a clock", cup._replace(beside="clock")


def _wears(studio: CardStudio) -> list[Wear]:
    """The colours of each family, as its cards' pictures wear them."""
    desk, head = studio.production.desk, studio.shared.deck.head
    worn = dict(category_colours(desk.deck, desk.palette, Problems()))
    wears = []
    for name, colour in worn.items():
        others = tuple(dict.fromkeys(each for each in worn.values() if each != colour))
        own = desk.brand.colours.get(head.categories[name].colour)
        second = colour_named(own.second, desk.palette) if own and own.second else None
        palette = for_category(colour, desk.palette) | {
            "category-table": table_of(colour),
            "category-second": second or second_of(colour, others, desk.palette["ink"]),
        }
        wears.append(Wear(colour, palette["category-table"], *for_still_life(palette)))
    return wears


def _cell(studio: CardStudio, word: str, vector: Vector, wear: Wear, x: float, y: float) -> Iterator[Item]:
    area = Rect(x, y, *PICTURE)
    table = Rect(x, area.bottom - TABLE, PICTURE.width, TABLE)
    yield from (Outline(rectangle(area), wear.ground), Outline(rectangle(table), wear.table))
    line = slug_line([word], studio.production.desk.typesetter, PICTURE.width, WORD_SIZE)
    if line:
        yield line._replace(x=x, baseline=y + PICTURE.height + 3.4)
    yield _standing(vector.art(wear.inner, wear.inner[""], None, wear.edge, wear.outer), area)


def _standing(art: Art, area: Rect) -> Placed:
    scale = min((area.width - 2) / art.box.width, (area.height - FOOT - 1) / art.box.height)
    left = area.x + (area.width - art.box.width * scale) / 2 - art.box.x * scale
    top = area.bottom - FOOT - art.box.height * scale - art.box.y * scale
    return Placed(art, Transform(scale, 0, 0, scale, left, top), clip=area)

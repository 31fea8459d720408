"""An overview of the deck: all cards small, front beside back, with their ids, on one page."""

from collections.abc import Iterator
from math import ceil, sqrt

from generator.colours import Colour
from generator.compose.slug import slug_line
from generator.deck import Card
from generator.face import Item, Outline, Placed, make_art, rectangle
from generator.geometry import Rect, Size, Transform
from generator.kit.pictures.card_pages import CardStudio
from generator.kit.press.piece_sheets import job_of
from generator.pdf import Writer

SCALE = 0.5
MARGIN, GAP, BETWEEN = 10.0, 6.0, 1.5  # mm: around, between cards, between a front and its back
HEAD, CAPTION = 9.0, 5.2  # mm, of the title and under each card
TITLE_SIZE, CAPTION_SIZE = 14.0, 7.0  # points
EDGE, EDGE_WIDTH = Colour(0.75, 0.75, 0.75), 0.1  # mm: paper shows on paper
SHAPE = sqrt(2)  # of the page, as wide as an A paper on its side


def contact_sheet(studio: CardStudio) -> tuple[bytes, Size]:
    """The PDF and the size of its page."""
    cell = _cell(studio)
    columns = _columns(len(studio.cards), cell)
    rows = ceil(len(studio.cards) / columns)
    width = 2 * MARGIN + columns * cell.width + (columns - 1) * GAP
    page = Size(width, 2 * MARGIN + HEAD + rows * cell.height + (rows - 1) * GAP)
    desk = studio.production.desk
    writer = Writer(job_of(studio.production, None), desk.book.get, desk.raster)
    items: list[Item] = list(_title(studio, page))
    for at, card in enumerate(studio.cards):
        row, column = divmod(at, columns)
        x, y = MARGIN + column * (cell.width + GAP), MARGIN + HEAD + row * (cell.height + GAP)
        items.extend(_card(studio, card, x, y, cell))
    writer.page(page, (), items)
    return writer.finish(), page


def _cell(studio: CardStudio) -> Size:
    sides = len(studio.sides)
    return Size(studio.trim.width * SCALE * sides + BETWEEN * (sides - 1), studio.trim.height * SCALE + CAPTION)


def _columns(count: int, cell: Size) -> int:
    """So many that the page has about the shape of paper."""
    wanted = sqrt(count * SHAPE * (cell.height + GAP) / (cell.width + GAP))
    return max(1, min(count, round(wanted)))


def _title(studio: CardStudio, page: Size) -> Iterator[Item]:
    kit, say, count = studio.shared.kit, studio.shared.shop.fixed, len(studio.cards)
    cards = say.text("contact-one") if count == 1 else say.text("contact-many", count=count)
    layout = say.title("cards", studio.layout.name, studio.layout.title)
    words = [kit.title, say.text("edition-alone", edition=kit.edition), cards, layout]
    yield from _line(studio, words, MARGIN, MARGIN + 4.0, page.width - 2 * MARGIN, TITLE_SIZE)


def _card(studio: CardStudio, card: Card, x: float, y: float, cell: Size) -> Iterator[Item]:
    for number, side in enumerate(studio.sides):
        face = studio.production.face(card, side)
        if face:
            left = x + number * (studio.trim.width * SCALE + BETWEEN)
            trim = Rect(0, 0, *face.size)
            shown = Rect(left, y, trim.width * SCALE, trim.height * SCALE)
            yield Placed(make_art(trim, face.items), Transform(SCALE, 0, 0, SCALE, left, y), clip=shown)
            yield Outline(rectangle(shown), stroke=EDGE, stroke_width=EDGE_WIDTH)
    words = [card.id, studio.shared.deck.head.categories[card.category].name]
    yield from _line(studio, words, x, y + cell.height - 1.6, cell.width, CAPTION_SIZE)


def _line(studio: CardStudio, words: list[str], x: float, y: float, width: float, size: float) -> Iterator[Item]:
    line = slug_line(words, studio.production.desk.typesetter, width, size)
    if line:
        yield line._replace(x=x, baseline=y)

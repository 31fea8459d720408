"""A poster in tiles for the office printer: a map of the sheets first, then each with its ticks and its place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.colours import BLACK, WHITE
from generator.compose.miniature import ShownFace
from generator.compose.setting import Setting
from generator.compose.slug import SLUG, slug_line
from generator.deck import Card
from generator.face import Face, Item, Outline, TextLine, rectangle
from generator.geometry import Point, Rect, Size
from generator.impose import Tile, Tiling, Unbroken, clear_of
from generator.kit.press.piece_sheets import MARK_WIDTH, job_of, mark_outline, writer_of
from generator.kit.press.poster_map import clear_place, drawn_map, parts_seen, wholes
from generator.kit.press.production import Production, Progress
from generator.pdf import Placement, Writer

LABEL_SIZE = 8.0  # points
FOOT, LEAST_FOOT = 4.0, 2.5  # mm: the label's baseline above the edge of the paper, which cutters and printers keep off
LABEL_HEIGHT = 2.3
TITLE_ROOM = 30.0  # mm above the map
TITLE_SIZES, HOW_SIZES = (21.4, 17.0, 13.5, 10.7), (10.7, 8.5, LABEL_SIZE)  # points, the first in which a line has room
TITLE = SLUG._replace(role="display", bold=True)
PLATED = SLUG._replace(bold=True)
PLATE_AIR = 0.8  # mm, that it keeps off words
PLATE = Size(9.0, 5.0)  # mm, under the name of a tile on the map


class TilePress:
    """Draws the tiles of one poster."""

    drift = None

    def __init__(self, production: Production, tiling: Tiling, created: datetime | None) -> None:
        self.production, self.tiling, self.say = production, tiling, production.shared.shop.fixed
        self.cards: Sequence[Card] = production.deck.cards
        self.writers = {"tiles": writer_of(production, job_of(production, created))}
        self.pages: Counter[str] = Counter()

    @property
    def sheets(self) -> int:
        return len(self.tiling.tiles) + 1

    def names(self, suffix: str) -> dict[str, str]:
        return {"tiles": f"{self.production.piece.name}-tiles.pdf"}

    def summary(self) -> str:
        tiling, paper = self.tiling, self.production.piece.tiles
        title = paper.title if paper else ""
        return f"{tiling.columns} × {tiling.rows} tiles on {title}, {tiling.overlap:g} mm overlap, and a map"

    def run(self, progress: Progress) -> None:
        card = self.cards[0]
        face = self.production.face(card, "front")
        if face is None or self.production.problems.errors:
            return
        whole = tuple(wholes(face, self.production.desk.book))
        self.tiling = tiling = clear_of(self.tiling, whole)
        writer = self.writers["tiles"]
        drawn = writer.draw(face, repeated=True)
        paper = Face(tiling.paper, 0.0, self._map(card, face, whole))
        self._page(writer, [Placement(writer.draw(paper), 0, 0, 0, Rect(0, 0, *tiling.paper))], ())
        for tile in tiling.tiles:
            x, y = tile.offset(tiling.margin)
            placement = Placement(drawn, x, y, 0, tile.printed(tiling.margin))
            ticks = tuple(mark_outline(tick) for tick in tiling.ticks(tile))
            self._page(writer, [placement], (*ticks, *self._label(card, tile)))
        progress(1, 1)

    def _page(self, writer: Writer, placements: Sequence[Placement], extra: Sequence[Item]) -> None:
        writer.page(self.tiling.paper, placements, extra)
        self.pages["tiles"] += 1

    def _label(self, card: Card, tile: Tile) -> tuple[Item, ...]:
        row, column = divmod(self.tiling.tiles.index(tile), self.tiling.columns)
        say, rows, columns = self.say, self.tiling.rows, self.tiling.columns
        words = [
            say.text("tile-name", title=card.values["title"], tile=tile.label),
            say.text("tile-place", row=row + 1, rows=rows, column=column + 1, columns=columns),
            say.text("edition-alone", edition=self.production.kit.edition),
        ]
        clear_of_ticks = self.tiling.margin + self.tiling.overlap
        foot = min(FOOT, max(LEAST_FOOT, self.tiling.margin - LABEL_HEIGHT))
        return self._words(words, clear_of_ticks, self.tiling.paper.height - foot)

    def _words(self, words: Sequence[str], x: float, y: float) -> tuple[Item, ...]:
        width = self.tiling.paper.width - x - self.tiling.margin
        line = slug_line(words, self.production.desk.typesetter, width, LABEL_SIZE)
        return (line._replace(x=x, baseline=y),) if line else ()

    def _map(self, card: Card, face: Face, whole: Sequence[Unbroken]) -> tuple[Item, ...]:
        """The poster with its tiles, as large as the page has room, and how to put them together."""
        tiling = self.tiling
        area, covered = tiling.area, tiling.covered
        scale = min(area.width / covered.width, (area.height - TITLE_ROOM) / covered.height)
        left = area.x + (area.width - covered.width * scale) / 2 - covered.x * scale
        top = area.y + TITLE_ROOM - covered.y * scale
        poster = ShownFace(face, self.production.digests[card.id]["front"], 0.0)
        items = list(drawn_map(poster, tiling, Point(left, top), scale))
        plate = Size(*((length + 2 * PLATE_AIR) / scale for length in PLATE))
        for tile, part in zip(tiling.tiles, parts_seen(tiling), strict=True):
            x, y = clear_place(part, plate, whole)
            items.extend(self._name(tile, Point(left + x * scale, top + y * scale)))
        say, count = self.say, len(tiling.tiles)
        title = say.text("map-title", title=card.values["title"], count=count, across=tiling.columns, down=tiling.rows)
        items.extend(self._line(title, TITLE_SIZES, area.width, Point(area.x, area.y + 8), TITLE))
        for number, key in enumerate(("map-cut", "map-lay")):
            items.extend(self._line(say.text(key), HOW_SIZES, area.width, Point(area.x, area.y + 17 + number * 5)))
        return tuple(items)

    def _line(
        self, words: str, sizes: Sequence[float], width: float, at: Point, setting: Setting = SLUG
    ) -> Iterator[TextLine]:
        """In the first size in which it has room."""
        typesetter = self.production.desk.typesetter
        lines = (slug_line([words], typesetter, width, size, setting) for size in sizes)
        line = next(filter(None, lines), None)
        if line:
            yield line._replace(x=at.x, baseline=at.y)

    def _name(self, tile: Tile, centre: Point) -> tuple[Item, ...]:
        """On a plate, so that it is read on whatever lies there."""
        plate = Rect(centre.x - PLATE.width / 2, centre.y - PLATE.height / 2, *PLATE)
        words = self._line(tile.label, (LABEL_SIZE,), PLATE.width, Point(centre.x, centre.y + LABEL_HEIGHT / 2), PLATED)
        return (
            Outline(rectangle(plate, PLATE.height / 3), fill=WHITE, stroke=BLACK, stroke_width=MARK_WIDTH),
            *(line._replace(x=line.x - line.width / 2) for line in words),
        )

"""One card of an open workshop with other words than its file has, as it would be printed, while somebody types.

The deck, its fonts and pictures are read once. What has no room is named by the words themselves; nothing is written.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Lock
from typing import NamedTuple

from generator.codes import Manifest
from generator.deck import Card, CardChange, Deck
from generator.errors import Problem, Problems, SourceError
from generator.face import Face
from generator.geometry import Rect
from generator.kit.pictures.left_over import LeftOver, left_over_of
from generator.kit.press.piece_sheets import job_of, writer_of
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop
from generator.layout import SIDES
from generator.pdf import Placement
from generator.render import Pages
from generator.sources import Node

MOST_PNGS = 64  # that are kept, some 50 kB each


class DrawnSide(NamedTuple):
    """A side of a card, cut to its trim."""

    side: str  # front or back
    png: bytes
    pixels: tuple[int, int]
    digest: str  # of its face, as manifests have it


class LiveCard(NamedTuple):
    """A card as it stands. One that cannot be read has no sides."""

    sides: tuple[DrawnSide, ...]
    left_over: tuple[LeftOver, ...]
    problems: tuple[Problem, ...]


class LiveDeck:
    """The deck of a workshop as it was when it was opened. Used by one thread at a time; the others wait."""

    def __init__(self, shop: Workshop, published: Manifest | None = None) -> None:
        """Raises SourceError where the deck cannot be composed at all."""
        if shop.kit is None or shop.deck is None or shop.brand is None or "deck" not in shop.pieces:
            raise SourceError(shop.problems.sorted())
        self.shop, self.deck, self._published = shop, shop.deck, published
        self._change = CardChange(shop.deck, shop.folder, shop.kit.deck.trade, shop.words)
        self._lock = Lock()
        self._pngs: OrderedDict[tuple[str, int], DrawnSide] = OrderedDict()  # by digest of the face, and width
        # what was found in the files themselves is said where they are read
        self._stock = Shared(replace(shop, problems=Problems()), published).stock

    def draw(self, said: Mapping[str, Node], width: int) -> LiveCard:
        """The card that says this, in place of the one with its id or after all others; `width` in pixels."""
        problems = Problems()
        with self._lock:
            card = self._change.card(said, problems)
            if card is None:
                return LiveCard((), (), tuple(problems.sorted()))
            production = self._production(self._change.deck(card))
            sides = tuple(self._sides(production, card, width))
            composer = production.composer(card)
            left_over = tuple(left_over_of(composer, card)) if composer else ()
        problems.extend(production.problems)
        return LiveCard(sides, left_over, tuple(problems.sorted()))

    def png(self, digest: str, width: int) -> bytes | None:
        """A side that was drawn a moment ago."""
        with self._lock:
            drawn = self._pngs.get((digest, width))
        return drawn.png if drawn else None

    def _production(self, deck: Deck) -> Production:
        """Ready to compose the card, and to say what is wrong with that alone."""
        piece = replace(self.shop.pieces["deck"], deck=deck)
        shop = replace(self.shop, problems=Problems(), deck=deck, pieces={**self.shop.pieces, "deck": piece})
        production = Production(Shared(shop, self._published, stock=self._stock, gives_hints=False), piece)
        production.prepare()
        shop.problems.found.clear()
        return production

    def _sides(self, production: Production, card: Card, width: int) -> Iterator[DrawnSide]:
        """Those that look as they did before are not drawn again: most backs."""
        for side in SIDES:
            face = production.face(card, side)
            if face is None:
                continue
            key = production.digests[card.id][side], width
            if key not in self._pngs:
                pixels = (width, max(1, round(width * face.size.height / face.size.width)))
                self._pngs[key] = DrawnSide(side, _png(production, face, pixels), pixels, key[0])
            self._pngs.move_to_end(key)
            while len(self._pngs) > MOST_PNGS:
                self._pngs.popitem(last=False)
            yield self._pngs[key]._replace(side=side)


def _png(production: Production, face: Face, pixels: tuple[int, int]) -> bytes:
    """Alone on a page of its own size, drawn whatever is wrong with it."""
    writer = writer_of(production, job_of(production, None))
    writer.page(face.size, [Placement(writer.draw(face), 0, 0, 0, Rect(0, 0, *face.size))])
    pages = Pages(writer.finish())
    try:
        return pages.bitmap(0, pixels).png(0, level=1)  # quickly: it stays on this machine
    finally:
        pages.close()

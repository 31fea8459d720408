"""The cards of a kit, each side alone on a page, and those pages as pixels."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.deck import Card
from generator.errors import NOWHERE, SourceError
from generator.geometry import Size
from generator.images.bitmap import Bitmap
from generator.kit.pieces.piece import ALONE, Piece
from generator.kit.press.piece_sheets import SheetPress, say_backs_differ
from generator.kit.press.production import Production, Progress, Shared
from generator.kit.request.shelf import Shelf
from generator.layout import CardLayout, Trim
from generator.render import Shot, developed

MOST_WORKERS = 8


class CardStudio:
    """Draws the deck once for each size of page that is asked for. Raises SourceError where it has problems."""

    def __init__(self, shared: Shared, wanted: Sequence[Card]) -> None:
        """Those of which none is printed are left out, as in a build. What is wanted beside the selection comes last in
        the deck, so that the numbers of the others stay.
        """
        self.shared = shared
        self.cards = [card for card in wanted if card.quantity]
        printed = [card for card in shared.deck.cards if card.quantity]
        others = {card.id for card in printed}
        self.deck = [*printed, *(card for card in self.cards if card.id not in others)]
        deck = shared.shop.pieces["deck"]
        if deck.layout is None or deck.sheet is None:
            raise SourceError(shared.problems.sorted())
        self.layout: CardLayout = deck.layout
        self.sides = ("front", "back") if self.layout.back else ("front",)
        self.page = deck.sheet.page  # a vendor's
        sheet = Shelf(shared.shop.folder, shared.problems).sheet(ALONE, NOWHERE)
        if sheet is None:
            raise SourceError(shared.problems.sorted())
        order = replace(deck.order, sides="two-sided-long-edge" if self.layout.back else "one-sided")
        self._sheet = replace(sheet, name=ALONE)
        self.piece: Piece = replace(deck, order=order, paper=None)
        self.production = Production(shared, self.piece)
        self._drawn: dict[Size, bytes] = {}

    @property
    def trim(self) -> Size:
        return self.layout.size

    @property
    def with_bleed(self) -> Size:
        bleed = 2 * self.layout.bleed
        return Size(self.trim.width + bleed, self.trim.height + bleed)

    def title(self, card: Card) -> str:
        words = card.values.get("title", "")
        return words if isinstance(words, str) and words else card.id

    def one_back(self) -> bool:
        """Whether all cards have the same back, however many there are."""
        return len(self._backs()) == 1 and len(self.cards) > 1

    def check_one_back(self) -> None:
        """Raises SourceError where a vendor wants one back for all, and there are more."""
        if len(backs := self._backs()) > 1:
            say_backs_differ(self.piece, len(backs), self.shared.problems)
            raise SourceError(self.shared.problems.sorted())

    def _backs(self) -> set[str]:
        return {self.production.digests[card.id]["back"] for card in self.cards if self.layout.back}

    def pages(self, page: Size) -> bytes:
        """A PDF with the sides of all cards in turn, each in the middle of such a page."""
        if page not in self._drawn:
            sheet = replace(self._sheet, page=Trim(width=page.width, height=page.height))
            self.production = Production(self.shared, replace(self.piece, sheet=sheet))
            plan = self.production.plan()
            if plan is None or not self.cards:
                raise SourceError(self.shared.problems.sorted())
            self.production.prepare()
            press = SheetPress(self.production, plan, [replace(card, quantity=1) for card in self.cards], None)
            press.run(lambda done, total: None)
            if self.shared.problems.errors:
                raise SourceError(self.shared.problems.sorted())
            (writer,) = press.writers.values()
            self._drawn[page] = writer.finish()
        return self._drawn[page]

    def number(self, card: int, side: str) -> int:
        """The page of a card's side, from 0."""
        return card * len(self.sides) + self.sides.index(side)

    def develop(self, page: Size, shots: Sequence[Shot], progress: Progress) -> Iterator[bytes | Bitmap]:
        """The shots of such pages, in their order."""
        workers = min(os.cpu_count() or 1, MOST_WORKERS)
        for done, taken in enumerate(developed(self.pages(page), shots, workers), 1):
            yield taken
            progress(done, len(shots))

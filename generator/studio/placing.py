"""Which pieces, and which card, a place in the sources is about."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.deck import Card
from generator.errors import Place
from generator.kit.pieces.piece import Piece
from generator.kit.workshop import Workshop

FOLDERS = {"posters": "posters", "forms": "worksheets", "cards": "deck"}  # whose files feed which piece
FILES = {
    "deck": ("deck",),
    "cards": ("deck",),
    "recipes": ("worksheets/examples",),
    "guide": ("guide",),
    "catalogue": ("catalogue",),
    "box": ("box",),
}
_ROW = re.compile(r"(?:(?P<sheet>.*)!)?[A-Z]+(?P<row>\d+)$")


class Placing:
    """What the files of a workshop feed. `known` are the cards of the last good print: a file that cannot be read any
    more still says, by its lines, where they were.
    """

    def __init__(self, shop: Workshop, known: tuple[Card, ...] = ()) -> None:
        cards = shop.deck.cards if shop.deck else ()
        files = {card.marks.here.file for card in cards}
        self._cards = (*cards, *(card for card in known if card.marks.here.file not in files))
        self._feeds = {name: frozenset(_files(each)) - {""} for name, each in shop.pieces.items()}

    def card(self, place: Place) -> str:
        """The id of the card that begins at this place or has it among its lines."""
        return _in_table(place, self._cards) if place.cell else _in_lines(place, self._cards)

    def pieces(self, place: Place) -> tuple[str, ...]:
        """The pieces that the file feeds; none where it is about the whole kit."""
        if self.card(place):
            return ("deck",)
        fed = tuple(name for name, files in self._feeds.items() if place.file in files)
        if fed or not place.file:
            return fed
        path = PurePosixPath(place.file)
        piece = FOLDERS.get(path.parts[0], "") if len(path.parts) > 1 else ""
        if piece and piece != "deck":
            return (f"{piece}/{path.stem}",)
        return ("deck",) if piece else FILES.get(path.stem, ())


def _files(each: Piece) -> Iterator[str]:
    """The files that a piece comes from: words, layouts and pictures."""
    for card in each.deck.cards:
        yield card.marks.here.file
        yield from (value for value in card.values.values() if isinstance(value, str) and "/" in value)
    for category in each.deck.head.categories.values():
        yield from (category.marks.here.file, category.glyph, category.motif)
    yield from (layout.marks.here.file for layout in each.layouts.values())


def _in_lines(place: Place, cards: Iterable[Card]) -> str:
    """Lines from where a card begins to where the next one does; what is less indented is not the card's any more."""
    found, best = "", Place()
    for card in cards:
        here = card.marks.here
        is_before = here.file == place.file and 0 < here.line <= place.line
        if is_before and (not place.column or here.column <= place.column) and here >= best:
            found, best = card.id, here
    return found


def _in_table(place: Place, cards: Iterable[Card]) -> str:
    wanted = _row(place)
    return next((card.id for card in cards if wanted and _row(card.marks.here) == wanted), "")


def _row(place: Place) -> tuple[str, str, str] | None:
    found = _ROW.match(place.cell)
    return (place.file, found["sheet"] or "", found["row"]) if found else None

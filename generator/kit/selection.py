"""Which part of a kit was asked for: a piece, some cards by id or category, some blank cards by number."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.deck import Card
from generator.errors import did_you_mean
from generator.kit.blanks import UnknownName
from generator.kit.workshop import Workshop


@dataclass(frozen=True)
class Wanted:
    """Everything, where nothing is said."""

    only: str = ""  # a piece
    cards: tuple[str, ...] = ()  # ids or categories
    numbers: tuple[int, ...] = ()  # of blank cards; with `cards`, of those categories alone

    @property
    def piece(self) -> str:
        """Numbers are of blank cards, cards of the deck: whoever asks for some wants no other piece."""
        return self.only or ("blanks" if self.numbers else "deck" if self.cards else "")

    def wants(self, piece: str) -> bool:
        return self.piece in ("", piece.partition("/")[0])


def names_of(words: Sequence[str]) -> tuple[str, ...]:
    """The ids that a command lists, with commas or blanks between."""
    return tuple(name for said in words for name in said.replace(",", " ").split())


def chosen(shop: Workshop, names: Sequence[str]) -> Sequence[Card]:
    """The deck's cards that are named, in its order; all where none is."""
    if shop.deck is None:
        return ()
    if not names:
        return shop.deck.cards
    known = {card.id for card in shop.deck.cards} | set(shop.deck.head.categories)
    for name in names:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise UnknownName(f"the deck has no card or category '{name}'" + (f"; {hint}" if hint else ""))
    return [card for card in shop.deck.cards if card.id in names or card.category in names]

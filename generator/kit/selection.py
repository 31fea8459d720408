"""Which cards of a deck were asked for: by id, or by category."""

from collections.abc import Iterable, Sequence

from generator.deck import Card
from generator.errors import did_you_mean
from generator.kit.workshop import Workshop


class UnknownName(ValueError):
    """A name that is neither a card nor a category of the deck."""


def chosen(shop: Workshop, names: Iterable[str]) -> Sequence[Card]:
    """The cards named (ids or categories, commas between), in the deck's order; all where none is named."""
    if shop.deck is None:
        return ()
    asked = [name for words in names for name in words.replace(",", " ").split()]
    if not asked:
        return shop.deck.cards
    known = {card.id for card in shop.deck.cards} | set(shop.deck.head.categories)
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise UnknownName(f"the deck has no card or category '{name}'" + (f"; {hint}" if hint else ""))
    return [card for card in shop.deck.cards if card.id in asked or card.category in asked]

"""The guide, the catalogue and the order sheet as pages of running text: which words, of which file, for whom.

What they count and look up is in the room `booklets`.
"""

from dataclasses import replace

from generator.deck import Card, Category, Deck, DeckHead, FieldRule
from generator.kit.pieces.copies import card_id
from generator.kit.request.kit_yaml import CatalogueOrder, GuideOrder, SheetOrder

GUIDE, CATALOGUE, ORDER = "guide", "catalogue", "order"


def guide_deck(order: GuideOrder, deck: Deck) -> Deck:
    return _pages((GUIDE,), order.colour, deck.head)


def catalogue_deck(order: CatalogueOrder, deck: Deck) -> Deck:
    return _pages((CATALOGUE,), order.colour, deck.head)


def order_deck(order: SheetOrder, deck: Deck) -> Deck:
    """A document for each printer; one for whoever it may be where none is named."""
    names = tuple(f"{ORDER}-{number}" for number in range(1, max(1, len(order.printers)) + 1))
    return _pages(names, order.colour, deck.head)


def _pages(names: tuple[str, ...], colour: str, head: DeckHead) -> Deck:
    """The first page of each document; how many follow is known when its words are set."""
    categories = {name: Category(name="", colour=colour) for name in names}
    own = replace(head, fields={"title": FieldRule()}, categories=categories, roles={})
    return Deck(own, tuple(Card(id=card_id(name, 1), category=name) for name in names))

"""Blank cards as a deck of their own: copies of a category, each numbered."""

from dataclasses import replace

from generator.deck import Card, Category, Deck
from generator.errors import Problems, did_you_mean
from generator.kit.pieces.copies import card_id
from generator.kit.request.kit_yaml import BlanksOrder

PLAIN = "plain"  # the blank cards of no category
KIND = "blank"


def blank_deck(deck: Deck, order: BlanksOrder, problems: Problems) -> Deck:
    """One card for each copy that is ordered, numbered from 1 within its category."""
    categories = {**deck.head.categories, PLAIN: _plain(deck)}
    categories = {name: replace(each, roles=_roles(deck, name)) for name, each in categories.items()}
    for name in order.counts:
        if name not in categories:
            hint = did_you_mean(name, categories)
            problems.error(order.marks.of("counts"), f"the deck has no category '{name}'", hint, "unknown-category")
    head = replace(deck.head, categories=categories)
    cards = (
        Card(id=card_id(name, number), category=name, form=KIND, marks=categories[name].marks)
        for name, count in order.counts.items()
        if name in categories
        for number in range(1, count + 1)
    )
    return Deck(head, tuple(cards))


def _roles(deck: Deck, category: str) -> tuple[str, ...]:
    """The names of those that cards of a category play, in the deck's order; of all cards for what has no family."""
    played = {card.role for card in deck.cards if category in (card.category, PLAIN)}
    return tuple(role.name for name, role in deck.head.roles.items() if name in played)


def _plain(deck: Deck) -> Category:
    """A category without a name, in the colour that words stand on."""
    return deck.head.categories.get(PLAIN) or Category(name="", colour="ground", form=KIND)

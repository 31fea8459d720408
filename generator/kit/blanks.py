"""Blank cards as a deck of their own: copies of a category, each numbered."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from generator.codes import Manifest
from generator.deck import Card, Category, Deck
from generator.errors import Problems, did_you_mean
from generator.kit.order import BlanksOrder

PLAIN = "plain"  # the blank cards of no category
KIND = "blank"


class UnknownName(ValueError):
    """A name of the command that is none of the kit's."""


def blank_deck(deck: Deck, order: BlanksOrder, problems: Problems) -> Deck:
    """One card for each copy that is ordered, numbered from 1 within its category."""
    categories = {**deck.head.categories, PLAIN: _plain(deck)}
    for name in order.counts:
        if name not in categories:
            hint = did_you_mean(name, categories)
            problems.error(order.marks.of("counts"), f"the deck has no category '{name}'", hint, "unknown-category")
    head = replace(deck.head, categories=categories)
    cards = (
        Card(id=card_id(name, number), category=name, marks=categories[name].marks)
        for name, count in order.counts.items()
        if name in categories
        for number in range(1, count + 1)
    )
    return Deck(head, tuple(cards))


def _plain(deck: Deck) -> Category:
    """A category without a name, in the colour that words stand on."""
    return deck.head.categories.get(PLAIN) or Category(name="", colour="ground", form=KIND)


def card_id(category: str, number: int) -> str:
    return f"{category}-{number}"


def copy_of(card: Card) -> str:
    """The number of a blank card."""
    return card.id.rpartition("-")[2]


def numbered(deck: Deck, numbers: Collection[int], categories: Collection[str] = ()) -> Deck:
    """The same categories, or those named, with these numbers instead. Raises UnknownName for one not ordered."""
    first = {card.category: card for card in reversed(deck.cards)}
    ordered = dict.fromkeys(card.category for card in deck.cards)
    for name in categories:
        if name not in ordered:
            hint = did_you_mean(name, ordered)
            raise UnknownName(f"the kit orders no blank cards '{name}'" + (f"; {hint}" if hint else ""))
    names = [name for name in ordered if not categories or name in categories]
    cards = (replace(first[name], id=card_id(name, number)) for name in names for number in sorted(numbers))
    return Deck(deck.head, tuple(cards))


def not_yet_printed(deck: Deck, published: Manifest | None) -> Deck:
    """Without the copies that the manifest has: two cards on a table must not share a code."""
    printed = {(thing.id, thing.copy) for thing in published.things if thing.kind == KIND} if published else set()
    return Deck(deck.head, tuple(card for card in deck.cards if (card.category, copy_of(card)) not in printed))


def copies_published(deck: Deck, published: Manifest | None) -> Iterable[Card]:
    """The copies of earlier builds that this deck has not: they stay in the kit."""
    have = {(card.category, copy_of(card)) for card in deck.cards}
    first: Mapping[str, Card] = {card.category: card for card in reversed(deck.cards)}
    for thing in published.things if published else ():
        if thing.kind == KIND and (thing.id, thing.copy) not in have and thing.id in deck.head.categories:
            known = first.get(thing.id) or Card(id="", category=thing.id, marks=deck.head.marks)
            yield replace(known, id=card_id(thing.id, int(thing.copy)))


def read_numbers(text: str) -> list[int]:
    """'51-100' or '3,7,12-14'. Raises ValueError with words for the user."""
    numbers: set[int] = set()
    for part in text.replace(" ", "").split(","):
        found = re.fullmatch(r"(\d{1,4})(?:[-–](\d{1,4}))?", part)
        first = int(found[1]) if found else 0
        last = int(found[2] or first) if found else 0
        if not found or not 1 <= first <= last:
            raise ValueError(f"'{part}' is no number of blank cards; write 51-100, or 3,7,12-14")
        numbers.update(range(first, last + 1))
    return sorted(numbers)

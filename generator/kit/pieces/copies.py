"""Numbered copies of a thing, each with a code of its own: blank cards, worksheets.

A copy is a card of a deck whose category says what it is a copy of, and whose id ends in its number.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from generator.codes import Manifest
from generator.deck import Card, Deck


def card_id(category: str, number: int) -> str:
    return f"{category}-{number}"


def pages_of(first: Card, count: int) -> tuple[Card, ...]:
    """A booklet's pages, numbered as copies are."""
    return tuple(replace(first, id=card_id(first.category, number)) for number in range(1, count + 1))


def copy_of(card: Card) -> str:
    """The number of a copy."""
    return card.id.rpartition("-")[2]


def numbered(deck: Deck, numbers: Collection[int], categories: Collection[str] = ()) -> Deck:
    """The same categories, or those of them that are named, with these numbers instead."""
    first = {card.category: card for card in reversed(deck.cards)}
    names = [
        name for name in dict.fromkeys(card.category for card in deck.cards) if not categories or name in categories
    ]
    cards = (replace(first[name], id=card_id(name, number)) for name in names for number in sorted(numbers))
    return Deck(deck.head, tuple(cards))


def not_yet_printed(kind: str, deck: Deck, published: Manifest | None) -> Deck:
    """Without the copies that were printed before: two cards on a table must not share a code."""
    things = (thing for thing in published.things if thing.kind == kind and thing.printed) if published else ()
    printed = {(thing.id, thing.copy) for thing in things}
    return Deck(deck.head, tuple(card for card in deck.cards if (card.category, copy_of(card)) not in printed))


def published_before(kind: str, deck: Deck, published: Manifest | None) -> Iterable[Card]:
    """The copies of earlier builds that this deck has not: they stay in the kit."""
    have = {(card.category, copy_of(card)) for card in deck.cards}
    first: Mapping[str, Card] = {card.category: card for card in reversed(deck.cards)}
    for thing in published.things if published else ():
        if thing.kind == kind and (thing.id, thing.copy) not in have and thing.id in deck.head.categories:
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
            raise ValueError(f"'{part}' is no number of copies; write 51-100, or 3,7,12-14")
        numbers.update(range(first, last + 1))
    return sorted(numbers)

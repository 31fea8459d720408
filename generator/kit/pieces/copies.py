"""Numbered copies of a thing, each with a code of its own: blank cards, worksheets.

A copy is a card of a deck whose category says what it is a copy of, and whose id ends in its number.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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


def following(kind: str, deck: Deck, count: int, published: Manifest) -> range:
    """So many numbers after the highest one that was published of any category."""
    numbers = (int(thing.copy) for thing in published.things if thing.kind == kind and thing.id in deck.head.categories)
    first = max(numbers, default=0) + 1
    return range(first, first + count)


def suffix(deck: Deck, cards: Sequence[Card]) -> str:
    """What a file of these copies alone is called after its piece: `_13-20`, or `_plain_13-20` of some categories.

    No id has an underscore, so that it is the name of no other piece.
    """
    categories = dict.fromkeys(card.category for card in cards)
    is_all = set(categories) == {card.category for card in deck.cards}
    numbers = sorted({int(copy_of(card)) for card in cards})
    return "_".join(("", *(() if is_all else categories), as_text(numbers)))


def is_of_numbers(name: str) -> bool:
    """Whether a file has such a name: further copies, which no later build draws."""
    return "_" in name.rpartition("/")[2]


def asked_again(name: str) -> str:
    """The options that print such a file."""
    piece, *categories, numbers = re.sub(r"(-fronts|-backs)?\.\w+$", "", name).split("_")
    family, _, form = piece.partition("/")
    options = [f"--only {family}"] if form else []
    options += [f"--cards {','.join(categories or [form])}"] if categories or form else []
    return " ".join((*options, f"--numbers {numbers.replace('+', ',')}"))


def as_text(numbers: Sequence[int]) -> str:
    """'51-100', '3+7+12-14': ascending numbers in runs."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "+".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


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

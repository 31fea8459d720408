"""Tables of cards for booklets: a catalogue of one role by its families, and worked recipes side by side."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from generator.codes import Key
from generator.deck import Card
from generator.kit.workshop import Workshop

SLOTS = ("audience", "content", "element", "trigger", "benefit", "measure")  # of a recipe, after its name


def families(shop: Workshop, codes: Mapping[Key, str], role: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Each run of cards of a role with the same mark: its name, and title, one-liner and code of each card."""
    cards = [card for card in shop.deck.cards if card.role == role] if shop.deck else []
    piece = shop.pieces.get("deck")
    for mark, family in groupby(cards, key=lambda card: _text(card, "mark")):
        rows = (
            (f"**{_text(card, 'title')}**", _text(card, "line"), codes.get(piece.key(card), "") if piece else "")
            for card in family
        )
        yield mark[:1].upper() + mark[1:], tuple(rows)


def recipe_rows(shop: Workshop) -> Iterator[tuple[str, ...]]:
    """What each worked recipe is laid from, slot by slot; several cards in one slot stand under each other."""
    cards = {card.id: card for card in shop.deck.cards} if shop.deck else {}
    for example in shop.examples:
        laid = [cards[name] for name in example.cards if name in cards]
        if not laid:
            continue
        name = example.answers["name"].text if "name" in example.answers else example.title
        slots = ("\n".join(_text(card, "title") for card in laid if card.role == role) for role in SLOTS)
        yield (f"**{name}**", *slots)


def _text(card: Card, field: str) -> str:
    value = card.values.get(field, "")
    return value if isinstance(value, str) else ""

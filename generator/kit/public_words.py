"""The words of each card as its layouts print them, for pages that everybody may read: nothing that no card shows."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.compose import inline
from generator.deck import USUAL_FIELDS, Card, FieldRule
from generator.kit.workshop import Workshop
from generator.layout import shown_fields

HEAD = ("title", "line")  # that a page says by itself
MARK = "mark"  # a word in the corner of the title side


class CardField(NamedTuple):
    """A field of a card in plain text; of cards that are named their ids."""

    label: str
    lines: tuple[str, ...]
    kind: str  # text, list, url, cards, mark


def card_fields(shop: Workshop) -> dict[str, tuple[CardField, ...]]:
    """Id → fields, in the order that the deck declares them. What no layout of the deck shows, and what is said to be
    not printed, is left out.
    """
    piece = shop.pieces.get("deck")
    if shop.deck is None or piece is None:
        return {}
    shown = {name for layout in piece.layouts.values() for name in shown_fields(layout)}
    declared = shop.deck.head.fields
    usual = {name: FieldRule(kind=kind) for name, kind in USUAL_FIELDS.items() if name not in declared}
    rules = {
        name: rule
        for name, rule in {**declared, **usual}.items()
        if rule.print and rule.kind != "picture" and name in shown and name not in HEAD
    }
    return {card.id: tuple(_fields(card, rules)) for card in shop.deck.cards}


def _fields(card: Card, rules: dict[str, FieldRule]) -> Iterator[CardField]:
    for name, rule in rules.items():
        value = card.values.get(name)
        if value:
            texts = (value,) if isinstance(value, str) else value
            lines = texts if rule.kind in ("cards", "url") else tuple(map(inline.plain, texts))
            yield CardField(inline.plain(rule.label), lines, MARK if name == MARK else rule.kind)

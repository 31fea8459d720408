"""The words and pictures of a deck: the model, and how it is read from the files of a workshop folder."""

from generator.deck.change import CardChange
from generator.deck.loading import CARD_TABLES, load_deck
from generator.deck.model import (
    USUAL_FIELDS,
    Card,
    Category,
    Deck,
    DeckHead,
    FieldKind,
    FieldRule,
    Role,
    Value,
    pattern_of,
)
from generator.deck.rows import CardRows, CardSource, card_rows
from generator.deck.selections import selected
from generator.deck.trades import in_trade, read_trade, trades

__all__ = [
    "CARD_TABLES",
    "USUAL_FIELDS",
    "Card",
    "CardChange",
    "CardRows",
    "CardSource",
    "Category",
    "Deck",
    "DeckHead",
    "FieldKind",
    "FieldRule",
    "Role",
    "Value",
    "card_rows",
    "in_trade",
    "load_deck",
    "pattern_of",
    "read_trade",
    "selected",
    "trades",
]

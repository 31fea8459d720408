"""One card of a deck said otherwise: read by the deck's rules, and given what files beside the cards' add to it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator.deck.cards import CardReader
from generator.deck.head import rules_of
from generator.deck.model import Card, Deck
from generator.deck.motifs import MOTIFS_FILE, Motifs, read_motifs, with_motifs
from generator.deck.selections import check_named
from generator.deck.trades import in_trade
from generator.errors import NOWHERE, Problems
from generator.sources import NO_MARKS, Map, Node, Translation


class CardChange:
    """What a card becomes in a deck that was read before."""

    def __init__(self, deck: Deck, folder: Path, trade: str = "", words: Translation | None = None) -> None:
        self._deck, self._folder, self._trade, self._words = deck, folder, trade, words
        self._rules = rules_of(deck.head, None)
        self._at = {card.id: place for place, card in enumerate(deck.cards)}
        self._references = [name for name, rule in deck.head.fields.items() if rule.kind == "cards"]
        has_motifs = (folder / MOTIFS_FILE).is_file()
        self._motifs: Motifs | None = read_motifs(folder, Problems()) if has_motifs else None

    def card(self, said: Mapping[str, Node], problems: Problems) -> Card | None:
        """The card that says this; None, with problems, where it cannot be used. They stand where the card stood."""
        name = said.get("id")
        before = self._deck.cards[self._at[name]] if isinstance(name, str) and name in self._at else None
        node = Map(said, before.marks if before else NO_MARKS)
        read = CardReader(self._rules, problems).read([node])
        if not read:
            return None
        head, card = self._deck.head, read[0]
        if self._motifs:
            (card,) = with_motifs(self._motifs, head, [card], Problems())
        if self._trade:
            deck = Deck(head, (card,))
            (card,) = in_trade(deck, self._folder, self._trade, NOWHERE, Problems(), self._words).cards
        check_named(card, self._references, {card.id, *self._at}, problems)
        return replace(card, quantity=0, left_out=card.quantity) if before and before.left_out else card

    def deck(self, card: Card) -> Deck:
        """The deck with this card in the place of the one with its id, or after all others."""
        cards = list(self._deck.cards)
        if card.id in self._at:
            cards[self._at[card.id]] = card
        else:
            cards.append(card)
        return replace(self._deck, cards=tuple(cards))

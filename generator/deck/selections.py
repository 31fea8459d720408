"""Cards that name others, and the part of a deck that is printed together: every name is that of a card."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.deck.model import Card, Deck, DeckHead
from generator.errors import Place, Problems, did_you_mean

ALL = "all"  # the whole deck, as a selection


def check_references(head: DeckHead, cards: Sequence[Card], problems: Problems) -> None:
    """A problem for each name in a field of cards, and in a selection, that is none."""
    known = {card.id for card in cards}
    fields = [name for name, rule in head.fields.items() if rule.kind == "cards"]
    for card in cards if fields else ():
        check_named(card, fields, known, problems)
    for name, members in head.selections.items():
        if name == ALL:
            where = head.marks.of("selections")
            problems.error(where, f"a selection cannot be called '{ALL}'", "that is the whole deck", "reserved-name")
        for member in members:
            if member not in known and member not in head.categories:
                _report(member, known | set(head.categories), head.marks.of("selections"), problems)


def check_named(card: Card, fields: Iterable[str], known: set[str], problems: Problems) -> None:
    """A problem for each name in these fields of the card that is none of another card."""
    for name in fields:
        for item, other in enumerate(card.values.get(name, ())):
            if other not in known or other == card.id:
                _report(other, known - {card.id}, card.marks.of(name, item), problems)


def _report(name: str, known: set[str], where: Place, problems: Problems) -> None:
    hint = did_you_mean(name, sorted(known)) or "write the id of a card of this deck"
    problems.error(where, f"there is no other card '{name}'", hint, "unknown-card")


def selected(deck: Deck, name: str, where: Place, problems: Problems) -> Deck:
    """The deck with no copies of the cards that are outside of the selection; their codes stay as they are."""
    if not name or name == ALL:
        return deck
    members = deck.head.selections.get(name)
    if members is None:
        known = [*deck.head.selections, ALL]
        hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
        problems.error(where, f"the deck has no selection '{name}'", hint, "unknown-selection")
        return deck
    chosen = frozenset(members)
    return replace(deck, cards=tuple(_kept(card, chosen) for card in deck.cards))


def _kept(card: Card, chosen: frozenset[str]) -> Card:
    return card if card.id in chosen or card.category in chosen else replace(card, quantity=0, left_out=card.quantity)

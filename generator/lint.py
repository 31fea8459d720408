"""What a recipe that is laid from cards leaves open, by the roles of its cards and what the deck says of them.

Words are not here: whoever shows a doubt has them, by the name of its rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

WHOLE = frozenset({"audience", "content", "element", "trigger"})  # a recipe without one of these is not laid yet
THIN = "thin"  # the depth of a signal that shows what people did; a thick one says why they act
MOST_IN_ONE_ELEMENT = 2  # recipes; a third one is a habit


class Ingredient(NamedTuple):
    """What the rules know of a card."""

    id: str
    role: str
    title: str = ""
    depth: str = ""
    consent: str = ""  # of a signal: 'needed', or 'given' by it; '' where it is about nobody
    read_from: tuple[str, ...] = ()  # of a measure: the ids of signals that show it, where they are known
    also: tuple[str, ...] = ()  # other names that people give to it


class CardRow(NamedTuple):
    """A recipe: the cards that it is laid from, and the words that stand beside them."""

    id: str
    cards: tuple[Ingredient, ...]
    words: str = ""

    def of(self, role: str) -> tuple[Ingredient, ...]:
        return tuple(card for card in self.cards if card.role == role)


class Doubt(NamedTuple):
    """One thing that a recipe leaves open: the rule, and the titles of the cards that it is about."""

    rule: str
    titles: tuple[str, ...] = ()


RULES = ("clicks-alone", "no-consent", "no-limit", "measure-unread", "one-element", "two-names")


def doubts(row: CardRow, others: Sequence[CardRow] = ()) -> tuple[Doubt, ...]:
    """What one recipe leaves open, in the order of RULES. `others`: the recipes that were laid before it."""
    return (*_of_cards(row), *_beside(row, others))


def _of_cards(row: CardRow) -> Iterator[Doubt]:
    signals = row.of("signal")
    if signals and all(signal.depth == THIN for signal in signals):
        yield Doubt("clicks-alone", _titles(signals))
    needing = tuple(signal for signal in signals if signal.consent == "needed")
    if needing and not any(signal.consent == "given" for signal in signals):
        yield Doubt("no-consent", _titles(needing))
    if {card.role for card in row.cards} >= WHOLE and not row.of("risk"):
        yield Doubt("no-limit")
    known = {signal.id for signal in signals}
    unread = tuple(one for one in row.of("measure") if one.read_from and known.isdisjoint(one.read_from))
    if known and unread:
        yield Doubt("measure-unread", _titles(unread))


def _beside(row: CardRow, others: Sequence[CardRow]) -> Iterator[Doubt]:
    for element in row.of("element"):
        if sum(element in other.of("element") for other in others) >= MOST_IN_ONE_ELEMENT:
            yield Doubt("one-element", (element.title,))
    for element in row.of("element"):
        name = _other_name(element, row, others)
        if name:
            yield Doubt("two-names", (element.title, name))


def _other_name(element: Ingredient, row: CardRow, others: Sequence[CardRow]) -> str:
    """Another name of the element in the words of one of the recipes that are laid with it."""
    texts = [f" {other.words.casefold()} " for other in (row, *others) if element in other.of("element")]
    return next((name for name in element.also if any(_has_word(text, name.casefold()) for text in texts)), "")


def _has_word(text: str, name: str) -> bool:
    start = text.find(name)
    while start >= 0:
        if not text[start - 1].isalnum() and not text[start + len(name)].isalnum():
            return True
        start = text.find(name, start + 1)
    return False


def _titles(cards: Sequence[Ingredient]) -> tuple[str, ...]:
    return tuple(card.title for card in cards)


def ingredient(values: Mapping[str, str | Sequence[str]], card_id: str, role: str) -> Ingredient:
    """A card of a deck by what its fields say; a deck that says nothing of it has cards that are judged less."""

    def text(name: str) -> str:
        value = values.get(name, "")
        return value if isinstance(value, str) else ""

    def several(name: str) -> tuple[str, ...]:
        value = values.get(name, ())
        return () if isinstance(value, str) else tuple(value)

    title = text("title") or card_id
    return Ingredient(card_id, role, title, text("depth"), text("consent"), several("read_from"), several("also"))

"""How many cards of a deck each layout has room for, and which fields have none or are not shown. Draws nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from statistics import median
from typing import NamedTuple

from generator.compose import Composer, Desk
from generator.deck import Card, FieldRule
from generator.errors import NOWHERE, Problems
from generator.kit.pieces.unshown import unshown
from generator.kit.request.kit_yaml import PieceOrder
from generator.kit.request.shelf import Shelf, is_blank
from generator.layout import CardLayout, shown_fields

CHOSEN_FIRST = PieceOrder().layout  # among layouts that do as well
ONE_SENTENCE = "poker-statement"  # in its stead for
SENTENCES = {"title", "line"}  # cards that say nothing else, whose titles are longer than
LONGEST_NAME = 24  # characters
MOST_NAMES = 2  # of layouts, in a hint
ALIKE = 1000.0  # mm²: cards that differ by less are of one size, for whoever chooses


class Capacity(NamedTuple):
    """What one layout does with a deck."""

    layout: CardLayout  # with its name
    cards: int  # in the deck
    overset: Mapping[str, tuple[str, ...]]  # card id → the fields that have no room, where there are any
    unshown: Mapping[str, int]  # a field that it does not print → how many cards say something there
    whole: int  # cards that are printed with all that they say
    is_usual: bool = False  # the one to choose of those that do as well
    fault: str = ""  # why it cannot be used with this deck at all: a field that the deck has not, say

    @property
    def holds(self) -> int:
        """How many cards have room, whatever is not shown."""
        return 0 if self.fault else self.cards - len(self.overset)

    @property
    def fields(self) -> dict[str, int]:
        """The fields that have no room on some cards, those with the most cards first."""
        counted = Counter(name for names in self.overset.values() for name in dict.fromkeys(names))
        return dict(counted.most_common())

    def __str__(self) -> str:
        """'a6 75 of 76', as people read it."""
        return f"{self.layout.name} {self.holds} of {self.cards}"


def bundled_layouts(shelf: Shelf) -> Iterator[CardLayout]:
    """The layouts for cards with words that a kit in this folder may name, its own too; not those to write on."""
    for name in shelf.names("cards"):
        layout = None if is_blank(name) else shelf.card(name, NOWHERE)
        if layout:
            yield replace(layout, name=name)


def measure(desk: Desk, layouts: Iterable[CardLayout], cards: Iterable[Card] | None = None) -> tuple[Capacity, ...]:
    """Each card of the desk's deck, or each of `cards`, composed once in every layout; only its words."""
    some = tuple(desk.deck.cards if cards is None else cards)
    usual = usual_layout(some)
    return tuple(_measured(desk, layout, some)._replace(is_usual=layout.name == usual) for layout in layouts)


def usual_layout(cards: Iterable[Card]) -> str:
    """The layout of most decks, or that of questions and other sentences, where the cards say nothing else."""
    said = [{name: value for name, value in card.values.items() if value} for card in cards]
    fields = {name for values in said for name in values}
    lengths = [len(str(values.get("title", ""))) for values in said]
    is_sentences = bool(said) and fields <= SENTENCES and median(lengths) > LONGEST_NAME
    return ONE_SENTENCE if is_sentences else CHOSEN_FIRST


def _measured(desk: Desk, layout: CardLayout, cards: tuple[Card, ...]) -> Capacity:
    problems = Problems()
    composer = Composer(desk, layout, problems)
    fields = desk.deck.head.fields
    printed = [_printed(card, fields) for card in cards]
    left_out = unshown(layout, printed)
    if not composer.ready:
        return Capacity(layout, len(cards), {}, left_out, 0, fault=problems.errors[0].message)
    composer.prepare(cards)
    there = ((card.id, tuple(one.field for one in composer.overset(card))) for card in cards)
    overset = {name: fields for name, fields in there if fields}
    whole = sum(card.id not in overset and not unshown(layout, (card,)) for card in printed)
    return Capacity(layout, len(cards), overset, left_out, whole)


def _printed(card: Card, fields: Mapping[str, FieldRule]) -> Card:
    """Without what the deck says only for programs."""
    values = {name: value for name, value in card.values.items() if name not in fields or fields[name].print}
    return replace(card, values=values)


def most_roomy(capacities: Iterable[Capacity]) -> Capacity | None:
    """The layout to choose: most cards printed whole, then most cards, then least left out; else the usual one, or the
    smallest card. None where no layout holds any.
    """

    def rank(one: Capacity) -> tuple[float, ...]:
        area = one.layout.size.width * one.layout.size.height // ALIKE
        return (-one.whole, -one.holds, sum(one.unshown.values()), not one.is_usual, area, len(one.layout.name))

    return min((one for one in capacities if one.holds), key=rank, default=None)


def roomier(desk: Desk, shelf: Shelf, layout: CardLayout, cards: Iterable[Card]) -> str:
    """The smallest layouts with room for all that these cards say in this one, or the one with room for most; as a hint
    says it, empty where none has more.
    """
    some = tuple(cards)
    said = {name for card in some for name, value in card.values.items() if value} & shown_fields(layout)
    others = [each for each in bundled_layouts(shelf) if each.name != layout.name and said <= shown_fields(each)]
    others.sort(key=lambda each: (each.size.width * each.size.height // ALIKE, len(each.name)))
    whole = (each.name for each in others if not any(_oversets(desk, each, some)))
    if names := list(islice(whole, MOST_NAMES)):
        return f"{' and '.join(names)} {'have' if len(names) > 1 else 'has'} room for every card (`layout` in kit.yaml)"
    best = max(measure(desk, others, some), key=lambda one: one.holds, default=None)
    now = measure(desk, [layout], some)[0].holds
    return f"{best.layout.name} has room for {best.holds} of {best.cards} cards" if best and best.holds > now else ""


def _oversets(desk: Desk, layout: CardLayout, cards: tuple[Card, ...]) -> Iterator[bool]:
    composer = Composer(desk, layout, Problems())
    yield not composer.ready
    if composer.ready:
        composer.prepare(cards)
        yield from (any(composer.overset(card)) for card in cards)

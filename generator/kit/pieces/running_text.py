"""The guide, the catalogue and the order sheet as pages of running text: which words, of which file, for whom.

What they count and look up is in the room `booklets`.
"""

from collections.abc import Mapping
from dataclasses import replace

from generator.deck import Card, Category, Deck, DeckHead, FieldRule, pattern_of
from generator.kit.pieces.copies import card_id
from generator.kit.request.kit_yaml import CatalogueOrder, GuideOrder, SheetOrder
from generator.layout import CardLayout
from generator.repeat import PatternName
from generator.sources import NO_MARKS, Marks

GUIDE, CATALOGUE, ORDER, HANDOUT = "guide", "catalogue", "order", "handout"
COVER, NOTES, END = "cover", "notes", "end"  # pages around running text
PATTERN: PatternName = "leaf"
FOLDED = 4  # pages of a sheet


def guide_deck(order: GuideOrder, deck: Deck) -> Deck:
    return _pages((GUIDE,), order.colour, deck.head)


def with_pages_around(
    deck: Deck, layout: CardLayout, words: Mapping[str, Mapping[str, str]], marks: Marks = NO_MARKS
) -> Deck:
    """With a cover, pages to write on and a last page, where the layout names some; `words`: what they show."""
    (text,) = deck.cards
    colour = deck.head.categories[text.category].colour
    categories, cards = dict(deck.head.categories), [text]
    for name, its in ((COVER, layout.cover), (NOTES, layout.notes), (END, layout.end)):
        if its:
            categories[name] = Category(name="", colour=colour, layout=its, pattern=PATTERN)
            page = Card(id=card_id(name, 1), category=name, values=words.get(name, {}), marks=marks)
            cards.insert(0 if name == COVER else len(cards), page)
    fields = {"title": FieldRule(), "intro": FieldRule(), "picture": FieldRule(kind="picture")}
    return Deck(replace(deck.head, categories=categories, fields=fields), tuple(cards))


def page_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """How many pages each category has: of those to write on as many as fill up the last sheet."""
    others = sum(count for name, count in counts.items() if name != NOTES)
    return {name: -others % FOLDED if name == NOTES else count for name, count in counts.items()}


def catalogue_deck(order: CatalogueOrder, deck: Deck) -> Deck:
    return _pages((CATALOGUE,), order.colour, deck.head)


def handout_deck(colour: str, head: DeckHead) -> Deck:
    return _pages((HANDOUT,), colour, head)


def order_deck(order: SheetOrder, deck: Deck) -> Deck:
    """A document for each who prints."""
    names = tuple(f"{ORDER}-{number}" for number in range(1, len(order.pages) + 1))
    return _pages(names, order.colour, deck.head)


def _pages(names: tuple[str, ...], colour: str, head: DeckHead) -> Deck:
    """The first page of each document; how many follow is known when its words are set."""
    worn = _worn(colour, head)
    categories = {name: worn for name in names}
    own = replace(head, fields={"title": FieldRule()}, categories=categories, roles={})
    return Deck(own, tuple(Card(id=card_id(name, 1), category=name) for name in names))


def _worn(colour: str, head: DeckHead) -> Category:
    """The colour, with the pattern and the picture of the family that has it, if one has."""
    family = next((name for name, category in head.categories.items() if category.colour == colour), None)
    if family is None:
        return Category(name="", colour=colour, pattern=PATTERN)
    return Category(name="", colour=colour, motif=head.categories[family].motif, pattern=pattern_of(head, family))

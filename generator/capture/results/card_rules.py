"""What the use of cards suggests for the next edition: plain rules, each with its numbers. People decide."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from generator.capture.results.card_use import CardPair, CardUse, UsedCards
from generator.capture.web.translations import Say

Rule = Literal["unused", "merge", "goes-with", "disliked", "admired-unused", "often"]
ENOUGH_WORKSHOPS, ENOUGH_RECIPES = 2, 8  # either: before that a card that nobody chose has only had no luck
ALWAYS, OFTEN_TOGETHER = 0.75, 3  # of the recipes with one of two cards; recipes with both
ENOUGH_OPINIONS, MOST = 3, 0.6  # of a card; the share that is most of them
SELDOM, OFTEN = 0.05, 0.6  # of the recipes
MOST_PAIRS = 20


class Suggestion(NamedTuple):
    rule: Rule
    cards: tuple[CardUse, ...]  # one, or two
    words: str

    @property
    def title(self) -> str:
        return " + ".join(card.title for card in self.cards)


def suggestions(used: UsedCards, t: Say) -> tuple[Suggestion, ...]:
    """Rule by rule, in the order of the cards."""
    rules = (_unused, _admired_unused, _disliked, _together, _often)
    return tuple(each for rule in rules for each in rule(used, t))


def is_unused(card: CardUse) -> bool:
    enough = card.workshops >= ENOUGH_WORKSHOPS or card.of_recipes >= ENOUGH_RECIPES
    return not card.recipes and bool(card.workshops) and enough


def _is_admired(card: CardUse) -> bool:
    return card.opinions >= ENOUGH_OPINIONS and card.admired >= MOST * card.opinions


def _unused(used: UsedCards, t: Say) -> Iterator[Suggestion]:
    for card in filter(is_unused, used.cards):
        if not _is_admired(card):
            words = t("cards-suggest-unused", workshops=card.workshops, recipes=card.of_recipes)
            yield Suggestion("unused", (card,), words)


def _admired_unused(used: UsedCards, t: Say) -> Iterator[Suggestion]:
    for card in used.cards:
        if _is_admired(card) and card.of_recipes >= ENOUGH_RECIPES and card.recipes <= SELDOM * card.of_recipes:
            said, laid = card.opinions, card.of_recipes
            words = t("cards-suggest-admired", admired=card.admired, opinions=said, count=card.recipes, recipes=laid)
            yield Suggestion("admired-unused", (card,), words)


def _disliked(used: UsedCards, t: Say) -> Iterator[Suggestion]:
    for card in used.cards:
        if card.opinions >= ENOUGH_OPINIONS and card.disliked >= MOST * card.opinions:
            words = t("cards-suggest-disliked", disliked=card.disliked, opinions=card.opinions, count=card.recipes)
            yield Suggestion("disliked", (card,), words)


def _together(used: UsedCards, t: Say) -> Iterator[Suggestion]:
    always = [pair for pair in used.pairs if pair.jaccard >= ALWAYS and pair.together >= OFTEN_TOGETHER]
    for pair in always[:MOST_PAIRS]:
        yield _of_pair(pair, t)


def _of_pair(pair: CardPair, t: Say) -> Suggestion:
    """Two of one part in a recipe say the same; two of different parts go with one another."""
    one, other, both = pair.one.recipes, pair.other.recipes, pair.together
    if pair.one.role == pair.other.role:
        return Suggestion("merge", pair[:2], t("cards-suggest-merge", together=both, one=one, other=other))
    return Suggestion("goes-with", pair[:2], t("cards-suggest-goes-with", together=both, one=one, other=other))


def _often(used: UsedCards, t: Say) -> Iterator[Suggestion]:
    for card in used.cards:
        if card.of_recipes >= ENOUGH_RECIPES and card.recipes >= OFTEN * card.of_recipes:
            words = t("cards-suggest-often", count=card.recipes, recipes=card.of_recipes)
            yield Suggestion("often", (card,), words)
